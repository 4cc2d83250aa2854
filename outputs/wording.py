"""The bare wording of a text: folded letters without figures, masks and marks; a corrected figure changes nothing."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

import numpy as np

from corpus.characters import GONE, Characters, same
from corpus.fold import fold

NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两")
# Pairs: what converters put into the other script and folding does not take back (澄江 is 澂江, in Hong Kong 卫 is 衞).
VARIANTS = (
    "沉沈座坐锺钟揹背伕夫钜巨迳径暱昵像象薰熏托讬咨谘徵征余馀於于渖沈瞭了澂澄復复覆复乾干麹曲尽侭濬浚藉借甯宁具俱𬭭戚"
    "薹苔划画线缐𫫇恶蘗檗麽么幺么拏拿鎗枪脩修昇升燄焰哩里唚吣斲斫旋镟簷檐痺痹睪睾颚腭鲶鲇潨潀衞卫敍叙枱台粧妆糭粽衹只"
)
PLAIN = dict(zip(map(ord, VARIANTS[::2]), VARIANTS[1::2], strict=True)) | dict.fromkeys(map(ord, NUMERALS))
# One of these marks, or x between no other letters; for the class in front a search is quick.
MASKS = re.compile(r"[某×*○□■▇x](?:(?<=x)(?<![a-z]x)x*(?![a-z])|(?<!x)[某×*○□■▇]*)")
CAPITAL = "A"  # a letter that no wording has: it keeps several apart
LONGEST_RECENT = 200_000  # characters of a text whose wording is kept: that of a case is asked for twice


@cache
def _letters() -> Characters:
    codes = same()
    codes[~np.char.isalpha(codes.view("<U1"))] = GONE
    codes[list(PLAIN)] = [GONE if kept is None else ord(kept) for kept in PLAIN.values()]
    return Characters(codes)


def wording(text: str) -> str:
    """The letters of a text in folded lower case; numerals, masks (某, ××, xxx), marks and blanks are gone."""
    return _recent(text) if len(text) <= LONGEST_RECENT else bare(fold(text))


def bare(folded: str) -> str:
    """The wording of a text that is folded already."""
    return _letters().of(MASKS.sub(" ", folded.lower()))


def bare_each(folded: Iterable[str]) -> list[str]:
    """The wordings of many short texts that are folded already."""
    return _letters().of(MASKS.sub(" ", CAPITAL.join(map(str.lower, folded)))).split(CAPITAL)


_recent = lru_cache(maxsize=4)(lambda text: bare(fold(text)))


def letter_places(text: str) -> list[int]:
    """Where in a text each letter of its wording stands."""
    words = MASKS.sub(lambda mask: " " * len(mask[0]), fold(text).lower())
    return [at for at, char in enumerate(words) if char.isalpha() and char not in NUMERALS]
