"""An IMAP server with one message, which it lists but does not give until it is told to."""

import socket
import threading


class Withholding:
    def __init__(self, octets):
        self.octets = octets
        self.gives = False
        self.moved = False
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.listener.close()

    def uri(self, user):
        return f"imap://{user}@127.0.0.1:{self.listener.getsockname()[1]}"

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with connection, connection.makefile("rwb") as stream:
            stream.write(b"* OK ready\r\n")
            stream.flush()
            for line in stream:
                tag, command = line.rstrip().split(b" ", 1)
                stream.write(self.answer(command.upper()) + tag + b" OK done\r\n")
                stream.flush()

    def answer(self, command):
        if command == b"CAPABILITY":
            return b"* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR MOVE UIDPLUS\r\n"
        if command.startswith(b"LIST"):
            return b'* LIST () "/" Done\r\n'
        if command.startswith(b"SELECT"):
            return b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n* OK [UIDNEXT 6] next\r\n* OK [READ-WRITE] open\r\n"
        if command.startswith(b"UID SEARCH"):
            return b"* SEARCH\r\n" if self.moved else b"* SEARCH 5\r\n"
        if command.startswith(b"UID FETCH") and b"RFC822.SIZE" in command:
            return f"* 1 FETCH (UID 5 RFC822.SIZE {len(self.octets)})\r\n".encode()
        if command.startswith(b"UID FETCH") and self.gives:
            return f"* 1 FETCH (UID 5 BODY[] {{{len(self.octets)}}}\r\n".encode() + self.octets + b")\r\n"
        self.moved |= command.startswith(b"UID MOVE")
        return b""
