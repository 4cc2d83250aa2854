"""Every reason that the replay of corrections gives can be told to an analyst in Chinese."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from outputs.outcomes import warning

OUTPUTS = Path(__file__).parents[2] / "outputs"
SENTENCE = re.compile(r"(?:[A-Z]|\{)[^\n]{8,300}\.")
ENGLISH = re.compile(r"[a-z]{2,20} [a-z]{1,20} [a-z]{2,20}")
# What stands for a value in a sentence.
VALUES = {"what": "category", "one.xid": "x0123456789ab", "one.of": "x0123456789ab", "LONGEST": "500"}
NO_REASONS = ("corrections_limits.py",)  # faults of a file, for whoever runs the build


def _said(node: ast.JoinedStr) -> str:
    """A sentence with its values put in; one that is quoted by `!r` stands in quotes."""
    words = ""
    for part in node.values:
        if isinstance(part, ast.Constant):
            words += str(part.value)
        elif isinstance(part, ast.FormattedValue):
            value = VALUES.get(ast.unparse(part.value), "x0123456789ab" if "xid" in ast.unparse(part.value) else "某某")
            words += repr(value) if part.conversion == ord("r") else value
    return words


def _sentences(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            words = _said(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented | inside:
            words = node.value
        else:
            continue
        if SENTENCE.fullmatch(words) and ENGLISH.search(words):
            yield words


SENTENCES = sorted(
    {words for path in OUTPUTS.glob("corrected*.py") if path.name not in NO_REASONS for words in _sentences(path)}
)


def test_there_are_reasons() -> None:
    assert len(SENTENCES) > 15


@pytest.mark.parametrize("words", SENTENCES)
def test_a_reason_is_told_in_chinese(words: str) -> None:
    told = warning(words)
    assert told != words
    assert not ENGLISH.search(told)
