"""A build says how many wordings wait for the taxonomy and where; their draft, used as it is, settles what it holds."""

import json
from pathlib import Path
from typing import Any

import pytest

from outputs.model import Catalogue, Unseen, Wordings
from pipeline.report import unseen_sentence
from tests.outputs.test_phrases import REPORTS
from tests.pipeline.test_cli import run


def wordings(out: Path) -> tuple[int, set[str]]:
    problems: dict[str, Any] = json.loads((out / "phrases.json").read_text("utf-8"))["problems"]
    return problems["recurring"], {one["phrase"] for one in problems["phrases"]}


def test_from_a_build_to_the_analysts_own_words(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    for at, text in enumerate(REPORTS):
        (tmp_path / "reports" / f"{at}.txt").write_text(text, encoding="utf-8")
    out, words = tmp_path / "catalogue", tmp_path / "words"
    told = run("build", tmp_path / "reports", "--out", out, "--engine", "local").stdout
    recurring, phrases = wordings(out)
    assert recurring >= 3
    assert {"不敢拍板", "没有专项经费", "说话没人听"} <= phrases
    assert f"{recurring} problem and 0 practice wordings recur outside the taxonomy: {out / 'phrases.yml'}\n" in told
    words.mkdir()
    (words / "words.yml").write_bytes((out / "phrases.yml").read_bytes())
    run("build", tmp_path / "reports", "--out", out, "--engine", "local", "--taxonomy", words)
    assert {"不敢拍板", "没有专项经费"}.isdisjoint(wordings(out)[1])
    assert "说话没人听" in wordings(out)[1]


@pytest.mark.parametrize(
    ("problems", "practices", "words"),
    [(0, 0, ""), (3, 0, "3 problem and 0 practice wordings"), (0, 1, "0 problem and 1 practice wordings")],
)
def test_nothing_is_said_where_nothing_recurs(problems: int, practices: int, words: str) -> None:
    unseen = Unseen(Wordings(recurring=problems), Wordings(recurring=practices))
    assert unseen_sentence(Catalogue((), (), (), unseen)).startswith(words)
    assert bool(unseen_sentence(Catalogue((), (), (), unseen))) == bool(words)
