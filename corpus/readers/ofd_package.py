"""Opening an OFD (GB/T 33190): its documents, their pages and what pages share, each part checked before it is parsed.

Names of elements are matched without their namespace: writers disagree on it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from posixpath import dirname, join, normpath
from zipfile import ZipFile

from lxml import etree

from corpus.limits import check_pages, in_force
from corpus.model import RejectionError
from corpus.sniff import OFD_ROOT
from corpus.xmlguard import parse_xml
from corpus.zipguard import entry_name, read_entry

# What an OFD that is encrypted as a whole (GM/T 0099) holds beside its parts.
ENCRYPTIONS = frozenset({"encryptions.xml", "decryptseed.dat"})
# No page is so many millimetres wide.
BEYOND = 1e5
INCOMPLETE = "A part of the OFD document is missing: it was not copied completely or is broken. Export it again."


@dataclass(frozen=True, slots=True)
class PageParts:
    """The parts of a page: its content (None where it is missing), templates, annotations, and the page's number."""

    number: int
    content: etree._Element | None
    templates: tuple[etree._Element, ...]
    annotations: tuple[etree._Element, ...]


class Package:
    """The parts of a container by their names, in whatever encoding and case they are written."""

    def __init__(self, container: ZipFile) -> None:
        self._container = container
        self._parsed, self._most = 0, in_force().unpacked_bytes
        self._entries = {entry_name(info).lower(): info for info in container.infolist() if not info.is_dir()}
        if self._entries.keys() >= ENCRYPTIONS:
            raise RejectionError(
                "encrypted", "The OFD document is encrypted. Open it with the key and export it without encryption."
            )

    def part(self, location: str, base: str = "") -> tuple[str, etree._Element] | None:
        """The name and the root of a part, by a location seen from the part `base`; None where it leads nowhere."""
        name = self._found(location, base)
        if name is None:
            return None
        self._parsed += self._entries[name].file_size
        if self._parsed > self._most:
            raise RejectionError("too_large", "The OFD document refers to its parts over and over; it was not read.")
        return name, parse_xml(read_entry(self._container, self._entries[name]))

    def data(self, location: str, base: str = "") -> bytes | None:
        """The bytes of a part; None where the location leads nowhere."""
        name = self._found(location, base)
        return None if name is None else read_entry(self._container, self._entries[name])

    def _found(self, location: str, base: str) -> str | None:
        """Locations are relative to the part that holds them; some writers leave out the slash of absolute ones."""
        location = location.strip().replace("\\", "/").lower()
        for candidate in (join(dirname(base), location), location):
            name = normpath(candidate.lstrip("/")).lstrip("/")
            if name in self._entries:
                return name
        return None


class OfdDocument:
    """One document of an OFD: its pages in order, with what they share."""

    def __init__(self, package: Package, name: str, root: etree._Element) -> None:
        self._package = package
        self._name = name
        self._root = root

    @cached_property
    def pages(self) -> tuple[etree._Element, ...]:
        """The references to the pages."""
        return tuple(page for group in children(self._root, "Pages") for page in children(group, "Page"))

    @cached_property
    def box(self) -> tuple[float, float]:
        """Width and height in millimetres of pages that do not tell their own."""
        areas = (area for common in children(self._root, "CommonData") for area in children(common, "PageArea"))
        return next((size for area in areas if (size := page_size(area))), (210.0, 297.0))

    @cached_property
    def _lists(self) -> tuple[tuple[str, etree._Element], ...]:
        """The lists of fonts, drawings and pictures that the pages use, with their names."""
        names = [
            text_of(child)
            for common in children(self._root, "CommonData")
            for child in common
            if etree.QName(child).localname in ("PublicRes", "DocumentRes")
        ]
        return tuple(found for name in names if (found := self._package.part(name, self._name)))

    @property
    def resources(self) -> tuple[etree._Element, ...]:
        """The lists of fonts and drawings that the pages use."""
        return tuple(root for _, root in self._lists)

    @cached_property
    def _media(self) -> Mapping[str, tuple[str, str]]:
        """Where pictures are by number: the list that names each, and its place seen from there."""
        return {
            str(item.get("ID")): (name, join(str(root.get("BaseLoc") or ""), text_of(file)))
            for name, root in self._lists
            for item in root.iter("{*}MultiMedia")
            for file in children(item, "MediaFile")
        }

    def media(self, number: str) -> bytes | None:
        """The bytes of a picture, None where it is missing."""
        name, location = self._media.get(number, ("", ""))
        return self._package.data(location, name) if location else None

    @cached_property
    def units(self) -> Mapping[str, etree._Element]:
        """Drawings that pages refer to, by number."""
        found = (unit for root in self.resources for unit in root.iter("{*}CompositeGraphicUnit"))
        return {str(unit.get("ID")): unit for unit in found}

    @cached_property
    def fonts(self) -> Mapping[str, str]:
        """The names of the fonts, lower case, `bold` added where they say so."""
        found = (font for root in self.resources for font in root.iter("{*}Font"))
        return {
            str(font.get("ID")): f"{font.get('FontName', '')} {'bold' * (font.get('Bold') == 'true')}".lower()
            for font in found
        }

    @cached_property
    def _templates(self) -> Mapping[str, etree._Element]:
        """The templates by number, each parsed once."""
        found: dict[str, etree._Element] = {}
        for common in children(self._root, "CommonData"):
            for page in children(common, "TemplatePage"):
                part = self._package.part(str(page.get("BaseLoc", "")), self._name)
                if part:
                    found[str(page.get("ID"))] = part[1]
        return found

    @cached_property
    def _annotations(self) -> Mapping[str, tuple[etree._Element, ...]]:
        """The annotations by the number of their page."""
        found: dict[str, list[etree._Element]] = {}
        for location in children(self._root, "Annotations"):
            name, index = self._package.part(text_of(location), self._name) or ("", None)
            for page in [] if index is None else children(index, "Page"):
                parts = [self._package.part(text_of(file), name) for file in children(page, "FileLoc")]
                found.setdefault(str(page.get("PageID")), []).extend(part[1] for part in parts if part)
        return {key: tuple(parts) for key, parts in found.items()}

    def parts(self) -> Iterator[PageParts]:
        """The parts of each page."""
        for number, page in enumerate(self.pages, 1):
            found = self._package.part(str(page.get("BaseLoc", "")), self._name)
            content = found[1] if found else None
            used = [] if content is None else [str(one.get("TemplateID")) for one in children(content, "Template")]
            templates = tuple(self._templates[key] for key in dict.fromkeys(used) if key in self._templates)
            yield PageParts(number, content, templates, self._annotations.get(str(page.get("ID")), ()))


def documents(container: ZipFile) -> tuple[OfdDocument, ...]:
    """The documents of an OFD in order.

    Raises RejectionError: `damaged`, `doctype`, `depth`, `encrypted`, `too_large`.
    """
    package = Package(container)
    root = package.part(OFD_ROOT)
    bodies = [] if root is None else children(root[1], "DocBody")
    locations = [text_of(location) for body in bodies for location in children(body, "DocRoot")]
    check_pages(len(locations))
    found = [package.part(location, OFD_ROOT) for location in locations]
    opened = tuple(OfdDocument(package, *part) for part in found if part)
    check_pages(sum(len(document.pages) for document in opened))
    if not opened:
        raise RejectionError("damaged", INCOMPLETE)
    return opened


def page_size(area: etree._Element) -> tuple[float, float] | None:
    """Width and height in millimetres of an area, as far as it tells."""
    box = next((numbers(text_of(child)) for child in children(area, "PhysicalBox")), [])
    return (box[2], box[3]) if len(box) == 4 and min(box[2:]) > 0 else None


def children(element: etree._Element, name: str) -> list[etree._Element]:
    """The children of an element that bear a name, in whatever namespace."""
    return list(element.iterchildren(f"{{*}}{name}"))


def text_of(element: etree._Element) -> str:
    """The text of an element without the white space around it."""
    return (element.text or "").strip()


def numbers(words: object) -> list[float]:
    """The numbers of a list; what is none, or beyond all measure, counts as 0."""
    return [number(word) for word in str(words or "").split()]


def number(word: object, default: float = 0.0) -> float:
    """A number as it is written in an attribute."""
    try:
        value = float(str(word)) if word is not None else default
    except ValueError:
        return default
    return value if abs(value) < BEYOND else 0.0
