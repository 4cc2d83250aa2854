"""The text layer of a PDF page beside what is seen on it: characters that nobody can see, or that mean others."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence

import pypdfium2
from pypdfium2 import raw

from corpus.model import Box
from corpus.readers import pdf_calls as calls
from corpus.readers.pdf_chars import BOX, UNKNOWN, Char
from corpus.readers.pdf_rules import is_dark

# Tones (0 to 255) of what is white as paper.
WHITE = 250
INVISIBLE = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
FILLED = (raw.FPDF_TEXTRENDERMODE_FILL, raw.FPDF_TEXTRENDERMODE_FILL_CLIP)
# Unreadable characters that follow each other are words; one alone is a bullet or a mark.
WORDS = re.compile(f"{UNKNOWN}[{UNKNOWN} \r\n]*{UNKNOWN}")
# So many characters has a string that is cut off, of one byte each or of two; half a character may follow.
LONGEST = frozenset({32_767, 16_383, 16_384})
# What stands for a character inside a word that cannot be told; elsewhere it may be a bullet or a mark.
PLACE = "□"
INSIDE = re.compile(
    f"(?<=[\u3400-\u9fff]){UNKNOWN}{{1,6}}(?=[\u3400-\u9fff，。、；：！？”’）》])|(?<=[“‘（《]){UNKNOWN}{{1,6}}(?=[\u3400-\u9fff])"
)
# So many characters of a page tell whether it is gibberish, and so many are looked at.
LEAST, SAMPLE = 30, 400
EACH = 3
# The shares from which on they do: of accented letters, of other scripts and how many of them, and of letters that are
# as wide (em) as Han characters.
ACCENTED, STRANGE, SCRIPTS, WIDE, EM = 0.4, 0.2, 4, 0.5, 0.92
# Of so many Han characters a share are among the commonest ones (three quarters in prose, a third in lists of names).
HANS, COMMON = 100, 0.15
# So many Han characters, or words, tell whether a guess was right, by the share of common ones.
FEW, SENSE, SHARE = 6, 0.5, 0.08
ENGLISH = frozenset(["the", "of", "and", "to", "in", "a", "is", "for", "on", "with", "are", "that", "by", "from"])
BLANK = re.compile(r"\s+")
HAN = re.compile("[\u4e00-\u9fff]")
ACCENTS = re.compile("[\xa1-\xff]")
STRANGE_SCRIPTS = re.compile(
    "[^\0-\u024f\u02b0-\u052f\u1e00-\u2bff\u2e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\U0010ffff]"
)
COMMONEST = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所"
    "民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日"
    "那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想"
    "已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指"
    "几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权"
    "收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集"
    "温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近千周委素技备半办青省列习响约支般"
    "史感劳便团往历市克何除构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属包火住"
    "調滿縣參紅細該鐵價嚴國時來們個為這會說對產種過學後經動發無開關當實體點業應還進問題見長東車馬"
)


def unseen(page: pypdfium2.PdfPage, handle: raw.FPDF_TEXTPAGE, count: int) -> frozenset[int]:
    """The characters that cannot be seen; none where they are most of the page, or lie over what may show them: the
    text layer of a scan, white words on a dark ground.
    """
    eye, box = _Eye(handle), raw.FS_RECTF()
    places = [place for place in range(count) if not eye.inked(place)]
    if 2 * len(places) > count:
        return frozenset()
    grounds = list(_grounds(page))
    found: list[int] = []
    for place in places:
        raw.FPDFText_GetLooseCharBox(handle, place, box)
        x, y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        if not any(left < x < right and bottom < y < top for left, bottom, right, top in grounds):
            found.append(place)
    return frozenset(found)


def _grounds(page: pypdfium2.PdfPage) -> Iterator[Box]:
    """Where a page has pictures, other pages in it, or coloured areas, in its own points."""
    for item in page.get_objects(max_depth=1):
        if item.type == raw.FPDF_PAGEOBJ_TEXT or (item.type == raw.FPDF_PAGEOBJ_PATH and not is_dark(item.raw)):
            continue
        yield item.get_bounds()


def doubts(handle: raw.FPDF_TEXTPAGE, places: Sequence[int], count: int) -> tuple[bool, bool]:
    """Whether some characters of the page have no meaning that the file tells, and whether some of these may not be
    seen. Of the others every third is asked: a font may change within a line.
    """
    asked = (*places, *range(0, count, EACH))
    return any(calls.is_unmapped(handle, place) == 1 for place in asked), not all(map(_Eye(handle).inked, places))


def without_unmapped(handle: raw.FPDF_TEXTPAGE, text: str) -> str:
    """The text with U+FFFD for what pdfium could but guess, taking the numbers of shapes for characters, unless it
    guessed right.
    """
    wrong = [calls.is_unmapped(handle, place) == 1 for place in range(len(text))]
    if _makes_sense("".join(char for char, bad in zip(text, wrong, strict=True) if bad or char.isspace())):
        return text
    return "".join(UNKNOWN if bad else char for char, bad in zip(text, wrong, strict=True))


def _makes_sense(text: str) -> bool:
    """Whether most Han characters are common ones, or the commonest English words are there."""
    han, words = HAN.findall(text), text.lower().split()
    if len(han) >= FEW:
        return sum(map(COMMONEST.__contains__, han)) > SENSE * len(han)
    return len(words) >= FEW and sum(map(ENGLISH.__contains__, words)) > SHARE * len(words)


def is_cut(handle: raw.FPDF_TEXTPAGE, count: int) -> bool:
    """Whether pdfium cut a string off: it reads so many bytes of one and leaves the rest out."""
    if count < min(LONGEST):  # hardly a page has so many characters, and none in one string
        return False
    shown = Counter(calls.text_object(handle, place) for place in range(count))
    return not LONGEST.isdisjoint(length for address, length in shown.items() if address)


def unreadable_words(text: str) -> int:
    """How many characters of unreadable words there are."""
    return sum(match[0].count(UNKNOWN) for match in WORDS.finditer(text)) if UNKNOWN in text else 0


def with_places(text: str) -> tuple[str, int]:
    """The text with □ for unreadable characters inside words, and how many there are: a word is not to close up over a
    character that is lost.
    """
    shown = INSIDE.sub(lambda match: PLACE * len(match[0]), text)
    return shown, text.count(UNKNOWN) - shown.count(UNKNOWN)


class _Eye:
    """Sees characters by their colour and by how they are drawn."""

    def __init__(self, handle: raw.FPDF_TEXTPAGE) -> None:
        self._handle = handle
        self._colour = (ctypes.c_uint * 4)()
        self._tones = [ctypes.byref(self._colour, 4 * number) for number in range(4)]

    def inked(self, place: int) -> bool:
        """Whether a character is drawn in a colour other than white; what stands there by no one's hand counts."""
        shown = calls.text_object(self._handle, place)
        mode = calls.render_mode(shown) if shown else raw.FPDF_TEXTRENDERMODE_FILL
        if mode in INVISIBLE:
            return False
        if mode not in FILLED or not calls.fill_colour(self._handle, place, *self._tones):
            return True
        red, green, blue, opaque = self._colour
        return bool(opaque and min(red, green, blue) < WHITE)


def is_gibberish(text: str) -> bool:
    """Whether the characters of a page are not those that are drawn: numbers of shapes taken for letters."""
    inked = BLANK.sub("", text)
    if len(inked) < LEAST:
        return False
    sample = inked[:: -(-len(inked) // SAMPLE)]
    if len(ACCENTS.findall(sample)) > ACCENTED * len(sample):
        return True
    strange = STRANGE_SCRIPTS.findall(sample)
    if len(strange) > STRANGE * len(sample) and len({ord(char) >> 7 for char in strange}) >= SCRIPTS:
        return True
    han = HAN.findall(sample)
    return len(han) >= HANS and sum(map(COMMONEST.__contains__, han)) < COMMON * len(han)


def are_wide_letters(handle: raw.FPDF_TEXTPAGE, text: str, pieces: Sequence[Char]) -> bool:
    """Whether letters and digits are drawn as wide as Han characters, in fonts that the file brings: numbers of shapes
    that are taken for letters.
    """
    if len(text.encode()) > 2 * len(text):  # hardly a letter
        return False
    letters = [piece for piece in pieces if piece.text.isascii() and piece.text.strip() and not piece.generated]
    wide = [one for one in letters if len(one.text) == 1 and one.x1 - one.x0 > EM * (one.bottom - one.top) / BOX]
    many = len(wide) > max(WIDE * sum(len(piece.text) for piece in letters), LEAST)
    return many and all(_is_embedded(handle, char.place) for char in wide)


def _is_embedded(handle: raw.FPDF_TEXTPAGE, place: int) -> bool:
    shown = raw.FPDFText_GetTextObject(handle, place)
    return bool(shown) and raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(shown)) == 1
