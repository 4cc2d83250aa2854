"""Names for clusters as a person would write them: a theme or phrase that the cases share, else their keywords."""

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, combinations, islice, permutations
from sys import intern

import rjieba

from corpus.fold import fold
from outputs.model import CatalogueCase
from outputs.neighbours import topic_text
from outputs.taxonomy import theme_names
from outputs.vectors import words

SHORTEST, LONGEST = 4, 12
PHRASE = range(4, 9)  # characters of a phrase; longer ones are sentences
WORDS_OF_A_PHRASE = range(2, 5)
KEYWORDS = 8
PHRASE_WEIGHT = 0.8
TRIED = 300  # phrases of a cluster that are looked for in all texts, the most frequent
NAMES = 40  # labels that would fit, kept for the next build
OF_A_GROUP, OF_ALL = 150, 1500  # cases that are looked at, evenly drawn: shares of them are shares of the rest
SHARED_THEME = 0.2  # how far a cluster's cases must be about the theme that it is named after
SHARED_PHRASE = 0.4  # part of a cluster's cases that must have the phrase
SHARED_COMPOUND = 0.15  # part of them that must have two keywords side by side
OPENS = re.compile(
    r"(?:n|v|a|j|l|b)(?!r|s|t)"
)  # parts of speech: no names of people, places and bodies, no function words
CLOSES = re.compile(r"(?:n|vn|j|l)(?!r|s|t)")
INSIDE = re.compile(r"(?:n|v|a|j|l|b|k|g)(?!r|s|t)")
NOUN = re.compile(r"(?:n|vn|j|l)(?!r|s|t)")
HAN = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Description:
    """What a cluster is called, the words that mark it, and the names that would fit it, the best first."""

    label: str
    keywords: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A case as labels see it: parts of its practices by theme, phrases of its practices, its words and its text."""

    themes: Mapping[str, float]
    phrases: frozenset[str]
    words: frozenset[str]
    text: str


def _themes(case: CatalogueCase) -> dict[str, float]:
    """How far a case is about a theme; two in five of its practices make it wholly so."""
    counts = Counter(practice.theme for practice in case.practices)
    return {theme: min(1.0, 2.5 * number / counts.total()) for theme, number in counts.items()}


def _runs(tagged: Sequence[tuple[str, str]]) -> Iterator[str]:
    for first, last in combinations(range(len(tagged) + 1), 2):
        run = tagged[first:last]
        if len(run) in WORDS_OF_A_PHRASE and OPENS.match(run[0][1]) and CLOSES.match(run[-1][1]):
            phrase = "".join(word for word, _ in run)
            if len(phrase) in PHRASE and HAN.fullmatch(phrase) and all(INSIDE.match(tag) for _, tag in run):
                yield phrase


def _phrases(practices: Iterable[str]) -> frozenset[str]:
    """Phrases of two to four words in what is said to be done; the first 40 characters of a practice name it."""
    return frozenset(phrase for one in practices for phrase in _runs(rjieba.tag(one[:40])))


def of_case(case: CatalogueCase) -> Told:
    """A case as labels see it."""
    text = topic_text(case)
    phrases = _phrases(fold(one.text) for one in case.practices)
    return Told(_themes(case), phrases, frozenset(map(intern, words(text))), text)


def of_practice(text: str) -> Told:
    """The folded text of a practice as labels see it; all of a group have one theme, which tells them not apart."""
    return Told({}, _phrases([text]), frozenset(words(text)), text)


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


def _by_theme(group: Sequence[Told], everything: Sequence[Told]) -> dict[str, float]:
    names = theme_names()
    themes = sorted({theme for told in group for theme in told.themes} & names.keys())
    rated = _rated(_about(group, themes), _about(everything, themes), SHARED_THEME)
    return {theme_label(names[theme]): score for theme, score in rated.items()}


def _by_phrase(group: Sequence[Told], everything: Sequence[Told]) -> dict[str, float]:
    """A phrase must be among the practices of a case and in the text of others; a theme outranks it by a little."""
    often = Counter(phrase for told in group for phrase in told.phrases)
    found = sorted(often, key=lambda phrase: (-often[phrase], phrase))[:TRIED]
    shared = {phrase: share for phrase, share in _saying(group, found).items() if share * len(group) > 1}
    rated = _rated(shared, _saying(everything, shared), SHARED_PHRASE)
    return {phrase: PHRASE_WEIGHT * score for phrase, score in rated.items()}


@cache
def _names_something(word: str) -> bool:
    """Nouns and what is used as one; no verbs of every report (围绕), no names of people and places."""
    return bool(NOUN.match(rjieba.tag(word)[0][1]))


@cache
def _general_idf() -> tuple[Mapping[str, float], float]:
    """How rare a word is in Chinese at large: jieba's table, and its median for words that it does not have."""
    from jieba.analyse import TFIDF  # reads its table of 270,000 words when it is imported

    table = TFIDF()
    return table.idf_freq, table.median_idf


def _rarity(word: str) -> float:
    table, median = _general_idf()
    return table.get(word, median) / median


def _keywords(group: Sequence[Told], everything: Counter[str], cases: int) -> tuple[str, ...]:
    inside = Counter(word for told in group for word in told.words if _names_something(word))
    least = 2 if len(group) > 1 else 1
    rated = {
        word: number / len(group) * math.log((1 + cases) / (everything[word] or 1)) * _rarity(word)
        for word, number in inside.items()
        if number >= least
    }
    return tuple(sorted(rated, key=lambda word: (-round(rated[word], 9), word))[:KEYWORDS])


def _compounds(group: Sequence[Told], pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Pairs of keywords as they stand together in the texts (长者食堂), those of most texts first."""
    counts = {one + other: sum(one + other in told.text for told in group) for one, other in pairs}
    found = [name for name, number in counts.items() if number > 1 and number >= SHARED_COMPOUND * len(group)]
    return sorted(found, key=lambda name: (-counts[name], name))


def _candidates(group: Sequence[Told], everything: Sequence[Told], keywords: Sequence[str]) -> Iterator[str]:
    """Labels from the best on; keywords in pairs come late, phrases that few of the group have come last."""
    pairs = [pair for pair in permutations(keywords, 2) if pair[0] not in pair[1] and pair[1] not in pair[0]]
    rated = _by_phrase(group, everything) | _by_theme(group, everything)
    yield from sorted((name for name in rated if rated[name] > 0), key=lambda name: (-round(rated[name], 9), name))
    often = Counter(phrase for told in group for phrase in told.phrases)
    phrases = sorted(often, key=lambda phrase: (-often[phrase], phrase))
    shared = [one for one in phrases if often[one] > 1 and often[one] >= SHARED_COMPOUND * len(group)]
    yield from chain(_compounds(group, pairs), shared)
    yield from (f"{one}与{other}" for one, other in pairs if keywords.index(one) < keywords.index(other))
    yield from phrases


def _long_enough(label: str) -> bool:
    return SHORTEST <= len(label) <= LONGEST


def apart(label: str, taken: Iterable[str]) -> bool:
    """Whether a label is neither another's nor part of one."""
    return not any(label in other or other in label for other in taken)


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
    groups: Mapping[str, Collection[str]], ids: Iterable[str], tell: Callable[[str], Told]
) -> dict[str, Description]:
    """A label, unique among the clusters, and keywords for each, from ids of what is in it; large ones choose first.

    `ids` are those of all, clustered or not; `tell` is asked for those alone that are drawn.
    """
    inside, outside = {id_: _drawn(members, OF_A_GROUP) for id_, members in groups.items()}, _drawn(ids, OF_ALL)
    told = {id_: tell(id_) for id_ in sorted({*outside, *chain.from_iterable(inside.values())})}
    everything = [told[id_] for id_ in outside]
    counts = Counter(word for one in everything for word in one.words)
    found: dict[str, Description] = {}
    for id_ in sorted(groups, key=lambda id_: (-len(groups[id_]), id_)):
        group = [told[member] for member in inside[id_]]
        keywords = _keywords(group, counts, len(everything))
        names = tuple(islice(filter(_long_enough, _candidates(group, everything, keywords)), NAMES))
        found[id_] = Description(named(names, [one.label for one in found.values()]), keywords, names)
    return found
