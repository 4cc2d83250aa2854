"""Practices by the frame of their sentence: what stands behind 针对…问题, and before …解决了…, is what was done."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import rjieba

from corpus.model import Document, Span
from extractors.practice_cells import PART, titled
from extractors.practice_clauses import Sentence, blocked, is_concrete, is_vague
from extractors.practice_results import is_result
from extractors.practice_spans import Area, Candidate
from extractors.practice_words import UNIT, adverbs, pattern, without_counts
from extractors.problem_keys import hint

AIM = re.compile(
    r"[^,;:。]{0,10}(?:(?:针对|面对|直面|直击|围绕|聚焦|鉴于|为(?:了)?(?:有效|切实|着力|彻底|从根本上)?"
    r"(?:解决|破解|克服|化解|消除|改变|扭转|缓解|根治|补齐))[^,;:。]{4,40})$"
)
NAMED = re.compile(
    r"(?:问题|难题|现象|痛点|堵点|难点|短板|困境|实际|情况|状况|瓶颈|软肋|弊端|顽疾|之困|的)[”]?$|难[”]?$"
)
CAME = re.compile(
    r"(?:使|让|从而|进而)?(?:(?:有效|切实|成功|较好地?|真正|彻底|逐步|基本|很好地?)地?(?:VERB)|(?:VERB)了)[^,;:。]{4,40}$|"
    r"(?:使|让)?[^,;:。]{4,30}(?:迎刃而解|得到[^,;:。]{0,6}(?:解决|缓解|扭转|改变))$".replace(
        "VERB", "解决|纠正|遏制|破解|克服|化解|消除|改变|扭转|缓解|打破|破除|根治|补齐|告别|摆脱"
    )
)
# What names no problem, or counts those that were solved.
NO_PROBLEM = re.compile(r"急难愁盼|热点|难点|实际需求|[\d百千]\s?[余多]?[个件起项人名户]")
THEN = re.compile(r"(?:以前|以往|过去|从前|原来|原先|昔日)[^,;:。]{3,40}$")
# What takes up the problem told before: 为此, 针对这一问题; and the question what to do about it.
TAKES_UP = re.compile(
    r"(?:为此|对此|鉴于此|有鉴于此|于是|(?:针对|面对|围绕|为(?:了)?(?:有效|切实)?(?:解决|破解|改变|扭转|化解))"
    r"(?:这|该|上述|此|以上|其)[^,;:。]{0,12})$"
)
ASKS = re.compile(r"(?:怎么办|咋办|(?:怎么|如何|怎样)[解破治改办])$")
FRAMES = "|".join(frame.pattern for frame in (TAKES_UP, AIM, CAME, THEN))
NOW = re.compile(r"(?:如今|现在|现今|而今|现如今)(?:,)?")
# Time, cause and circumstance open a clause that tells no deed.
SETTING = re.compile(
    r"[^,]{0,20}(?:后|时|以来|年来|期间|过程中|情况下|基础上|以前|以后)$|通过[^,]{0,4}$|(?:由于|因为|虽然|尽管|截至|截止|力争|谨防|防止|没|无|有|自\d)|[^,]{0,12}[把将][^,]{1,16}(?:当作|作为)|.{0,120}的$"
)
STATE = re.compile(r"(?:[较很太更最仍][一-龥]{1,2}|[大多少高低强弱难])$")
SLOGAN = re.compile(r"[^,;:。]{0,6}(?:克服|力戒|破解|根治|破除|直面|针对)[^,;:。]{4,20}$")
CLAUSE = re.compile(rf"{UNIT}{{1,120}}")
SHORTEST, LONGEST = 5, 40
BACK = 2  # clauses before …解决了… in which what did it may stand
FURTHEST = 16  # characters of a clause before its verb
NO_VERBS = frozenset(
    "是 有 为 在 可以 能够 可能 成为 属于 认为 看到 希望 开始 受到 面临 存在 出现 位于 达到 没有 获得 得到 取得".split()  # noqa: SIM905
)
SUBJECT = frozenset(
    {"n", "ns", "nr", "nt", "nz", "r", "t", "m", "q", "f", "s", "d", "j", "l", "vn", "an", "a", "b", "k"}
)


def aimed(document: Document, sentences: Sequence[Sentence], taken: Iterable[Candidate]) -> Iterator[Candidate]:
    """The deeds of clauses that answer a problem by the build of their sentence, where nothing else was found."""
    told = Area.of(one.span for one in taken)
    for at, sentence in enumerate(sentences):
        for stretch in (*_answering(document.folded, sentence.clauses), *_next(document, sentences[at : at + 2])):
            if any(told.touches(clause) for clause in stretch):
                continue
            deeds = (span for clause in stretch if (span := _deed(document.folded, clause)))
            yield from (Candidate(span, "action", sentence.span) for span in islice(deeds, 1))


def under_problems(document: Document) -> Iterator[Candidate]:
    """The deeds of what stands under headings that only name a problem (关于X问题), one of each sentence."""
    for body in titled(document):
        for part in PART.finditer(document.folded, body.start, body.end):
            clauses = (Span(*one.span()) for one in CLAUSE.finditer(document.folded, *part.span()))
            deeds = (span for clause in clauses if (span := _deed(document.folded, clause)))
            yield from (Candidate(span, "action", Span(*part.span())) for span in islice(deeds, 1))


def _answering(folded: str, clauses: Sequence[Span]) -> Iterator[Sequence[Span]]:
    """The clauses behind 针对…问题, those before …解决了…, and those behind 如今 after 以前, the likeliest first."""
    for at, clause in enumerate(clauses):
        words = clause.of(folded)
        answer = _answer(folded, words, clauses[:at], clauses[at + 1 :]) if hint(FRAMES).search(words) else ()
        if answer and not NO_PROBLEM.search(words):
            yield answer


def _answer(folded: str, words: str, before: Sequence[Span], behind: Sequence[Span]) -> Sequence[Span]:
    """The clauses that answer the words of one, by the frame that these make with them."""
    if behind and (TAKES_UP.match(words) or (AIM.match(words) and NAMED.search(words))):
        return behind
    if before and CAME.match(words):
        return before[-BACK:][::-1]
    now = NOW.match(folded, behind[0].start, behind[0].end) if behind and THEN.search(words) else None
    return (Span(now.end(), behind[0].end),) if now else ()


def _next(document: Document, pair: Sequence[Sentence]) -> Iterator[Sequence[Span]]:
    """The clauses of a sentence whose forerunner in the paragraph ends in 克服X: the slogan, and what was done; or asks
    what to do (X怎么办?).
    """
    if len(pair) < 2 or "\n" in document.folded[pair[0].span.end : pair[1].span.start]:
        return
    last = pair[0].clauses[-1].of(document.folded) if pair[0].clauses else ""
    asked = ASKS.search(last) and document.folded[pair[0].span.end : pair[0].span.end + 1] == "?"
    if asked or (SLOGAN.match(last) and not NO_PROBLEM.search(last)):
        yield pair[1].clauses


def _deed(folded: str, clause: Span) -> Span | None:
    """From the verb of a clause to its end, without counts; None where it tells a state, a setting or a result."""
    text = clause.of(folded)
    if SETTING.match(text) or AIM.match(text) or is_result(folded, clause):
        return None
    start = _verb(text)
    words = without_counts(text[start:]) if start is not None else ""
    fits = SHORTEST <= len(words) <= LONGEST and not is_vague(words) and not words.endswith("的")
    if start is None or not fits or blocked(text[:start]):
        return None
    if STATE.search(words) or (pattern("plain_verbs").match(words) and not is_concrete(words)):
        return None
    return Span(clause.start + start, clause.start + start + len(words))


def _verb(text: str) -> int | None:
    """Where the first verb stands behind a subject and adverbs."""
    known = adverbs().match(text)
    at = known.end() if known else 0
    for word, tag in rjieba.tag(text[at : at + 2 * FURTHEST]):
        if at > FURTHEST:
            return None
        if tag == "v" and word not in NO_VERBS and len(word) < 4:
            return at
        if tag in ("p", "c") and word in ("由", "把", "将", "对", "给", "为", "与", "用", "按"):
            return at
        if tag not in SUBJECT and tag != "v":
            return None
        at += len(word)
    return None
