"""docs/websites.md: every block of it runs or compiles, and what it says of files and policy is so."""

import json
import os
import socket
import subprocess
from itertools import takewhile
from pathlib import Path
from time import sleep
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from outputs.problems_view import FIRST
from tests.contract.conftest import ROOT
from tests.contract.differences import NOT_FOR_READERS, OPEN
from tests.contract.example_page import EXAMPLE, served
from tests.contract.test_types import compiled
from tests.contract.typescript import node
from tests.house.documented import FENCE, blocks, environment, page

PAGE = page("docs/websites.md")
DRIVER = """
const base = process.argv[2]!;
const rows = await rowsOf(base);
const row = rows.find(one => one.practices.length > 3)!;
const one = await read<Case>(base, row.file);
const problems = Object.values((await read<Problems>(base, "problems.json")).problems);
console.log(JSON.stringify({
  rows: rows.length,
  themed: having(rows, "theme", row.practices[0]!.theme).map(found => found.id),
  found: search(rows, `${row.title} ${row.practices[3]!.text}`).map(found => found.id),
  id: row.id,
  quotes: [...one.practices, ...one.problems].map(found => [found.text, quoted(one, found)]),
  heading: heading(row),
  gone: await follow(base, "c000000000000"),
  answers: await Promise.all(problems.map(async problem => ({
    first: problem.answers.map(one => [one.places, placesOf(problem, one)]),
    all: (await answersTo(base, problem)).length,
  }))),
}));
"""


def test_every_block_is_of_a_language_that_is_tried() -> None:
    told = [language for language, _ in FENCE.findall(PAGE)]
    assert set(told) == {"bash", "ts", "python", "csp"}
    assert PAGE.count("```") == 2 * len(told)


@pytest.mark.usefixtures("typescript")
def test_the_typescript_compiles_and_runs(built: Path, tmp_path: Path) -> None:
    program = "\n".join(blocks(PAGE, "ts")) + DRIVER
    declared = "declare const process: { argv: string[] };\n"
    assert compiled(tmp_path, declared + program, "--module", "esnext", "--moduleResolution", "bundler") == ""
    (tmp_path / "run.mts").write_text(program, "utf-8")
    with served(built) as address:
        command = [node(), "run.mts", f"{address}catalogue/"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["rows"] == json.loads((built / "catalogue.json").read_bytes())["counts"]["cases"]
    assert said["id"] in said["themed"]
    assert said["id"] in said["found"]
    assert len(said["themed"]) < said["rows"]
    assert [pair for pair in said["quotes"] if pair[0] != pair[1]] == []
    assert len(said["quotes"]) > 3
    assert [pair for one in said["answers"] for pair in one["first"] if pair[0] != pair[1]] == []
    assert [min(one["all"], FIRST) for one in said["answers"]] == [len(one["first"]) for one in said["answers"]]
    assert max(one["all"] for one in said["answers"]) > 3


def test_the_python_finds_the_words(values: dict[str, Any]) -> None:
    known: dict[str, Any] = {}
    exec("\n".join(blocks(PAGE, "python")), known)
    for name, one in values.items():
        if name.startswith("cases/"):
            assert [found for found in one["practices"] if known["quoted"](one, found) != found["text"]] == []


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


def answered(address: str) -> bytes:
    """What a server that is just starting says."""
    for _ in range(200):
        try:
            with urlopen(address) as answer:
                content: bytes = answer.read()
                return content
        except URLError:
            sleep(0.1)
    raise AssertionError(address)


def test_the_commands_run(built: Path, tmp_path: Path) -> None:
    (tmp_path / "catalogue").symlink_to(built)
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    port = str(free_port())
    script = ["bash", "-ec", "\n".join([*blocks(PAGE, "bash"), "echo =$!; echo all; wait"])]
    with subprocess.Popen(
        script, cwd=tmp_path, env=environment() | {"PORT": port}, stdout=subprocess.PIPE, text=True
    ) as shell:
        try:
            assert shell.stdout is not None
            said = {line[:1]: line for line in takewhile(lambda line: line != "all\n", shell.stdout)}
            assert json.loads(said["{"])["hits"]
            server = int(said["="][1:])
            manifest = json.loads(answered(f"http://127.0.0.1:{port}/catalogue/catalogue.json"))
            assert manifest["shards"]
            assert answered(f"http://127.0.0.1:{port}/") == (EXAMPLE / "index.html").read_bytes()
            os.kill(server, 15)
        finally:
            shell.kill()


def test_the_policy_is_that_of_the_example() -> None:
    assert f'content="{blocks(PAGE, "csp")[0].strip()}"' in (EXAMPLE / "index.html").read_text("utf-8")


def test_every_kind_of_file_is_named(built: Path) -> None:
    files = {path.name for path in built.glob("*.json")} | {
        f"{path.name}/" for path in built.iterdir() if path.is_dir()
    }
    assert {name for name in files - {"site/"} if f"`{name}" not in PAGE} == set()
    assert all(f"`{name}.json`" in PAGE for name in NOT_FOR_READERS)
    assert OPEN in PAGE
