"""The bare wording of a text: folded letters without figures, masks and marks; a corrected figure changes nothing."""

import re

from corpus.fold import fold

NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两")
# Pairs: what converters put into the other script and folding does not take back (澄江 is 澂江, in Hong Kong 卫 is 衞).
VARIANTS = (
    "沉沈座坐锺钟揹背伕夫钜巨迳径暱昵像象薰熏托讬咨谘徵征余馀於于渖沈瞭了澂澄復复覆复乾干麹曲尽侭濬浚藉借甯宁具俱𬭭戚"
    "薹苔划画线缐𫫇恶蘗檗麽么幺么拏拿鎗枪脩修昇升燄焰哩里唚吣斲斫旋镟簷檐痺痹睪睾颚腭鲶鲇潨潀衞卫敍叙枱台粧妆糭粽衹只"
)
PLAIN = dict(zip(map(ord, VARIANTS[::2]), VARIANTS[1::2], strict=True)) | dict.fromkeys(map(ord, NUMERALS))
MASKS = re.compile(r"[某×*○□■▇]+|(?<![a-z])x+(?![a-z])")


def wording(text: str) -> str:
    """The letters of a text in folded lower case; numerals, masks (某, ××, xxx), marks and blanks are gone."""
    return bare(fold(text))


def bare(folded: str) -> str:
    """The wording of a text that is folded already."""
    words = MASKS.sub(" ", folded.lower())
    return "".join(filter(str.isalpha, words.translate(PLAIN)))


def letter_places(text: str) -> list[int]:
    """Where in a text each letter of its wording stands."""
    words = MASKS.sub(lambda mask: " " * len(mask[0]), fold(text).lower())
    return [at for at, char in enumerate(words) if char.isalpha() and char not in NUMERALS]
