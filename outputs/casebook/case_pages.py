"""The pages of one case: what it is, its problems with what was done about them and what came of it, its text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from outputs.casebook.book import Book
from outputs.casebook.points import Point, Range, open_problems, other_practices, points
from outputs.casebook.quotes import CaseText, Quote
from outputs.casebook.sources import Source
from outputs.casebook.wordml import table
from outputs.record import Json
from outputs.search_facets import STATUS

MOST_POINTS, MOST_PROBLEMS, MOST_REPLIES, MOST_RESULTS, MOST_FIGURES, MOST_OTHERS = 6, 3, 4, 3, 3, 8
PLAIN = ("present", "done")  # states that go without saying
HOW = {
    "targeted": "原文直接说明针对该问题", "result": "原文直接说明解决了该问题", "headed": "标题直接对应",
    "numbered": "逐条对应", "counterpart": "章节对应", "sentence": "同一句", "section": "同一节",
}  # fmt: skip
NO_LINKS: Mapping[Range, str | None] = MappingProxyType({})
STYLES = {"title": "SourceTitle", "heading": "SourceHeading", "byline": "SourceByline"}


class CasePages:
    """Writes one case into a book."""

    def __init__(self, book: Book, case: Json, source: Source, names: Mapping[str, str]) -> None:
        self._book, self._case, self._source, self._names = book, case, source, names
        self._text = CaseText(case, source.record)
        self._practices = {(one["start"], one["end"]): one for one in case["practices"]}
        self._problems = {(one["start"], one["end"]): one for one in case["problems"]}
        self._quantities = {(one["start"], one["end"]): one for one in case["quantities"]}
        self._quoted: list[Range] = []

    def write(self, short: bool) -> None:
        """All of the case below its heading; `short` leaves its text out, and so does a catalogue that has none."""
        self._book.say("CaseLine", *self._lines())
        found = points(self._case["answers"])
        if self._case["practices"] or self._case["problems"]:
            self._book.heading(3, "要点")
        for number, one in enumerate(found[:MOST_POINTS], 1):
            self._point(number, one)
        self._left(len(found) - MOST_POINTS, "类问题")
        self._rest(found)
        self._figures()
        self._checks()
        if self._text.whole and not short:
            self._book.heading(3, "原文")
            self._whole_text()

    def _lines(self) -> Iterator[str]:
        case = self._case
        level = f"（{case['place_level']}）" if case["place"] and case["place_level"] != "不明" else ""
        told = (
            ("地方", f"{case['place']}{level}" if case["place"] else None),
            ("单位", case["organisation"]),
            ("时段", _period(case["period"])),
            ("编号", case["id"]),
        )
        yield "　".join(f"{name}：{value}" for name, value in told if value)
        where = self._text.place(case["start"])
        yield f"来源：[{self._source.number}] {'，'.join(filter(None, (self._source.name, where)))}"

    def _left(self, number: int, what: str) -> None:
        if number > 0:
            self._book.say("Remark", f"（另有{number}{what}，未列。）")

    def _point(self, number: int, point: Point) -> None:
        self._book.say("PointHeading", f"{number}．{'、'.join(self._names.get(one, one) for one in point.categories)}")
        self._problem_list([self._problems[at] for at in point.problems if at in self._problems], MOST_PROBLEMS)
        replies = [reply for reply in point.replies if reply.practice in self._practices]
        how = {reply.practice: HOW.get(reply.how) for reply in replies}
        self._practice_list([self._practices[reply.practice] for reply in replies], MOST_REPLIES, how)

    def _problem_list(self, listed: Sequence[Json], most: int) -> None:
        left = 0
        for number, (quote, inside) in enumerate(self._together(listed)):
            left += number >= most
            if number < most:
                self._quote("问题", quote, _state(inside[0]))
        self._left(left, "处问题")

    def _practice_list(self, listed: Sequence[Json], most: int, how: Mapping[Range, str | None] = NO_LINKS) -> None:
        left = 0
        for number, (quote, inside) in enumerate(self._together(listed)):
            left += number >= most
            if number < most:
                said = _state(inside[0]), how.get((inside[0]["start"], inside[0]["end"]))
                self._quote("做法", quote, "；".join(filter(None, said)))
                self._backing(inside)
        self._left(left, "处做法")

    def _backing(self, practices: Iterable[Json]) -> None:
        """What came of some practices, and their figures, where the quotations so far do not hold them."""
        told = list(practices)
        self._further("结果", [result for one in told for result in one.get("results", ())], MOST_RESULTS)
        places = dict.fromkeys((a, b) for one in told for a, b in one.get("quantities", ()))
        self._further("数字", [self._quantities[at] for at in places if at in self._quantities], MOST_FIGURES)

    def _further(self, label: str, listed: Iterable[Json], most: int) -> int:
        """Quote what no quotation holds yet; returns how many more there are than `most`."""
        quoted = [quote for quote, _ in self._together(self._new(listed))]
        for quote in quoted[:most]:
            self._quote(label, quote)
        return len(quoted) - most

    def _new(self, listed: Iterable[Json]) -> list[Json]:
        """What no quotation holds yet."""
        return [one for one in listed if not self._covered(one)]

    def _rest(self, found: Iterable[Point]) -> None:
        problems = self._new(open_problems(self._case))
        if problems:
            self._book.say("PointHeading", "没有写明对应做法的问题")
            self._problem_list(problems, MOST_OTHERS)
        practices = self._new(other_practices(self._case, found))
        if practices and self._quoted:
            self._book.say("PointHeading", "其他做法")
        self._practice_list(practices, MOST_OTHERS)

    def _figures(self) -> None:
        """Sentences with figures that no quotation holds, where the text is there to tell what they are of."""
        kept = self._new(self._case["quantities"]) if self._text.whole else []
        if kept:
            self._book.say("PointHeading", "其他数字")
            self._left(self._further("数字", kept, MOST_OTHERS), "处数字")

    def _checks(self) -> None:
        bad = [one["note"] for one in self._case.get("checks", ()) if one["verdict"] == "conflict"]
        self._book.say("Remark", *(f"核对提示：文中数字对不上，{note}。" for note in bad))

    def _covered(self, one: Json) -> bool:
        return any(start <= one["start"] and one["end"] <= end for start, end in self._quoted)

    def _together(self, listed: Iterable[Json]) -> Iterator[tuple[Quote, list[Json]]]:
        """Findings by the sentences that they stand in, each to be quoted once; alone where it was quoted before."""
        left = list(listed)
        while left:
            first, around = left[0], self._text.around(left[0])
            start, end = (first["start"], first["end"]) if around in self._quoted else around
            inside = [one for one in left if start <= one["start"] and one["end"] <= end]
            left = [one for one in left if one not in inside]
            yield self._text.quote(start, end, inside), inside

    def _quote(self, label: str, quote: Quote, remark: str | None = None) -> None:
        self._quoted.append((quote.start, quote.end))
        self._book.quotation(label, quote, self._note(quote), remark or "")

    def _note(self, quote: Quote) -> str:
        place = f"{quote.place}，" if quote.place else ""
        return f"[{self._source.number}] {place}字位{quote.start}–{quote.end}。"

    def _whole_text(self) -> None:
        start, end = self._case["start"], self._case["end"]
        inside = [one for one in self._source.record["paragraphs"] if start <= one["start"] and one["end"] <= end]
        for rows, listed in groupby(inside, key=lambda one: one["kind"] == "row"):
            if rows:
                self._book.add(table([self._text.cut(one["start"], one["end"]).split("\t") for one in listed]))
                continue
            for one in listed:
                self._book.say(STYLES.get(one["kind"], "SourceText"), self._text.cut(one["start"], one["end"]))


def _state(one: Json) -> str | None:
    return None if one["status"] in PLAIN else STATUS[one["status"]]


def _period(told: Json | None) -> str | None:
    if told is None or told["from"] == told["to"]:
        return told["from"] if told else None
    return f"{told['from']}至{told['to']}" if told["to"] else f"{told['from']}起"
