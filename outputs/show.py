"""What a built catalogue says of one thing, as lines for a terminal: a problem with its answers, a theme with what it
answers, a case, the figures that conflict, the passages that are copied. It reads the published JSON and no more.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from outputs.checks_rows import RULES
from outputs.record import Json
from outputs.search_facets import STATUS
from outputs.taxonomy import categories, theme_names

CONFLICTS, PASSAGES = "conflicts", "passages"
TIERS = {
    "outright": "said outright",
    "sentence": "in the same sentence",
    "section": "in the same section",
    "case": "in the same case",
}
WORDINGS = 8  # ways in which a problem is said that are listed
HOLDERS = 5
SENTENCE_ENDS = "。！？\n"


class ShowError(ValueError):
    """There is no catalogue, or nothing in it of that name."""


def _read(folder: Path, name: str) -> Json:
    try:
        found: Json = json.loads((folder / name).read_bytes())
    except (OSError, ValueError) as error:
        raise ShowError(f"There is no catalogue in {folder} ({name} cannot be read); build one first.") from error
    return found


def _cases(folder: Path) -> Iterator[Json]:
    """The cases in the order of their ids."""
    for path in sorted((folder / "cases").glob("*.json")):
        yield _read(folder, f"cases/{path.name}")


class Names:
    """Titles, places and files of cases and documents by id."""

    def __init__(self, folder: Path) -> None:
        self.documents = {one["id"]: one["name"] for one in _read(folder, "documents.json")["documents"]}
        self.cases = {one["id"]: one for one in _cases(folder)}

    def where(self, case: str | None, document: str) -> str:
        """Title and place of a case, the name of its file; of the file alone where there is no case."""
        told = self.cases.get(case or "")
        name = self.documents.get(document, document)
        return f"{told['title']} [{case}] · {name}" if told else name


def show(folder: Path, what: str, limit: int) -> Iterator[str]:
    """The lines about `what`: conflicts, passages, a category or theme (id, name or set phrase), or a case id.

    Raises ShowError, before the first line.
    """
    _read(folder, "catalogue.json")
    if what in (CONFLICTS, PASSAGES):
        return _conflicts(folder, limit) if what == CONFLICTS else _passages(folder, limit)
    if (path := folder / "cases" / f"{what}.json").name in _names(folder / "cases"):
        return _case(_read(folder, f"cases/{path.name}"))
    found = _read(folder, "problems.json")
    if what.strip() and (said := _problem_or_theme(folder, found, what.strip(), limit)):
        return said
    raise ShowError(f"{folder} has no problem, theme or case {what!r}; 'conflicts' and 'passages' can be shown too.")


def _problem_or_theme(folder: Path, found: Json, what: str, limit: int) -> Iterator[str] | None:
    if category := _category(found["problems"], what):
        return _problem(Names(folder), category, found["problems"][category], limit)
    if theme := _named(found["themes"], what):
        return _theme(theme, found["themes"][theme])
    return None


def _names(folder: Path) -> frozenset[str]:
    return frozenset(path.name for path in folder.glob("*.json"))


def _named(listed: Mapping[str, Json], what: str) -> str | None:
    """The id of the entry with that id or name, else of the one whose name holds the word."""
    exact = [id_ for id_, one in listed.items() if what in (id_, one["name"])]
    return next(iter([*exact, *(id_ for id_, one in sorted(listed.items()) if what in one["name"])]), None)


def _category(listed: Mapping[str, Json], what: str) -> str | None:
    """A category by id, name, part of its name or a set phrase of it (两张皮)."""
    of_phrase = (one.id for one in categories() if what in one.variants and one.id in listed)
    return _named(listed, what) or next(of_phrase, None)


def _problem(names: Names, id_: str, told: Json, limit: int) -> Iterator[str]:
    counts = ", ".join(f"{told['answer_totals'][tier]} {said}" for tier, said in TIERS.items())
    yield f"{told['name']} [{id_}]: {counted(len(told['mentions']), 'time')} in {counted(len(told['cases']), 'case')}"
    yield f"answers: {counts}"
    yield ""
    yield f"How it is said: {'、'.join(_wordings(told['mentions']))}"
    for number, one in enumerate(told["answers"][:limit], 1):
        yield ""
        yield from _answer(names, number, one)


def counted(number: int, thing: str) -> str:
    """A number with its noun, in the plural where it needs one."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _wordings(mentions: Iterable[Json]) -> list[str]:
    counted = Counter(one["text"] for one in mentions)
    return sorted(counted, key=lambda text: (-counted[text], text))[:WORDINGS]


def _answer(names: Names, number: int, one: Json) -> Iterator[str]:
    tier = TIERS["outright" if one["evidence"] else one["link"] if one["link"] in TIERS else "case"]
    theme = theme_names().get(one["theme"], one["theme"])
    yield f"{number}. {one['text']}"
    yield f"   {theme} · {STATUS[one['status']]} · {tier} · {counted(one['places'], 'place')}"
    yield f"   problem: {one['problem_text']}"
    yield f"   quote: {one['quote']}"
    for said in one["results"]:
        yield f"   result: {said['text']}"
    yield f"   {names.where(one['case'], one['document'])}"


def _theme(id_: str, told: Json) -> Iterator[str]:
    yield f"{told['name']} [{id_}] answers {len(told['problems'])} problems"
    for one in told["problems"]:
        counts = ", ".join(f"{one[tier]} {said}" for tier, said in TIERS.items() if one[tier])
        yield f"  {one['name']} [{one['category']}]: {counts}; {len(one['cases'])} cases"


def _case(told: Json) -> Iterator[str]:
    period = told["period"]
    when = f"{period['from']}–{period['to'] or ''}" if period else None
    yield f"{told['title']} [{told['id']}]"
    yield " · ".join(filter(None, (told["place"], told["place_level"], told["organisation"], when)))
    yield f"{told['document']['name']} · own words {told['own_share']:.0%}"
    for one in told["practices"]:
        yield f"  practice: {one['text']} [{theme_names().get(one['theme'], one['theme'])}]"
    for one in told["problems"]:
        yield f"  problem: {one['text']} [{one['category']}, {STATUS[one['status']]}]"
    for one in told["similar"]:
        yield f"  similar: {one['title']} [{one['id']}]"


def _conflicts(folder: Path, limit: int) -> Iterator[str]:
    """Each pair of figures once, though cases lie in each other and copies repeat them."""
    found: dict[tuple[Any, ...], tuple[Json, Json]] = {}
    for case in _cases(folder):
        for one in case["checks"]:
            if one["verdict"] == "conflict" and case["duplicate_of"] is None:
                spans = tuple((span["start"], span["end"]) for span in one["spans"])
                found.setdefault((case["document"]["id"], spans), (case, one))
    yield f"{len(found)} conflicts"
    for number, (case, one) in enumerate(list(found.values())[:limit], 1):
        yield ""
        yield f"{number}. {one['note']} ({RULES[one['rule']]})"
        yield f"   quote: {_around(case, one['spans'])}"
        yield f"   {case['title']} [{case['id']}] · {case['document']['name']}"
    yield from _of_copies({case["id"]: case for case in _cases(folder)}, limit)


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
            yield f"   quote: {_around(told, [span])}"
            yield f"   {told['title']} [{told['id']}] · {told['document']['name']}"


def _around(case: Json, spans: Sequence[Json]) -> str:
    """The words of the case from the first to the last of some ranges of its document, sentences whole."""
    first = min(span["start"] for span in spans) - case["start"]
    last = max(span["end"] for span in spans) - case["start"]
    text = case["text"]
    opens = max(text.rfind(mark, 0, max(first, 0)) for mark in SENTENCE_ENDS) + 1
    closes = min((at for mark in SENTENCE_ENDS if (at := text.find(mark, last)) >= 0), default=len(text))
    return str(text[opens : closes + 1].strip())


def _passages(folder: Path, limit: int) -> Iterator[str]:
    """Passages that three reports or more share, then those that one case shares with another."""
    names, found = Names(folder), _read(folder, "passages.json")
    yield f"{found['in_all']} passages that three reports or more share"
    for number, one in enumerate(found["passages"][:limit], 1):
        yield ""
        yield f"{number}. in {one['reports']} reports: {one['text']}"
        yield from (f"   {names.cases[id_]['title']} [{id_}]" for id_ in one["where"])
    copied = sorted((told for told in names.cases.values() if told["passages"]), key=lambda told: told["own_share"])
    yield ""
    yield f"{len(copied)} cases share words with other reports"
    for told in copied[:limit]:
        yield ""
        yield from _copied(told, names)


def _copied(told: Json, names: Names) -> Iterator[str]:
    yield f"{told['title']} [{told['id']}]: {told['own_share']:.0%} its own words"
    for one in told["passages"]:
        words = told["text"][one["start"] - told["start"] : one["end"] - told["start"]].strip()
        others = "、".join(names.cases[id_]["title"] for id_ in one["where"][:HOLDERS])
        yield f"   also in {others}: {words.replace(chr(10), ' ')}"
