"""The fields of a DOCX: each begins with its code, which is never content, then shows its result."""

from dataclasses import dataclass

from lxml import etree

from corpus.readers.docx_package import W
from corpus.readers.docx_results import shown

MARK, KIND = W + "fldChar", W + "fldCharType"
# More code than any field needs whose code is looked at.
CODE = 400


@dataclass(slots=True)
class Field:
    """A field that is open. `mark`: the element that began it. `shown`: how many pieces stand before its result."""

    mark: etree._Element
    code: str = ""
    in_code: bool = True
    contents: bool = False
    shown: int = 0


class Fields:
    """The fields that are open at a place; they may span paragraphs, and lie within each other.

    `in_code`: how many show their code there. `contents`: how many are tables of contents. `shown`: how many pieces of
    results were shown up to here.
    """

    def __init__(self, document: etree._Element) -> None:
        self.open: list[Field] = []
        self.in_code = 0
        self.contents = 0
        self.shown = 0
        self._document = document
        self._closed: frozenset[etree._Element] | None = None

    def begin(self, mark: etree._Element) -> None:
        """Opens a field."""
        self.open.append(Field(mark))
        self.in_code += 1

    def add(self, code: str) -> None:
        """Takes a piece of the code of the innermost field."""
        if self.open and len(self.open[-1].code) < CODE:
            self.open[-1].code += code[:CODE]

    def separate(self) -> None:
        """What follows is the result of the innermost field."""
        if self.open:
            self._leave_code(self.open[-1])

    def end(self) -> str:
        """Closes the innermost field; gives what it shows beside its result."""
        if not self.open:
            return ""
        field = self.open[-1]
        self.separate()
        bare = field.shown == self.shown or field.code.lstrip().upper().startswith("FORM")
        self.contents -= self.open.pop().contents
        return shown(field.code, field.mark) if bare and not self.in_code else ""

    def leave_code(self) -> None:
        """What follows is the result of every field: a paragraph has ended, and no code goes on behind it."""
        for field in reversed(self.open):
            if not self.in_code:
                return
            self._leave_code(field)

    def _leave_code(self, field: Field) -> None:
        if field.in_code:
            field.in_code = False
            field.shown = self.shown
            self.in_code -= 1
            field.contents = field.code.lstrip().upper().startswith("TOC") and self._is_closed(field)
            self.contents += field.contents

    def _is_closed(self, field: Field) -> bool:
        """Whether a field has an end. Without one, a table of contents would take in the whole document."""
        if self._closed is None:
            self._closed = _closed(self._document)
        return field.mark in self._closed


def _closed(document: etree._Element) -> frozenset[etree._Element]:
    """The marks that begin a field which has an end."""
    found: list[etree._Element] = []
    opened: list[etree._Element] = []
    for mark in document.iter(MARK):
        kind = mark.get(KIND)
        if kind == "begin":
            opened.append(mark)
        elif kind == "end" and opened:
            found.append(opened.pop())
    return frozenset(found)
