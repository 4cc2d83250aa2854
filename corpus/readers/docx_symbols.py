"""Characters that a DOCX takes from symbol fonts, as the Unicode characters that look so."""

import re

# Pairs of the code in the font and the character.
WINGDINGS = "6C● 6E■ 6F□ 71❑ 75◆ 76❖ A7▪ A8□ D8➢ E0→ E8➔ F0⇨ FB✗ FC✓ FD☒ FE☑"
WINGDINGS_2 = "2A□ 4F✗ 50✓ 51☒ 52☑ 53☒ 54☒ 97● A3□"
SYMBOL = (
    "44Δ 53Σ 57Ω 61α 62β 64δ 67γ 6Cλ 6Dμ 70π 73σ A3≤ A5∞ AC← AD↑ AE→ AF↓ B0° B1± B3≥ B4× B7• B8÷ B9≠ BA≡ BB≈"
    " D0∠ D6√ E5∑"
)


def _marks(pairs: str) -> dict[int, str]:
    return {int(pair[:2], 16): pair[2:] for pair in pairs.split()}


FONTS = {"wingdings": _marks(WINGDINGS), "wingdings 2": _marks(WINGDINGS_2), "symbol": _marks(SYMBOL)}
PRIVATE = range(0xF000, 0xF100)
# The same range in UTF-8, as signs stand in a text that was typed in a symbol font; and a run with properties,
# up to its end or to another run in it.
TYPED = re.compile(rb"\xef[\x80-\x83][\x80-\xbf]")
RUN = re.compile(rb"<w:r(?: [^<>]*+)?>\s*+<w:rPr>((?:[^<]++|<(?!/?w:rPr))*+)(?:[^<]++|<(?!/?w:r[ >]))*+")
USED = re.compile(rb"<w:rFonts [^<>]*+>")
FONT = re.compile(rb'"(Wingdings(?: 2)?|Symbol)"', re.IGNORECASE)


def symbol(font: str, code: str) -> str:
    """The character of a `w:sym` element: `code` is hexadecimal. Empty where nobody knows what it looks like."""
    try:
        point = int(code[:6], 16)
    except ValueError:
        return ""
    marks = FONTS.get(font.strip().lower())
    if marks is not None:
        return marks.get(point & 0xFF, "")
    known = point not in PRIVATE and point >= 0x20 and not 0xD800 <= point < 0xE000 and point <= 0x10FFFF
    return chr(point) if known else ""


def shown_signs(xml: bytes) -> bytes:
    """The XML in UTF-8 with Unicode characters for the signs in runs of a symbol font; others stay as they are."""
    return RUN.sub(_run, xml) if TYPED.search(xml) else xml


def _run(match: re.Match[bytes]) -> bytes:
    used = USED.search(match[1])
    font = FONT.search(used[0]) if used else None
    if font is None:
        return match[0]
    marks = FONTS[font[1].decode().lower()]
    return TYPED.sub(lambda sign: marks.get(ord(sign[0].decode()) & 0xFF, sign[0].decode()).encode(), match[0])
