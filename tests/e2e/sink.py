"""An SMTP server that keeps what it is given, and fails where it is told to."""

import base64
import contextlib
import email
import email.policy
import socket
import ssl
import struct
import threading

OFFERS = ["PIPELINING", "SIZE 104857600", "8BITMIME", "SMTPUTF8", "DSN", "ENHANCEDSTATUSCODES"]


class HangUp(Exception):
    pass


class Mail:
    def __init__(self, sender, recipients, octets):
        self.sender = sender
        self.recipients = recipients
        self.octets = octets

    @property
    def message(self):
        return email.message_from_bytes(self.octets, policy=email.policy.default)


class Sink:
    """
    tls: none, starttls or implicit. decide(step, text) is asked before each reply, with the step "greeting",
    "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA" or "dot" and the address or, for the dot, the mail's octets; it returns None, the
    reply to give instead, "drop" to hang up or "reset". At the dot, "drop" and "reset" keep the mail: only
    the reply is lost.
    """

    def __init__(self, pki=None, tls="none", certificate="good", auth=False, decide=lambda step, text: None):
        self.pki, self.tls, self.certificate, self.auth, self.decide = pki, tls, certificate, auth, decide
        self.mails = []
        self.secrets = []  # whatever was sent with AUTH
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.accept, daemon=True)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        """A thread in accept() would take one more connection, on a port that may be another's by then."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.thread.join()
        self.listener.close()

    def uri(self, user=None):
        scheme = "smtps" if self.tls == "implicit" else "smtp"
        return f"{scheme}://{user + '@' if user else ''}localhost:{self.port}"

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with contextlib.suppress(HangUp, OSError, ValueError):
            Session(self, connection).run()


class Session:
    def __init__(self, sink, connection):
        self.sink = sink
        self.connection = connection
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.encrypted = False
        self.input = b""
        self.sender, self.recipients = None, []

    def start_tls(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        base = self.sink.pki.dir / self.sink.certificate
        context.load_cert_chain(f"{base}.chain", f"{base}.key")
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.encrypted = True
        self.input = b""

    def fill(self):
        octets = self.connection.recv(1 << 18)
        if not octets:
            raise HangUp
        self.input += octets

    def line(self):
        while b"\n" not in self.input:
            self.fill()
        line, self.input = self.input.split(b"\n", 1)
        return line.rstrip(b"\r").decode("utf-8", "replace")

    def say(self, *lines):
        self.connection.sendall("".join(line + "\r\n" for line in lines).encode())

    def answer(self, step, text, usual):
        """TRUE if the usual reply was given."""
        other = self.sink.decide(step, text)
        if other == "drop":
            raise HangUp
        if other == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            raise HangUp
        self.say(other or usual)
        return other is None

    def run(self):
        try:
            if self.sink.tls == "implicit":
                self.start_tls()
            if self.answer("greeting", "", "220 sink.example ESMTP"):
                while self.command(self.line()):
                    pass
        finally:
            self.connection.close()

    def command(self, line):
        verb = line.split(" ", 1)[0].split(":", 1)[0].upper()
        if verb == "QUIT":
            self.say("221 bye")
            return False
        {"EHLO": self.ehlo, "STARTTLS": self.starttls, "AUTH": self.authenticate, "MAIL": self.mail, "RCPT": self.rcpt,
         "DATA": self.data, "RSET": self.reset}.get(verb, self.unknown)(line)
        return True

    def unknown(self, line):
        self.say("500 what?")

    def reset(self, line):
        self.sender, self.recipients = None, []
        self.say("250 ok")

    def ehlo(self, line):
        offers = list(OFFERS)
        if self.sink.tls == "starttls" and not self.encrypted:
            offers.append("STARTTLS")
        if self.sink.auth:
            offers.append("AUTH PLAIN LOGIN XOAUTH2")
        usual = [f"250-{offer}" for offer in ["sink.example"] + offers] + ["250 HELP"]
        self.answer("EHLO", line, "\r\n".join(usual))

    def starttls(self, line):
        if self.answer("STARTTLS", "", "220 go ahead"):
            self.start_tls()

    def authenticate(self, line):
        words = line.split(" ")
        secret = words[2] if len(words) > 2 else ""
        if words[1] == "LOGIN":
            self.say("334 VXNlcm5hbWU6")
            self.line()
            self.say("334 UGFzc3dvcmQ6")
            secret = self.line()
        elif not secret:
            self.say("334 ")
            secret = self.line()
        self.sink.secrets.append(secret)
        good = base64.b64decode(secret).replace(b"\1", b"").endswith(b"secret")
        self.answer("AUTH", secret, "235 in" if good else "535 wrong")

    def mail(self, line):
        self.sender = line[line.index("<") + 1:line.index(">")]
        self.recipients = []
        if not self.answer("MAIL", self.sender, "250 ok"):
            self.sender = None

    def rcpt(self, line):
        recipient = line[line.index("<") + 1:line.index(">")]
        if self.sender is None:
            self.say("503 MAIL first")
        elif self.answer("RCPT", recipient, "250 ok"):
            self.recipients.append(recipient)

    def data(self, line):
        if not self.recipients:
            self.say("554 nobody to send to")
            return
        if not self.answer("DATA", self.sender, "354 go ahead"):
            return
        octets = self.text()
        other = self.sink.decide("dot", octets)
        if other is None or other in ("drop", "reset"):
            with self.sink.lock:
                self.sink.mails.append(Mail(self.sender, self.recipients, octets))
        if other == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if other in ("drop", "reset"):
            raise HangUp
        self.say(other or "250 kept")
        self.sender, self.recipients = None, []

    def text(self):
        while not (self.input.startswith(b".\r\n") or b"\r\n.\r\n" in self.input):
            self.fill()
        if self.input.startswith(b".\r\n"):
            text, self.input = b"", self.input[3:]
        else:
            text, self.input = self.input.split(b"\r\n.\r\n", 1)
        return b"\r\n".join(line[1:] if line.startswith(b".") else line for line in text.split(b"\r\n")) + b"\r\n"
