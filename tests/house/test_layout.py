"""The checkout holds what the design says and nothing that belongs to one machine."""

import ast
import re
from itertools import chain
from pathlib import Path
from statistics import median, quantiles

import pytest

from tests.house.conftest import ROOMS

TOP_LEVEL = {
    *ROOMS,
    "tests",
    "docs",
    "bench",
    "pyproject.toml",
    "constraints.txt",
    "mkdocs.yml",
    "Makefile",
    "README.md",
    "README.zh-CN.md",
    "LICENSE",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    ".ci",
    ".gitattributes",
    ".gitignore",
    ".pre-commit-config.yaml",
    "prefect.yaml",
}
MOST_LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 8  # in the median
MOST_LINES_OF_A_FUNCTION = 25  # at the 95th percentile
VAGUE_NAMES = {"helper", "helpers", "util", "utils", "manager", "processor", "handler", "common", "misc"}
# Written so that this file does not match itself.
OF_ONE_MACHINE = re.compile(
    rb"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|deb\.debian\.org|jsdelivr\.net|unpkg\.com"
    rb"|/wor[k]/|/tm[p]/w/|/roo[t]/|/hom[e]/\w|/op[t]/|/User[s]/|C:\\User[s]|dev-se[t]\b"
)


def test_top_level_is_the_four_rooms_the_tests_and_the_usual_files(our_files: list[Path]) -> None:
    assert {path.parts[0] for path in our_files} == TOP_LEVEL


def test_nothing_names_a_registry_or_a_place_on_one_machine(root: Path, our_files: list[Path]) -> None:
    found = {str(path): OF_ONE_MACHINE.findall((root / path).read_bytes()) for path in our_files}
    assert {name: hits for name, hits in found.items() if hits} == {}


@pytest.mark.parametrize(
    "text", [b"https://pypi" + b".org/simple", b"/work" + b"/main", b"/home" + b"/me", b"dev" + b"-set"]
)
def test_such_names_would_be_seen(text: bytes) -> None:
    assert OF_ONE_MACHINE.search(text)


def test_modules_are_named_after_the_domain(our_code: list[Path]) -> None:
    named = {path: {word for part in path.parts for word in re.split(r"[_.]", part)} for path in our_code}
    assert [str(path) for path, words in named.items() if words & VAGUE_NAMES] == []


def test_every_room_says_that_it_is_typed(root: Path) -> None:
    assert [room for room in ROOMS if not (root / room / "py.typed").is_file()] == []


def test_files_are_short(root: Path, our_code: list[Path]) -> None:
    lines = {str(path): len((root / path).read_text(encoding="utf-8").splitlines()) for path in our_code}
    assert {name: count for name, count in lines.items() if count > MOST_LINES_OF_A_FILE} == {}


def test_functions_are_short(root: Path, our_code: list[Path]) -> None:
    rooms = [root / path for path in our_code if path.parts[0] in ROOMS]
    lengths = list(chain.from_iterable(function_lengths(path) for path in rooms))
    assert median(lengths) <= LINES_OF_A_FUNCTION
    assert quantiles(lengths, n=100)[94] <= MOST_LINES_OF_A_FUNCTION


def function_lengths(path: Path) -> list[int]:
    """Lines from `def` to the last one, docstring included."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [(node.end_lineno or node.lineno) - node.lineno + 1 for node in functions]
