"""Whether words name a measure: a verb and its object, as headings of practices do."""

import re
from functools import lru_cache

import rjieba

VERBAL = frozenset(("v", "vn", "vd", "a", "ad", "an", "i", "l", "z", "j"))
# The dictionary takes many verbs with a result (织密, 建强) for nouns.
RESULT = re.compile(r"^[\u4e00-\u9fff][好强实密牢紧准优活亮深细严大足定住起出成新高快通顺]")
FRAMES = re.compile(r"^([把让将变促使以用靠为][\u4e00-\u9fff“]|锚定|聚焦|深化|推行|推动|着力|坚持)")
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
    return any(opens_measure(clause) for clause in re.split(r"[,: ]", title))
