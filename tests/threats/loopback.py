"""A web server on loopback that must get no request, and a file that must not be read."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

SECRET = "机密词句不得外泄"


@dataclass(slots=True)
class Bait:
    """What hostile files lead to: the path of the file, the address, and what was asked of it so far."""

    canary: Path
    web: str
    asked: list[str] = field(default_factory=list)

    @property
    def places(self) -> dict[str, str]:
        """What stands for the words in braces in the table of faults."""
        return {"canary": str(self.canary), "web": self.web}


@contextmanager
def bait(folder: Path) -> Iterator[Bait]:
    """The server runs as long as the block."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(SECRET.encode())

        do_POST = do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    canary = folder / "canary.txt"
    canary.write_text(SECRET, encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Bait(canary, f"http://127.0.0.1:{server.server_port}/bait", asked)
        finally:
            server.shutdown()
            thread.join()
