"""Wordings that recur and that no set phrase settles: what an analyst may want to add to the taxonomies.

Problems count where the model named their category, practices where no cue of their theme stands in their own words.
Wordings are one where they differ in closing words alone, and problems also where they differ in adverbs (力量较为薄弱,
力量薄弱) or end in the same problem (专业力量薄弱, 服务力量薄弱): that phrase, once added, settles them all.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableSequence, Sequence
from dataclasses import dataclass
from itertools import islice
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


Numbers = MutableSequence[int]  # of the occurrences of a form, in their order


class Told(NamedTuple):
    """A wording as it is listed, and the number of its first occurrence."""

    forms: tuple[str, ...]
    times: int
    documents: int
    likeliest: tuple[Guess, ...]
    certainty: Certainty
    first: int


@dataclass(frozen=True, slots=True)
class Group:
    """Forms that are one wording: the occurrences of each and how it has the wording; how often and in how many
    documents they occur."""

    key: str
    seen: Sequence[tuple[Numbers, str]]
    times: int
    documents: int

    def best(self) -> tuple[int, int, int, str]:
        """For sorting: wordings of many documents first, then frequent ones, then short ones."""
        return -self.documents, -self.times, len(self.key), self.key

    def widest(self) -> tuple[int, int, int, str]:
        """For sorting: the same, but of two that have the same occurrences the one that says more."""
        return -self.documents, -self.times, -len(self.key), self.key


class Occurrences:
    """Where the wordings of a kind stand, each occurrence by its number: of thousands of documents there are a million
    of them.
    """

    def __init__(self, originals: Sequence[DocumentRecord], kind: Kind) -> None:
        """`kind` is the field of their findings."""
        self.forms: dict[str, Numbers] = {}  # in the order of their first occurrences
        self.guesses: list[str] = []  # what each occurrence may belong to, joined
        self._originals, self._kind = originals, kind
        self._documents, self._starts, self._ends = array("I"), array("I"), array("I")

    def add(self, document: int, row: Row) -> None:
        """Take in the next one."""
        form, start, end, guesses = row
        if (numbers := self.forms.get(form)) is None:
            numbers = self.forms[form] = array("I")
        numbers.append(len(self.guesses))
        self.guesses.append(guesses)
        self._documents.append(document)
        self._starts.append(start)
        self._ends.append(end)

    def group(self, key: str, seen: Sequence[tuple[Numbers, str]]) -> Group:
        """Forms that are one wording."""
        found = [number for numbers, _ in seen for number in numbers]
        return Group(key, seen, len(found), len({self._documents[number] for number in found}))

    def record(self, number: int) -> DocumentRecord:
        """The document of an occurrence."""
        return self._originals[self._documents[number]]

    def mention(self, number: int) -> Mention:
        """The finding itself."""
        at = self._starts[number], self._ends[number]
        found: Sequence[Mention] = getattr(self.record(number).findings, self._kind)
        return next(one for one in found if (one.start, one.end) == at)


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
    problems = _occurrences(originals, "problems", copied, worded_problems)
    return _listed(problems, lambda form: known.get(form) or endings(form), lambda _: True, 0, names)


def _unseen_practices(originals: Sequence[DocumentRecord], copied: Copied, names: Names) -> Wordings:
    practices = _occurrences(originals, "practices", copied, worded_practices)
    # Themes come without chances, and two that agree are few: one more speaks against them.
    return _listed(practices, whole, _uncued, 1, names)


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


def _occurrences(
    originals: Sequence[DocumentRecord], kind: Kind, copied: Copied, rows: Callable[[DocumentRecord], Iterable[Row]]
) -> Occurrences:
    """Where the wordings stand that `rows` gives of each document; those of copied cases left out."""
    found = Occurrences(originals, kind)
    for document, record in enumerate(originals):
        told = copied.get(record.source.name, ())
        for row in rows(record):
            if not any(case.start <= row[1] and row[2] <= case.end for case in told):
                found.add(document, row)
    return found


def _listed(
    found: Occurrences,
    cut: Callable[[str], Sequence[Ending]],
    wanted: Callable[[Told], bool],
    against: int,
    names: Names,
) -> Wordings:
    """The best wordings that are plain words and wanted; those that occur once only where few others are."""
    known = {form: cut(form) for form in found.forms}
    groups = sorted(_apart(found, known, names), key=Group.best)
    recurring = list(filter(wanted, _wordings(found, groups, against)))
    taken = {numbers[0] for group in groups for numbers, _ in group.seen}
    once = filter(wanted, _wordings(found, _single(found, known, taken), against))
    listed = [*recurring[:MOST], *islice(once, max(0, FEW - len(recurring)))]
    return Wordings(tuple(_exampled(found, listed)), len(recurring))


def _exampled(found: Occurrences, listed: Sequence[Told]) -> Iterator[Wording]:
    """The wordings with their first occurrences, which are looked up document by document."""
    mentions = in_order(listed, lambda one: found.record(one.first), lambda one: found.mention(one.first))
    for one, mention in zip(listed, mentions, strict=True):
        yield Wording(*one[:-1], found.record(one.first), mention)


def _shared(found: Occurrences, known: Mapping[str, Sequence[Ending]]) -> list[Group]:
    """The forms of each ending that occurs more than once, the most widespread first; they overlap."""
    counts = Counter[str]()
    for form, numbers in found.forms.items():
        for key, _ in known[form]:
            counts[key] += len(numbers)
    members: dict[str, list[tuple[Numbers, str]]] = defaultdict(list)
    for form, numbers in found.forms.items():
        for key, written in known[form]:
            if counts[key] > 1:
                members[key].append((numbers, written))
    return sorted((found.group(key, seen) for key, seen in members.items()), key=Group.widest)


def _apart(found: Occurrences, known: Mapping[str, Sequence[Ending]], names: Names) -> Iterator[Group]:
    """The groups without what an earlier one has; an ending that nobody has said by itself must name a problem."""
    alone = {told[0][0] for told in known.values() if told}
    taken: set[int] = set()
    tried = 0
    for group in _shared(found, known):
        left = found.group(group.key, [(numbers, form) for numbers, form in group.seen if numbers[0] not in taken])
        if group.key not in alone:
            tried += 1
            if tried > ENDINGS or left.documents < 2 or not names(group.key):
                continue
        if left.times > 1:
            taken.update(numbers[0] for numbers, _ in left.seen)
            yield left


def _single(found: Occurrences, known: Mapping[str, Sequence[Ending]], taken: Collection[int]) -> Iterator[Group]:
    """Wordings by themselves, the shortest first: those are likelier to be said again."""
    left = [
        (known[form][0], numbers) for form, numbers in found.forms.items() if numbers[0] not in taken and known[form]
    ]
    for (key, form), numbers in sorted(left, key=lambda single: (len(single[0][0]), single[0], single[1][0])):
        if len(key) >= SHORTEST:
            yield found.group(key, [(numbers, form)])


def _wordings(found: Occurrences, groups: Iterable[Group], against: int) -> Iterator[Told]:
    for group in groups:
        written = Counter[str]()
        for numbers, form in group.seen:
            if PLAIN.fullmatch(form) and not MASKS.search(form):
                written[form] += len(numbers)
        if forms := sorted(written, key=lambda form: (-written[form], form))[:FORMS]:
            guesses = _weighed([found.guesses[number] for numbers, _ in group.seen for number in numbers], against)
            certainty: Certainty = "high" if guesses[0].chance >= HIGH else "low"
            first = min(numbers[0] for numbers, form in group.seen if form in forms)
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
