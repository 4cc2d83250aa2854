"""A reader while it is written: its body, footnotes and the words at the head of its pages."""

from collections.abc import Sequence

from outputs.casebook.package import FOOTER, Parts
from outputs.casebook.quotes import Quote
from outputs.casebook.wordml import Element, bookmarked, footnote, footnote_mark, paragraph, run, section, w

KINDS = {1: "Heading1", 2: "Heading2", 3: "Heading3"}


class Book:
    """Elements in the order of the pages."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._body: list[Element] = []
        self._notes: list[Element] = []
        self._headers: dict[str, Sequence[str]] = {}
        self._marks = 0

    def add(self, *elements: Element) -> None:
        """Put something at the end."""
        self._body.extend(elements)

    def say(self, style: str, *words: str) -> None:
        """A paragraph for each of some words."""
        self.add(*(paragraph(style, run(one)) for one in words))

    def heading(self, level: int, words: str, mark: str | None = None) -> None:
        """A heading, which the table of contents leads to by its mark."""
        content = [run(words)]
        if mark:
            self._marks += 1
            content = bookmarked(self._marks, mark, content)
        self.add(paragraph(KINDS[level], *content))

    def note(self, words: str) -> Element:
        """The mark of a new footnote."""
        number = len(self._notes) + 1
        self._notes.append(footnote(number, words))
        return footnote_mark(number)

    def quotation(self, label: str, quote: Quote, note: str, remark: str = "") -> None:
        """A quotation with what it is, its footnote, and what is remarked on it."""
        words = [run(text, "Found" if found else None) for text, found in quote.pieces()]
        said = [run(f"（{remark}）", "Label")] if remark else []
        self.add(paragraph("Quotation", run(f"{label}：", "Label"), run("“"), *words, run("”"), self.note(note), *said))

    def end_section(self, *head: str) -> None:
        """End the pages that bear these words at their head; without any they have neither head nor number."""
        last = self._body[-1] if self._body else None
        if last is None or last.tag != w("p"):
            last = paragraph("SectionEnd")
            self.add(last)
        last[0].append(self._section(head))

    def _section(self, head: Sequence[str]) -> Element:
        if not head:
            return section(None, None)
        name = f"header{len(self._headers) + 1}"
        self._headers[name] = head
        return section(name, FOOTER)

    def parts(self, *head: str) -> Parts:
        """The whole; the last section bears these words at its head."""
        return Parts(self.title, [*self._body, self._section(head)], self._notes, self._headers)
