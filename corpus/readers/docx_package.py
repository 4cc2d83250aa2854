"""Opening a DOCX: the few parts that hold text, each checked before it is parsed; others are opened when asked for."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import islice
from zipfile import ZipFile

from docx.opc.packuri import PACKAGE_URI, PackURI
from lxml import etree

from corpus import xmlguard
from corpus.model import RejectionError
from corpus.readers.docx_compact import compact, thinned, without_table_styles
from corpus.readers.docx_symbols import shown_signs
from corpus.zipguard import CUT_OFF, open_zip, read_entry

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{WORD}}}"
# ISO "strict" documents bear other namespaces for the same elements.
STRICT = b"http://purl.oclc.org/ooxml/"
TRANSITIONAL = (
    (STRICT + b"wordprocessingml/main", WORD.encode()),
    (STRICT + b"officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (STRICT + b"drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
# How XML in UTF-16 begins: with a byte-order mark, or with a tag.
MARKS = (b"\xff\xfe", b"\xfe\xff")
WIDE = (*MARKS, b"<\0", b"\0<")
DECLARATION = re.compile(r"^\s{0,9}<\?xml[^>]{0,200}\?>")
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
PARTS = ("numbering", "footnotes", "endnotes")
# Heads and feet of the pages. A document has three of each for every section; hundreds would be forged.
PAGE_PARTS = ("header", "footer")
MOST_PAGE_PARTS = 200
CHUNK = "aFChunk"
# References that Word would follow when it opens the document; a hyperlink waits for a click.
OBJECTS = ("package", "oleObject")
FOLLOWED = ("attachedTemplate", "image", "frame", "subDocument", "oleObject", CHUNK)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parsed parts of a DOCX, and what to tell about it.

    `heads`: heads and feet of the pages. `targets`: names of parts by the ids of references; `fetch` gives such a part,
    or None. `chunks`: names of whole files that the document embeds, likewise. `known`: properties that
    stand once for all that have them, by the number that refers to them.
    """

    document: etree._Element
    styles: etree._Element | None
    numbering: etree._Element | None
    footnotes: etree._Element | None
    endnotes: etree._Element | None
    heads: tuple[etree._Element, ...]
    targets: dict[str, str]
    fetch: Callable[[str], bytes | None]
    chunks: dict[str, str]
    known: dict[str, etree._Element]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A reference to another part: its id, the last word of its type, and the name of an entry or an address."""

    name: str
    kind: str
    target: str
    external: bool


def open_docx(data: bytes) -> Parts:
    """The parts of the document.

    Raises RejectionError: `damaged`, `doctype`, `depth`, or what the container is refused for.
    """
    package = open_zip(data)
    main = next((r.target for r in _relations(package, PACKAGE_URI) if r.kind == "officeDocument"), "word/document.xml")
    relations = _relations(package, PackURI(f"/{main}"))
    inside = [relation for relation in relations if relation.target in package.NameToInfo and not relation.external]
    names = {relation.kind: relation.target for relation in inside}
    styles = _styles(package, names.get("styles"))
    numbering, footnotes, endnotes = (_optional(package, names.get(kind)) for kind in PARTS)
    heads = dict.fromkeys(relation.target for relation in inside if relation.kind in PAGE_PARTS)
    document = parse_xml(shown_signs(read_entry(package, main)), compact)
    return Parts(
        document,
        styles,
        numbering,
        footnotes,
        endnotes,
        tuple(parse_xml(read_entry(package, name)) for name in islice(heads, MOST_PAGE_PARTS)),
        (targets := {relation.name: relation.target for relation in inside}),
        partial(_fetched, package, targets),
        {relation.name: relation.target for relation in inside if relation.kind == CHUNK},
        {str(number): element for number, element in enumerate(document.iterfind(f"{W}known/*"))},
        _warnings(relations),
    )


def _fetched(package: ZipFile, targets: dict[str, str], reference: str) -> bytes | None:
    """Another part of the document, whose container stays open for such parts."""
    name = targets.get(reference)
    return None if name is None else read_entry(package, name)


def parse_xml(data: bytes, smaller: Callable[[bytes], bytes] = thinned) -> etree._Element:
    """The root of an XML part, with the usual namespaces, as `corpus.xmlguard` parses it; `smaller` as there."""
    data = _in_utf8(data)
    if STRICT in data:
        for strict, usual in TRANSITIONAL:
            data = data.replace(strict, usual)
    return xmlguard.parse_xml(data, smaller)


def _in_utf8(data: bytes) -> bytes:
    """The XML in the encoding that nearly all documents have, without its declaration where it had another one."""
    if not data.startswith(WIDE):
        return data
    try:
        text = data.decode("utf-16" if data.startswith(MARKS) else "utf-16-be" if data[0] == 0 else "utf-16-le")
    except UnicodeDecodeError as error:
        raise RejectionError("damaged", CUT_OFF) from error
    return DECLARATION.sub("", text, count=1).encode()


def _optional(package: ZipFile, name: str | None) -> etree._Element | None:
    """A part that a document may lack; a reference that leads nowhere is as good as none."""
    return parse_xml(read_entry(package, name)) if name in package.NameToInfo and name else None


def _styles(package: ZipFile, name: str | None) -> etree._Element | None:
    return parse_xml(read_entry(package, name), without_table_styles) if name else None


def _relations(package: ZipFile, source: PackURI) -> tuple[Relation, ...]:
    root = _optional(package, source.rels_uri.membername)
    if root is None:
        return ()
    return tuple(_relation(element, source) for element in root.iter(RELATIONSHIP))


def _relation(element: etree._Element, source: PackURI) -> Relation:
    name = str(element.get("Id", ""))
    kind = str(element.get("Type", "")).rstrip("/").rsplit("/", 1)[-1]
    target = str(element.get("Target", ""))
    if element.get("TargetMode") == "External" or not target or target.startswith("#"):
        return Relation(name, kind, target, external=True)
    return Relation(name, kind, PackURI.from_rel_ref(source.baseURI, target).membername, external=False)


def _warnings(relations: tuple[Relation, ...]) -> tuple[str, ...]:
    found: list[str] = []
    if any(relation.external and relation.kind in FOLLOWED for relation in relations):
        found.append(
            "The document refers to files outside itself (a template, picture or part); they were not fetched."
        )
    objects = sum(relation.kind in OBJECTS and not relation.external for relation in relations)
    if objects:
        number = "1 object" if objects == 1 else f"{objects} objects"
        found.append(f"The document embeds {number} of other programs (tables, formulas, files) that were not read.")
    return tuple(found)
