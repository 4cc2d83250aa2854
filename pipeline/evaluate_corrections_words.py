"""Words worth adding to a taxonomy, or dropping from it, as analysts' corrections tell."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import rjieba

from corpus.fold import fold
from extractors.lexicon import form_of
from extractors.problem_category import UNSPECIFIED
from outputs.corrections import Kind, OfFinding
from outputs.record import Json
from outputs.taxonomy import categories

SHORTEST, LONGEST = 4, 12  # characters of a phrase
RECURS = 2  # places
SECTION: Mapping[Kind, str] = {"problem": "problems", "practice": "practices"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A correction of a finding, with the category or theme that the system said and the one that is meant."""

    by: OfFinding
    said: str | None
    meant: str | None


def _phrases(quote: str) -> set[str]:
    """The runs of whole words of a quote that could be a phrase."""
    ends = [0]
    for word in rjieba.cut(fold(quote)):
        ends.append(ends[-1] + len(word))
    text = fold(quote)
    runs = (text[a:b] for at, a in enumerate(ends) for b in ends[at + 1 :] if SHORTEST <= b - a <= LONGEST)
    return {run for run in runs if all("\u4e00" <= char <= "\u9fff" for char in run)}


def _longest(counts: Mapping[str, int]) -> Iterator[str]:
    """Phrases that recur, without those inside a longer one that recurs as often."""
    often = sorted((one for one in counts if counts[one] >= RECURS), key=lambda one: (-len(one), one))
    kept: list[str] = []
    for one in often:
        if not any(one in longer and counts[longer] >= counts[one] for longer in kept):
            kept.append(one)
            yield one


def _wanted(judged: Iterable[Judgement]) -> dict[str, list[str]]:
    """Category or theme -> the quotes that the system missed or took for another one."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in judged:
        if one.meant and one.meant != one.said and one.meant != UNSPECIFIED:
            found[one.meant].append(one.by.finding.quote)
    return found


def _to_add(judged: Sequence[Judgement]) -> Iterator[Json]:
    """Phrases that recur in what was missed of a category and that no finding holds which is of another, or none."""
    others = [(one.meant, fold(one.by.finding.quote)) for one in judged]
    for group, quotes in sorted(_wanted(judged).items()):
        counts = Counter(phrase for quote in quotes for phrase in _phrases(quote))
        for phrase in sorted(_longest(counts), key=lambda one: (-counts[one], one)):
            against = sum(phrase in quote for meant, quote in others if meant != group)
            if not against:
                yield {"id": group, "phrase": phrase, "times": counts[phrase]}


def _variants() -> dict[str, tuple[str, ...]]:
    return {one.id: tuple(sorted(map(form_of, one.variants), key=len, reverse=True)) for one in categories()}


def _set_phrase(one: Judgement, variants: Mapping[str, Sequence[str]]) -> str | None:
    """The set phrase on which a category rests."""
    if one.said is None or (one.by.finding.said or {}).get("certainty") != "set":
        return None
    words = form_of(one.by.finding.quote)
    return next((phrase for phrase in variants.get(one.said, ()) if phrase in words), None)


def _to_drop(judged: Sequence[Judgement]) -> Iterator[Json]:
    """Set phrases whose findings were more often wrong, or of another category, than right."""
    variants = _variants()
    right: Counter[tuple[str, str]] = Counter()
    wrong: Counter[tuple[str, str]] = Counter()
    for one in judged:
        if phrase := _set_phrase(one, variants):
            (right if one.said == one.meant else wrong)[str(one.said), phrase] += 1
    for (group, phrase), times in sorted(wrong.items(), key=lambda pair: (-pair[1], pair[0])):
        if times > right[group, phrase]:
            yield {"id": group, "phrase": phrase, "wrong": times, "right": right[group, phrase]}


def lexicon(kind: Kind, judged: Sequence[Judgement]) -> Json:
    """What to add to a taxonomy and what to drop from it, and both as a draft of an overlay."""
    add = list(_to_add(judged))
    drop = list(_to_drop(judged)) if kind == "problem" else []
    return {"add": add, "drop": drop, "draft": "\n".join(_draft(SECTION[kind], add, drop))}


def _draft(section: str, add: Sequence[Json], drop: Sequence[Json]) -> Iterator[str]:
    """Lines for a folder of --taxonomy."""
    if add or drop:
        yield f"{section}:"
    for name, entries in (("add", add), ("drop", drop)):
        groups: dict[str, list[str]] = defaultdict(list)
        for one in entries:
            groups[one["id"]].append(json.dumps(one["phrase"], ensure_ascii=False))
        if groups:
            yield f"  {name}:"
        yield from (f"    {group}: [{', '.join(phrases)}]" for group, phrases in sorted(groups.items()))
