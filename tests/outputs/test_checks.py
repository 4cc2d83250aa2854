"""Figures that check out, and those that do not; a conflict is nearly sure."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.document import prepare_text
from corpus.model import Document, Outcome, Table
from extractors.base import Mention
from extractors.extract import extract
from outputs.checks import checks, record_checks, within
from outputs.checks_bound import MOST, SAME, bounded
from outputs.checks_figures import Check
from outputs.checks_rows import explained, quoted, standing, tells
from outputs.checks_words import sign, words
from outputs.model import DocumentRecord

CASES: Any = yaml.safe_load((Path(__file__).parents[1] / "cases" / "checks.yml").read_text(encoding="utf-8"))
ALL = [*CASES["with_the_rules"], *CASES["kept_aside"]]
FLOORS = {"with_the_rules": (1.0, 0.95), "kept_aside": (1.0, 0.9)}


def tabled(words: str) -> Document:
    text = words.replace("|", "\t")
    document = prepare_text(text, "a.txt")
    rows = tuple(tuple(line.split("\t")) for line in document.text.split("\n"))
    return replace(document, tables=(Table(0, len(document.text), None, rows),))


def found(entry: Any) -> tuple[Check, ...]:
    document = tabled(entry["table"]) if "table" in entry else prepare_text(entry["text"], "a.txt")
    return checks(document, extract(document))


def verdicts(entry: Any) -> Counter[tuple[str, str]]:
    return Counter((one.rule, one.verdict) for one in found(entry) if one.verdict != "cannot tell")


@pytest.mark.parametrize("group", FLOORS)
@pytest.mark.parametrize("verdict", ["conflict", "consistent"])
def test_precision_and_recall(group: str, verdict: str) -> None:
    right = wrong = missed = 0
    for entry in CASES[group]:
        expected = Counter((rule, said) for rule, said in entry["expect"] if said == verdict)
        told = Counter({key: count for key, count in verdicts(entry).items() if key[1] == verdict})
        right += (expected & told).total()
        wrong += (told - expected).total()
        missed += (expected - told).total()
    precision, recall = FLOORS[group]
    assert right / (right + wrong) >= precision
    assert right / (right + missed) >= recall


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: str(entry.get("text") or entry["table"])[:24])
def test_no_conflict_is_found_where_there_is_none(entry: Any) -> None:
    expected = {rule for rule, said in entry["expect"] if said == "conflict"}
    assert {one.rule for one in found(entry) if one.verdict == "conflict"} <= expected


@pytest.mark.parametrize("entry", ALL[:40], ids=lambda entry: str(entry.get("text") or entry["table"])[:24])
def test_every_check_names_words_of_the_text(entry: Any) -> None:
    document = tabled(entry["table"]) if "table" in entry else prepare_text(entry["text"], "a.txt")
    for one in checks(document, extract(document)):
        assert one.spans
        assert one.note
        assert all(document.text[span.start : span.end] == span.text != "" for span in one.spans)


@pytest.mark.parametrize(
    "text",
    [
        "合作社吸纳残疾人20余人,其中男12人、女9人。",
        "合作社吸纳残疾人20人,其中男x人、女9人。",
        "满意度由38%提高到近71%,提高43个百分点。",
    ],
)
def test_rough_and_masked_figures_cannot_be_told(text: str) -> None:
    document = prepare_text(text, "a.txt")
    assert {one.verdict for one in checks(document, extract(document))} <= {"cannot tell"}


def test_a_case_has_the_checks_of_its_own_range() -> None:
    text = "残疾人20人,其中男12人、女9人。\n残疾人30人,其中男12人、女18人。"
    document = prepare_text(text, "a.txt")
    told = checks(document, extract(document))
    assert [one.verdict for one in told] == ["conflict", "consistent"]
    assert within(told, text.index("\n"), len(text)) == told[1:]


def test_kinds_that_may_overlap_and_things_counted_twice_stay_open() -> None:
    listed = "培育主体260家,其中种植主体150家、养殖主体90家、加工主体60家。"
    counted = "建成返乡创业园7个。\n全县返乡创业园达到9个。"
    document = prepare_text(f"{listed}\n{counted}", "a.txt")
    told = [(one.rule, one.verdict, one.expected) for one in checks(document, extract(document))]
    assert told == [("sum", "cannot tell", 300), ("twice", "cannot tell", 7)]


def test_equal_checks_are_told_a_few_times_and_the_others_counted() -> None:
    document = prepare_text("残疾人20人,其中男12人、女9人。\n" * 45, "a.txt")
    often = document.text.count("残疾人")  # pages that repeat are told once
    told = checks(document, extract(document))
    assert len(told) == SAME
    assert told[-1].note.startswith(told[0].note)
    assert f"另有{often - SAME}处" in told[-1].note
    assert often > 2 * SAME


def test_a_document_has_a_bounded_number_of_checks_conflicts_before_others() -> None:
    document = prepare_text("残疾人20人。", "a.txt")
    where = (Mention(0, 3, "残疾人"),)
    many = [Check("sum", "consistent", where, 1.0, 1.0, "人", f"第{at}条") for at in range(MOST + 7)]
    wrong = [Check("sum", "conflict", where, 1.0, 2.0, "人", "末条")]
    kept = bounded(document, many + wrong)
    assert len(kept) == MOST
    assert kept[-1].verdict == "conflict"
    assert kept[-1].note == "末条(本文另有8条核对未列)"


@pytest.mark.parametrize("entry", words().patterns, ids=lambda entry: entry.id)
def test_patterns_match_their_examples_and_no_others(entry: Any) -> None:
    pattern = sign(entry.id)
    assert [text for text in entry.match if not pattern.search(text)] == []
    assert [text for text in entry.no_match if pattern.search(text)] == []


def test_change_goes_one_way() -> None:
    assert not set(words().rises) & set(words().falls)


def test_a_record_keeps_the_checks_that_were_made_with_it() -> None:
    document = prepare_text("残疾人20人,其中男12人、女9人。", "a.txt")
    bare = DocumentRecord(document.source, Outcome("ok"), "text/plain", document, extract(document))
    assert [one.verdict for one in record_checks(bare)] == ["conflict"]
    assert record_checks(replace(bare, checks=())) == ()


def test_rows_tell_something_and_say_why_nothing_can_be_told() -> None:
    document = prepare_text("满意度由38%提高到近71%,提高33个百分点。占比由38%提高到近71%,提高43个百分点。", "a.txt")
    agreeing, open_one = checks(document, extract(document))
    assert {agreeing.verdict, open_one.verdict} == {"cannot tell"}
    assert not tells(agreeing)
    assert tells(open_one)
    assert explained(open_one).replace("，", ",").startswith(open_one.note)  # full-width for people
    assert "请对照原文" in explained(open_one)


def test_rows_quote_every_sentence_and_place_every_figure() -> None:
    document = prepare_text("专任教师3648人。\n办学成效显著。\n骨干教师1021人,占专任教师的38%。", "a.txt")
    (one,) = checks(document, extract(document))
    assert quoted(document, one) == "专任教师3648人 …… 骨干教师1021人,占专任教师的38%"
    assert standing(document, one) == "1021人（23-28）；3648人（4-9）；38%（35-38）"
