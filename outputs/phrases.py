"""Wordings that recur and that no set phrase settles: what an analyst may want to add to the taxonomies.

Problems count where the model named their category, practices where no cue of their theme stands in their own words.
Wordings are one where they differ in closing words alone, and problems also where they differ in adverbs (力量较为薄弱,
力量薄弱) or end in the same problem (专业力量薄弱, 服务力量薄弱): that phrase, once added, settles them all.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import fsum
from sys import intern
from typing import Literal, NamedTuple

from extractors.base import Certainty, Guess, Mention
from extractors.overlay import per_overlay
from extractors.practice_cues import CueFinder
from extractors.practice_lexicon import themes_in_use
from extractors.problem_category import GUESSES, HIGH
from extractors.problems import names_problem
from outputs.aside import in_order
from outputs.endings import PLAIN, SHORTEST, Ending, endings, whole
from outputs.kept_names import Names
from outputs.model import Case, CatalogueCase, DocumentRecord, Unseen, Wording, Wordings
from outputs.sketch import guesses_of, problem_endings, worded_practices, worded_problems
from outputs.wording import MASKS

Copied = Mapping[str, Sequence[Case]]  # name of a document -> its cases that are told again in a fuller copy
MOST = 500  # wordings of a kind that are listed
FEW = 50  # as many are listed where fewer recur, filled up with those that occur once
FORMS = 5
ENDINGS = 20_000  # endings that are tried, the most frequent: each costs a look for problems in it
POOR = 0.05  # further guesses of a lower chance are not told


@dataclass(frozen=True, slots=True)
class Seen:
    """An occurrence of a wording: its form, what it may belong to, joined, and where it stands."""

    form: str
    guesses: str
    record: DocumentRecord
    kind: Literal["problems", "practices"]
    start: int
    end: int


class Told(NamedTuple):
    """A wording as it is listed, and its first occurrence."""

    forms: tuple[str, ...]
    times: int
    documents: int
    likeliest: tuple[Guess, ...]
    certainty: Certainty
    first: Seen


@dataclass(frozen=True, slots=True)
class Group:
    """Occurrences that are one wording, and the form in which each has it."""

    key: str
    seen: Sequence[tuple[Seen, str]]

    @property
    def documents(self) -> int:
        """How many documents have it."""
        return len({one.record.source.name for one, _ in self.seen})

    def best(self) -> tuple[int, int, int, str]:
        """For sorting: wordings of many documents first, then frequent ones, then short ones."""
        return -self.documents, -len(self.seen), len(self.key), self.key

    def widest(self) -> tuple[int, int, int, str]:
        """For sorting: the same, but of two that have the same occurrences the one that says more."""
        return -self.documents, -len(self.seen), -len(self.key), self.key


def unseen(records: Iterable[DocumentRecord], cases: Iterable[CatalogueCase], names: Names = names_problem) -> Unseen:
    """The wordings worth adding, of documents in the order of their names; copies of files and cases are left out.
    `names` tells whether some words name a problem, as `extractors.problems.names_problem` does.
    """
    originals, copied = _originals(records), _copied(cases)
    # One kind after the other, for of thousands of documents either fills the memory.
    return Unseen(_unseen_problems(originals, copied, names), _unseen_practices(originals, copied, names))


def _unseen_problems(originals: Sequence[DocumentRecord], copied: Copied, names: Names) -> Wordings:
    known, problems = dict[str, tuple[Ending, ...]](), list[Seen]()
    for record in originals:
        known |= problem_endings(record)
        problems += _uncopied(_problems(record), record, copied)
    return _listed(problems, lambda form: known.get(form) or endings(form), lambda _: True, 0, names)


def _unseen_practices(originals: Sequence[DocumentRecord], copied: Copied, names: Names) -> Wordings:
    practices = [one for record in originals for one in _uncopied(_practices(record), record, copied)]
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


def _uncopied(found: Iterable[Seen], record: DocumentRecord, copied: Copied) -> Iterator[Seen]:
    told = copied.get(record.source.name, ())
    return (one for one in found if not any(case.start <= one.start and one.end <= case.end for case in told))


def _problems(record: DocumentRecord) -> Iterator[Seen]:
    for form, start, end, guesses in worded_problems(record):
        yield Seen(intern(form), guesses, record, "problems", start, end)


def _practices(record: DocumentRecord) -> Iterator[Seen]:
    for form, start, end, guesses in worded_practices(record):
        yield Seen(intern(form), guesses, record, "practices", start, end)


def _listed(
    seen: Sequence[Seen],
    cut: Callable[[str], Sequence[Ending]],
    wanted: Callable[[Told], bool],
    against: int,
    names: Names,
) -> Wordings:
    """The best wordings that are plain words and wanted; those that occur once only where few others are."""
    known = {form: cut(form) for form in dict.fromkeys(one.form for one in seen)}
    groups = sorted(_apart(_shared(seen, known), known, names), key=Group.best)
    recurring = list(filter(wanted, _wordings(groups, against)))
    taken = {id(one) for group in groups for one, _ in group.seen}
    once = filter(wanted, _wordings(_single([one for one in seen if id(one) not in taken], known), against))
    listed = [*recurring[:MOST], *islice(once, max(0, FEW - len(recurring)))]
    return Wordings(tuple(_exampled(listed)), len(recurring))


def _exampled(listed: Sequence[Told]) -> Iterator[Wording]:
    """The wordings with their first occurrences, which are looked up document by document."""
    found = in_order(listed, lambda one: one.first.record, lambda one: _mention(one.first))
    for one, mention in zip(listed, found, strict=True):
        yield Wording(*one[:-1], one.first.record, mention)


def _mention(seen: Seen) -> Mention:
    found: Sequence[Mention] = getattr(seen.record.findings, seen.kind)
    return next(one for one in found if (one.start, one.end) == (seen.start, seen.end))


def _shared(seen: Sequence[Seen], known: Mapping[str, Sequence[Ending]]) -> list[Group]:
    """The occurrences of each ending that occurs more than once, the most widespread first; they overlap."""
    counts = Counter(key for one in seen for key, _ in known[one.form])
    members: dict[str, list[tuple[Seen, str]]] = defaultdict(list)
    for one in seen:
        for key, form in known[one.form]:
            if counts[key] > 1:
                members[key].append((one, form))
    return sorted((Group(key, found) for key, found in members.items()), key=Group.widest)


def _apart(groups: Iterable[Group], known: Mapping[str, Sequence[Ending]], names: Names) -> Iterator[Group]:
    """The groups without what an earlier one has; an ending that nobody has said by itself must name a problem."""
    alone = {found[0][0] for found in known.values() if found}
    taken: set[int] = set()
    tried = 0
    for group in groups:
        left = Group(group.key, [(one, form) for one, form in group.seen if id(one) not in taken])
        if group.key not in alone:
            tried += 1
            if tried > ENDINGS or left.documents < 2 or not names(group.key):
                continue
        if len(left.seen) > 1:
            taken.update(id(one) for one, _ in left.seen)
            yield left


def _single(seen: Iterable[Seen], known: Mapping[str, Sequence[Ending]]) -> Iterator[Group]:
    """Occurrences by themselves, the shortest first: those are likelier to be said again."""
    found = [(known[one.form][0], at, one) for at, one in enumerate(seen) if known[one.form]]
    for (key, form), _, one in sorted(found, key=lambda single: (len(single[0][0]), single[0], single[1])):
        if len(key) >= SHORTEST:
            yield Group(key, [(one, form)])


def _wordings(groups: Iterable[Group], against: int) -> Iterator[Told]:
    for group in groups:
        written = Counter(form for _, form in group.seen if PLAIN.fullmatch(form) and not MASKS.search(form))
        if forms := sorted(written, key=lambda form: (-written[form], form))[:FORMS]:
            guesses = _weighed([one for one, _ in group.seen], against)
            certainty: Certainty = "high" if guesses[0].chance >= HIGH else "low"
            first = next(one for one, form in group.seen if form in forms)
            yield Told(tuple(forms), len(group.seen), group.documents, guesses, certainty, first)


def _weighed(seen: Sequence[Seen], against: int) -> tuple[Guess, ...]:
    """The guesses for all occurrences together, the likeliest first; `against` more speak for nothing."""
    chances: dict[str, list[float]] = defaultdict(list)
    for one in seen:
        for guess in guesses_of(one.guesses):
            chances[guess.id].append(guess.chance)
    shares = (Guess(id_, round(fsum(found) / (len(seen) + against), 2)) for id_, found in chances.items())
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
