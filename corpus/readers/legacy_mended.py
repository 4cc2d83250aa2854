"""What LibreOffice writes otherwise than Word shows it is mended in the DOCX that it made, before that is read."""

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from lxml import etree

from corpus.limits import in_force
from corpus.readers.docx_package import W, parse_xml
from corpus.readers.docx_symbols import FONTS, PRIVATE, symbol
from corpus.zipguard import RATIO_FROM, open_zip, read_entry

CLOCK = "A field that shows the day, the time or the name of the file was left out: LibreOffice fills it anew."
LOST_REFERENCE = "A reference to a place that is not in the document was left out: LibreOffice keeps no word of it."
# Fields whose result is not kept in the file but made when it is opened.
MADE_ANEW = re.compile(r"\s{0,9}(?:DATE|TIME|FILENAME|EDITTIME)\b")
MAYBE_MADE_ANEW = re.compile(rb"<w:instrText[^>]{0,60}>\s{0,9}(?:DATE|TIME|FILENAME|EDITTIME)\b")
# What stands for a reference that leads nowhere. Its words do not depend on the system: see `legacy_profile`.
NOWHERE = "Error: Reference source not found"
# Signs in the private area of Unicode (U+F000 to F0FF), as symbol fonts have them, and when a font is one.
PRIVATE_SIGN = re.compile("[\uf000-\uf0ff]")
MAYBE_SIGN = re.compile(rb"\xef[\x80-\x83]")
# 1.1 beneath 第一章: such a level counts in digits throughout, and LibreOffice does not write so.
IN_DIGITS = re.compile(r"%\d(?:[.．]%\d){1,8}[.．]?\s*")
FIELD, INSTRUCTION, TEXT = W + "fldChar", W + "instrText", W + "t"
NUMBERING = "word/numbering.xml"
TEXTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
# A change to the tree of a part, and what is to be told where it changed something; None where it did not.
Mend = Callable[[etree._Element], str | None]


def mended(converted: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The DOCX with its faults mended, and what to tell about that; the very same object where there is none.

    The same file must give the same text on any day, so fields that LibreOffice fills when it opens a file are emptied.
    Raises what `open_zip` raises, but `ratio`.
    """
    converted, told = _loosened(converted), set[str]()
    with open_zip(converted) as package:
        changed = {}
        for name in (*TEXTS, NUMBERING):
            if name in package.NameToInfo:
                part = read_entry(package, name)
                if (new := _mended(part, _mends(part, name), told)) is not part:
                    changed[name] = new
        new = _copied(package, changed, ZIP_DEFLATED) if changed else converted
    return new, tuple(sorted(told))


def _loosened(converted: bytes) -> bytes:
    """The DOCX with no part that is packed so well that it would pass for a bomb: this one LibreOffice has packed. The
    caps for what is unpacked hold.
    """
    ratio = in_force().ratio
    try:
        with ZipFile(BytesIO(converted)) as package:
            suspicious = any(e.file_size > max(RATIO_FROM, ratio * e.compress_size) for e in package.infolist())
            return _copied(package, {}, ZIP_STORED) if suspicious else converted
    except (BadZipFile, ValueError):
        return converted  # what opens it next says what it is


def _copied(package: ZipFile, changed: Mapping[str, bytes], packing: int) -> bytes:
    """The XML of a package, some of its parts changed; pictures are not needed."""
    written, limits = BytesIO(), in_force()
    room = limits.unpacked_bytes
    with ZipFile(written, "w", packing) as copy:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                part = changed.get(name) or read_entry(package, name, min(limits.part_bytes, room))
                room -= len(part)
                copy.writestr(name, part)
    return written.getvalue()


def _mends(part: bytes, name: str) -> list[Mend]:
    """What may have to be done to a part, by a look at its bytes: most need nothing, and are not parsed twice."""
    if name == NUMBERING:
        return [_in_digits] if b"%1" in part else []
    mends: list[Mend] = []
    if MAYBE_MADE_ANEW.search(part):
        mends.append(_without_clock)
    if NOWHERE.encode() in part:
        mends.append(_without_lost_references)
    if MAYBE_SIGN.search(part):
        mends.append(_with_signs)
    return mends


def _mended(part: bytes, mends: list[Mend], told: set[str]) -> bytes:
    """The part after all mends; the very same object where none did anything."""
    if not mends:
        return part
    root = parse_xml(part, bytes)
    done = [words for mend in mends if (words := mend(root)) is not None]
    told.update(filter(None, done))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) if done else part


def _without_clock(root: etree._Element) -> str | None:
    """Nothing in the results of fields that are filled anew; fields may stand in each other."""
    found = False
    fields: list[list[str]] = []  # of each open field its instruction, and "result" once that begins
    for element in root.iter(FIELD, INSTRUCTION, TEXT):
        if element.tag == FIELD:
            _step(fields, element.get(W + "fldCharType"))
        elif element.tag == INSTRUCTION and fields:
            fields[-1][0] += element.text or ""
        elif any(MADE_ANEW.match(instruction) and place for instruction, place in fields):
            element.text, found = "", True
    return CLOCK if found else None


def _step(fields: list[list[str]], mark: str | None) -> None:
    if mark == "begin":
        fields.append(["", ""])
    elif mark == "separate" and fields:
        fields[-1][1] = "result"
    elif mark == "end" and fields:
        fields.pop()


def _without_lost_references(root: etree._Element) -> str | None:
    lost = [element for element in root.iter(TEXT) if element.text == NOWHERE]
    for element in lost:
        element.text = ""
    return LOST_REFERENCE if lost else None


def _with_signs(root: etree._Element) -> str | None:
    """Signs of symbol fonts as what they look like: LibreOffice writes them as text in that font."""
    found = False
    for element in root.iter(TEXT):
        text = element.text or ""
        font = _font(element) if PRIVATE_SIGN.search(text) else ""
        if font in FONTS:
            element.text = "".join(symbol(font, f"{ord(c):X}") if ord(c) in PRIVATE else c for c in text)
            found = True
    return "" if found else None


def _font(text: etree._Element) -> str:
    """The font of a text by its run."""
    run = text.getparent()
    fonts = None if run is None else run.find(f"{W}rPr/{W}rFonts")
    return "" if fonts is None else str(fonts.get(f"{W}ascii", "")).strip().lower()


def _in_digits(root: etree._Element) -> str | None:
    found = False
    for level in root.iter(W + "lvl"):
        text = level.find(W + "lvlText")
        if text is not None and IN_DIGITS.fullmatch(text.get(W + "val", "")) and level.find(W + "isLgl") is None:
            text.addprevious(etree.Element(W + "isLgl"))
            found = True
    return "" if found else None
