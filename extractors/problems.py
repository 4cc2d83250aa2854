"""Problems (问题) in a document: set phrases of the taxonomy, constructions and lists, made one and labelled."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.beginnings import begun
from corpus.model import Document, Span
from extractors.base import Problem, ProblemStatus
from extractors.lexicon import Hit, Phrases
from extractors.overlay import active, per_overlay
from extractors.problem_category import UNSPECIFIED, Judgement, around, chances, judgement, probabilities
from extractors.problem_constructions import SPAN, Candidate, constructed, governed, siblings, warned_of
from extractors.problem_patterns import any_of, categories, context, patterns
from extractors.problem_spans import subject_start, trims
from extractors.problem_status import status_of
from extractors.problem_zones import Zone, told, told_of_after, zones

NEAR = 14
LIKELY = 0.35
# Groups that are aimed at.
TARGETS = ("target", "backward_group")
# Where their object is a set phrase, that is the problem: 把结对当成面子工程.
WRAPPING = ("mistaken_for", "stuck_at", "becomes", "occurs")
# Two set phrases side by side are one problem: 门难进、脸难看.
PAIRED = ("can_but_cannot", "each_own")
SAID_REACH = 14


@dataclass(frozen=True, slots=True)
class _Lexicon:
    phrases: Phrases
    ambiguous: frozenset[str]
    targets: frozenset[str]
    field_nouns: frozenset[str]
    field_after: re.Pattern[str]
    not_after: re.Pattern[str]
    cued: frozenset[str]
    handled: re.Pattern[str]
    counted: re.Pattern[str]
    exists_after: re.Pattern[str]
    label_after: re.Pattern[str]
    opener: re.Pattern[str]
    against: re.Pattern[str]
    asserted: re.Pattern[str]
    absent: re.Pattern[str]


@per_overlay
def _lexicon() -> _Lexicon:
    found, listed = patterns(), categories()
    return _Lexicon(
        phrases=Phrases(
            (phrase, category.id)
            for category in listed
            for phrase in category.variants + category.ambiguous + category.targets
        ),
        ambiguous=frozenset(phrase for category in listed for phrase in category.ambiguous),
        targets=frozenset(phrase for category in listed for phrase in category.targets),
        field_nouns=frozenset(found.field_nouns),
        field_after=begun(found.field_after),
        not_after=begun(found.not_after),
        cued=frozenset(one.id for one in found.constructions if one.cued),
        handled=begun(found.handled),
        counted=begun(found.counted),
        exists_after=begun(found.exists_after),
        label_after=begun(found.label_after),
        opener=re.compile(any_of((*found.governed.openers, *found.cue_openers)) + r"[^,;:。!?\n]{0,10}$"),
        against=re.compile(any_of(found.governed.openers)),
        asserted=begun(found.asserted),
        absent=begun(found.absent),
    )


def extract(document: Document) -> Iterable[Problem]:
    """The problems of a document in the order of the text."""
    folded, stretches = document.folded, zones(document)
    settled = _settled(folded)
    settled = sorted(settled + list(told(folded, stretches, _places(settled))), key=SPAN)
    masked = _masked(folded, settled)
    stands = [one for one in settled if not (_denied(folded, one.span) or _put_right(folded, one))]
    for candidate, judged in zip(stands, _judged(folded, stands), strict=True):
        span = candidate.span
        paragraph = document.paragraph_at(span.start)
        heading = paragraph is not None and paragraph.kind in ("heading", "title")
        if heading and judged.category == UNSPECIFIED and candidate.source != "told":
            continue
        if told_of_after(folded, stretches, span):
            continue
        status = _status(document, candidate, masked, stretches)
        named = judged.category, status, judged.certainty, judged.likeliest
        yield Problem(span.start, span.end, span.of(document.text), *named)


def _denied(folded: str, span: Span) -> bool:
    """Whether the clause says that there is no such thing: 未发现吃拿卡要的问题."""
    said = folded[max(0, span.start - 2 * NEAR) : span.end]
    return bool(context("denied").search(said) and context("of_rank").match(folded, span.end))


def _status(document: Document, one: Candidate, masked: str, stretches: Sequence[Zone]) -> ProblemStatus:
    """The status; what the words right before the core of the problem break is solved: 党员带头破僵局."""
    if one.source in TARGETS:
        return "general"
    status = status_of(document, one.span, masked, stretches)
    broken = one.source == "trouble_noun" and context("breaks").search(document.folded, one.span.start, one.core.start)
    return "solved" if broken and status == "present" else status


def _put_right(folded: str, one: Candidate) -> bool:
    """Whether the words only mark things that were put right and counted: 规范不合理合同415份."""
    before = folded[max(0, one.core.start - 4) : one.core.start]
    return bool(context("puts_right").search(before) and context("count_behind").match(folded, one.span.end))


def _judged(folded: str, found: Sequence[Candidate]) -> Iterator[Judgement]:
    """The analyst's own word for each problem, else what the set phrases and the model say."""
    fits = chances(folded, [(one.span, around(folded, one.span)) for one in found])
    for one, fit in zip(found, fits, strict=True):
        own = active().problems.own_label(one.span.of(folded), one.labels)
        yield Judgement(own) if own else judgement(fit, one.labels)


@lru_cache(maxsize=4096)
def names_problem(title: str) -> bool:
    """Whether a folded title names a problem from end to end (服务供给缺), and no measure against one."""
    words = title.strip("“”。 ")
    whole = [one for one in _settled(words) if one.span == Span(0, len(words)) and one.source not in TARGETS]
    return any(not _lexicon().against.fullmatch(words, 0, one.core.start) for one in whole)


def _places(found: list[Candidate]) -> set[int]:
    return {at for one in found for at in range(one.span.start, one.span.end)}


def _masked(folded: str, found: list[Candidate]) -> str:
    """The text with what was found hidden; `found` is in the order of the text."""
    pieces, at = list[str](), 0
    for one in found:
        if one.span.end > at:
            start = max(at, one.span.start)
            pieces += (folded[at:start], "□" * (one.span.end - start))
            at = one.span.end
    return "".join((*pieces, folded[at:]))


def _settled(folded: str) -> list[Candidate]:
    """The candidates that stand, none overlapping another, in the order of the text."""
    phrases = [one for hit in _lexicon().phrases.find(folded) if (one := _named(folded, hit))]
    found = [one for one in constructed(folded) if _stands(folded, one)]
    ends = {one.span.end for one in phrases + found}
    built = _apart(folded, [one for one in found if not _unresolved(folded, one, ends)])
    kept = _joined(folded, phrases, built)
    taken = {at for one in kept for at in range(one.span.start, one.span.end)}
    members = [one for one in governed(folded) if taken.isdisjoint(range(one.span.start, one.span.end))]
    named = [one._replace(span=one.core) for one in _apart(folded, members) if _likely(folded, one)]
    taken.update(at for one in named for at in range(one.span.start, one.span.end))
    warned = list(warned_of(folded, taken))
    taken.update(at for one in warned for at in range(one.span.start, one.span.end))
    settled = sorted(kept + named + warned + list(siblings(folded, taken)), key=SPAN)
    ends = {one.span.end for one in settled}
    return [one for one in settled if not _ranked(folded, one, ends)]


def _ranked(folded: str, one: Candidate, ends: set[int]) -> bool:
    """Whether a word of rank only closes the problem right before it: 人手紧张的 | 矛盾."""
    before = one.span.start - 1
    return one.span.of(folded) in patterns().words["frame"] and folded[before] == "的" and before in ends


def _likely(folded: str, member: Candidate) -> bool:
    """A member of a list that is said to exist is a problem; elsewhere its words must be those of a category."""
    return (
        member.source == "asserted"
        or bool(_lexicon().asserted.search(folded[max(0, member.span.start - NEAR) : member.span.start]))
        or (probabilities(member.span.of(folded)).max() >= LIKELY)
    )


def _stands(folded: str, one: Candidate) -> bool:
    if one.source in _lexicon().cued:
        left, right = (
            folded[max(0, one.span.start - NEAR) : one.span.start],
            folded[one.span.end : one.span.end + 2 * NEAR],
        )
        if not _cued("", left, right) or _worked_off(left, right):
            return False
    return not _absent(folded, one.span)


def _unresolved(folded: str, one: Candidate, ends: set[int]) -> bool:
    """Whether it only says that the problem right before it has not been overcome."""
    said = bool(context("said").search(folded, max(0, one.core.start - SAID_REACH), one.core.start))
    return bool(context("unresolved").search(one.span.of(folded))) and (
        said or any(one.core.start - back in ends for back in range(5))
    )


def _absent(folded: str, span: Span) -> bool:
    return bool(_lexicon().absent.search(folded[max(0, span.start - NEAR) : span.start]))


def _named(folded: str, hit: Hit) -> Candidate | None:
    """A set phrase as a candidate, unless it is part of a name, a case that was handled, or too vague without a cue."""
    rules, span = _lexicon(), Span(hit.start, hit.end)
    left, right = folded[max(0, hit.start - NEAR) : hit.start].split("\n")[-1], folded[hit.end : hit.end + 2 * NEAR]
    if hit.phrase in rules.targets:
        return Candidate(span, span, "target", hit.labels)
    if rules.not_after.search(left) or _absent(folded, span):
        return None
    if hit.label == UNSPECIFIED and (
        left.endswith("等") or (left.endswith(("的", "以下", "下列")) and context("announces").match(right))
    ):
        return None
    if rules.counted.match(right):
        return None
    vague = hit.phrase in rules.ambiguous
    if (vague or hit.phrase in rules.field_nouns) and (rules.field_after.match(right) or _worked_off(left, right)):
        return None
    if vague and not _cued(hit.label, left, right):
        return None
    return Candidate(span, span, "phrase", hit.labels)


def _worked_off(left: str, right: str) -> bool:
    """Whether cases are counted or handled: 化解矛盾纠纷32起."""
    return bool(_lexicon().counted.match(right) or _lexicon().handled.search(left))


def _cued(label: str, left: str, right: str) -> bool:
    rules = _lexicon()
    if label == UNSPECIFIED:
        return bool(rules.asserted.search(left))
    return bool(rules.exists_after.match(right) or rules.label_after.match(right) or rules.opener.search(left))


def _apart(folded: str, found: list[Candidate]) -> list[Candidate]:
    """Constructions side by side: one inside another's object goes, a subject that holds another problem is cut."""
    kept: list[Candidate] = []
    for one in sorted(found, key=lambda one: (one.core.start, -one.span.end, one.span.start)):
        last = kept[-1] if kept else None
        if last is None or not last.span.overlaps(one.span):
            kept.append(one)
        elif one.core.overlaps(last.core):
            if one.span.covers(last.span) and (len(kept) == 1 or not kept[-2].span.overlaps(one.span)):
                kept[-1] = one
        elif one.core.start >= last.span.end and one.core.start - last.span.end >= 2:
            kept.append(one._replace(span=Span(subject_start(folded, one.core.start, last.span.end), one.span.end)))
        elif one.core.start >= last.span.end:
            kept[-1] = last._replace(span=Span(last.span.start, one.span.end))
    return kept


def _joined(folded: str, phrases: list[Candidate], built: list[Candidate]) -> list[Candidate]:
    """Set phrases and constructions made one: a construction takes the category of the phrase in it."""
    kept: list[Candidate] = []
    gone: set[Candidate] = set()
    places = {at: phrase for phrase in phrases for at in range(phrase.span.start, phrase.span.end)}
    for one in built:
        inside = list(dict.fromkeys(places[at] for at in range(one.span.start, one.span.end) if at in places))
        named = [phrase for phrase in inside if phrase.source != "target"]
        if one.source in PAIRED and named:
            one = one._replace(labels=named[0].labels)
        elif len(named) > 1 or not (choice := _choice(folded, _past_targets(folded, one, inside), named)):
            continue
        else:
            one = choice
        kept.append(one)
        gone.update(phrase for phrase in inside if phrase.span.overlaps(one.span))
    return kept + [phrase for phrase in phrases if phrase not in gone]


def _past_targets(folded: str, one: Candidate, inside: list[Candidate]) -> Candidate:
    """The construction without the target group that it speaks of: 贫困村 | 道路不畅."""
    ends = [phrase.span.end for phrase in inside if phrase.source == "target" and phrase.span.end <= one.core.start]
    return one._replace(span=Span(subject_start(folded, one.core.start, max(ends)), one.span.end)) if ends else one


def _choice(folded: str, one: Candidate, named: list[Candidate]) -> Candidate | None:
    """The construction, with the categories of the phrase on its core, or None where the phrase alone is better."""
    phrase = next((phrase for phrase in named if phrase.span.overlaps(one.span)), None)
    if phrase is None:
        return one
    if phrase.span.covers(one.span) or one.source in WRAPPING:
        return None
    if phrase.span.overlaps(one.core):
        if not one.span.covers(phrase.span) or _complete(folded, one, phrase):
            return None
        return one if phrase.labels == (UNSPECIFIED,) else one._replace(labels=phrase.labels)
    if phrase.span.start >= one.core.end:
        return None if context("overcoming").search(folded, one.core.start, phrase.span.start) else one
    return None if folded[phrase.span.end] in "问现的等”、" else one


def _complete(folded: str, one: Candidate, phrase: Candidate) -> bool:
    """Whether the phrase names what is wrong with it: 编制少 does, 质量不高 needs its subject."""
    head = trims().adverbs.sub("", folded[phrase.span.start : one.core.start])
    return (
        phrase.span.end >= one.core.end
        and phrase.labels != (UNSPECIFIED,)
        and len(head) >= 2
        and head not in trims().bare
    )
