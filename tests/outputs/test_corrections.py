"""Corrections replayed on later builds: text before, correction, text after, what becomes of it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.document import prepare_text
from corpus.model import Outcome
from extractors.base import Findings, Mention, Practice, Problem, Quantity
from outputs.anchors import every
from outputs.corrected import corrected
from outputs.corrected_values import LISTS, all_found
from outputs.corrections import Correction, Kind, Known
from outputs.corrections_read import ONE
from outputs.model import DocumentRecord
from tests.outputs.marked_words import correction

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "corrections.yml").read_text(encoding="utf-8"))


def _make(kind: Kind, start: int, quote: str, said: str) -> Mention:
    end = start + len(quote)
    if kind == "problem":
        return Problem(start, end, quote, said, "present")
    if kind == "practice":
        return Practice(start, end, quote, said, "action", "done")
    return Quantity(start, end, quote, "count", 12, None, said, None, (), masked=False)


def _found(text: str, told: Mapping[Kind, Mapping[str, str]]) -> Findings:
    """What a system finds that knows some words."""
    lists: dict[str, Any] = {name: [] for name in LISTS.values()}
    for kind, words in told.items():
        for quote, said in words.items():
            lists[LISTS[kind]] += [_make(kind, at, quote, said) for at in every(text, quote)]
    return Findings(**{name: tuple(sorted(ones, key=lambda one: one.start)) for name, ones in lists.items()})


def _records(files: Mapping[str, str], told: Mapping[Kind, Any]) -> dict[str, DocumentRecord]:
    found = {}
    for name, text in files.items():
        document = prepare_text(text, name)
        findings = _found(document.text, told)
        found[name] = DocumentRecord(document.source, Outcome("ok"), "text/plain", document, findings)
    return found


def _corrections(records: Mapping[str, DocumentRecord], told: list[dict[str, Any]]) -> Iterator[Correction]:
    made: list[Correction] = []
    for one in told:
        if one["act"] == "withdrawn":
            of = made[one["of"]].xid if isinstance(one["of"], int) else one["of"]
            made.append(ONE.validate_python({"act": "withdrawn", "of": of}))
        else:
            made.append(correction(records, one))
        yield made[-1]


def _told(record: DocumentRecord) -> Iterator[str]:
    verdicts = {(one.kind, one.start, one.end): one.verdict for one in record.reviews}
    for kind, one in all_found(record.findings):
        values = {
            "problem": ("category", "status"),
            "practice": ("theme", "status"),
            "quantity": ("value", "unit"),
            "date": ("value",),
        }[kind]
        said = [str(getattr(one, name)) for name in values]
        verdict = verdicts.get((kind, one.start, one.end))
        yield " ".join([f"{record.source.name}: {kind}", one.text, *said, *([verdict] if verdict else [])])


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_a_correction_is_replayed(case: dict[str, Any]) -> None:
    found = case.get("found", {})
    before = _records(case["before"], found)
    given = tuple(_corrections(before, case["corrections"]))
    now = _records(case.get("after", case["before"]), case.get("found_now", found))
    after, replayed = corrected(now.values(), Known(given))
    assert [one.state for one in replayed] == case["states"], [one.reason for one in replayed]
    assert [line for one in after for line in _told(one)] == case["findings"]
    if "said_now" in case:
        assert replayed[0].said_now == case["said_now"]
    for one in replayed:  # whoever reads of it finds what is meant
        if one.state == "held" and one.start is not None:
            text = now[str(one.name)].document
            assert text is not None
            assert text.text[one.start : one.end]
        assert one.reason or one.state == "held"
