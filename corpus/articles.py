"""Articles: where each article of a file begins, its title, and what it says of its author."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from corpus.headings import CLOSING, Mark, glued_end, numeral
from corpus.model import Article, Paragraph, Span
from corpus.slogans import is_title_like

NUMBER = r"[一二三四五六七八九十\d]{1,3}"
NAMED = re.compile(
    rf"[【\[]?(?:典型|优秀|实践|治理|工作|创新)?(?:案例|材料|典型|范例|样本|经验)之?(?P<number>{NUMBER})[】\]]?(?:[:、.\s]{{1,3}}|(?=[^{NUMBER[1:-6]}是个类种项])|$)"
)
NAMED_START = re.compile(
    rf"(?:^|(?<=[\n。!?;)”])|(?<=汇编)|(?<=选编)|(?<=集锦)|(?<=选登)|(?<=例集))\s{{0,6}}(?=[【\[]?(?:典型|优秀|实践|治理|工作|创新)?(?:案例|材料|典型|范例|样本|经验)之?{NUMBER})",
    re.MULTILINE,
)
COMPILATION = re.compile(
    r"(汇编|选编|选登|集锦|案例集|典型案例|优秀案例|案例选|经验材料选|交流材料|做法集|风采录|摘编|集萃)"
)
BYLINE = re.compile(
    r"^[(\[]?(作\s{0,4}者|文|撰稿|执笔|记者|通讯员|本报记者|供稿|作者单位|单位|报送单位|推荐单位|汇报人|发言人|主讲人)\s?[:/][^。]{2,60}$"
    r"|^\(?\d{4}年\d{1,2}月(\d{1,2}日)?\)?$"
    r"|^[(]?(中共)?[^。,;:“”、]{2,30}(委|委员会|[部局办处院校站所社司]|工会|协会|学会|联社|政府|公司|中心|支部|集团|大学|办公室|街道|课题组|调研组|编辑部)"
    r"(书记|主任|局长|部长|县长|镇长|主席)?([\s(]{1,6}(\d{4}年\d{1,2}月(\d{1,2}日)?|[\u4e00-\u9fff·]{2,4}([\s、]{1,3}[\u4e00-\u9fff·]{2,4}){0,4}))?\)?$"
)
NAMES = re.compile(r"^[\u4e00-\u9fff·]{2,4}([\s、]{1,4}[\u4e00-\u9fff·]{2,4}){0,5}$")
SIGNED = re.compile(
    r"\((?:(?:作者|文|撰稿|执笔|供稿|记者|作者单位|通讯员|来源)\s?[:/]?\s?(?P<who>[^()\n]{2,50})|(?P<by>[^()\n]{2,40}?)(?:供稿|报送|选送|推荐|整理))\)\s*$"
)
LEAD = re.compile(r"\s*([【\[][^】\]]{1,12}[】\]]\s*|[^:“。\n]{2,24}(发言|材料|汇报|讲话|案例|经验|来稿):\s*(?=\S{6}))")
OFFICE = re.compile(r"(书记|主任|局长|部长|县长|市长|镇长|主席|课题组|办公室|组织部|[委会部局办])$")
SALUTATION = re.compile(r"^(尊敬的|各位|同志们|领导们|大家)[^。]{0,30}[:,!]$")
ORGANISATION = re.compile(
    r"(?:中共)?[\u4e00-\u9fffXx×*]{1,24}?(?:(?:[省市县区镇乡州旗村]|党|工|团|纪|政法|[\u4e00-\u9fff]党工)委(?!员)|委员会|党支部|党总支|政府|法院|检察院|协会|学会|[\u4e00-\u9fff]局"
    r"|公司|集团|大学|学院|医院|党建办|综治办|文明办|联席办|专班)(?:组织部|宣传部|统战部|政法委|社会工作部|办公室|党校|工委|课题组|党委|办)?"
)
PLACE_LED = re.compile(
    r"^[\u4e00-\u9fffXx×*]{1,10}?(省|市|县|区|州|旗|镇|乡|街道|村|社区|公司|集团|大学|学院|医院|局|厂|支部)[\u4e00-\u9fff“:,\s]{4,}"
)
OPENERS = re.compile(
    r"(近年来|近几年|今年以来|去年以来|\d{4}年(以来|初|底|\d{1,2}月|,|起)|为(深入|贯彻|进一步|全面|切实|有效|破解|解决|推动|加强|更好|落实)|针对|党的(十|二)|习近平|当前,|面对|随着|按照|长期以来|自\d{4}年"
    r"|位于|地处|坐落|组建|开展|实施|构建)"
)
TELLING = re.compile(r"[\d他她我你该这]|日前|近|据|在|为|今|当|从|自|截")
TITLE_LENGTH = 60
LONE_TITLE = 45
SHORT_TITLE = 6
TEXT = 30  # characters of a paragraph of running text
PREFACE = 600  # characters before the first article of a compilation
ENOUGH = 2  # points of evidence that a title begins an article
MOST_TITLES = 2  # more short lines than these are a list
REPEAT = 3  # Han characters that, repeated, show where a title ends and its sentence begins


@dataclass(frozen=True, slots=True)
class Start:
    """Where an article begins: its paragraph and the range of its title."""

    start: int
    paragraph: int
    title: Span | None
    last: int = 0

    @property
    def title_paragraph(self) -> int:
        """The number of the paragraph that holds the title."""
        return max(self.paragraph, self.last)


@dataclass(frozen=True, slots=True)
class Layout:
    """The articles of a file, and the paragraphs that are titles or tell who wrote them."""

    articles: tuple[Article, ...]
    titles: frozenset[int] = field(default_factory=frozenset)
    bylines: frozenset[int] = field(default_factory=frozenset)


def lay_out(
    text: str, folded: str, paragraphs: Sequence[Paragraph], marks: Sequence[Mark], known: Sequence[str]
) -> Layout:
    """The articles of a cleaned text; `known` are folded titles that the file bears elsewhere."""
    if not paragraphs:
        return Layout(())
    page = _Page(text, folded, paragraphs, marks, known)
    starts = page.named() or page.titled()
    first = page.first()
    if not starts:
        return page.layout([first])
    return page.layout(starts if page.is_preface(starts[0]) else [first, *starts])


class _Page:
    """One cleaned text, looked at for the titles in it."""

    def __init__(
        self, text: str, folded: str, paragraphs: Sequence[Paragraph], marks: Sequence[Mark], known: Sequence[str]
    ) -> None:
        self._text, self._folded, self._paragraphs, self._known = text, folded, paragraphs, known
        self._marks = marks
        self._marked = {mark.paragraph for mark in marks if mark.opens_line and mark.style != "noun4"}
        self._head = self._head_lines()

    def words(self, number: int) -> str:
        """A paragraph's folded words."""
        paragraph = self._paragraphs[number]
        return self._folded[paragraph.start : paragraph.end].strip()

    def _head_lines(self) -> list[int]:
        """Numbers of the lines before the text: title, subtitle, author."""
        head = []
        for number in range(min(len(self._paragraphs), 8)):
            words = self.words(number)
            if number in self._marked or SALUTATION.match(words) or not self._is_head_line(number, words):
                break
            head.append(number)
        return head

    def _is_head_line(self, number: int, words: str) -> bool:
        if len(words) > TITLE_LENGTH or self._paragraphs[number].kind == "row":
            return False
        return self._is_title(number) or words.startswith(("——", "—", "(", "-")) or _is_byline(words, number)

    def _is_title(self, number: int) -> bool:
        paragraph = self._paragraphs[number]
        lead = LEAD.match(self._folded, paragraph.start, paragraph.end)
        bare = replace(paragraph, start=lead.end()) if lead else paragraph
        return number not in self._marked and is_title_like(self._folded, bare)

    def first(self) -> Start:
        """The article that opens the file."""
        lines = [n for n in self._head if self._is_title(n) and not _is_byline(self.words(n), n)]
        title = next((n for n in lines if not NAMED.match(self.words(n))), None) if len(lines) <= MOST_TITLES else None
        start = self._paragraphs[0].start
        if title is not None:
            return Start(start, 0, self._title_of(self._whole(title)))
        return Start(start, 0, self._run_in(self._paragraphs[0].start, self._paragraphs[0].end, certain=False))

    def _whole(self, number: int) -> Span:
        return Span(self._paragraphs[number].start, self._paragraphs[number].end)

    def is_preface(self, start: Start) -> bool:
        """Whether only a title and a short preface stand before the first article."""
        before = [self.words(number) for number in range(start.paragraph)]
        compiled = any(COMPILATION.search(self.words(number)) for number in self._head[:2])
        return sum(map(len, before)) < PREFACE if compiled else all(len(words) < TEXT for words in before)

    def named(self) -> list[Start]:
        """Articles that count themselves: 案例一：…, 案例二：…"""
        found, expected = [], 1
        ranked = [mark.start for mark in self._marks if mark.style in ("part1", "han1")]
        for number, paragraph in enumerate(self._paragraphs):
            for place in NAMED_START.finditer(self._folded, paragraph.start, paragraph.end):
                name = NAMED.match(self._folded, place.end(), paragraph.end)
                if name and _count(name["number"]) == expected:
                    found.append(Start(name.start(), number, self._run_in(name.end(), paragraph.end, certain=True)))
                    expected += 1
        if len(found) < 2 or (ranked and ranked[0] < found[0].start):
            return []
        return [self._with_own_title(start) for start in found]

    def _with_own_title(self, start: Start) -> Start:
        """The title on the line after a bare 案例一."""
        following = start.paragraph + 1
        if start.title or following >= len(self._paragraphs) or not self._is_title(following):
            return start
        return Start(start.start, start.paragraph, self._title_of(self._whole(following)), following)

    def titled(self) -> list[Start]:
        """Articles one after the other that are told apart by their titles, authors and by numbers that start again."""
        compiled = any(COMPILATION.search(self.words(number)) for number in self._head[:2])
        first = 1 if compiled else len(self._head)
        candidates = [n for n in range(max(1, first), len(self._paragraphs) - 1) if self._opens(n)]
        led = bool(self._head) and bool(PLACE_LED.match(self.words(self._head[0]))) and not self._marked
        restarts = self._restarts(candidates)
        sure = [n for n in candidates if self._evidence(n, compiled or led, n in restarts) >= ENOUGH]
        if compiled and sure and candidates[0] < sure[0]:
            sure.insert(0, candidates[0])
        return [Start(self._paragraphs[n].start, n, self._title_of(self._whole(n))) for n in sure]

    def _opens(self, number: int) -> bool:
        """Whether a line could be the title of the text after it."""
        return self._is_title(number) and not _is_byline(self.words(number), number) and self._begins_text(number)

    def _begins_text(self, number: int) -> bool:
        for following in range(number + 1, min(number + 4, len(self._paragraphs))):
            words = self.words(following)
            if not (_is_byline(words, 1) or words.startswith(("——", "(")) or SALUTATION.match(words)):
                return len(words) >= TEXT or following in self._marked
        return False

    def _evidence(self, number: int, compiled: bool, restarts: bool) -> int:
        before, after = self.words(number - 1), self.words(number + 1)
        signed = bool(SIGNED.search(before[-80:])) or (bool(BYLINE.match(before)) and number - 1 not in self._head)
        byline = _is_byline(after, 1)
        led = compiled and bool(PLACE_LED.match(self.words(number)))
        return 2 * signed + 2 * byline + 2 * restarts + 2 * led

    def _restarts(self, candidates: Sequence[int]) -> frozenset[int]:
        """The candidates between which the count 一、二、… starts again."""
        ones = [mark.paragraph for mark in self._marks if mark.style == "han1" and mark.value == 1 and mark.opens_line]
        found: set[int] = set()
        for one, following in pairwise(ones):
            at = bisect_left(candidates, following) - 1
            if at >= 0 and candidates[at] > one:
                found.add(candidates[at])
        return frozenset(found)

    def _title_of(self, span: Span) -> Span:
        """A title without what stands before it on its line (【专栏】, 在现场会上的发言:)."""
        words = span.of(self._folded)
        lead = LEAD.match(words)
        start = span.start + (lead.end() if lead else 0)
        return Span(start, start + len(self._folded[start : span.end].rstrip(CLOSING)))

    def _run_in(self, start: int, end: int, certain: bool) -> Span | None:
        """The title that opens a paragraph. `certain`: there is one for sure, only its end is asked for."""
        words = self._folded[start : min(end, start + 120)]
        if certain and end - start <= LONE_TITLE and not re.search(r"[。;]|,.*,", words.rstrip(CLOSING)):
            return self._title_of(Span(start, end)) if end > start else None
        length = self._known_length(start, end) or _repeat(words, certain) or _noun_end(words)
        if not length and certain:
            found = OPENERS.search(words, SHORT_TITLE) or re.search(r"[。:\n]", words)
            length = found.start() if found and found.start() <= TITLE_LENGTH else 0
        return self._title_of(Span(start, start + length)) if length else None

    def _known_length(self, start: int, end: int) -> int:
        """How many characters of the paragraph a known title takes up, punctuation aside."""
        head = self._folded[start : min(end, start + 160)]
        for title in self._known:
            letters = [char for char in title if char.isalnum()]
            at = 0
            for place, char in enumerate(head):
                if at == len(letters):
                    return place if at >= SHORT_TITLE else 0
                if char.isalnum():
                    if char != letters[at]:
                        break
                    at += 1
        return 0

    def layout(self, starts: Sequence[Start]) -> Layout:
        """The articles that begin at these places."""
        ends = [*(start.start for start in starts[1:]), self._paragraphs[-1].end]
        articles = tuple(self._article(start, end) for start, end in zip(starts, ends, strict=True))
        titles, bylines = set[int](), set[int]()
        for number in self._head if articles[0].title else ():
            (bylines if _is_byline(self.words(number), number) else titles).add(number)
        for start in starts:
            bylines.update(self._bylines_after(start))
            if start.title and start.title.end >= self._whole(start.title_paragraph).end - 2:
                titles.update(range(start.paragraph, start.title_paragraph + 1))
        return Layout(articles, frozenset(titles), frozenset(bylines - titles))

    def _bylines_after(self, start: Start) -> Iterator[int]:
        first = start.title_paragraph + 1
        for number in range(first, min(first + 3, len(self._paragraphs))):
            words = self.words(number)
            if not (_is_byline(words, 1) or words.startswith("——")) or number in self._marked:
                return
            if not words.startswith("——"):
                yield number

    def _article(self, start: Start, end: int) -> Article:
        end = start.start + len(self._text[start.start : end].rstrip())
        author, organisation = self._credits(start, end)
        title = start.title.of(self._text).strip() if start.title else None
        return Article(start.start, end, title or None, author, organisation, start.title if title else None)

    def _credits(self, start: Start, end: int) -> tuple[str | None, str | None]:
        """Author and organisation: from the lines under the title, or from the brackets behind the text."""
        head = [n for n in self._head if start.paragraph == 0] or list(self._bylines_after(start))
        for number in (n for n in head if _is_byline(self.words(n), n)):
            span = self._whole(number)
            if found := self._credit(span.start, span.end):
                return found
        tail = max(start.start, end - 80)
        signed = SIGNED.search(self._folded[tail:end])
        if not signed:
            return None, None
        group = "who" if signed["who"] else "by"
        return self._credit(tail + signed.start(group), tail + signed.end(group)) or (None, None)

    def _credit(self, start: int, end: int) -> tuple[str | None, str | None] | None:
        words = self._folded[start:end]
        lead = re.match(
            r"\s*[(\[]?(作\s{0,4}者|文|撰稿|执笔|本报记者|记者|通讯员|供稿|作者单位|\S{2}单位|汇报人|发言人)\s?[:/]\s?",
            words,
        )
        at = start + (lead.end() if lead else 0)
        words = self._folded[at:end].strip("()[] ")
        at = self._folded.index(words, at) if words else at
        date = re.search(r"[\s(]{0,4}\d{4}年", words)
        stop = at + (date.start() if date else len(words))
        organisation = ORGANISATION.search(self._folded, at, stop)
        shown = self._text[organisation.start() : organisation.end()] if organisation else None
        author = _person(self._text[at:stop].strip(), shown)
        return (author, shown) if author or shown else None


def _person(credit: str, organisation: str | None) -> str | None:
    """Who is named in a credit, without the organisation (and the office) that stands with the name."""
    if named := re.search(r"(?:^|\s)([\u4e00-\u9fff·]{2,4})$", credit):
        return named.group(1)
    rest = credit.replace(organisation or "", "").strip(" ,，、()（）")
    return None if not rest or OFFICE.search(rest) else rest


def _is_byline(words: str, number: int) -> bool:
    return number > 0 and len(words) <= TITLE_LENGTH and bool(BYLINE.match(words) or NAMES.match(words))


def _count(number: str) -> int:
    return int(number) if number.isdecimal() else numeral(number) if not any(c.isdecimal() for c in number) else 0


def _repeat(words: str, certain: bool) -> int:
    """Length of the title where the sentence behind it takes up a name from it again (…刹住人情风|万福镇地处…)."""
    head = re.split(r"[。;]" if certain else r"[。;,]", words)[0]
    if not certain and TELLING.match(head):
        return 0
    seen: set[str] = set()
    for at in range(min(len(head) - REPEAT, TITLE_LENGTH)):
        gram = head[at : at + REPEAT]
        if at >= (5 if certain else 8) and gram in seen and re.fullmatch(r"[\u4e00-\u9fffA-Za-zX×*]{3}", gram):
            return at
        if at >= REPEAT - 1:
            seen.add(head[at - REPEAT + 1 : at + 1])
    return 0


def _noun_end(words: str) -> int:
    """Length of a title that ends with a title's noun and goes straight on with a sentence's opening."""
    for found in glued_end().finditer(words[:TITLE_LENGTH]):
        if found.end() >= 10 and OPENERS.match(words, found.end()):
            return found.end()
    return 0
