"""A mail server small enough to misbehave on purpose."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class MailServer(socketserver.ThreadingTCPServer):
    """`mood`: "kind" takes every mail; "busy" answers 451; "stern" answers 550 to the recipient;
    "faint" takes the mail and hangs up before it says so.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mood = "kind"
        self.mails: list[bytes] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 mail.example.vn")
        for raw in self.rfile:
            verb = raw.decode().strip().upper()[:4]
            if verb == "DATA":
                if not self.take_mail():
                    return
            elif verb == "RCPT" and self.server.mood in {"busy", "stern"}:
                self.say("451 try later" if self.server.mood == "busy" else "550 no such person")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take_mail(self) -> bool:
        self.say("354 go on")
        lines = []
        for raw in self.rfile:
            if raw == b".\r\n":
                break
            lines.append(raw)
        self.server.mails.append(b"".join(lines))
        if self.server.mood == "faint":
            self.connection.close()
            return False
        self.say("250 taken")
        return True


@contextmanager
def serving() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
