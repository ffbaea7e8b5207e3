package io.github.jettyws.security.auth;

/** A key whose secret is the bytes 100 to 131, and its hashes as the hmac module of Python made them, salt 0 to 15. */
final class ApiKeySamples {
    static final String ID = "0123456789abcdef";
    static final String SECRET = "ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1-f4CBgoM";
    static final String KEY = "wsk_" + ID + "_" + SECRET;
    static final String HASH = "AAECAwQFBgcICQoLDA0ODw.HqB0hOwDJ-oE3BWrCZ0RIOFMM_Fbj16w2ABt3--rIBk";

    /** The bytes 0 to 31. */
    static final String PEPPER = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    static final String PEPPERED = "AAECAwQFBgcICQoLDA0ODw.cUGt3y3rsxXuyYaX1c3aF4y8d-NUKd1yftgvD1oTncA";

    /** The required fields. */
    static final String LINE = "id=" + ID + " hash=" + HASH + " name=ci";

    private ApiKeySamples() {}
}
