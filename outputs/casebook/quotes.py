"""What is quoted of a case: the sentence around a finding, and where it stands in its document."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise

from corpus.fold import fold
from extractors.clauses import SENTENCE_END
from outputs.record import Json

LONGEST = 160  # characters of a sentence that is quoted whole; of a longer one the finding alone
TITLE = 30  # characters of a section's title that a citation names
CLOSING = "”’」』）)】》"
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a case: where they begin in the document, the findings in them by ranges, and the place for people."""

    start: int
    words: str
    found: tuple[Range, ...]
    place: str

    @property
    def end(self) -> int:
        """Where it ends in the document."""
        return self.start + len(self.words)

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The words in pieces, and whether each is a finding's."""
        cuts = sorted({self.start, self.end, *chain.from_iterable(self.found)})
        for first, last in pairwise(cuts):
            inside = any(start <= first and last <= end for start, end in self.found)
            yield self.words[first - self.start : last - self.start], inside


class CaseText:
    """The text of a case with its places; of a catalogue without full texts the words of the findings alone."""

    def __init__(self, case: Json, record: Json) -> None:
        self.case, self.record = case, record
        told: str = case.get("text") or ""
        self.offset: int = case["start"]
        self.text = told if len(told) == case["end"] - case["start"] else ""
        self._starts = [one["start"] for one in record.get("paragraphs", ())]

    @property
    def whole(self) -> bool:
        """Whether all of the text is there."""
        return bool(self.text)

    def cut(self, start: int, end: int) -> str:
        """The words of a range; empty where the text is not there."""
        return self.text[start - self.offset : end - self.offset] if self.holds(start, end) else ""

    def holds(self, start: int, end: int) -> bool:
        """Whether a range lies in the text."""
        return self.offset <= start < end <= self.offset + len(self.text)

    @cached_property
    def _ends(self) -> list[int]:
        """Where sentences begin: behind each mark that ends one, and what closes it (。”)."""
        ends = [0]
        for mark in SENTENCE_END.finditer(fold(self.text)):
            end = mark.end()
            while end < len(self.text) and self.text[end] in CLOSING:
                end += 1
            ends.append(end)
        return ends

    def _sentence(self, start: int, end: int) -> Range:
        """The sentences that hold a range, without blanks around them."""
        first = self._ends[bisect_right(self._ends, start - self.offset) - 1]
        at = bisect_right(self._ends, end - 1 - self.offset)
        last = self._ends[at] if at < len(self._ends) else len(self.text)
        told = self.text[first:last]
        left = len(told) - len(told.lstrip())
        return self.offset + first + left, self.offset + first + len(told.rstrip())

    def around(self, finding: Json) -> Range:
        """The sentence of a finding, or its own range where that is too long or not there."""
        start, end = finding["start"], finding["end"]
        if not self.holds(start, end):
            return start, end
        first, last = self._sentence(start, end)
        return (first, last) if last - first <= LONGEST else (start, end)

    def quote(self, start: int, end: int, findings: Sequence[Json]) -> Quote:
        """A range with the findings in it; `findings` begins with the one that tells the place."""
        words = self.cut(start, end) or findings[0]["text"]
        found = tuple((one["start"], one["end"]) for one in findings)
        return Quote(start, words, found, self.place(findings[0]["start"], findings[0]))

    def place(self, start: int, finding: Json | None = None) -> str:
        """Where something stands for people: page or paragraph of the file, and the headings above it."""
        at = bisect_right(self._starts, start) - 1
        around: Json = self.record["paragraphs"][at] if at >= 0 else {}
        page, paragraph = ((finding or {}).get(name) or around.get(name) for name in ("page", "paragraph"))
        where = f"第{page}页" if page else f"第{paragraph}段" if paragraph else None
        heads = "›".join(f"“{_short(title)}”" for title in self._heads(start, finding))
        return "，".join(filter(None, (where, heads)))

    def _heads(self, start: int, finding: Json | None) -> list[str]:
        sections = self.record.get("sections")
        if sections is None:
            return [finding["section"]] if finding and finding.get("section") else []
        return [one["title"] for one in sections if one["start"] <= start < one["end"]]


def _short(title: str) -> str:
    bare = "".join(title.split())
    return bare if len(bare) <= TITLE else f"{bare[:TITLE]}…"
