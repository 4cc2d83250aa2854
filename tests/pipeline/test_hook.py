"""Hooks: a real command and a real server are told of a run, and nothing that they do harms it."""

import json
import os
import socket
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from pipeline.hook import call
from tests.processes import stays, wait_for

TOLD = {"event": "failed", "error": "坏文件 “; rm -rf ~ $(touch x) `touch y`”\n第二行"}
SECONDS = 60.0


def script(folder: Path, body: str, name: str = "钩子 1.py") -> str:
    """A command that runs a script, quoted as a shell would want it; its path holds a space."""
    path = folder / name
    path.write_text(body, encoding="utf-8")
    return f"{sys.executable} '{path}'"


def test_a_command_gets_json_on_standard_input(tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    body = f"import sys, json\nopen({str(heard)!r}, 'w').write(json.dumps([json.load(sys.stdin), sys.argv]))\n"
    command = script(tmp_path, body)
    assert call(f"{command} --to 'a b'", TOLD, SECONDS) is None
    found, words = json.loads(heard.read_text("utf-8"))
    assert found == TOLD
    assert words[1:] == ["--to", "a b"], "nothing of a document is on the command line"


def test_no_shell_reads_the_command(tmp_path: Path) -> None:
    for command in ("true; touch bad", "true && touch bad", "true $(touch bad)", "true | touch bad"):
        call(command.replace("bad", str(tmp_path / "bad")), TOLD, SECONDS)
    assert not (tmp_path / "bad").exists()


def test_a_command_that_fails_says_so(tmp_path: Path) -> None:
    assert call(script(tmp_path, "raise SystemExit(3)"), TOLD, SECONDS) == f"{sys.executable} ended with exit code 3"
    assert "cannot be started" in str(call(str(tmp_path / "nowhere"), TOLD, SECONDS))
    assert "no command" in str(call("echo 'never closed", TOLD, SECONDS))
    assert "cannot be started" in str(call(" ", TOLD, SECONDS))


def test_a_command_need_not_listen(tmp_path: Path) -> None:
    assert call("true", {"long": "长" * 300_000}, SECONDS) is None


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs groups of processes")
def test_a_command_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    pids, path = tmp_path / "pids", tmp_path / "hangs.sh"
    path.write_text(f"sleep 3600 &\necho $! > '{pids}'\nwait\n", encoding="utf-8")
    found: list[str | None] = []
    # Its time is up only once the child is there.
    waiting = threading.Thread(target=lambda: found.append(call(f"sh {path}", TOLD, 5.0)))
    waiting.start()
    wait_for(lambda: pids.exists() and pids.read_text("utf-8") != "")
    waiting.join()
    assert found == ["sh took longer than 5 s and was stopped"]
    assert not stays(int(pids.read_text("utf-8")))


class Server(ThreadingHTTPServer):
    """Hears what is posted, and answers as its mood is."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Hearing)
        self.heard: list[tuple[str, dict[str, str], Any]] = []
        self.mood, self.over = "well", threading.Event()

    def address(self, path: str = "/hook") -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class Hearing(BaseHTTPRequestHandler):
    """One request."""

    server: Server

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((self.path, dict(self.headers), json.loads(data)))
        if self.server.mood == "slow":
            self.server.over.wait()
        self.send_response(500 if self.server.mood == "ill" else 204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as found:
        thread = threading.Thread(target=found.serve_forever)
        thread.start()
        yield found
        found.over.set()
        found.shutdown()
        thread.join()


def test_an_address_gets_json_posted(server: Server) -> None:
    assert call(server.address("/hook?key=1"), TOLD, SECONDS) is None
    ((path, headers, told),) = server.heard
    assert (path, told) == ("/hook?key=1", TOLD)
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert headers["User-Agent"].startswith("jingyan/")


def test_an_address_that_fails_is_said_without_what_is_secret_in_it(server: Server) -> None:
    server.mood = "ill"
    said = str(call(server.address("/hook?key=SECRET"), TOLD, SECONDS))
    assert "500" in said
    assert "SECRET" not in said
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}/SECRET"
        assert "SECRET" not in str(call(nobody, TOLD, SECONDS))
    assert call("http://[SECRET/", TOLD, SECONDS) is not None
    assert call("http:///SECRET", TOLD, SECONDS) is not None


def test_an_address_that_does_not_answer_is_left(server: Server) -> None:
    server.mood = "slow"
    assert "127.0.0.1" in str(call(server.address(), TOLD, 0.5))
