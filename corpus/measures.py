"""Whether words name a measure: a verb and its object, as headings of practices do."""

import re
from functools import lru_cache

import rjieba

VERBAL = frozenset(("v", "vn", "vd", "a", "ad", "an", "i", "l", "z", "j"))
# The dictionary takes many verbs with a result (织密, 建强) for nouns.
RESULT = re.compile(r"^[\u4e00-\u9fff][好强实密牢紧准优活亮深细严大足定住起出成新高快通顺]")
FRAMES = re.compile(r"^([把让将变促使以用靠为][\u4e00-\u9fff“]|锚定|聚焦|深化|推行|推动|着力|坚持)")
DEGREE = re.compile(
    r"^(进一步|切实|不断|持续|全面|着力|大力|认真|努力|继续|积极|扎实|深入|坚决|始终|充分|严格|主动|统筹|稳步|有序)(?=[\u4e00-\u9fff]{2})"
)
# What works, and what it brings about: 数字赋能提效能.
INSTRUMENT = re.compile(
    r"^[\u4e00-\u9fff]{2,4}(引领|赋能|联动|驱动|带动|共治|共建|共享|助力|护航|搭台|牵头|融合|撬动|激活|推动|聚力|联建)[\u4e00-\u9fff“]{2,8}$"
)
NO_MEASURE = re.compile(r"^(党建|支部|党员|群众|干部|组织|各|全)")


@lru_cache(maxsize=4096)
def opens_measure(words: str) -> bool:
    """Whether folded words begin as a measure does."""
    words = words.strip(" “")
    if not words or NO_MEASURE.match(words):
        return False
    return bool(FRAMES.match(words) or RESULT.match(words)) or rjieba.tag(words)[0][1] in VERBAL


def names_measure(title: str) -> bool:
    """Whether any clause of a folded title begins as a measure does."""
    clauses = [DEGREE.sub("", clause) for clause in re.split(r"[,: ]", title)]
    return any(opens_measure(clause) or INSTRUMENT.match(clause) for clause in clauses)
