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

from extractors.base import Certainty, Guess, Mention
from extractors.overlay import per_overlay
from extractors.practice_cues import CueFinder
from extractors.practice_lexicon import themes_in_use
from extractors.problem_category import GUESSES, HIGH
from extractors.problems import names_problem
from outputs.endings import PLAIN, SHORTEST, Ending, endings, whole
from outputs.model import CatalogueCase, DocumentRecord, Unseen, Wording, Wordings
from outputs.sketch import problem_endings, wording_of
from outputs.wording import MASKS

MOST = 500  # wordings of a kind that are listed
FEW = 50  # as many are listed where fewer recur, filled up with those that occur once
FORMS = 5
ENDINGS = 20_000  # endings that are tried, the most frequent: each costs a look for problems in it
POOR = 0.05  # further guesses of a lower chance are not told

Place = tuple[str, int, int]
Names = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Seen:
    """An occurrence of a wording: its form, what it may belong to, and where it stands."""

    form: str
    guesses: tuple[Guess, ...]
    record: DocumentRecord
    mention: Mention


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
    problems, practices = list(_problems(originals, copied)), list(_practices(originals, copied))
    known = {form: found for record in originals for form, found in problem_endings(record).items()}
    return Unseen(
        _listed(problems, lambda form: known.get(form) or endings(form), lambda _: True, 0, names),
        # Themes come without chances, and two that agree are few: one more speaks against them.
        _listed(practices, whole, _uncued, 1, names),
    )


def _originals(records: Iterable[DocumentRecord]) -> list[DocumentRecord]:
    """The readable documents, the first of each content."""
    first: dict[str, DocumentRecord] = {}
    for record in records:
        if record.document is not None:
            first.setdefault(record.source.sha256, record)
    return list(first.values())


def _copied(cases: Iterable[CatalogueCase]) -> set[Place]:
    """Where findings stand that are told again in a fuller copy of their case."""
    copies = (case for case in cases if case.duplicate_of)
    return {_place(case.record, one) for case in copies for one in (*case.problems, *case.practices)}


def _place(record: DocumentRecord, one: Mention) -> Place:
    return record.source.name, one.start, one.end


def _problems(records: Iterable[DocumentRecord], copied: set[Place]) -> Iterator[Seen]:
    for record in records:
        for one in record.findings.problems:
            if one.certainty != "set" and _place(record, one) not in copied:
                yield Seen(wording_of(record, one), one.likeliest, record, one)


def _practices(records: Iterable[DocumentRecord], copied: set[Place]) -> Iterator[Seen]:
    for record in records:
        for one in record.findings.practices:
            if _place(record, one) not in copied:
                yield Seen(wording_of(record, one), (Guess(one.theme, 1.0),), record, one)


def _listed(
    seen: Sequence[Seen],
    cut: Callable[[str], Sequence[Ending]],
    wanted: Callable[[Wording], bool],
    against: int,
    names: Names,
) -> Wordings:
    """The best wordings that are plain words and wanted; those that occur once only where few others are."""
    known = {form: cut(form) for form in dict.fromkeys(one.form for one in seen)}
    groups = sorted(_apart(_shared(seen, known), known, names), key=Group.best)
    recurring = list(filter(wanted, _wordings(groups, against)))
    taken = {id(one) for group in groups for one, _ in group.seen}
    once = filter(wanted, _wordings(_single([one for one in seen if id(one) not in taken], known), against))
    return Wordings((*recurring[:MOST], *islice(once, max(0, FEW - len(recurring)))), len(recurring))


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


def _wordings(groups: Iterable[Group], against: int) -> Iterator[Wording]:
    for group in groups:
        written = Counter(form for _, form in group.seen if PLAIN.fullmatch(form) and not MASKS.search(form))
        if forms := sorted(written, key=lambda form: (-written[form], form))[:FORMS]:
            guesses = _weighed([one for one, _ in group.seen], against)
            certainty: Certainty = "high" if guesses[0].chance >= HIGH else "low"
            first = next(one for one, form in group.seen if form in forms)
            told = len(group.seen), group.documents, guesses, certainty
            yield Wording(tuple(forms), *told, first.record, first.mention)


def _weighed(seen: Sequence[Seen], against: int) -> tuple[Guess, ...]:
    """The guesses for all occurrences together, the likeliest first; `against` more speak for nothing."""
    chances: dict[str, list[float]] = defaultdict(list)
    for one in seen:
        for guess in one.guesses:
            chances[guess.id].append(guess.chance)
    shares = (Guess(id_, round(fsum(found) / (len(seen) + against), 2)) for id_, found in chances.items())
    best, *others = sorted(shares, key=lambda guess: (-guess.chance, guess.id))[:GUESSES]
    return (best, *(guess for guess in others if guess.chance >= POOR))


@per_overlay
def _cues() -> tuple[CueFinder, dict[str, frozenset[str]]]:
    """What finds the cues of themes, and those of each theme that settle it."""
    settling = {theme.id: frozenset((*theme.strong, *theme.cues)) for theme in themes_in_use()}
    return CueFinder(cue for cues in settling.values() for cue in cues), settling


def _uncued(practice: Wording) -> bool:
    """Whether no cue of the likeliest theme stands in the words of a practice."""
    finder, settling = _cues()
    cues = settling.get(practice.likeliest[0].id, frozenset())
    return not any(hit.phrase in cues for form in practice.forms for hit in finder.find(form).hits)
