"""Clauses that tell what came of a practice: what it made possible, what rose or fell, what is said of its success."""

import re

from corpus.beginnings import begun
from corpus.model import Span
from extractors.practice_words import COUNT, particular

FIGURE = re.compile(rf"{COUNT}|\d\s?%|百分|[一二三四五六七八九]成|倍|分钟|亿|万")
MEASURED = re.compile(
    r"率|度|收入|产值|产量|利润|营收|时间|周期|成本|数量|面积|平均|均|增收|积案|信访|案件|纠纷|事故|投诉"
)
# 到2025年 is a target, and what is disposed of (把容错纠错落到实处) a deed.
DEED = begun(r"年内|到\d{4}年|(?:同时|并|也)?[把将]")
RATE = re.compile(
    r"^[^,。]{1,10}[率度](?:已|就|则)?(?:高?达到?|为|超过|保持在)?(?:了)?\s?(?:\d|百分之|[一二三四五六七八九]成)"
)
FROM_TO = re.compile(r"(?:由|从)[^,。]{0,12}\d[^,。]{0,10}(?:到|至|为)[^,。]{0,4}\d")


def is_result(folded: str, clause: Span) -> bool:
    """Whether a clause that follows a practice tells what came of it."""
    text = clause.of(folded)
    if len(text) < 4 or DEED.match(text) or particular("no_results").search(text):
        return False
    opened = particular("result_openers", before="(?:并|也|更|还|已|进一步|切实|真正|目前|至今)?").match(text)
    stated = particular("result_states", after="[了]?$").search(text)
    turned = particular("result_turns").search(text) and FIGURE.search(text) and MEASURED.search(text)
    return bool(opened or stated or turned or RATE.match(text) or FROM_TO.search(text))


def continues(folded: str, clause: Span) -> bool:
    """Whether a clause goes on counting what was done in the one before it (共3期, 其中贫困户12户)."""
    return bool(particular("continuations").match(folded, clause.start, clause.end))
