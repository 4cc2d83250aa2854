"""Opening a DOCX: the few parts that hold text, each checked before it is parsed. Media are never unpacked."""

from dataclasses import dataclass
from zipfile import ZipFile

from docx.opc.packuri import PACKAGE_URI, PackURI
from lxml import etree

from corpus.limits import too_deep
from corpus.model import RejectionError
from corpus.zipguard import CUT_OFF, open_zip, read_entry

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{WORD}}}"
# ISO "strict" documents bear other namespaces for the same elements.
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
PARTS = ("styles", "numbering", "footnotes", "endnotes")
# References that Word would follow when it opens the document; a hyperlink waits for a click.
FOLLOWED = ("attachedTemplate", "image", "frame", "subDocument", "oleObject", "aFChunk")


@dataclass(frozen=True, slots=True)
class Parts:
    """The parsed parts of a DOCX, and what to tell about it."""

    document: etree._Element
    styles: etree._Element | None
    numbering: etree._Element | None
    footnotes: etree._Element | None
    endnotes: etree._Element | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """A reference from one part to another: the last word of its type, and the name of an entry or an address."""

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
        names = {relation.kind: relation.target for relation in relations if not relation.external}
        styles, numbering, footnotes, endnotes = (_optional(package, names.get(kind)) for kind in PARTS)
        document = parse_xml(read_entry(package, main))
        return Parts(document, styles, numbering, footnotes, endnotes, _warnings(relations))


def parse_xml(data: bytes) -> etree._Element:
    """The root of an XML part. No document type is let in: entities can grow or reach outside."""
    if b"<!DOCTYPE" in data:
        raise _doctype()
    if STRICT in data:
        data = data.replace(STRICT, WORD.encode())
    try:
        root = _parsed(data)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise too_deep() from error
        raise RejectionError("damaged", CUT_OFF) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype()
    return root


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


def _relations(package: ZipFile, source: PackURI) -> tuple[Relation, ...]:
    root = _optional(package, source.rels_uri.membername)
    if root is None:
        return ()
    return tuple(_relation(element, source) for element in root.iter(RELATIONSHIP))


def _relation(element: etree._Element, source: PackURI) -> Relation:
    kind = str(element.get("Type", "")).rstrip("/").rsplit("/", 1)[-1]
    target = str(element.get("Target", ""))
    if element.get("TargetMode") == "External" or not target or target.startswith("#"):
        return Relation(kind, target, external=True)
    return Relation(kind, PackURI.from_rel_ref(source.baseURI, target).membername, external=False)


def _warnings(relations: tuple[Relation, ...]) -> tuple[str, ...]:
    if any(relation.external and relation.kind in FOLLOWED for relation in relations):
        return ("The document refers to files outside itself (a template, picture or part); they were not fetched.",)
    return ()
