"""
The cases 12.* and 13.* of the Autobahn testsuite: permessage-deflate (RFC 7692).

The testsuite that runs on a JVM is older than they are; it has the data for them, and the extension, but not the cases.
They have the numbers, the sizes and the offers that they have there. Each sends messages of one size, one after the
other, as soon as the one before has come back, and fails if one does not come back as it was. Here they end after a
megabyte, and not only after a thousand messages: a client that masks in Python takes hours otherwise.
"""
from autobahn.compress import PerMessageDeflateOffer, PerMessageDeflateResponse, PerMessageDeflateResponseAccept
from autobahntestsuite.case import Case
from java.lang import ClassLoader

MESSAGES = 1000
OCTETS = 1024 * 1024

# Octets of a message, and of the frames that it is cut into; 0 for a single frame.
SIZES = [
    (16, 0), (64, 0), (256, 0), (1024, 0), (4096, 0), (8192, 0), (16384, 0), (32768, 0), (65536, 0), (131072, 0),
    (8192, 256), (16384, 256), (32768, 256), (65536, 256), (131072, 256), (131072, 1024), (131072, 4096),
    (131072, 32768)]

# File, what it is, whether it is sent as binary messages.
JSON = ("data1.json", "JSON", False)
DATA = [
    JSON,
    ("lena512.bmp", "a bitmap", True),
    ("pg2229.txt", "German prose", True),
    ("data1.html", "HTML", False),
    ("10.1.1.105.5439.pdf", "a PDF", True)]

# What is asked of the server: no context takeover, bits of the window (0 for as many as it likes). Best offer first.
OFFERS = [
    [(False, 0)],
    [(True, 0)],
    [(False, 9)],
    [(False, 15)],
    [(True, 9)],
    [(True, 15)],
    [(True, 9), (True, 0), (False, 0)]]


def read(name, binary):
    data = ClassLoader.getSystemResourceAsStream("autobahntestsuite/testdata/" + name).readAllBytes().tostring()
    # A character must not be cut in two.
    return data if binary else "".join(c if ord(c) < 128 else "?" for c in data)


class CompressionCase(Case, object):
    SECONDS = 60
    EXPECTATION = "Every message comes back as it was sent."

    def init(self):
        self.reportTime = True
        self.expectedClose = {
            "closedByMe": True, "closeCode": [self.p.CLOSE_STATUS_CODE_NORMAL], "requireClean": True}
        self.p.perMessageCompressionOffers = [
            PerMessageDeflateOffer(requestNoContextTakeover=fresh, requestMaxWindowBits=bits)
            for fresh, bits in self.OFFERED]
        self.p.perMessageCompressionAccept = self.accept
        self.position = 0
        self.left = min(MESSAGES, OCTETS // self.SIZE)

    def accept(self, response):
        return PerMessageDeflateResponseAccept(response) if isinstance(response, PerMessageDeflateResponse) else None

    def onOpen(self):
        self.p.enableWirelog(False)
        self.p.autoFragmentSize = self.FRAME
        if self.p._perMessageCompress is None:
            self.end(Case.UNIMPLEMENTED, "The server does not compress.")
        else:
            self.result = "Not all came back within %d seconds." % self.SECONDS
            self.p.closeAfter(self.SECONDS)
            self.send()

    def send(self):
        self.left -= 1
        size = len(self.CONTENT)
        self.message = (self.CONTENT[self.position:] + self.CONTENT)[:self.SIZE]
        self.position = (self.position + self.SIZE) % size
        self.p.sendMessage(self.message, self.BINARY)

    def onMessage(self, message, binary):
        if binary != self.BINARY or message != self.message:
            self.end(Case.FAILED, "Another message came back than was sent.")
        elif self.left > 0:
            self.send()
        else:
            self.end(Case.OK, "Every message came back.")

    def end(self, behavior, result):
        self.behavior = behavior
        self.result = result
        self.p.enableWirelog(True)
        self.p.sendClose(self.p.CLOSE_STATUS_CODE_NORMAL)


def cases(number, data, offered):
    name, title, binary = data
    content = read(name, binary)
    SUBCATEGORIES[number] = "%s, offered as %s" % (title, offered)
    for index, (size, frame) in enumerate(SIZES):
        CASES.append(type("Case%s_%d" % (number.replace(".", "_"), index + 1), (CompressionCase,), {
            "DESCRIPTION": "Send messages of %d octets in frames of at most %d." % (size, frame or size),
            "SIZE": size,
            "FRAME": frame,
            "CONTENT": content,
            "BINARY": binary,
            "OFFERED": offered}))


CASES = []
CATEGORIES = {"12": "Compression of different data", "13": "Compression with different parameters"}
SUBCATEGORIES = {}

for index, data in enumerate(DATA):
    cases("12.%d" % (index + 1), data, OFFERS[0])
for index, offered in enumerate(OFFERS):
    cases("13.%d" % (index + 1), JSON, offered)
