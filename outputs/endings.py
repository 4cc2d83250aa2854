"""Wordings cut into their endings, by which it is told whether two of them are one."""

import re
from functools import cache
from itertools import accumulate

import rjieba

from extractors.problem_patterns import patterns
from extractors.problem_spans import LEAD, TAIL

SHORTEST = 4  # characters of an ending, and of a wording that occurs once
# What can be a set phrase: words without figures, and no whole sentence.
PLAIN = re.compile(r"[\u4e00-\u9fffa-z、,]{2,20}")
# Closes many wordings and belongs to some: 各忙各的, 办不了. They are one without it, and written with it.
PARTICLES = "的了"
# Adverbs of degree as a whole; the extractors cut them in two.
LONGER = ("较为", "更为", "颇为", "略为")

# A wording from one of its words on: as it is compared, without adverbs, and as it is written. Plain tuples of texts,
# of which a large catalogue has millions, cost the garbage collector nothing.
Ending = tuple[str, str]


def _words(form: str) -> tuple[str, list[tuple[int, str]]]:
    """A wording without closing words, and its words with their places; no adverbs, and no links at its beginning."""
    form = (form if form[-1:] in PARTICLES else TAIL.sub("", form)).strip(" 、,")
    cut = rjieba.cut(form.rstrip(PARTICLES))
    starts, adverbs = accumulate(map(len, cut[:-1]), initial=0), _adverbs()
    words = [(at, word) for at, word in zip(starts, cut, strict=False) if word not in adverbs]
    while len(words) > 1 and LEAD.fullmatch(words[0][1]):
        words.pop(0)
    return form, words


@cache
def _adverbs() -> frozenset[str]:
    return frozenset((*patterns().words["adverb"], *LONGER))


def whole(form: str) -> tuple[Ending, ...]:
    """A wording as a whole, or nothing where it cannot be a set phrase."""
    words = TAIL.sub("", form)
    return ((words, words),) if PLAIN.fullmatch(words) else ()


def endings(form: str) -> tuple[Ending, ...]:
    """The whole of a wording, then what is left from each later word on, down to four characters."""
    told, words = _words(form)
    found = [("".join(word for _, word in words[n:]), told[at:]) for n, (at, _) in enumerate(words)]
    return (*found[:1], *(one for one in found[1:] if len(one[0]) >= SHORTEST))
