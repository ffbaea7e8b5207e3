package io.github.jettyws.demo;

/** The way to one member: what the two WebSocket APIs have in common. No method waits. */
interface Outlet {
    /**
     * Begins to send. The caller does not send again before this is done.
     *
     * @param text the message
     * @param done is told once, when it has been sent or has failed; possibly before this method returns
     */
    void send(String text, Done done);

    /** Ends the connection. */
    void drop();

    /** Is told how a send ended. */
    interface Done {
        /**
         * The send has ended.
         *
         * @param sent whether it went well
         */
        void done(boolean sent);
    }
}
