"""Old and other Office formats (DOC, WPS, RTF, ODT): LibreOffice makes a DOCX of them first, and that is read.

Here nothing is started: `corpus.readers.legacy_office` converts, many documents in one call.
"""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from corpus.limits import check_size
from corpus.model import Reading, RejectionError
from corpus.readers import docx
from corpus.readers.docx_package import W, parse_xml
from corpus.readers.legacy_office import needs_office
from corpus.sniff import DOC, ODT, RTF
from corpus.zipguard import open_zip, read_entry

KINDS = {DOC: "a Word 97–2003 or WPS document (DOC)", ODT: "an OpenDocument text (ODT)", RTF: "an RTF file"}
CONVERTED = "The document was converted by LibreOffice before it was read; paragraphs are counted in what it wrote."
CLOCK = "A field that shows the day, the time or the name of the file was left out: LibreOffice fills it anew."
CUT_OFF = "The file breaks off (an RTF file ends with a brace): its last paragraphs may be missing. Copy it again."
# Fields whose result is not kept in the file but made when it is opened.
MADE_ANEW = re.compile(r"\s*(?:DATE|TIME|FILENAME|EDITTIME)\b")
MAYBE_MADE_ANEW = re.compile(rb"<w:instrText[^>]{0,60}>\s{0,9}(?:DATE|TIME|FILENAME|EDITTIME)\b")
FIELD, INSTRUCTION, TEXT = W + "fldChar", W + "instrText", W + "t"
TEXTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")


def read(data: bytes, media_type: str, converted: bytes | None) -> Reading:
    """The reading of a document by the DOCX that LibreOffice made of it.

    Raises RejectionError: `needs_office` where there is none, and what a DOCX is refused for.
    """
    if converted is None:
        raise RejectionError("needs_office", f"This is {KINDS[media_type]}. {needs_office()}")
    check_size(len(converted))
    still = without_clock(converted)
    reading = docx.read(still)
    warnings = (CONVERTED, *([CLOCK] if still is not converted else []), *reading.warnings)
    partial = CUT_OFF if media_type == RTF and not data.rstrip(b"\0\r\n\t \x1a").endswith(b"}") else reading.partial
    return replace(reading, media_type=media_type, warnings=warnings, partial=partial)


def without_clock(converted: bytes) -> bytes:
    """The DOCX without the results of fields that LibreOffice fills when it opens a file, so that the same file gives
    the same text on any day; the very same object where there is none.
    """
    with open_zip(converted) as package:
        texts = {name: read_entry(package, name) for name in TEXTS if name in package.NameToInfo}
        changed = {name: _emptied(text) for name, text in texts.items() if MAYBE_MADE_ANEW.search(text)}
        if not changed:
            return converted
        written = BytesIO()
        with ZipFile(written, "w", ZIP_DEFLATED) as copy:
            for name in package.namelist():
                if name.endswith((".xml", ".rels")):
                    copy.writestr(name, changed.get(name) or read_entry(package, name))
    return written.getvalue()


def _emptied(text: bytes) -> bytes:
    """The XML with nothing in the results of such fields; fields may stand in each other."""
    root = parse_xml(text, bytes)
    fields: list[list[str]] = []  # of each open field its instruction, and "result" once that begins
    for element in root.iter(FIELD, INSTRUCTION, TEXT):
        if element.tag == FIELD:
            _step(fields, element.get(W + "fldCharType"))
        elif element.tag == INSTRUCTION and fields:
            fields[-1][0] += element.text or ""
        elif any(MADE_ANEW.match(instruction) and place for instruction, place in fields):
            element.text = ""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _step(fields: list[list[str]], mark: str | None) -> None:
    if mark == "begin":
        fields.append(["", ""])
    elif mark == "separate" and fields:
        fields[-1][1] = "result"
    elif mark == "end" and fields:
        fields.pop()
