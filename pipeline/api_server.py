"""Prefect's server as a process of our own, for as long as whoever started it runs.

Started by `pipeline.engine` as `python -m pipeline.api_server`. The first line on its standard output is its address,
the second, once it answers, "ready". It ends when its standard input does: no server outlives a build that was killed.
"""

import os
import socket
import sys
import threading
from contextlib import closing, suppress

import uvicorn

HOST = "127.0.0.1"  # loopback: nobody else reaches it


class _Server(uvicorn.Server):
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            _tell("ready")


def _tell(line: str) -> None:
    """Say a line, in one piece and past all buffers; whoever listens may be gone, which the end of the input tells."""
    with suppress(BrokenPipeError):
        os.write(sys.stdout.fileno(), f"{line}\n".encode())


def _end_with_input(server: uvicorn.Server) -> None:
    """A server that has answered nobody yet has nothing to tidy up, and would only hear of it once it is up."""
    sys.stdin.buffer.read()
    if not server.started:
        os._exit(0)
    server.should_exit = True


def main() -> None:
    """Serve on a free port."""
    app = uvicorn.Config("prefect.server.api.server:create_app", factory=True, log_level="error", lifespan="on")
    server = _Server(app)
    threading.Thread(target=_end_with_input, args=(server,), daemon=True).start()
    with closing(socket.socket()) as listening:
        listening.bind((HOST, 0))
        _tell(f"http://{HOST}:{listening.getsockname()[1]}/api")
        server.run([listening])


if __name__ == "__main__":
    main()
