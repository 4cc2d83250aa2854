"""What a built catalogue says of one thing, as lines for a terminal: a problem with its answers, a theme with what it
answers, a case, the figures that conflict, the passages that are copied. It reads the published JSON and no more.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from heapq import nsmallest
from pathlib import Path

from outputs.answer_order import order, tier_of
from outputs.record import Json
from outputs.search_facets import STATUS
from outputs.search_text import searchable
from outputs.show_conflicts import conflicts
from outputs.show_read import DamagedError, Folder, ShowError, counted, on_a_line
from outputs.taxonomy import categories, theme_names

__all__ = ["DamagedError", "ShowError", "show"]

CONFLICTS, PASSAGES = "conflicts", "passages"
TIERS = {
    "outright": "said outright",
    "sentence": "in the same sentence",
    "section": "in the same section",
    "case": "in the same case",
}
WORDINGS = 8  # ways in which a problem is said that are listed
HOLDERS = 5
SAID = {"set": "How it is said", "high": "Judged to say it"}  # certainties whose wordings are listed


class Names:
    """Titles, places and files of cases and documents by id."""

    def __init__(self, folder: Folder) -> None:
        self.documents = {one["id"]: one["name"] for one in folder.read("documents.json")["documents"]}
        self.cases = {one["id"]: one for one in folder.cases()}

    def where(self, case: str | None, document: str) -> str:
        """Title and place of a case, the name of its file; of the file alone where there is no case."""
        told = self.cases.get(case or "")
        name = self.documents.get(document, document)
        return f"{told['title']} [{case}] · {name}" if told else name


def show(path: Path, what: str, limit: int) -> Iterator[str]:
    """The lines about `what`: conflicts, passages, a category or theme (id, name, set phrase or wording), or a case id.

    Raises ShowError before the first line, and DamagedError where a file of the catalogue is not what it was.
    """
    folder, asked = Folder(path), searchable(what).strip()
    if what in (CONFLICTS, PASSAGES):
        return conflicts(folder, limit) if what == CONFLICTS else _passages(folder, limit)
    if what in folder.ids("cases"):
        return _case(folder, folder.case(what))
    if asked and (said := _problem_or_theme(folder, folder.read("problems.json"), asked, limit)):
        return said
    raise ShowError(
        f"{path} has no problem, theme or case {what!r}; 'conflicts' and 'passages' can be shown too."
        f"{_offered(path, asked)}"
    )


def _offered(path: Path, asked: str) -> str:
    """What could be meant, as search says it."""
    from outputs.search import SearchError, open_index  # costly, and needed where all else fails
    from outputs.search_nearest import nearest

    try:
        database = open_index(path)
    except SearchError:
        return ""
    try:
        near = nearest(database, asked, ()) if asked else {}
    finally:
        database.close()
    told = [
        one if isinstance(one, str) else f"{one['name']} ({one['id']})" for listed in near.values() for one in listed
    ]
    return f" Nearest: {', '.join(dict.fromkeys(told))}." if told else ""


def _problem_or_theme(folder: Folder, found: Json, asked: str, limit: int) -> Iterator[str] | None:
    problems = found["problems"]
    if category := _category(problems, asked):
        return _problem(folder, category, problems[category], limit)
    if theme := _named(found["themes"], asked):
        return _theme(theme, found["themes"][theme])
    if category := _worded(folder, problems, asked):
        return _problem(folder, category, problems[category], limit)
    return None


def _named(listed: Mapping[str, Json], asked: str) -> str | None:
    """The id of the entry with that id or name, else of the one whose name holds the word."""
    names = {id_: searchable(one["name"]) for id_, one in listed.items()}
    exact = [id_ for id_, name in names.items() if asked in (id_.lower(), name)]
    return next(iter([*exact, *(id_ for id_, name in sorted(names.items()) if asked in name)]), None)


def _category(listed: Mapping[str, Json], asked: str) -> str | None:
    """A category by id, name, part of its name or a set phrase of it (两张皮)."""
    of_phrase = (one.id for one in categories() if asked in map(searchable, one.variants) and one.id in listed)
    return _named(listed, asked) or next(of_phrase, None)


def _parts(folder: Folder, told: Json) -> Iterator[Json]:
    """The files that hold all mentions of a category and all answers; an earlier revision had all in the overview."""
    return (folder.read(one["path"]) for one in told["parts"]) if "parts" in told else iter([told])


def _mentions(folder: Folder, told: Json) -> Iterator[Json]:
    return (one for part in _parts(folder, told) for one in part["mentions"])


def _worded(folder: Folder, listed: Mapping[str, Json], asked: str) -> str | None:
    """The category that is most often said in words that hold those, else in sentences that hold them around its
    words.
    """

    def says(one: Json) -> bool:
        return asked in searchable(one["text"])

    def within(one: Json) -> bool:
        return searchable(one["text"]) in asked and asked in searchable(one["quote"])

    return (_most(folder, listed, says) or _most(folder, listed, within)) if len(asked) > 1 else None


def _most(folder: Folder, listed: Mapping[str, Json], fits: Callable[[Json], bool]) -> str | None:
    """The category of most mentions that fit; guesses count where there is nothing else."""
    mentions = ((id_, one) for id_, told in listed.items() for one in _mentions(folder, told))
    found = [(id_, one["certainty"] == "low") for id_, one in mentions if fits(one)]
    often = Counter(id_ for id_, guessed in found if not guessed) or Counter(id_ for id_, _ in found)
    return min(often, key=lambda id_: (-often[id_], id_), default=None)


def _best(folder: Folder, told: Json, limit: int) -> list[Json]:
    """The best answers, as many as are wanted: what the overview does not hold stands in the parts."""
    first: list[Json] = told["answers"]
    if limit <= len(first) or "parts" not in told:
        return first[:limit]

    def placed(one: Json) -> Json:
        return one | {"places": told["alike"][one["theme"]][tier_of(one)]}

    def strength(one: Json) -> tuple[object, ...]:
        before, behind = order(one)
        return before, -one["places"], behind

    return nsmallest(limit, (placed(one) for part in _parts(folder, told) for one in part["answers"]), strength)


def _problem(folder: Folder, id_: str, told: Json, limit: int) -> Iterator[str]:
    names, mentions = Names(folder), list(_mentions(folder, told))
    counts = ", ".join(f"{told['answer_totals'][tier]} {said}" for tier, said in TIERS.items())
    yield f"{told['name']} [{id_}]: {counted(len(mentions), 'time')} in {counted(len(told['cases']), 'case')}"
    yield f"answers: {counts}"
    yield ""
    yield from _wordings(mentions)
    for number, one in enumerate(_best(folder, told, limit), 1):
        yield ""
        yield from _answer(names, number, one)


def _wordings(mentions: Iterable[Json]) -> Iterator[str]:
    """The ways in which a problem is said: set phrases, what is judged to say it, and how many are guesses."""
    found: dict[str, Counter[str]] = {}
    for one in mentions:
        found.setdefault(one["certainty"], Counter())[on_a_line(one["text"])] += 1
    for certainty, said in SAID.items():
        if often := found.get(certainty):
            yield f"{said}: {'、'.join(sorted(often, key=lambda text: (-often[text], text))[:WORDINGS])}"
    if guesses := found.get("low"):
        yield f"Guesses, not listed: {counted(len(guesses), 'wording')}"


def _answer(names: Names, number: int, one: Json) -> Iterator[str]:
    tier = TIERS[tier_of(one)]
    theme = theme_names().get(one["theme"], one["theme"])
    yield f"{number}. {one['text']}"
    yield f"   {theme} · {STATUS[one['status']]} · {tier} · {counted(one['places'], 'place')}"
    yield f"   problem: {one['problem_text']}"
    yield f"   quote: {on_a_line(one['quote'])}"
    for said in one["results"]:
        yield f"   result: {said['text']}"
    yield f"   {names.where(one['case'], one['document'])}"


def _theme(id_: str, told: Json) -> Iterator[str]:
    yield f"{told['name']} [{id_}] answers {len(told['problems'])} problems"
    for one in told["problems"]:
        counts = ", ".join(f"{one[tier]} {said}" for tier, said in TIERS.items() if one[tier])
        yield f"  {one['name']} [{one['category']}]: {counts}; {counted(len(one['cases']), 'case')}"


def _case(folder: Folder, told: Json) -> Iterator[str]:
    period = told["period"]
    when = f"{period['from']}–{period['to'] or ''}" if period else None
    yield f"{told['title']} [{told['id']}]"
    yield " · ".join(filter(None, (told["place"], told["place_level"], told["organisation"], when)))
    yield " · ".join([told["document"]["name"], *_own(told)])
    yield from _kin(folder, told)
    for one in told["practices"]:
        yield f"  practice: {one['text']} [{theme_names().get(one['theme'], one['theme'])}]"
    for one in told["problems"]:
        yield f"  problem: {one['text']} [{one['category']}, {STATUS[one['status']]}]"
    for one in told["similar"]:
        yield f"  similar: {one['title']} [{one['id']}]"


def _own(told: Json) -> list[str]:
    """How much of a case is its own; a copy's share is its original's and would mislead."""
    return [] if told["duplicate_of"] else [f"own words {told['own_share']:.0%}"]


def _kin(folder: Folder, told: Json) -> Iterator[str]:
    """Of what a case is a copy or a part, what is a copy or a part of it."""
    kin = {
        "copy of": [told["duplicate_of"]] if told["duplicate_of"] else [],
        "copied in": told["duplicates"],
        "part of": told["part_of"],
        "has the part": [one["case"] for one in told["parts"]],
    }
    for said, others in kin.items():
        for other in map(folder.case, others):
            yield f"  {said} {other['title']} [{other['id']}] · {other['document']['name']}"


def _passages(folder: Folder, limit: int) -> Iterator[str]:
    """Passages that three reports or more share, then those that one case shares with another."""
    names, found = Names(folder), folder.read("passages.json")
    yield f"{found['in_all']} passages that three reports or more share"
    for number, one in enumerate(found["passages"][:limit], 1):
        yield ""
        yield f"{number}. in {one['reports']} reports: {on_a_line(one['text'])}"
        yield from (f"   {names.cases[id_]['title']} [{id_}]" for id_ in one["where"])
    copied = sorted((told for told in names.cases.values() if told["passages"]), key=lambda told: told["own_share"])
    yield ""
    yield f"{counted(len(copied), 'case')} with words of other reports"
    for told in copied[:limit]:
        yield ""
        yield from _copied(told, names)


def _copied(told: Json, names: Names) -> Iterator[str]:
    yield f"{told['title']} [{told['id']}]: {told['own_share']:.0%} its own words"
    for one in told["passages"]:
        words = told["text"][one["start"] - told["start"] : one["end"] - told["start"]].strip()
        others = "、".join(names.cases[id_]["title"] for id_ in one["where"][:HOLDERS])
        yield f"   also in {others}: {on_a_line(words)}"
