"""Names for clusters as a person would write them: a theme or phrase that the cases share, else their keywords."""

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from sys import intern

import rjieba

from corpus.fold import fold
from outputs.label_phrases import PHRASE, general_words, is_deed, phrases, slogans
from outputs.model import CatalogueCase
from outputs.neighbours import topic_text
from outputs.taxonomy import theme_names
from outputs.vectors import words

SHORTEST, LONGEST = 4, 12
KEYWORDS = 8
SLOGAN_WEIGHT, PHRASE_WEIGHT, DEED_WEIGHT = 1.3, 0.8, 0.65  # against one for a theme
TRIED = 300  # phrases of a cluster that are looked for in all texts, the most frequent
NAMES = 40  # labels that would fit, kept for the next build
OF_A_GROUP, OF_ALL = 150, 1500  # cases that are looked at, evenly drawn: shares of them are shares of the rest
SHARED_THEME, SOME_THEME = 0.35, 0.15  # how far its cases must be about a theme: to be named after it, or failing else
SHARED_PHRASE = 0.4  # part of a cluster's cases that must have the phrase …
SHARED_SLOGAN = 0.3  # … or a name in quotes
SOME_PHRASE = 0.25  # … or failing else a phrase
SHARED_KEYWORD = 0.5  # part of them that must have a word by which they are told from others of their theme
NOUN = re.compile(r"(?:n|vn|j|l)(?!r|s|t)")
# Words of every report, words cut in two (个村), counted things (一张) and verbs with what became of them (建起).
GENERAL = re.compile(
    "|".join([*map(re.escape, general_words()), "个(?![人体性案私]).+|[一两几][张本个家户次支批份]|.[着起来出到成]"])
)
TELLING = 0.65  # rarity of a verb that tells something


@dataclass(frozen=True, slots=True)
class Description:
    """What a cluster is called, the words that mark it, and the names that would fit it, the best first."""

    label: str
    keywords: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A case as labels see it: parts of its practices by theme, names in quotes and phrases of its practices, its words
    and its text.
    """

    themes: Mapping[str, float]
    slogans: frozenset[str]
    phrases: frozenset[str]
    words: frozenset[str]
    text: str


def _themes(case: CatalogueCase) -> dict[str, float]:
    """How far a case is about a theme; two in five of its practices make it wholly so."""
    counts = Counter(practice.theme for practice in case.practices)
    return {theme: min(1.0, 2.5 * number / counts.total()) for theme, number in counts.items()}


def _bare(text: str) -> str:
    """The text without the quotes that stand around some names and not around others."""
    return text.replace("“", "").replace("”", "")


def of_case(case: CatalogueCase) -> Told:
    """A case as labels see it; the first 40 characters of a practice name it."""
    said = [fold(one.text) for one in case.practices]
    named_ = frozenset(fold(one.text) for one in case.practices if one.form == "slogan" and len(one.text) in PHRASE)
    quoted = named_ | slogans("\n".join((fold(case.case.title), *said)))
    problems = {fold(one.text) for one in case.problems}
    found = frozenset[str]().union(*(phrases(one[:40]) for one in said))
    text = topic_text(case)
    return Told(_themes(case), quoted - problems, found, frozenset(map(intern, words(text))), _bare(text))


def of_practice(theme: str, text: str) -> Told:
    """The folded text of a practice as labels see it."""
    return Told({theme: 1.0}, slogans(text), phrases(text[:40]), frozenset(words(text)), _bare(text))


def theme_label(name: str) -> str:
    """A theme's name as a label: the first of its alternatives where that says enough (集体经济/消薄 -> 集体经济)."""
    first = name.split("/")[0]
    return first if len(first) >= SHORTEST else name.replace("/", "与")


def _score(inside: float, everywhere: float) -> float:
    """Shared here and rarer elsewhere; in a catalogue of one cluster sharing alone decides."""
    return inside * (math.log((inside + 0.05) / (everywhere + 0.05)) + 0.2)


def _mean(values: Iterable[float], number: int) -> float:
    return sum(values) / number


def _rated(inside: Mapping[str, float], everywhere: Mapping[str, float], least: float) -> dict[str, float]:
    return {name: _score(share, everywhere[name]) for name, share in inside.items() if share >= least}


def _about(cases: Sequence[Told], themes: Iterable[str]) -> dict[str, float]:
    return {theme: _mean((told.themes.get(theme, 0.0) for told in cases), len(cases)) for theme in themes}


def _saying(cases: Sequence[Told], phrases: Iterable[str]) -> dict[str, float]:
    return {phrase: _mean((phrase in told.text for told in cases), len(cases)) for phrase in phrases}


def _by_theme(group: Sequence[Told], everything: Sequence[Told], least: float = SHARED_THEME) -> dict[str, float]:
    names = theme_names()
    themes = sorted({theme for told in group for theme in told.themes} & names.keys())
    rated = _rated(_about(group, themes), _about(everything, themes), least)
    return {theme_label(names[theme]): score for theme, score in rated.items()}


def _often(found: Iterable[frozenset[str]]) -> list[str]:
    """The most frequent first."""
    counts = Counter(one for each in found for one in each)
    return sorted(counts, key=lambda one: (-counts[one], one))[:TRIED]


def _shared(group: Sequence[Told], found: Iterable[str], least: float) -> dict[str, float]:
    """What more than one of a group have in their text, and part enough of them."""
    told = _saying(group, found).items()
    return {one: share for one, share in told if share * len(group) > 1 and share >= least}


def _by_phrase(group: Sequence[Told], everything: Sequence[Told]) -> dict[str, float]:
    """A phrase must be among the practices of a case and in the text of others; a theme outranks it by a little."""
    shared = _shared(group, _often(told.phrases for told in group), SHARED_PHRASE)
    rated = _rated(shared, _saying(everything, shared), SHARED_PHRASE)
    return {one: (DEED_WEIGHT if is_deed(one) else PHRASE_WEIGHT) * score for one, score in rated.items()}


def _by_slogan(group: Sequence[Told], everything: Sequence[Told]) -> dict[str, float]:
    shared = _shared(group, _often(told.slogans for told in group), SHARED_SLOGAN)
    rated = _rated(shared, _saying(everything, shared), SHARED_SLOGAN)
    return {one: SLOGAN_WEIGHT * score for one, score in rated.items()}


@cache
def names_something(word: str) -> bool:
    """Nouns and what is used as one; no verbs of every report (围绕), no names of people and places."""
    return bool(NOUN.match(rjieba.tag(word)[0][1]))


@cache
def _general_idf() -> tuple[Mapping[str, float], float]:
    """How rare a word is in Chinese at large: jieba's table, and its median for words that it does not have."""
    from jieba.analyse import TFIDF  # reads its table of 270,000 words when it is imported

    table = TFIDF()
    return table.idf_freq, table.median_idf


def rarity(word: str) -> float:
    """How rare a word is in Chinese at large, 1 for the median of all."""
    table, median = _general_idf()
    return table.get(word, median) / median


def tells(word: str) -> bool:
    """Nouns and rare verbs tell what a text is about, but not those of every report."""
    return not GENERAL.fullmatch(word) and (names_something(word) or rarity(word) >= TELLING)


def _keywords(group: Sequence[Told], everything: Counter[str], cases: int) -> tuple[str, ...]:
    said = Counter(word for told in group for word in told.words)
    inside = Counter({word: number for word, number in said.items() if names_something(word)})
    inside = inside if max(inside.values(), default=0) > 1 else said
    least = 2 if len(group) > 1 else 1
    rated = {
        word: number / len(group) * math.log((1 + cases) / (everything[word] or 1)) * rarity(word)
        for word, number in inside.items()
        if number >= least
    }
    return tuple(sorted(rated, key=lambda word: (-round(rated[word], 9), word))[:KEYWORDS])


def _best(rated: Mapping[str, float]) -> list[str]:
    return sorted((one for one in rated if rated[one] > 0), key=lambda one: (-round(rated[one], 9), one))


def _narrowed(group: Sequence[Told], everything: Sequence[Told], keywords: Sequence[str]) -> Iterator[str]:
    """The foremost themes of a group, each with a word that most of the group share (志愿服务（助学）)."""
    rated = _by_theme(group, everything, min(SOME_THEME, 1 / max(len(group), 1)))
    themes = sorted(rated, key=lambda theme: (-round(rated[theme], 9), theme))[:2]
    telling = [word for word in keywords if tells(word)]
    shares = {word: _mean((word in told.words for told in group), len(group)) for word in telling}
    fitting = [word for word in telling if shares[word] >= SHARED_KEYWORD]
    for word in [*fitting, *sorted(telling, key=lambda word: -round(shares[word], 9))]:
        yield from (f"{theme}（{word}）" for theme in themes if word not in theme)


def _last(group: Sequence[Told]) -> Iterator[str]:
    """The foremost theme of a group of which nothing else can be said, numbered where it is another's name."""
    about = _about(group, sorted({theme for told in group for theme in told.themes} & theme_names().keys()))
    for theme in sorted(about, key=lambda theme: (-round(about[theme], 9), theme))[:1]:
        label = theme_label(theme_names()[theme])
        yield from (label, *(f"{label}（{number}）" for number in "二三四五六七八九十"))


def _candidates(
    group: Sequence[Told], everything: Sequence[Told], keywords: Sequence[str], by_theme: bool
) -> Iterator[str]:
    """Labels from the best on; a theme narrowed by a word comes late, phrases that few of the group come last."""
    rated = _by_phrase(group, everything) | _by_slogan(group, everything)
    yield from _best(rated | (_by_theme(group, everything) if by_theme else {}))
    if by_theme:
        yield from _best(_by_theme(group, everything, SOME_THEME))
    found = _often(told.phrases for told in group)
    shared = _shared(group, found, SOME_PHRASE)
    yield from sorted(shared, key=lambda one: (-shared[one], one))
    yield from chain(_narrowed(group, everything, keywords), found, _last(group))


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
    """At most so many of the ids, evenly drawn in their order."""
    ordered = sorted(ids)
    return [ordered[at * len(ordered) // most] for at in range(most)] if len(ordered) > most else ordered


def describe(
    groups: Mapping[str, Collection[str]], ids: Iterable[str], tell: Callable[[str], Told], *, by_theme: bool = True
) -> dict[str, Description]:
    """A label, unique among the clusters, and keywords for each, from ids of what is in it; large ones choose first.

    `ids` are those of all, clustered or not; `tell` is asked for those alone that are drawn. Where all of a cluster
    have one theme, it tells them not apart: `by_theme` is false.
    """
    inside, outside = {id_: _drawn(members, OF_A_GROUP) for id_, members in groups.items()}, _drawn(ids, OF_ALL)
    told = {id_: tell(id_) for id_ in outside}  # the others are told again where needed: 300,000 would fill the memory
    everything = list(told.values())
    counts = Counter(word for one in everything for word in one.words)
    found: dict[str, Description] = {}
    for id_ in sorted(groups, key=lambda id_: (-len(groups[id_]), id_)):
        group = [told[member] if member in told else tell(member) for member in inside[id_]]
        keywords = _keywords(group, counts, len(everything))
        names = tuple(islice(filter(_long_enough, _candidates(group, everything, keywords, by_theme)), NAMES))
        found[id_] = Description(named(names, [one.label for one in found.values()]), keywords, names)
    return found
