"""Wordings that recur and that no set phrase settles: what an analyst may want to add to the taxonomies.

Problems count where the model named their category, practices where no cue of their theme stands in their own words.
Wordings are one where they differ in closing words alone, and problems also where they differ in adverbs (力量较为薄弱,
力量薄弱) or end in the same problem (专业力量薄弱, 服务力量薄弱): that phrase, once added, settles them all.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, islice
from math import fsum
from typing import NamedTuple

import numpy as np

from extractors.base import Certainty, Guess
from extractors.overlay import per_overlay
from extractors.practice_cues import CueFinder
from extractors.practice_lexicon import themes_in_use
from extractors.problem_category import GUESSES, HIGH
from extractors.problems import names_problem
from outputs.aside import in_order
from outputs.calls import Calls
from outputs.endings import PLAIN, SHORTEST, Ending, whole
from outputs.kept_results import Kept, nothing_kept
from outputs.model import Case, CatalogueCase, DocumentRecord, Unseen, Wording, Wordings
from outputs.occurrences import Copied, Occurrences
from outputs.sketch import worded_practices, worded_problems
from outputs.wording import MASKS

Names = Callable[[str], bool]
Naming = Callable[[Sequence[str]], Names]  # of words, in the order in which they may be asked for
MOST = 500  # wordings of a kind that are listed
FEW = 50  # as many are listed where fewer recur, filled up with those that occur once
FORMS = 5
ENDINGS = 20_000  # endings that are tried, the most frequent: each costs a look for problems in it
TOGETHER = 200  # words that another process is asked for at a time
NAMING = "outputs.phrases:naming"
POOR = 0.05  # further guesses of a lower chance are not told


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Forms that are one wording: the number of each and how it has the wording; how often and in how many documents
    they occur."""

    key: str
    forms: Sequence[int]
    written: Sequence[str]
    times: int
    documents: int

    def best(self) -> tuple[int, int, int, str]:
        """For sorting: wordings of many documents first, then frequent ones, then short ones."""
        return -self.documents, -self.times, len(self.key), self.key

    def widest(self) -> tuple[int, int, int, str]:
        """For sorting: the same, but of two that have the same occurrences the one that says more."""
        return -self.documents, -self.times, -len(self.key), self.key


NOTHING = Group("", (), (), 0, 0)


class Plain(NamedTuple):
    """A group with the forms that can be set phrases, the most frequent first."""

    group: Group
    forms: tuple[str, ...]


Wanted = Callable[[Occurrences, Sequence[Plain]], Sequence[Plain]]


class Told(NamedTuple):
    """A wording as it is listed, and the number of its first occurrence."""

    forms: tuple[str, ...]
    times: int
    documents: int
    likeliest: tuple[Guess, ...]
    certainty: Certainty
    first: int


def unseen(
    records: Iterable[DocumentRecord],
    cases: Iterable[CatalogueCase],
    kept: Kept = nothing_kept,
    calls: Calls | None = None,
) -> Unseen:
    """The wordings worth adding, of documents in the order of their names; copies of files and cases are left out.
    `calls` has other processes tell what names a problem.
    """
    originals, copied = _originals(records), _copied(cases)
    _cues()  # what stays lies together: loaded later, between what goes, each piece of it would hold on to a megabyte
    naming = partial(_Naming, kept, calls)
    return Unseen(_unseen_problems(originals, copied, naming, kept), _unseen_practices(originals, copied, naming, kept))


def naming(words: Iterable[str]) -> list[bool]:
    """Whether each of some folded words names a problem from end to end."""
    return list(map(names_problem, words))


class _Naming:
    """Whether words name a problem. To find out takes the lexicons, which take seconds to load and much memory: where
    there are processes that have them, they are asked, for those words too that are likely to come next.
    """

    def __init__(self, kept: Kept, calls: Calls | None, words: Sequence[str]) -> None:
        self._kept, self._calls, self._words = kept, calls, words
        self._places = {one: at for at, one in enumerate(words)}
        self._known: dict[str, bool] = {}

    def __call__(self, word: str) -> bool:
        return self._kept(f"names {word}", partial(self._found, word))

    def _found(self, word: str) -> bool:
        if self._calls is None:
            return names_problem(word)
        if word not in self._known:
            at = self._places[word]
            some = self._words[at : at + TOGETHER]
            (told,) = self._calls(NAMING, [some])
            self._known.update(zip(some, told, strict=True))
        return self._known[word]


def _unseen_problems(originals: Sequence[DocumentRecord], copied: Copied, naming: Naming, kept: Kept) -> Wordings:
    found = Occurrences(originals, "problems", copied, worded_problems)
    return _listed(found, found.endings, lambda _, plain: plain, 0, naming, kept)


def _unseen_practices(originals: Sequence[DocumentRecord], copied: Copied, naming: Naming, kept: Kept) -> Wordings:
    found = Occurrences(originals, "practices", copied, worded_practices)
    # Themes come without chances, and two that agree are few: one more speaks against them.
    return _listed(found, list(map(whole, found.forms)), _uncued, 1, naming, kept)


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


def _listed(
    found: Occurrences, cut: Sequence[Sequence[Ending]], wanted: Wanted, against: int, naming: Naming, kept: Kept
) -> Wordings:
    """The best wordings that are plain words and wanted; those that occur once only where few others are. `cut` are the
    endings of each form.
    """
    groups = sorted(_apart(found, cut, naming), key=Group.best)
    recurring = wanted(found, list(_plain(found, groups)))
    once = (one for plain in _plain(found, _single(found, cut, groups)) for one in wanted(found, [plain]))
    listed = [*recurring[:MOST], *islice(once, max(0, FEW - len(recurring)))]
    return Wordings(tuple(_exampled(found, [_told(found, one, against) for one in listed], kept)), len(recurring))


def _exampled(found: Occurrences, listed: Sequence[Told], kept: Kept) -> Iterator[Wording]:
    """The wordings with their first occurrences, which are looked up document by document."""
    mentions = in_order(listed, lambda one: found.record(one.first), lambda one: found.mention(one.first, kept))
    for one, mention in zip(listed, mentions, strict=True):
        yield Wording(*one[:-1], found.record(one.first), mention)


def _shared(found: Occurrences, cut: Sequence[Sequence[Ending]]) -> list[Group]:
    """The forms of each ending that occurs more than once, the most widespread first; they overlap."""
    known: dict[str, int] = {}
    numbers = np.array([known.setdefault(key, len(known)) for told in cut for key, _ in told], dtype=np.int64)
    forms = np.repeat(np.arange(len(cut)), list(map(len, cut)))
    times = np.bincount(numbers, weights=found.times[forms], minlength=len(known)).astype(np.int64)
    at = np.flatnonzero(times[numbers] > 1)
    at = at[np.argsort(numbers[at], kind="stable")]
    begins = np.flatnonzero(np.diff(numbers[at], prepend=-1))
    listed, written, keys = forms[at].tolist(), [one for told in cut for _, one in told], list(known)
    said, documents = [written[one] for one in at.tolist()], found.documents_each(numbers[at], forms[at])
    ranges = zip(numbers[at][begins].tolist(), begins.tolist(), [*begins.tolist(), len(at)][1:], strict=True)
    groups = (
        Group(keys[key], listed[first:last], said[first:last], int(times[key]), int(documents[key]))
        for key, first, last in ranges
    )
    return sorted(groups, key=Group.widest)


def _left(found: Occurrences, group: Group, taken: Sequence[int]) -> Group:
    """A group without the forms that are taken."""
    forms = [form for form in group.forms if not taken[form]]
    if len(forms) == len(group.forms):
        return group
    written = [said for form, said in zip(group.forms, group.written, strict=True) if not taken[form]]
    return _group(found, group.key, forms, written)


def _group(found: Occurrences, key: str, forms: Sequence[int], written: Sequence[str]) -> Group:
    return Group(key, forms, written, int(found.times[forms].sum()), found.documents(forms)) if forms else NOTHING


def _apart(found: Occurrences, cut: Sequence[Sequence[Ending]], naming: Naming) -> Iterator[Group]:
    """The groups without what an earlier one has; an ending that nobody has said by itself must name a problem."""
    alone = {told[0][0] for told in cut if told}
    taken, tried, shared = bytearray(len(cut)), 0, _shared(found, cut)
    wide = (group.key for group in shared if group.key not in alone and group.documents > 1)
    names = naming(list(islice(wide, ENDINGS)))
    for group in shared:
        left = _left(found, group, taken)
        if group.key not in alone:
            tried += 1
            if tried > ENDINGS or left.documents < 2 or not names(group.key):
                continue
        if left.times > 1:
            for form in left.forms:
                taken[form] = 1
            yield left


def _single(found: Occurrences, cut: Sequence[Sequence[Ending]], groups: Iterable[Group]) -> Iterator[Group]:
    """Wordings by themselves, the shortest first: those are likelier to be said again."""
    taken = {form for group in groups for form in group.forms}
    left = [(told[0], form) for form, told in enumerate(cut) if told and form not in taken]
    for (key, written), form in sorted(left, key=lambda one: (len(one[0][0]), one[0], found.first([one[1]]))):
        if len(key) >= SHORTEST:
            yield _group(found, key, [form], [written])


def _plain(found: Occurrences, groups: Iterable[Group]) -> Iterator[Plain]:
    """The groups of which some forms can be set phrases."""
    for group in groups:
        said = Counter[str]()
        for form, written in zip(group.forms, group.written, strict=True):
            if PLAIN.fullmatch(written) and not MASKS.search(written):
                said[written] += int(found.times[form])
        if forms := sorted(said, key=lambda one: (-said[one], one))[:FORMS]:
            yield Plain(group, tuple(forms))


def _apart_in_memory(text: str) -> str:
    """The same text, made now: one among the million of a step keeps the megabyte in which it lies from being free."""
    return (text + " ")[:-1]


def _told(found: Occurrences, one: Plain, against: int) -> Told:
    group, guesses = one.group, _weighed(found, one.group, against)
    certainty: Certainty = "high" if guesses[0].chance >= HIGH else "low"
    shown = [form for form, written in zip(group.forms, group.written, strict=True) if written in one.forms]
    forms = tuple(map(_apart_in_memory, one.forms))
    return Told(forms, group.times, group.documents, guesses, certainty, found.first(shown))


def _weighed(found: Occurrences, group: Group, against: int) -> tuple[Guess, ...]:
    """The guesses for all occurrences together, the likeliest first; `against` more speak for nothing."""
    chances = found.chances(group.forms)
    shares = (Guess(id_, round(fsum(some) / (group.times + against), 2)) for id_, some in chances.items())
    best, *others = sorted(shares, key=lambda guess: (-guess.chance, guess.id))[:GUESSES]
    return (best, *(guess for guess in others if guess.chance >= POOR))


@per_overlay
def _cues() -> tuple[CueFinder, dict[str, frozenset[str]]]:
    """What finds the cues of themes, and those of each theme that settle it."""
    settling = {theme.id: frozenset((*theme.strong, *theme.cues)) for theme in themes_in_use()}
    return CueFinder(cue for cues in settling.values() for cue in cues), settling


def _uncued(found: Occurrences, plain: Sequence[Plain]) -> list[Plain]:
    """Those in whose words no cue of the likeliest theme stands: all are looked through as one text, a line each."""
    finder, settling = _cues()
    lines = [" ".join(one.forms) for one in plain]
    ends = list(accumulate(len(line) + 1 for line in lines))
    cues: dict[int, set[str]] = defaultdict(set)
    for hit in finder.find("\n".join(lines)).hits:
        cues[bisect_right(ends, hit.start)].add(hit.phrase)
    themes = (found.only(one.group.forms) or _weighed(found, one.group, 1)[0].id for one in plain)
    return [
        one
        for at, (one, theme) in enumerate(zip(plain, themes, strict=True))
        if cues[at].isdisjoint(settling.get(theme, ()))
    ]
