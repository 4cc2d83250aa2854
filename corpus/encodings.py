"""Which encoding the bytes of a text are in."""

import re
from collections.abc import Sequence
from contextlib import suppress

from corpus.model import RejectionError

# UTF-32 before UTF-16: its little-endian mark begins with that of UTF-16.
MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# The most frequent characters of Chinese prose in both scripts, with its punctuation: over a third of any report.
FREQUENT = frozenset(
    "，。、；：“”（）《》的一是在了和有人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定"
    "行学法所民得经十三之进着等部度家力里如水化高自二理起小现实加都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日社义事"
    "平形相全表间样与关各重新线内数正心反明看原又利比或但质气第向道命此变条只没结解问意建月公系很情最立代想已通并提直题党程展五果料象员"
    "革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必先回任據"
    "這個國來時們會發動學對產種後過說經進著業實現應開還結題問條與關線數運農將組見計強決幹黨員長級統資設單鄉鎮縣村推落服務群众建层"
)
HZ_BEGIN, HZ_END = b"~{", b"~}"
# Three characters at least: eight letters and digits for them, as no sum or product name has.
UTF7 = re.compile(rb"\+[A-Za-z0-9+/]{8}")
SHARE_OF_CHINESE = 0.3
SHARE_OF_CHANCE = 0.1
SAMPLE = 20_000


def decode(data: bytes) -> tuple[str, str]:
    """The text of the bytes after a byte-order mark, and the name of the encoding.

    Raises RejectionError("damaged") where no encoding fits. The order matters: GBK bytes decode as UTF-16 and Big5
    without any error.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding), encoding
    text = utf8(data)
    if text is not None:
        return _escaped(data) or (text, "utf-8")
    for encoding in (*unmarked_utf16(data), *_big5(data), "gb18030"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise _undecodable("UTF-8, GB18030 or UTF-16")


def _escaped(data: bytes) -> tuple[str, str] | None:
    """The text of a file in HZ or UTF-7, as mail once carried Chinese in ASCII."""
    if data.isascii() and data.count(HZ_BEGIN) and data.count(HZ_BEGIN) <= data.count(HZ_END):
        with suppress(UnicodeDecodeError):
            text = data.decode("hz")
            return (text, "hz") if is_chinese(text) else None
    if data.isascii() and UTF7.search(data):
        with suppress(UnicodeDecodeError):
            text = data.decode("utf-7")
            return (text, "utf-7") if is_chinese(text) and 2 * len(text) < len(data) else None
    return None


def _big5(data: bytes) -> tuple[str, ...]:
    """Big5, where its characters are common ones and those that GB18030 would make of the bytes are not."""
    if _chinese(data, "gb18030") >= SHARE_OF_CHANCE:
        return ()
    return ("cp950",) if _chinese(data, "cp950") >= SHARE_OF_CHINESE else ()


def utf8(data: bytes) -> str | None:
    """The text of bytes that are valid UTF-8 and not so by chance, or None."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    return text if _is_utf8(text, data) else None


def is_chinese(text: str) -> bool:
    """Whether the characters beside ASCII are those of Chinese prose, and not what another encoding makes of bytes."""
    return _share([char for char in text if char > "~"][:SAMPLE]) >= SHARE_OF_CHINESE


def _share(chars: Sequence[str]) -> float:
    return sum(char in FREQUENT for char in chars) / len(chars) if chars else 0.0


def _is_utf8(text: str, data: bytes) -> bool:
    """A few Chinese words in another encoding may happen to be valid UTF-8: other letters, or NULs among them."""
    if "\0" in text and unmarked_utf16(data):
        return False
    return text.isascii() or max(text) > "\u07ff" or _chinese(data, "gb18030") < SHARE_OF_CHINESE


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(encoding.upper()) from error


def _undecodable(encoding: str) -> RejectionError:
    return RejectionError(
        "damaged", f"The text is not readable as {encoding}: it is damaged or in another encoding. Save it as UTF-8."
    )


def unmarked_utf16(data: bytes) -> tuple[str, ...]:
    """UTF-16 without a byte-order mark, where the statistics of Chinese or the zero bytes of ASCII leave no doubt."""
    if len(data) % 2 or (b"\0" not in data and _chinese(data, "gb18030") > SHARE_OF_CHANCE):
        return ()
    return tuple(code for code in ("utf-16-le", "utf-16-be") if _chinese(data, code, ascii_too=True) > SHARE_OF_CHINESE)


def _chinese(data: bytes, encoding: str, ascii_too: bool = False) -> float:
    """The share of characters frequent in Chinese among those that are not ASCII; none where a NUL is there."""
    text = data[:SAMPLE].decode(encoding, errors="replace")
    counted = text if ascii_too else [char for char in text if char > "~"]
    if not counted or "\0" in text:
        return 0.0
    return sum(char in FREQUENT or (ascii_too and char <= "~") for char in counted) / len(counted)


def doubts(text: str, encoding: str) -> tuple[str, ...]:
    """Bytes of other encodings decode as GB18030 by chance, into rare characters: say so."""
    han = [char for char in text[:SAMPLE] if "\u3400" <= char <= "\u9fff"]
    if encoding != "gb18030" or not han or sum(char in FREQUENT for char in han) > SHARE_OF_CHANCE * len(han):
        return ()
    return ("The encoding of the text is doubtful: it was read as GB18030, but few of its characters are common ones.",)
