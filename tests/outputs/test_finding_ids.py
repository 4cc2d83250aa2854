"""A finding keeps its id while its words and those around it in its paragraph stay."""

from dataclasses import replace

from extractors.base import Practice
from outputs.finding_ids import finding_ids, found
from outputs.model import DocumentRecord
from outputs.record import record_json
from tests.outputs.builders import Told, record

FIRST = "青栗县的食堂"
SECOND = "针对党建业务两张皮，青栗县推行双向述职，全年立项36个。"
THIRD = "后来又办起食堂，老人吃饭不愁。"
TOLD = Told(
    practices=[("推行双向述职", "T16_assess"), ("办起食堂", "T20_project")],
    problems=[("两张皮", "E1_two_skins")],
    quantities=[("36个", 36, "个")],
)


def told(*lines: str, name: str = "a.txt") -> DocumentRecord:
    return record(name, "\n".join(lines), TOLD)


def ids(one: DocumentRecord) -> dict[tuple[str, str], str]:
    """Kind and words of each finding -> its id."""
    known = finding_ids(one)
    return {(kind, mention.text): known[kind, mention.start, mention.end] for kind, mention in found(one)}


def test_each_finding_has_its_own() -> None:
    assert len(set(ids(told(FIRST, SECOND, THIRD)).values())) == 4


def test_they_hold_when_the_file_is_renamed() -> None:
    assert ids(told(FIRST, SECOND, THIRD)) == ids(told(FIRST, SECOND, THIRD, name="b/另存.txt"))


def test_they_hold_when_other_paragraphs_change() -> None:
    before = ids(told(FIRST, SECOND, THIRD))
    assert ids(told("另一个题目，长了许多", "添了一段。", SECOND, THIRD)) == before
    after = ids(told(FIRST, SECOND, "后来还办起食堂，孩子也来。"))
    assert {key for key in before if before[key] != after[key]} == {("practice", "办起食堂")}


def test_they_hold_over_another_taxonomy() -> None:
    one = told(FIRST, SECOND, THIRD)
    findings = one.findings
    other = replace(
        findings,
        practices=tuple(replace(practice, theme="T99_new", status="planned") for practice in findings.practices),
        problems=tuple(replace(problem, category="E9_new", certainty="low") for problem in findings.problems),
    )
    assert ids(replace(one, findings=other)) == ids(one)


def test_the_same_words_in_the_same_surroundings_are_numbered() -> None:
    text = f"{FIRST}\n办起食堂\n办起食堂"
    one = record("a.txt", text)
    starts = [at for at in range(len(text)) if text.startswith("办起食堂", at)]
    practices = tuple(Practice(at, at + 4, "办起食堂", "T20_project", "heading", "done") for at in starts)
    known = list(finding_ids(replace(one, findings=replace(one.findings, practices=practices))).values())
    assert known[1] == f"{known[0]}-2"


def test_two_readings_of_the_same_words_share_one() -> None:
    one = told(FIRST, SECOND, THIRD)
    twice = replace(one.findings, problems=(*one.findings.problems, *one.findings.problems))
    assert finding_ids(replace(one, findings=twice)) == finding_ids(one)


def test_records_name_them() -> None:
    one = told(FIRST, SECOND, THIRD)
    known, whole = ids(one), record_json(one)
    for field, kind in (("practices", "practice"), ("problems", "problem"), ("quantities", "quantity")):
        assert [each["id"] for each in whole[field]] == [known[kind, each["text"]] for each in whole[field]]
    assert all("id" not in each for each in whole["paragraphs"])
