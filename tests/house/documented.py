"""What pages for people show of commands: those in ```bash are run one after another, those in ```sh are understood."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

from typer.main import get_command

from pipeline.cli import app

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
HERE = re.compile(r"<<'(\w+)'")
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)
# What a page may read and write; the rest of the checkout is no affair of its commands.
COPIED = ("corpus", "docs", "extractors", "tests")


def page(name: str) -> str:
    """The words of a page, by its path below the checkout."""
    return (ROOT / name).read_text("utf-8")


def blocks(text: str, language: str) -> list[str]:
    """All blocks of a language."""
    return [block for name, block in FENCE.findall(text) if name == language]


def commands(text: str, language: str = "bash") -> list[str]:
    """The commands of a page in their order: a line each, but for one that brings a file (<<'END')."""
    return list(chain.from_iterable(map(_commands, blocks(text, language))))


def _commands(block: str) -> Iterator[str]:
    lines = iter(block.splitlines(keepends=True))
    for line in lines:
        found = HERE.search(line)
        while found and line.splitlines()[-1] != found[1]:
            line += next(lines)
        if line.strip():
            yield line.rstrip("\n")


def checkout(folder: Path) -> Path:
    """A folder that looks like the checkout, whose files may be changed and whose outputs are its own."""
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "outputs").mkdir()
    return folder


def environment() -> dict[str, str]:
    """That of the tests, with our commands on the path."""
    return os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


def run(command: str, folder: Path) -> None:
    """Run a command as somebody would who copied it; ours must have something to say."""
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    assert done.stdout.strip() or not command.startswith("jingyan "), command


def check_understood(line: str) -> int:
    """See that the program knows the commands of a line, the Makefile its targets and Python its modules; how many of
    them there are.
    """
    parts = shlex.split(line.replace("&&", "\n&&\n").replace("2>", ">"), comments=True)
    pieces = " ".join(map(shlex.quote, parts)).split("'&&'")
    return sum(_understood(shlex.split(piece)) for piece in pieces)


def _understood(words: list[str]) -> bool:
    if ">" in words:
        words = words[: words.index(">")]
    match words:
        case ["jingyan", name, *rest]:
            get_command(app).commands[name].make_context(name, rest)  # type: ignore[attr-defined]
        case ["make", target]:
            assert target in TARGET.findall((ROOT / "Makefile").read_text("utf-8")), words
        case [".venv/bin/python" | "python", "-m", module, *_]:
            assert find_spec(module), words
        case _:
            return False
    return True
