"""The figures of a built catalogue that conflict, as lines for a terminal: within a report, and between its copies."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from outputs.checks_rows import RULES
from outputs.record import Json
from outputs.show_read import Folder, counted, on_a_line

LONG = 160  # characters of a quote; longer ones are cut to the sentences of the figures
AROUND = 60  # characters beside the figures in a sentence that is longer itself
SENTENCE_ENDS = "。！？\n"
CUT = " … "


@dataclass(frozen=True, slots=True)
class Found:
    """A conflict with the text in which it stands, which begins at `start` of the document, and where that is."""

    check: Json
    text: str
    start: int
    where: str


def _conflicts(checks: Iterable[Json]) -> Iterator[Json]:
    return (one for one in checks if one["verdict"] == "conflict")


def _key(document: str, one: Json) -> tuple[Any, ...]:
    return document, tuple((span["start"], span["end"]) for span in one["spans"])


def of_case(case: Json) -> str:
    """Title and id of a case, and the name of its file."""
    return f"{case['title']} [{case['id']}] · {case['document']['name']}"


def _in_cases(cases: Iterable[Json]) -> tuple[list[Found], set[tuple[Any, ...]]]:
    """Each conflict once, though cases lie in each other and copies repeat them; and all that were looked at."""
    found: dict[tuple[Any, ...], Found] = {}
    seen = set()
    for case in cases:
        for one in _conflicts(case["checks"]):
            key = _key(case["document"]["id"], one)
            seen.add(key)
            if case["duplicate_of"] is None:
                found.setdefault(key, Found(one, case["text"], case["start"], of_case(case)))
    return list(found.values()), seen


def _outside(folder: Folder, seen: set[tuple[Any, ...]]) -> Iterator[Found]:
    """Conflicts outside of every case; of files with the same content those of the first."""
    contents = set()
    for id_ in folder.ids("documents"):
        told = folder.read(f"documents/{id_}.json")
        if told["document"]["sha256"] in contents:
            continue
        contents.add(told["document"]["sha256"])
        rest = (one for one in _conflicts(told["checks"]) if _key(id_, one) not in seen)
        yield from (Found(one, told["text"], 0, told["document"]["name"]) for one in rest)


def conflicts(folder: Folder, limit: int) -> Iterator[str]:
    """Conflicts inside of reports, those of cases first, then what copies of one report give otherwise."""
    cases = {case["id"]: case for case in folder.cases()}
    found, seen = _in_cases(cases.values())
    found += _outside(folder, seen)
    yield counted(len(found), "conflict")
    for number, one in enumerate(found[:limit], 1):
        yield ""
        yield f"{number}. {one.check['note']} ({RULES[one.check['rule']]})"
        yield f"   quote: {_quoted(one.text, one.start, one.check['spans'])}"
        yield f"   {one.where}"
    yield from _of_copies(cases, limit)


def _of_copies(cases: Mapping[str, Json], limit: int) -> Iterator[str]:
    """Figures that copies of one report give otherwise, each with the leading copy's first; nothing where all agree."""
    leads = (case for case in cases.values() if case["duplicate_of"] is None)
    found = [(case, one) for case in leads for one in case["copy_conflicts"]]
    if found:
        yield ""
        yield f"{len(found)} figures that copies of one report give otherwise"
    for number, (case, one) in enumerate(found[:limit], 1):
        other = cases[one["case"]]
        yield ""
        yield f"{number}. {one['here']['text']} / {one['there']['text']}"
        for told, span in ((case, one["here"]), (other, one["there"])):
            yield f"   quote: {_quoted(told['text'], told['start'], [span])}"
            yield f"   {of_case(told)}"


def _quoted(text: str, start: int, spans: Sequence[Json]) -> str:
    """The words of a text, which begins at `start`, from the first to the last of some ranges, sentences whole; the
    sentences of the figures alone where that is long.
    """
    places = sorted((span["start"] - start, span["end"] - start) for span in spans)
    first, last = _sentence(text, places[0][0], max(end for _, end in places))
    if last - first <= LONG:
        return on_a_line(text[first:last])
    parts = dict.fromkeys(_sentence(text, *place) for place in places)
    if all(end - begin <= LONG for begin, end in parts):
        return CUT.join(on_a_line(text[begin:end]) for begin, end in parts)
    return CUT.join(on_a_line(text[begin:end]) for begin, end in _near(text, places))


def _sentence(text: str, first: int, last: int) -> tuple[int, int]:
    """The sentences from one place to another."""
    opens = max(text.rfind(mark, 0, max(first, 0)) for mark in SENTENCE_ENDS) + 1
    closes = min((at for mark in SENTENCE_ENDS if (at := text.find(mark, last)) >= 0), default=len(text))
    return opens, closes + 1


def _near(text: str, places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Some characters beside each place, inside its sentence; what meets is one."""
    found: list[tuple[int, int]] = []
    for first, last in places:
        opens, closes = _sentence(text, first, last)
        begin, end = max(opens, first - AROUND), min(closes, last + AROUND)
        if found and begin <= found[-1][1]:
            begin, end = found[-1][0], max(end, found.pop()[1])
        found.append((begin, end))
    return found
