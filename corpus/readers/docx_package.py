"""Opening a DOCX: the few parts that hold text, each checked before it is parsed. Media are never unpacked."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from zipfile import ZipFile

from docx.opc.packuri import PACKAGE_URI, PackURI
from lxml import etree

from corpus.limits import too_deep
from corpus.model import RejectionError
from corpus.readers.docx_compact import compact, thinned, without_table_styles
from corpus.zipguard import CUT_OFF, open_zip, read_entry

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{WORD}}}"
# ISO "strict" documents bear other namespaces for the same elements.
STRICT = b"http://purl.oclc.org/ooxml/"
TRANSITIONAL = (
    (STRICT + b"wordprocessingml/main", WORD.encode()),
    (STRICT + b"officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
PARTS = ("numbering", "footnotes", "endnotes")
# Heads and feet of the pages. A document has three of each for every section; hundreds would be forged.
PAGE_PARTS = ("header", "footer")
MOST_PAGE_PARTS = 200
CHUNK = "aFChunk"
# References that Word would follow when it opens the document; a hyperlink waits for a click.
FOLLOWED = ("attachedTemplate", "image", "frame", "subDocument", "oleObject", CHUNK)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parsed parts of a DOCX, and what to tell about it.

    `heads`: heads and feet of the pages. `chunks`: whole files that the document embeds, by the id of the reference.
    `known`: properties that stand once for all that have them, by the number that refers to them.
    """

    document: etree._Element
    styles: etree._Element | None
    numbering: etree._Element | None
    footnotes: etree._Element | None
    endnotes: etree._Element | None
    heads: tuple[etree._Element, ...]
    chunks: dict[str, bytes]
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
    with open_zip(data) as package:
        main = next(
            (r.target for r in _relations(package, PACKAGE_URI) if r.kind == "officeDocument"), "word/document.xml"
        )
        relations = _relations(package, PackURI(f"/{main}"))
        inside = [relation for relation in relations if relation.target in package.NameToInfo and not relation.external]
        names = {relation.kind: relation.target for relation in inside}
        styles = _styles(package, names.get("styles"))
        numbering, footnotes, endnotes = (_optional(package, names.get(kind)) for kind in PARTS)
        heads = dict.fromkeys(relation.target for relation in inside if relation.kind in PAGE_PARTS)
        document = parse_xml(read_entry(package, main), compact)
        return Parts(
            document,
            styles,
            numbering,
            footnotes,
            endnotes,
            tuple(parse_xml(read_entry(package, name)) for name in islice(heads, MOST_PAGE_PARTS)),
            {relation.name: read_entry(package, relation.target) for relation in inside if relation.kind == CHUNK},
            {str(number): element for number, element in enumerate(document.iterfind(f"{W}known/*"))},
            _warnings(relations),
        )


def parse_xml(data: bytes, smaller: Callable[[bytes], bytes] = thinned) -> etree._Element:
    """The root of an XML part. No document type is let in: entities can grow or reach outside.

    `smaller`: what is done to the XML first. It is left undone where its result is no XML.
    """
    if b"<!DOCTYPE" in data:
        raise _doctype()
    if STRICT in data:
        for strict, usual in TRANSITIONAL:
            data = data.replace(strict, usual)
    try:
        root = _smaller(data, smaller)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise too_deep() from error
        raise RejectionError("damaged", CUT_OFF) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype()
    return root


def _smaller(data: bytes, smaller: Callable[[bytes], bytes]) -> etree._Element:
    try:
        return _parsed(smaller(data))
    except etree.XMLSyntaxError:
        return _parsed(data)


def _parsed(data: bytes) -> etree._Element:
    """The root of the XML. Where libxml2 finds a text too long (10 MB), it is parsed again without limits.

    The size of a part has its own limit. Entities must not grow then: for the second time only UTF-8 is let in, where
    a document type has been looked for.
    """
    try:
        return etree.fromstring(data, _parser(huge=False))
    except etree.XMLSyntaxError as error:
        too_long = "XML_PARSE_HUGE" in str(error) and "depth" not in str(error).lower()
        if not too_long or b"\0" in data:
            raise
    return etree.fromstring(data, _parser(huge=True))


def _parser(huge: bool) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8" if huge else None,
        huge_tree=huge,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )


def _doctype() -> RejectionError:
    return RejectionError("doctype", "The document declares entities, which no Office program writes. It was not read.")


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
    if any(relation.external and relation.kind in FOLLOWED for relation in relations):
        return ("The document refers to files outside itself (a template, picture or part); they were not fetched.",)
    return ()
