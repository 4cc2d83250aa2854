"""Wordings that recur and that no set phrase settles: what an analyst may want to add to the taxonomies.

Problems count where the model named their category, practices where no cue of their theme stands in their own words.
Wordings are one where they differ in closing words alone, and problems also where they differ in adverbs (力量较为薄弱,
力量薄弱) or end in the same problem (专业力量薄弱, 服务力量薄弱): that phrase, once added, settles them all.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableSequence, Sequence
from dataclasses import dataclass
from itertools import count, islice
from math import fsum
from typing import Literal, NamedTuple

from corpus.system import give_back_memory
from extractors.base import Certainty, Guess, Mention
from extractors.overlay import per_overlay
from extractors.practice_cues import CueFinder
from extractors.practice_lexicon import themes_in_use
from extractors.problem_category import GUESSES, HIGH
from extractors.problems import names_problem
from outputs.aside import in_order
from outputs.endings import PLAIN, SHORTEST, Ending, endings, whole
from outputs.model import Case, CatalogueCase, DocumentRecord, Unseen, Wording, Wordings
from outputs.sketch import Row, guesses_of, problem_endings, worded_practices, worded_problems
from outputs.wording import MASKS

Kind = Literal["problems", "practices"]
Names = Callable[[str], bool]
Copied = Mapping[str, Sequence[Case]]  # name of a document -> its cases that are told again in a fuller copy
MOST = 500  # wordings of a kind that are listed
FEW = 50  # as many are listed where fewer recur, filled up with those that occur once
FORMS = 5
ENDINGS = 20_000  # endings that are tried, the most frequent: each costs a look for problems in it
POOR = 0.05  # further guesses of a lower chance are not told


class Place(NamedTuple):
    """An occurrence of a wording: which it is of all of its kind, and where it stands."""

    number: int
    record: DocumentRecord
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Seen:
    """A wording as documents have it, of which there are far fewer than occurrences: the first occurrence, the numbers
    of the documents in their order, and what each occurrence may belong to, joined."""

    first: Place
    documents: MutableSequence[int]
    guesses: list[str]


Forms = Mapping[str, Seen]  # in the order of their first occurrences


class Told(NamedTuple):
    """A wording as it is listed, and its first occurrence."""

    forms: tuple[str, ...]
    times: int
    documents: int
    likeliest: tuple[Guess, ...]
    certainty: Certainty
    first: Place


@dataclass(frozen=True, slots=True)
class Group:
    """Forms that are one wording, and how each has it."""

    key: str
    seen: Sequence[tuple[Seen, str]]

    @property
    def times(self) -> int:
        """How often it occurs."""
        return sum(len(one.guesses) for one, _ in self.seen)

    @property
    def documents(self) -> int:
        """How many documents have it."""
        return len({number for one, _ in self.seen for number in one.documents})

    def best(self) -> tuple[int, int, int, str]:
        """For sorting: wordings of many documents first, then frequent ones, then short ones."""
        return -self.documents, -self.times, len(self.key), self.key

    def widest(self) -> tuple[int, int, int, str]:
        """For sorting: the same, but of two that have the same occurrences the one that says more."""
        return -self.documents, -self.times, -len(self.key), self.key


def unseen(records: Iterable[DocumentRecord], cases: Iterable[CatalogueCase], names: Names = names_problem) -> Unseen:
    """The wordings worth adding, of documents in the order of their names; copies of files and cases are left out.
    `names` tells whether some words name a problem, as `extractors.problems.names_problem` does.
    """
    originals, copied = _originals(records), _copied(cases)
    problems = _unseen_problems(originals, copied, names)
    give_back_memory()  # one kind after the other, for of thousands of documents either takes much
    return Unseen(problems, _unseen_practices(originals, copied, names))


def _unseen_problems(originals: Sequence[DocumentRecord], copied: Copied, names: Names) -> Wordings:
    known: dict[str, tuple[Ending, ...]] = {}
    for record in originals:
        known |= problem_endings(record)
    problems = _forms(originals, copied, worded_problems)
    return _listed(problems, "problems", lambda form: known.get(form) or endings(form), lambda _: True, 0, names)


def _unseen_practices(originals: Sequence[DocumentRecord], copied: Copied, names: Names) -> Wordings:
    practices = _forms(originals, copied, worded_practices)
    # Themes come without chances, and two that agree are few: one more speaks against them.
    return _listed(practices, "practices", whole, _uncued, 1, names)


def _originals(records: Iterable[DocumentRecord]) -> list[DocumentRecord]:
    """The readable documents, the first of each content."""
    first: dict[str, DocumentRecord] = {}
    for record in records:
        if record.has_text:
            first.setdefault(record.source.sha256, record)
    return list(first.values())


def _copied(cases: Iterable[CatalogueCase]) -> Copied:
    found: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if case.duplicate_of:
            found[case.record.source.name].append(case.case)
    return found


def _forms(
    originals: Sequence[DocumentRecord], copied: Copied, rows: Callable[[DocumentRecord], Iterable[Row]]
) -> Forms:
    """The wordings that some documents have, as `rows` gives them; those of copied cases left out."""
    found: dict[str, Seen] = {}
    number = count()
    for document, record in enumerate(originals):
        told = copied.get(record.source.name, ())
        for form, start, end, guesses in rows(record):
            if any(case.start <= start and end <= case.end for case in told):
                continue
            at = next(number)
            if (seen := found.get(form)) is None:
                seen = found[form] = Seen(Place(at, record, start, end), array("I"), [])
            if not seen.documents or seen.documents[-1] != document:
                seen.documents.append(document)
            seen.guesses.append(guesses)
    return found


def _listed(
    seen: Forms,
    kind: Kind,
    cut: Callable[[str], Sequence[Ending]],
    wanted: Callable[[Told], bool],
    against: int,
    names: Names,
) -> Wordings:
    """The best wordings that are plain words and wanted; those that occur once only where few others are."""
    known = {form: cut(form) for form in seen}
    groups = sorted(_apart(_shared(seen, known), known, names), key=Group.best)
    recurring = list(filter(wanted, _wordings(groups, against)))
    taken = {one.first.number for group in groups for one, _ in group.seen}
    left = {form: one for form, one in seen.items() if one.first.number not in taken}
    once = filter(wanted, _wordings(_single(left, known), against))
    listed = [*recurring[:MOST], *islice(once, max(0, FEW - len(recurring)))]
    return Wordings(tuple(_exampled(listed, kind)), len(recurring))


def _exampled(listed: Sequence[Told], kind: Kind) -> Iterator[Wording]:
    """The wordings with their first occurrences, which are looked up document by document."""
    found = in_order(listed, lambda one: one.first.record, lambda one: _mention(one.first, kind))
    for one, mention in zip(listed, found, strict=True):
        yield Wording(*one[:-1], one.first.record, mention)


def _mention(at: Place, kind: Kind) -> Mention:
    found: Sequence[Mention] = getattr(at.record.findings, kind)
    return next(one for one in found if (one.start, one.end) == (at.start, at.end))


def _shared(seen: Forms, known: Mapping[str, Sequence[Ending]]) -> list[Group]:
    """The forms of each ending that occurs more than once, the most widespread first; they overlap."""
    counts = Counter[str]()
    for form, one in seen.items():
        for key, _ in known[form]:
            counts[key] += len(one.guesses)
    members: dict[str, list[tuple[Seen, str]]] = defaultdict(list)
    for form, one in seen.items():
        for key, written in known[form]:
            if counts[key] > 1:
                members[key].append((one, written))
    return sorted((Group(key, found) for key, found in members.items()), key=Group.widest)


def _apart(groups: Iterable[Group], known: Mapping[str, Sequence[Ending]], names: Names) -> Iterator[Group]:
    """The groups without what an earlier one has; an ending that nobody has said by itself must name a problem."""
    alone = {found[0][0] for found in known.values() if found}
    taken: set[int] = set()
    tried = 0
    for group in groups:
        left = Group(group.key, [(one, form) for one, form in group.seen if one.first.number not in taken])
        if group.key not in alone:
            tried += 1
            if tried > ENDINGS or left.documents < 2 or not names(group.key):
                continue
        if left.times > 1:
            taken.update(one.first.number for one, _ in left.seen)
            yield left


def _single(seen: Forms, known: Mapping[str, Sequence[Ending]]) -> Iterator[Group]:
    """Wordings by themselves, the shortest first: those are likelier to be said again."""
    found = [(known[form][0], one.first.number, one) for form, one in seen.items() if known[form]]
    for (key, form), _, one in sorted(found, key=lambda single: (len(single[0][0]), single[0], single[1])):
        if len(key) >= SHORTEST:
            yield Group(key, [(one, form)])


def _wordings(groups: Iterable[Group], against: int) -> Iterator[Told]:
    for group in groups:
        written = Counter[str]()
        for one, form in group.seen:
            if PLAIN.fullmatch(form) and not MASKS.search(form):
                written[form] += len(one.guesses)
        if forms := sorted(written, key=lambda form: (-written[form], form))[:FORMS]:
            guesses = _weighed([guess for one, _ in group.seen for guess in one.guesses], against)
            certainty: Certainty = "high" if guesses[0].chance >= HIGH else "low"
            first = min((one.first for one, form in group.seen if form in forms), key=lambda at: at.number)
            yield Told(tuple(forms), group.times, group.documents, guesses, certainty, first)


def _weighed(told: Sequence[str], against: int) -> tuple[Guess, ...]:
    """The guesses for all occurrences together, the likeliest first; `against` more speak for nothing."""
    chances: dict[str, list[float]] = defaultdict(list)
    for one in told:
        for guess in guesses_of(one):
            chances[guess.id].append(guess.chance)
    shares = (Guess(id_, round(fsum(found) / (len(told) + against), 2)) for id_, found in chances.items())
    best, *others = sorted(shares, key=lambda guess: (-guess.chance, guess.id))[:GUESSES]
    return (best, *(guess for guess in others if guess.chance >= POOR))


@per_overlay
def _cues() -> tuple[CueFinder, dict[str, frozenset[str]]]:
    """What finds the cues of themes, and those of each theme that settle it."""
    settling = {theme.id: frozenset((*theme.strong, *theme.cues)) for theme in themes_in_use()}
    return CueFinder(cue for cues in settling.values() for cue in cues), settling


def _uncued(practice: Told) -> bool:
    """Whether no cue of the likeliest theme stands in the words of a practice."""
    finder, settling = _cues()
    cues = settling.get(practice.likeliest[0].id, frozenset())
    return not any(hit.phrase in cues for form in practice.forms for hit in finder.find(form).hits)
