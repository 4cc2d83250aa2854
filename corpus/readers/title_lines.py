"""Titles of official papers that are set over two or three paragraphs: 关于……高标 / 准农田建设工作的通知 is one."""

import re
from collections.abc import Iterable, Iterator, Sequence

from corpus.readers.drafts import Draft

# A title opens with 关于, and is whole with the kind of paper that it heads.
OPENS = re.compile(r"关于(?=\S)")
WHOLE = re.compile(
    r"的?(?:通知|通报|通告|公告|公报|意见|决定|决议|办法|规定|细则|方案|规划|计划|报告|汇报|总结|请示|批复|函|纪要|议案|建议|情况|思考|措施)"
    r"(?:[（(〔\[][^（）()〔〕\[\]]{1,12}[）)〕\]])?"
)
# What no line of a title that goes on holds, and what such a line does not begin with.
ENDED = re.compile(r"[。；;：:！!？?]")
ANEW = re.compile(r"关于|——|[（(]?[一二三四五六七八九十\d]{1,3}[、.．）)]|第[一二三四五六七八九十\d]{1,3}[章节条]|附件")
# The characters of a line at most, the lines of a title, and among how many paragraphs it stands.
LONG, LINES, FIRST = 40, 3, 12


def with_whole_titles(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """The drafts; those that go on with a title above them, alike in size and place, continue it."""
    held: list[Draft] = []
    for number, draft in enumerate(drafts):
        if held and _goes_on(held, draft):
            held.append(draft)
            if _is_whole(draft.text):
                yield held[0]
                yield from (one._replace(continues=True) for one in held[1:])
                held = []
            continue
        yield from held
        held = [draft] if number < FIRST and _breaks_off(draft) else []
        if not held:
            yield draft
    yield from held


def _is_whole(text: str) -> bool:
    words = text.strip()
    return any(found.end() == len(words) for found in WHOLE.finditer(words))


def _breaks_off(draft: Draft) -> bool:
    """Whether a line opens a title and does not end it."""
    return bool(draft.centred and _is_line(draft) and OPENS.search(draft.text) and not _is_whole(draft.text))


def _goes_on(held: Sequence[Draft], draft: Draft) -> bool:
    alike = draft.centred and draft.size == held[0].size and draft.bold == held[0].bold
    return bool(len(held) < LINES and alike and _is_line(draft) and not ANEW.match(draft.text.strip()))


def _is_line(draft: Draft) -> bool:
    plain = draft.kind in ("text", "heading") and not draft.furniture
    return plain and 0 < len(draft.text.strip()) <= LONG and not ENDED.search(draft.text)
