"""Inside a paragraph of a DOCX: runs with their looks, line breaks, fields, revisions, notes and text boxes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from corpus.readers.docx_compact import REFERENCE
from corpus.readers.docx_drawings import DRAWN
from corpus.readers.docx_fields import CODE, Fields
from corpus.readers.docx_formulas import FORMULA, MATH, formula
from corpus.readers.docx_package import W
from corpus.readers.docx_pictures import PICTURES
from corpus.readers.docx_properties import SILENT, RunLook, flag
from corpus.readers.docx_results import shown
from corpus.readers.docx_styles import Styles
from corpus.readers.docx_symbols import symbol
from corpus.readers.drafts import plain

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
CHOICES = MC + "AlternateContent"
TEXT = W + "t"
RUN = W + "r"
BREAK = "\n"
# Deleted or moved away; what only serves the editor.
DROPPED = ("del", "moveFrom", "pPr", "sdtPr", "delText", "delInstrText", "rt", "annotationRef", "fldData", "ffData")
CHARACTERS = {
    W + "tab": " ",
    W + "ptab": " ",
    W + "br": BREAK,
    W + "cr": BREAK,
    W + "noBreakHyphen": "-",
    W + "softHyphen": "",
}


class Piece(NamedTuple):
    """Characters of one look; `furniture` as in `Block`."""

    text: str
    look: RunLook
    furniture: str | None


@dataclass(slots=True)
class Inline:
    """One paragraph: its pieces (line breaks as `\\n`), boxes and drawings anchored in it, notes that it refers to.

    `even`: whether it is of one line, and content throughout.
    """

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    even: bool = True


class Inlines:
    """Reads paragraph after paragraph; fields may span them."""

    def __init__(self, document: etree._Element, styles: Styles, known: Mapping[str, etree._Element]) -> None:
        self._styles = styles
        self._known = known
        self._looks: dict[RunLook, dict[str, RunLook]] = {}
        self._here: dict[str, RunLook] = {}
        self._fields = Fields(document)
        # Characters between the mark that begins a field and the next: code, unless that next one is missing.
        self._swallowed: list[tuple[int, Piece]] = []
        self._inline = Inline()
        self._base = SILENT
        self._look = SILENT
        self._placeholder = 0
        self._readers: dict[str, Callable[[etree._Element], None]] = {
            **dict.fromkeys((W + name for name in DROPPED), _drop),
            **dict.fromkeys(CHARACTERS, self._character),
            MATH + "ctrlPr": _drop,
            RUN: self._run,
            W + "rPr": self._properties,
            FORMULA: self._formula,
            W + "fldChar": self._field_mark,
            W + "instrText": self._field_code,
            W + "fldSimple": self._simple_field,
            W + "sym": self._symbol,
            W + "sdt": self._control,
            **dict.fromkeys((W + "txbxContent", *DRAWN, *PICTURES), self._box),
            CHOICES: self._alternative,
            W + "footnoteReference": self._note,
            W + "endnoteReference": self._note,
        }

    def read(self, paragraph: etree._Element, look: RunLook) -> Inline:
        """The content of a paragraph whose style has the given look."""
        self._inline = Inline()
        self._look = look
        if look is not self._base:
            self._base, self._here = look, self._looks.setdefault(look, {})
        self._children(paragraph)
        if self._fields.in_code:
            self._give_back()
        return self._inline

    def _give_back(self) -> None:
        """A field of which nothing is left but its beginning must not swallow what follows."""
        self._fields.leave_code()
        pieces, given, at = self._inline.pieces, list[Piece](), 0
        for place, piece in self._swallowed:
            given += pieces[at:place]
            given.append(piece)
            at = place
        self._inline.pieces = given + pieces[at:]
        self._swallowed.clear()

    def _children(self, parent: Iterable[etree._Element]) -> None:
        readers = self._readers
        for child in parent:
            tag = child.tag
            if tag == TEXT:
                self._text(child)
            elif (reader := readers.get(tag)) is not None:
                reader(child)
            elif len(child):
                self._children(child)

    def _text(self, element: etree._Element) -> None:
        text = element.text
        if not text:
            return
        known = element.get(REFERENCE)
        look = self._look if known is None else self._here.get(known) or self._known_look(known)
        if self._fields.open or self._placeholder or look.hidden:
            self._put_aside(plain(text), look)
        else:
            self._inline.pieces.append(Piece(plain(text), look, None))

    def _known_look(self, known: str) -> RunLook:
        properties = self._known.get(known)
        look = self._base if properties is None else self._styles.run_within(properties, self._base)
        self._here[known] = look
        return look

    def _put(self, text: str) -> None:
        look = self._look
        if self._fields.open or self._placeholder or look.hidden or text == BREAK:
            self._put_aside(text, look)
        elif text:
            self._inline.pieces.append(Piece(text, look, None))

    def _put_aside(self, text: str, look: RunLook) -> None:
        """Characters that may be no content, or break the line."""
        if not text:
            return
        self._inline.even = False
        piece = Piece(text, look, self._furniture(look))
        if self._fields.in_code:
            self._swallowed.append((len(self._inline.pieces), piece))
        else:
            self._fields.shown += not text.isspace()
            self._inline.pieces.append(piece)

    def _furniture(self, look: RunLook) -> str | None:
        if look.hidden or self._placeholder:
            return "hidden"
        return "navigation" if self._fields.contents else None

    def _run(self, run: etree._Element) -> None:
        outer = self._look
        self._children(run)
        self._look = outer

    def _properties(self, properties: etree._Element) -> None:
        self._look = self._styles.run_within(properties, self._base)

    def _character(self, element: etree._Element) -> None:
        self._put(CHARACTERS[element.tag])

    def _formula(self, element: etree._Element) -> None:
        self._put(plain(formula(element)))

    def _field_mark(self, element: etree._Element) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self._fields.begin(element)
        elif kind == "separate":
            self._fields.separate()
        elif kind == "end":
            self._put(plain(self._fields.end()))
        if not self._fields.in_code:
            self._swallowed.clear()

    def _field_code(self, element: etree._Element) -> None:
        self._fields.add(element.text or "")

    def _simple_field(self, element: etree._Element) -> None:
        """A field in one element: its code is an attribute, its result stands in it."""
        before = len(self._inline.pieces)
        self._children(element)
        result = self._inline.pieces[before:]
        if not self._fields.in_code and all(piece.text.isspace() for piece in result):
            self._put(plain(shown(str(element.get(W + "instr", ""))[:CODE], element)))

    def _symbol(self, element: etree._Element) -> None:
        self._put(symbol(str(element.get(W + "font", "")), str(element.get(W + "char", ""))))

    def _control(self, element: etree._Element) -> None:
        """A content control; its prompt (单击此处输入文字) is no content."""
        prompt = shows_prompt(element)
        self._placeholder += prompt
        self._children(element.findall(W + "sdtContent"))
        self._placeholder -= prompt

    def _box(self, element: etree._Element) -> None:
        self._inline.boxes.append(element)

    def _alternative(self, element: etree._Element) -> None:
        self._children(alternative(element))

    def _note(self, element: etree._Element) -> None:
        kind = "footnotes" if element.tag == W + "footnoteReference" else "endnotes"
        self._inline.notes.append((kind, str(element.get(W + "id"))))


def shows_prompt(control: etree._Element) -> bool:
    """Whether a content control shows its prompt, because nobody has filled it in."""
    properties = control.find(W + "sdtPr")
    return properties is not None and bool(flag(properties, "showingPlcHdr"))


def alternative(element: etree._Element) -> list[etree._Element]:
    """One of the forms in which content is stored: the first choice, or the fallback where there is none."""
    return element.findall(MC + "Choice")[:1] or element.findall(MC + "Fallback")[:1]


def _drop(element: etree._Element) -> None:
    """Leaves an element out."""
