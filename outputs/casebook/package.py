"""A DOCX as a package: its parts, how they refer to each other, the same bytes for the same parts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from outputs.book import CREATED, ILLEGAL
from outputs.casebook.wordml import RELATED, WORD, Element, element, field, paragraph, run, separator

FOLDER = Path(__file__).parent / "parts"
STATIC = ("styles", "settings", "fontTable")
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = f"{PACKAGE}/content-types"
RELATIONS = f"{PACKAGE}/relationships"
CORE = f"{PACKAGE}/metadata/core-properties"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TOLD = "application/vnd.openxmlformats-package.core-properties+xml"
DUBLIN, TERMS, INSTANCE = (
    "http://purl.org/dc/elements/1.1/",
    "http://purl.org/dc/terms/",
    "http://www.w3.org/2001/XMLSchema-instance",
)
DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip can tell: the same parts give the same bytes
FOOTER = "footer1"


@dataclass(frozen=True, slots=True)
class Parts:
    """What a document is made of: its body, its footnotes, the words at the head of its pages by ids of relations."""

    title: str
    body: Sequence[Element]
    footnotes: Sequence[Element]
    headers: Mapping[str, Sequence[str]]


def _xml(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _part(name: str, content: Iterable[Element]) -> bytes:
    root = etree.Element(f"{{{WORD}}}{name}", nsmap={"w": WORD, "r": RELATED})
    root.extend(content)
    return _xml(root)


def _root(namespace: str, name: str) -> Element:
    unnamed: Any = None  # the namespace of what bears no prefix; the stubs want a name
    return etree.Element(f"{{{namespace}}}{name}", nsmap={unnamed: namespace})


def _header(words: Sequence[str]) -> bytes:
    return _part("hdr", [paragraph("Header", run("\t".join(words)))])


def _footer() -> bytes:
    return _part("ftr", [paragraph("Footer", run("— "), *field("PAGE", [run("1")]), run(" —"))])


def _types(names: Iterable[str]) -> bytes:
    root = _root(TYPES, "Types")
    for ending, kind in (
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
    ):
        etree.SubElement(root, f"{{{TYPES}}}Default", Extension=ending, ContentType=kind)
    for name in names:
        kind = "document.main" if name == "document" else name.rstrip("0123456789")
        told = f"{MAIN}.{kind}+xml"
        etree.SubElement(root, f"{{{TYPES}}}Override", PartName=f"/word/{name}.xml", ContentType=told)
    etree.SubElement(root, f"{{{TYPES}}}Override", PartName="/docProps/core.xml", ContentType=TOLD)
    return _xml(root)


def _relations(listed: Iterable[tuple[str, str, str]]) -> bytes:
    """Relations as id, type, target."""
    root = _root(RELATIONS, "Relationships")
    for id_, kind, target in listed:
        etree.SubElement(root, f"{{{RELATIONS}}}Relationship", Id=id_, Type=kind, Target=target)
    return _xml(root)


def _properties(title: str) -> bytes:
    root = etree.Element(
        f"{{{CORE}}}coreProperties",
        nsmap={"cp": CORE, "dc": DUBLIN, "dcterms": TERMS, "xsi": INSTANCE},
    )
    etree.SubElement(root, f"{{{DUBLIN}}}title").text = ILLEGAL.sub("", title)
    etree.SubElement(root, f"{{{DUBLIN}}}creator").text = "jingyan"
    for name in ("created", "modified"):
        made = etree.SubElement(root, f"{{{TERMS}}}{name}", {f"{{{INSTANCE}}}type": "dcterms:W3CDTF"})
        made.text = f"{CREATED:%Y-%m-%dT%H:%M:%SZ}"
    return _xml(root)


def _referred(headers: Iterable[str]) -> list[tuple[str, str, str]]:
    ids = {**{name: f"own{name}" for name in (*STATIC, "footnotes")}, FOOTER: FOOTER} | {name: name for name in headers}
    return [(id_, f"{RELATED}/{name.rstrip('0123456789')}", f"{name}.xml") for name, id_ in ids.items()]


def _entries(parts: Parts) -> dict[str, bytes]:
    """Name -> bytes of all that a DOCX holds, the list of types first."""
    lines = [separator(-1, "separator"), separator(0, "continuationSeparator")]
    words = {
        "document": _part("document", [element("body", *parts.body)]),
        "footnotes": _part("footnotes", [*lines, *parts.footnotes]),
        FOOTER: _footer(),
        **{name: (FOLDER / f"{name}.xml").read_bytes() for name in STATIC},
        **{id_: _header(told) for id_, told in parts.headers.items()},
    }
    whole = [("whole", f"{RELATED}/officeDocument", "word/document.xml")]
    about = [("about", f"{RELATIONS}/metadata/core-properties", "docProps/core.xml")]
    return {
        "[Content_Types].xml": _types(words),
        "_rels/.rels": _relations([*whole, *about]),
        "docProps/core.xml": _properties(parts.title),
        "word/_rels/document.xml.rels": _relations(_referred(parts.headers)),
        **{f"word/{name}.xml": data for name, data in words.items()},
    }


def write_package(path: Path, parts: Parts) -> None:
    """Write a DOCX."""
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        for name, data in _entries(parts).items():
            entry = ZipInfo(name, DAY)
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 0  # the same on every system
            package.writestr(entry, data)
