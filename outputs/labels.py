"""Names for clusters as a person would write them: a theme or phrase that the cases share, else their keywords."""

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache, partial
from itertools import chain
from pathlib import Path
from sys import intern

import jieba
import numpy as np
import rjieba

from corpus.fold import fold
from outputs.briefs import brief
from outputs.kept_results import Kept, key_of, nothing_kept
from outputs.label_phrases import empty_verbs, general_words, is_deed
from outputs.label_shares import Places, Some, Stock, Told, whole
from outputs.model import CatalogueCase
from outputs.sketch import Said, sketch
from outputs.taxonomy import theme_names
from outputs.tokens import words
from outputs.topics import nameless

SHORTEST, LONGEST = 4, 12
KEYWORDS = 8
SLOGAN_WEIGHT, TITLE_WEIGHT = 1.3, 0.8  # of names in quotes and phrases that titles share, against one for a theme
TEXT_WEIGHT, PHRASE_WEIGHT, DEED_WEIGHT = 0.3, 0.12, 0.1  # of names in quotes and phrases that texts share
AT_HAND = 100_000  # words of which is known whether they narrow a theme
NAMES = 40  # labels that would fit, kept for the next build
OF_A_GROUP, OF_ALL = 150, 1500  # cases that are looked at: shares of them are shares of the rest
SHARED_THEME, SOME_THEME = 0.5, 0.33  # part of its cases that must have a theme: to be named after it, or failing else
LIFT = 1.3  # how much more often they must have it than the others, or it is the most frequent everywhere
SHARED_PHRASE = 0.4  # part of a cluster's cases that must have the phrase …
SHARED_SLOGAN = 0.3  # … or a name in quotes
SOME_PHRASE = 0.33  # … or failing else a phrase
SHARED_KEYWORD, SOME_KEYWORD = 0.5, 0.25  # part that must have a word by which they are told from others of their theme
NOUN = re.compile(r"(?:n|vn|j|l)(?!r|s|t)")
# Words of every report, words cut in two (个村), counted things (一张) and verbs with what became of them (建起).
GENERAL = re.compile(
    "|".join([*map(re.escape, general_words()), "个(?![人体性案私]).+|[一两几][张本个家户次支批份]|.[着起来出到成]"])
)


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where descriptions are kept, and what is told of a member by what: all that it tells rests on that."""

    kept: Kept = nothing_kept
    told_by: Callable[[str], str] = str


NO_KEEPING = Keeping()


@dataclass(frozen=True, slots=True)
class Description:
    """What a cluster is called, the words that mark it, and the names that would fit it, the best first: what most of
    it share, how well the best of these fits, and whether even some of it share anything.
    """

    label: str
    keywords: tuple[str, ...]
    names: tuple[str, ...]
    shared: tuple[str, ...]
    fit: float
    common: bool


def _themes(case: CatalogueCase) -> dict[str, float]:
    """How far a case is about a theme; two in five of its practices make it wholly so."""
    counts = brief(case).themes()
    return {intern(theme): min(1.0, 2.5 * number / sum(counts.values())) for theme, number in counts.items()}


def _bare(text: str) -> str:
    """The text without the quotes that stand around some names and not around others."""
    return text.replace("“", "").replace("”", "")


def of_case(case: CatalogueCase) -> Told:
    """A case as labels see it; its practices stand in its text."""
    known, record = sketch(case), case.record
    names = known.names()
    folded = record.folded[case.case.start : case.case.end]
    return Told(
        _themes(case),
        frozenset(names.slogans),
        frozenset(names.phrases),
        frozenset(names.title),
        tuple(map(intern, known.topic.listed())),
        _bare(nameless(f"{fold(case.case.title)}\n{folded}", case)),
    )


def rests_on(case: CatalogueCase) -> str:
    """A digest of all that a case as labels see it rests on; its text need not be fetched for it."""
    known = sketch(case)
    told = known.digests.text, brief(case).counted, str(case.case)
    return key_of("case", (*told, known.named, known.topic.words))


def of_practice(theme: str, one: Said) -> Told:
    """What a practice says as labels see it."""
    quoted = frozenset(one.slogans)
    return Told({theme: 1.0}, quoted, frozenset(one.phrases), quoted, frozenset(one.words), _bare(one.text))


def theme_label(name: str) -> str:
    """A theme's name as a label: the first of its alternatives where that says enough (集体经济/消薄 -> 集体经济)."""
    first = name.split("/")[0]
    return first if len(first) >= SHORTEST else name.replace("/", "与")


def _score(inside: float, everywhere: float) -> float:
    """Shared here and rarer elsewhere; in a catalogue of one cluster sharing alone decides."""
    return inside * (math.log((inside + 0.05) / (everywhere + 0.05)) + 0.2)


def _rated(inside: Mapping[str, float], everywhere: Mapping[str, float], least: float) -> dict[str, float]:
    return {name: _score(share, everywhere[name]) for name, share in inside.items() if share >= least}


def _by_theme(group: Some, others: Some, least: float = SHARED_THEME) -> dict[str, float]:
    """Themes that cases enough of a group have, and more of them than of the others."""
    names = theme_names()
    themes = [theme for theme in group.themes if theme in names]
    inside, outside = group.having(themes), others.having(themes)
    shared = [theme for theme in themes if inside[theme] >= max(least, LIFT * outside[theme])]
    rated = _rated(group.about(shared), others.about(shared), 0)
    return {theme_label(names[theme]): score for theme, score in rated.items()}


def _shared(group: Some, found: Sequence[str], least: float) -> dict[str, float]:
    """What more than one of a group have in their text, and part enough of them."""
    told = group.saying(found).items()
    return {one: share for one, share in told if share * group.number > 1 and share >= least}


def _weight(phrase: str, titles: Counter[str]) -> float:
    """What titles have in common names a cluster better than what stands in texts."""
    if titles[phrase] > 1:
        return TITLE_WEIGHT
    return DEED_WEIGHT if is_deed(phrase) else PHRASE_WEIGHT


def _by_phrase(group: Some, others: Some) -> dict[str, float]:
    """A phrase must be in the title or the practices of a case and in the text of others; themes mostly outrank it."""
    shared = _shared(group, group.phrases, SHARED_PHRASE)
    rated = _rated(shared, others.saying(shared), SHARED_PHRASE)
    return {one: _weight(one, group.titles) * score for one, score in rated.items()}


def _by_slogan(group: Some, others: Some) -> dict[str, float]:
    shared = _shared(group, group.slogans, SHARED_SLOGAN)
    rated = _rated(shared, others.saying(shared), SHARED_SLOGAN)
    return {one: (SLOGAN_WEIGHT if group.titles[one] > 1 else TEXT_WEIGHT) * score for one, score in rated.items()}


@cache
def names_something(word: str) -> bool:
    """Nouns and what is used as one; no verbs of every report (围绕), no names of people and places."""
    return bool(NOUN.match(rjieba.tag(word)[0][1]))


@cache
def _general_idf() -> tuple[Mapping[str, float], float]:
    """How rare a word is in Chinese at large: jieba's table, and its median for words that it does not have."""
    # The table alone is read: what ranks keywords by it takes five times as long to be imported.
    told = Path(jieba.__file__).with_name("analyse").joinpath("idf.txt").read_text(encoding="utf-8").split()
    table = dict(zip(told[::2], map(float, told[1::2]), strict=True))
    return table, sorted(table.values())[len(table) // 2]


def rarity(word: str) -> float:
    """How rare a word is in Chinese at large, 1 for the median of all."""
    table, median = _general_idf()
    return table.get(word, median) / median


@lru_cache(AT_HAND)
def narrows(word: str) -> bool:
    """Nouns, and verbs that name a practice of their own (议事), say what part of a theme a cluster is about."""
    return not GENERAL.fullmatch(word) and names_something(word) and word not in empty_verbs()


def _keywords(group: Some, everything: Counter[str], cases: int) -> tuple[str, ...]:
    least = 2 if group.number > 1 else 1
    often = {word: number for word, number in group.words.items() if number >= least}
    nouns = {word: number for word, number in often.items() if names_something(word)}
    rated = {
        word: number / group.number * math.log((1 + cases) / (everything[word] or 1)) * rarity(word)
        for word, number in (nouns if least > 1 and nouns else often).items()
    }
    return tuple(sorted(rated, key=lambda word: (-round(rated[word], 9), word))[:KEYWORDS])


def _best(rated: Mapping[str, float]) -> list[str]:
    return sorted((one for one in rated if rated[one] > 0), key=lambda one: (-round(rated[one], 9), one))


def _with_word(group: Some, word: str) -> float:
    """What part of a group has a word."""
    return group.words[word] / max(group.number, 1)


def _composed(group: Some) -> Iterator[str]:
    """Phrases of one each of whose words most share (板凳议事 of 板凳议事, 毡房议事, 把板凳搬到院子里)."""
    for phrase in (one for one in group.phrases if not is_deed(one)):
        parts = words(phrase)
        shares = [_with_word(group, word) for word in parts]
        often = min(shares, default=0.0) >= max(SHARED_KEYWORD, 2 / group.number)
        if len(parts) > 1 and "".join(parts) == phrase and often and all(map(narrows, parts)):
            yield phrase


def _short(theme: str) -> str:
    """The part of a long theme's label that leaves room for more (党员管理与作用发挥)."""
    first = theme.split("与")[0]
    return first if len(first) >= SHORTEST else theme


def _narrowed(group: Some, keywords: Sequence[str], of_theme: float, of_word: float) -> Iterator[str]:
    """The foremost theme of a group with a noun that part enough of it share (志愿服务（助学）); the theme alone where
    that noun is in its name.
    """
    shares = {word: _with_word(group, word) for word in keywords if narrows(word)}
    fitting = [word for word in shares if shares[word] >= of_word and shares[word] * group.number > 1]
    for theme in _foremost(group, of_theme):
        yield from (theme if word in theme else f"{_short(theme)}（{word}）" for word in fitting)


def _foremost(group: Some, least: float = 0) -> list[str]:
    """The theme that a group is most about, if part enough of it has it."""
    themes = [theme for theme in group.themes if theme in theme_names()]
    about, had = group.about(themes), group.having(themes)
    ordered = sorted(themes, key=lambda theme: (-round(about[theme], 9), theme))
    return [theme_label(theme_names()[theme]) for theme in ordered if had[theme] >= least][:1]


def _within(group: Some, least: float) -> Iterator[str]:
    """The foremost theme of a group with a phrase of some of it (资源共享（扶持资金）)."""
    shared = {one: share for one, share in group.saying(group.phrases).items() if share >= least}
    for theme in _foremost(group, SOME_THEME):
        ordered = sorted(shared, key=lambda one: (is_deed(one), -shared[one], one))
        yield from (f"{_short(theme)}（{one}）" for one in ordered)


def _last(group: Some) -> Iterator[str]:
    """The foremost theme of a group of which nothing else can be said, numbered where it is another's name."""
    for label in _foremost(group):
        yield from (label, *(f"{label}（{number}）" for number in "二三四五六七八九十"))


def _of_most(group: Some, others: Some, keywords: Sequence[str], by_theme: bool) -> dict[str, float]:
    """Names for what most of a group share, with how well they fit; a theme outranks phrases that hold its name."""
    themes = _by_theme(group, others) if by_theme else {}
    said = _by_phrase(group, others) | _by_slogan(group, others)
    rated = {one: score for one, score in said.items() if not any(theme in one for theme in themes)} | themes
    composed = () if by_theme else _composed(group)
    narrowed = chain(composed, _narrowed(group, keywords, SHARED_THEME, SHARED_KEYWORD))
    return {one: rated[one] for one in _best(rated)} | dict.fromkeys((one for one in narrowed if one not in rated), 0.0)


def _of_some(group: Some, others: Some, keywords: Sequence[str], by_theme: bool) -> Iterator[str]:
    """Names for what fewer share."""
    if by_theme:
        yield from _best(_by_theme(group, others, SOME_THEME))
    shared = _shared(group, group.phrases, SOME_PHRASE)
    yield from sorted((one for one in shared if not is_deed(one)), key=lambda one: (-shared[one], one))
    yield from _narrowed(group, keywords, SOME_THEME, SOME_KEYWORD)


def _described(group: Some, others: Some, counts: Counter[str], by_theme: bool) -> Description:
    """A description that has no label yet; `counts` tells in how many of all a word stands."""
    keywords = _keywords(group, counts, len(others.stock))
    most = {one: fit for one, fit in _of_most(group, others, keywords, by_theme).items() if _long_enough(one)}
    some = list(filter(_long_enough, _of_some(group, others, keywords, by_theme)))
    said = _best(_by_phrase(group, others))
    last = chain(_within(group, SOME_KEYWORD), said, _within(group, 0), _last(group))
    names = _first(NAMES, chain(most, some, filter(_long_enough, last)))
    return Description("", keywords, names, tuple(most), max(most.values(), default=0), bool(most or some))


def _first(most: int, names: Iterable[str]) -> tuple[str, ...]:
    """The first of some names, each once; no more of them are made than are asked for."""
    found: dict[str, None] = {}
    for name in names:
        found[name] = None
        if len(found) == most:
            break
    return tuple(found)


def _long_enough(label: str) -> bool:
    return SHORTEST <= len(label) <= LONGEST


def apart(label: str, taken: Iterable[str]) -> bool:
    """Whether a label is neither another's nor part of one; a narrowed theme (产业带动（茶园）) may hold another's."""
    whole = "（" in label
    return not any(label == other if whole or "（" in other else label in other or other in label for other in taken)


def named(names: Sequence[str], taken: Sequence[str]) -> str:
    """The first of the names that no other has."""
    numbered = (f"同类内容{number}" for number in range(1, len(taken) + 2))
    free = (name for name in filter(_long_enough, names) if apart(name, taken))
    return next(chain(free, (name for name in numbered if name not in taken)))


def _drawn(ids: Iterable[str], most: int) -> list[str]:
    """At most so many of the ids, the first: digests begin by chance, and one that comes or goes changes little."""
    return sorted(ids)[:most]


class _Drawn:
    """Those against which clusters are described; what they tell is asked for where a description has to be made."""

    def __init__(self, ids: Iterable[str], tell: Callable[[str], Told], by_theme: bool) -> None:
        self.place = {id_: at for at, id_ in enumerate(_drawn(ids, OF_ALL))}
        self._tell, self._by_theme = tell, by_theme

    @cached_property
    def _stock(self) -> Stock:
        return Stock([self._tell(id_) for id_ in self.place])  # not the others: 300,000 would fill the memory

    @cached_property
    def _counts(self) -> Counter[str]:
        return whole(self._stock).words

    def described(self, group: Collection[str], members: Sequence[str]) -> Description:
        """A group, by those of its members that are looked at."""
        stock, known = self._stock, all(member in self.place for member in members)
        looked_at = Some(stock, self._at(members)) if known else whole(Stock([self._tell(one) for one in members]))
        rest = np.delete(np.arange(len(stock)), self._at(group))
        return _described(looked_at, Some(stock, rest), self._counts, self._by_theme)

    def _at(self, ids: Iterable[str]) -> Places:
        return np.array([self.place[id_] for id_ in ids if id_ in self.place], dtype=np.int64)


def describe(
    groups: Mapping[str, Collection[str]],
    ids: Iterable[str],
    tell: Callable[[str], Told],
    keeping: Keeping = NO_KEEPING,
    *,
    by_theme: bool = True,
) -> dict[str, Description]:
    """A label, unique among the clusters, and keywords for each, from ids of what is in it.

    `ids` are those of all, clustered or not; `tell` is asked for those alone that are drawn. Where all of a cluster
    have one theme, it tells them not apart: `by_theme` is false.
    """
    drawn, found = _Drawn(ids, tell, by_theme), dict[str, Description]()
    whole_ = key_of(f"described {by_theme}", map(keeping.told_by, drawn.place))
    for id_ in sorted(groups):
        members = _drawn(groups[id_], OF_A_GROUP)
        shown = sorted(one for one in groups[id_] if one in drawn.place)
        key = key_of("described", (whole_, str(len(shown)), *map(keeping.told_by, (*shown, *members))))
        found[id_] = keeping.kept(key, partial(drawn.described, groups[id_], members))
    return _labelled(found, {id_: len(members) for id_, members in groups.items()})


def _labelled(found: Mapping[str, Description], sizes: Mapping[str, int]) -> dict[str, Description]:
    """The descriptions with labels: those choose first that a name fits best, and of these large ones."""
    labels: dict[str, str] = {}
    for id_ in sorted(found, key=lambda id_: (-round(found[id_].fit * sizes[id_] ** 0.5, 9), -sizes[id_], id_)):
        labels[id_] = named(found[id_].names, list(labels.values()))
    return {id_: replace(one, label=labels[id_]) for id_, one in found.items()}
