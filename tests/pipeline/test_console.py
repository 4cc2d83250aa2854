"""What the terminal shows of a search."""

from typing import Any

import pytest

from pipeline.console import hits


def hit(number: int, copy_of: str | None) -> dict[str, Any]:
    told = {"id": f"c{number}", "kind": "case", "title": "做法", "document": "a.txt", "snippet": "前\n后"}
    return {**told, "why": ["text"], "duplicate_of": copy_of}


def shown(capsys: pytest.CaptureFixture[str], **told: Any) -> str:
    hits({"query": "做法", "total": 0, "unfiltered": 0, "hits": [], "nearest": None, **told})
    return capsys.readouterr().out


def test_a_copy_is_marked(capsys: pytest.CaptureFixture[str]) -> None:
    said = shown(capsys, hits=[hit(1, None), hit(2, "c1")]).splitlines()
    assert [line.strip() for line in said if "a.txt" in line] == ["a.txt · text", "a.txt · text · copy of [c1]"]
    assert "   前 后" in said


def test_what_filters_leave_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert "The filters leave none of the 28 that are found without them." in shown(capsys, unfiltered=28)
