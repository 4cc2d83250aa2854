"""Inside a paragraph of a DOCX: runs with their looks, line breaks, fields, revisions, notes and text boxes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from corpus.readers.docx_package import W
from corpus.readers.docx_styles import RunLook, Styles, flag
from corpus.readers.docx_symbols import symbol
from corpus.readers.drafts import plain

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
TEXT = W + "t"
BREAK = "\n"
# Deleted or moved away; what only serves the editor.
DROPPED = frozenset(W + name for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "delText", "delInstrText", "rt"))
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
class Field:
    """A field that is open: its code is read, then its result."""

    code: str = ""
    in_code: bool = True


@dataclass(slots=True)
class Inline:
    """One paragraph: its pieces (line breaks as `\\n`), text boxes anchored in it, and notes that it refers to."""

    pieces: list[Piece] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


class Inlines:
    """Reads paragraph after paragraph; fields may span them."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[Field] = []
        self._inline = Inline()
        self._base = RunLook()
        self._look = RunLook()
        self._placeholder = 0
        self._special: dict[str, Callable[[etree._Element], None]] = {
            W + "r": self._run,
            MATH_TEXT: self._text,
            W + "fldChar": self._field_mark,
            W + "instrText": self._field_code,
            W + "sym": self._symbol,
            W + "sdt": self._control,
            W + "txbxContent": self._box,
            MC + "AlternateContent": self._alternative,
            W + "footnoteReference": self._note,
            W + "endnoteReference": self._note,
        }

    def read(self, paragraph: etree._Element, look: RunLook) -> Inline:
        """The content of a paragraph whose style has the given look."""
        self._inline = Inline()
        self._base = self._look = look
        self._children(paragraph)
        for open_field in self._fields:
            open_field.in_code = False  # a field that lost its end must not swallow the rest of the document
        return self._inline

    def _children(self, parent: Iterable[etree._Element]) -> None:
        for child in parent:
            tag = str(child.tag)
            if tag == TEXT:
                self._put(plain(child.text or ""))
            elif tag in DROPPED:
                continue
            elif special := self._special.get(tag):
                special(child)
            elif tag in CHARACTERS:
                self._put(CHARACTERS[tag])
            elif len(child):
                self._children(child)

    def _put(self, text: str) -> None:
        if not text or (self._fields and any(open_field.in_code for open_field in self._fields)):
            return
        self._inline.pieces.append(Piece(text, self._look, self._furniture()))

    def _furniture(self) -> str | None:
        if self._look.hidden or self._placeholder:
            return "hidden"
        if self._fields and any(open_field.code.lstrip().upper().startswith("TOC") for open_field in self._fields):
            return "navigation"
        return None

    def _run(self, run: etree._Element) -> None:
        properties = run.find(W + "rPr")
        outer = self._look
        if properties is not None:
            self._look = self._styles.run_within(properties, self._base)
        self._children(run)
        self._look = outer

    def _text(self, element: etree._Element) -> None:
        self._put(plain(element.text or ""))

    def _field_mark(self, element: etree._Element) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append(Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_code = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _field_code(self, element: etree._Element) -> None:
        if self._fields:
            self._fields[-1].code += element.text or ""

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
