"""What each profile makes of a document that is marked or holds private matter."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.discover import Found
from corpus.model import Outcome, Source
from extractors.private import KINDS
from outputs.corrected import corrected
from outputs.corrections import Known
from outputs.corrections_read import ONE
from outputs.model import Catalogue, DocumentRecord
from outputs.no_case import SAID
from outputs.outcomes import reason, warning
from outputs.record import record_json
from outputs.redactions import redactions
from pipeline.documents import work_on
from pipeline.plan import Plan
from pipeline.pool import ReaderPool
from pipeline.report import private_sentence
from pipeline.settings import Settings, settings_of
from pipeline.steps import catalogue_of
from pipeline.withhold import _warnings, public_corrections, public_records

SALTED = (
    "关于张三反映问题的答复\n信访人张三,身份证号:11010519491231002X,电话13912345678。\n"
    "一、主要做法\n一是开展走访12次,投入13800000000元。二是为低保户孙桂兰等3户送去米面。\n"
)
MARKED = "秘密★5年\n工作报告\n一是开展培训12次,信访人王五满意。\n"
SECRETS = ("张三", "孙桂兰", "11010519491231002X", "13912345678", "王五")


@pytest.fixture
def records(tmp_path: Path) -> dict[bool, list[DocumentRecord]]:
    names = {"张三信访材料/答复.txt": SALTED, "王五.txt": MARKED, "经验.txt": "一是开展培训12次。\n"}
    for name, text in names.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return {
        public: [work_on(Found(name, tmp_path / name), public).record for name in sorted(names)]
        for public in (False, True)
    }


def test_the_full_profile_warns(records: dict[bool, list[DocumentRecord]]) -> None:
    salted, marked, plain = records[False]
    assert salted.document is not None
    assert salted.document.text.startswith("关于张三反映问题的答复")
    assert salted.warnings == (
        "It holds 1 identity number; the public profile masks it.",
        "It holds 1 telephone number; the public profile masks it.",
        "It names private persons 3 times; the public profile masks them.",
        SAID["short"],
    )
    assert marked.outcome == Outcome("ok")
    assert marked.warnings[0] == "It is marked 秘密★5年; the public profile leaves it out."
    assert plain.warnings == (SAID["short"],)


def test_the_public_profile_masks_and_leaves_out(records: dict[bool, list[DocumentRecord]]) -> None:
    marked, salted, plain = sorted(public_records(records[True]), key=lambda record: record.outcome.status)
    assert marked.outcome.status == "ignored:marked"
    assert (marked.document, marked.findings.quantities, marked.cases) == (None, (), ())
    assert marked.source.name == "**.txt"
    assert reason(marked.outcome) == "标有内部、秘密等字样，公开版不收。"
    assert salted.source.name == "**信访材料/答复.txt"
    assert salted.private == (("identity", 1), ("phone", 1), ("person", 3))
    assert "13800000000元" in [one.text for one in salted.findings.quantities]
    assert plain.source.name == "经验.txt"
    shown = json.dumps([record_json(one) for one in (marked, salted, plain)], ensure_ascii=False)
    assert [secret for secret in SECRETS if secret in shown] == []


def test_findings_stand_where_they_stood(records: dict[bool, list[DocumentRecord]]) -> None:
    full, public = records[False][0], records[True][0]
    ranges = [
        [(one.start, one.end, one.value) for one in record.findings.quantities if "*" not in one.text]
        for record in (full, public)
    ]
    assert ranges[1] == [one for one in ranges[0] if one in ranges[1]]
    assert (12, "次") in [(one.value, one.unit) for one in public.findings.quantities]


def test_redactions_are_counted(records: dict[bool, list[DocumentRecord]]) -> None:
    shown = public_records(records[True])
    public = Catalogue(shown, (), (), profile="public")
    assert redactions(public) == {"redactions": {"identity": 1, "person": 3, "phone": 1, "documents_marked": 1}}
    assert redactions(replace(public, profile="full")) == {}
    said = private_sentence(public)
    assert said == "Masked: 1 identity, 3 person, 1 phone; documents left out as marked: 1."
    full = private_sentence(Catalogue(tuple(records[False]), (), ()))
    assert full is not None
    assert "--profile public" in full
    assert private_sentence(Catalogue((records[False][2],), (), ())) is None


def test_every_warning_is_told_in_chinese() -> None:
    record = DocumentRecord(Source("a", "", 0), Outcome("ok"), marked="内部资料")
    said = [*_warnings(record, tuple((kind, 1) for kind in KINDS)), *_warnings(record, tuple((k, 2) for k in KINDS))]
    assert len(said) == 2 + 2 * len(KINDS)
    assert [words for words in said if "公开版" not in warning(words) or "the public" in warning(words)] == []


def test_names_that_masking_made_alike_are_told_apart() -> None:
    def unread(name: str, sha256: str, *names: str) -> DocumentRecord:
        return DocumentRecord(Source(name, sha256, 1), Outcome("rejected:empty", f"'{name}' is empty."), names=names)

    given = [unread("张三.docx", "b", "张三", "李四"), unread("李四.docx", "a"), unread("**-2.docx", "c")]
    shown = public_records(given)
    assert [(one.source.name, one.source.sha256) for one in shown] == [
        ("**-2.docx", "c"),
        ("**.docx", "a"),
        ("**-3.docx", "b"),
    ]
    assert public_records(reversed(given)) == shown
    assert {one.outcome.reason for one in shown} == {"'**.docx' is empty.", "'**-2.docx' is empty."}
    assert all(one.names == () for one in shown)


def test_what_a_fault_said_is_not_shown() -> None:
    said = "The program failed on this document (ValueError: 某人说); please report it."
    record = DocumentRecord(Source("a.txt", "", 1), Outcome("rejected:internal", said))
    assert public_records([record])[0].outcome.reason == "The program failed on this document; please report it."


def test_the_profile_of_a_catalogue(records: dict[bool, list[DocumentRecord]]) -> None:
    assert catalogue_of(records[True], profile="public").profile == "public"
    assert catalogue_of(records[False]).profile == "full"
    assert catalogue_of(records[False]).records[0].source.name == "张三信访材料/答复.txt"


def test_settings_say_the_profile(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert settings_of(None, None).profile == "full"
    assert settings_of(None, None, None, "public").profile == "public"
    monkeypatch.setenv("JINGYAN_PROFILE", "public")
    told = settings_of(None, tmp_path)
    assert told.profile == "public"
    assert told.shown()["taxonomy"] is None
    assert settings_of(None, tmp_path, None, "full").shown()["taxonomy"] == str(tmp_path)
    with pytest.raises(ValueError, match="profile"):
        settings_of(None, None, None, "secret")


def test_the_public_profile_says_no_folder(tmp_path: Path) -> None:
    found = (Found("a.txt", tmp_path / "a.txt"),)
    assert Plan((tmp_path,), found, tmp_path / "out", Settings()).roots != {}
    assert Plan((tmp_path,), found, tmp_path / "out", Settings(profile="public")).roots == {}


def test_workers_are_told_the_profile(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SALTED, encoding="utf-8")
    with ReaderPool(Settings(jobs=1, profile="public")) as pool:
        record = pool.submit(Found("a.txt", tmp_path / "a.txt")).result().record
    assert record.document is not None
    assert [secret for secret in SECRETS if secret in record.document.text] == []


PRIVATE_WORDS = ("张三", "孙桂兰", "李四", "13912345678", "88881234")


def typed(document: DocumentRecord) -> list[dict[str, Any]]:
    """Corrections of a public document by an analyst who saw the full text: what they quote and type is private."""
    ref = {"name": "张三信访材料/答复.txt", "sha256": document.source.sha256}

    def at(words: str, before: str = "", after: str = "") -> dict[str, Any]:
        start = SALTED.index(before + words + after) + len(before)
        place = {"start": start, "end": start + len(words), "quote": words}
        return {"document": ref, "before": before, "after": after, **place}

    people = at("送去米面", "二是为低保户孙桂兰等3户")
    quoted = at("为低保户孙桂兰等3户送去米面")
    return [
        {"act": "right", "finding": at("开展走访12次", "一是") | {"kind": "practice"}, "note": "问过信访人李四"},
        {"act": "wrong", "finding": quoted | {"kind": "practice"}},
        {
            "act": "added",
            "finding": people | {"kind": "quantity"},
            "value": {"unit": "户", "counted": "低保户李四", "value": 3},
        },
        {"act": "added", "finding": at("12次") | {"kind": "quantity"}, "value": {"unit": "电话88881234", "value": 1}},
        {
            "act": "mend_case",
            "case": at("关于张三反映问题的答复"),
            "value": {"title": "张三信访案", "place": "电话88881234"},
        },
        {"act": "rename_cluster", "cluster": {"id": "k1", "label": "张三"}, "label": "帮扶低保户李四"},
        {"act": "split_case", "case": at("一、主要做法"), "where": [at("二是为低保户孙桂兰") | {"title": "孙桂兰家"}]},
    ]


def known_of(entries: list[dict[str, Any]]) -> Known:
    for entry in entries:
        for cut in entry.get("where", ()):
            del cut["document"], cut["end"]
    return Known(tuple(ONE.validate_python(entry) for entry in entries))


def test_what_analysts_typed_is_masked_and_holds(records: dict[bool, list[DocumentRecord]]) -> None:
    record = next(one for one in records[True] if "答复" in one.source.name)
    known = known_of(typed(record))
    bodies = [one.body for one in public_corrections(known, records[True]).corrections]
    said = json.dumps(bodies, ensure_ascii=False)
    assert [words for words in PRIVATE_WORDS if words in said] == []
    assert record.document is not None
    for body in bodies:
        one = body.get("finding") or body.get("case")
        assert not one or record.document.text[one["start"] : one["end"]] == one["quote"]
    _, replayed = corrected(public_records(records[True]), public_corrections(known, records[True]))
    assert len(replayed) == len(bodies)
    no_case = {"mend_case", "split_case"}  # so short a text has none
    assert {one.correction.act for one in replayed if one.state != "held"} <= no_case


def test_a_part_of_a_number_that_is_quoted_is_masked_as_the_text_is(records: dict[bool, list[DocumentRecord]]) -> None:
    record = next(one for one in records[True] if "答复" in one.source.name)
    start = SALTED.index("2345678。")
    ref = {"name": "别的.txt", "sha256": record.source.sha256}
    finding = {"document": ref, "kind": "quantity", "quote": "2345678", "start": start, "end": start + 7}
    better = {"quote": "345678", "start": start + 1, "end": start + 7}
    known = Known((ONE.validate_python({"act": "changed", "finding": finding, "value": better}),))
    body = public_corrections(known, records[True]).corrections[0].body
    assert (body["finding"]["quote"], body["value"]["quote"]) == ("*******", "******")
    elsewhere = ONE.validate_python({"act": "right", "finding": finding | {"start": 3, "end": 10}})
    assert public_corrections(Known((elsewhere,)), records[True]).corrections[0].body == elsewhere.body
