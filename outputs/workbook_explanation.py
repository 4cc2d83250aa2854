"""The sheet that says what the others hold, and what does not fit on them."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from extractors.lexicon import Strict, read_lexicon
from outputs.book import CELL, CUT
from outputs.book_file import Sheet
from outputs.model import Profile

NOTES = Path(__file__).parent / "workbook_notes.yml"


class Notes(Strict):
    """What workbook_notes.yml holds: a word and what is said of it; `marks` are those on what analysts may write,
    `volumes` those on where the rest is where one workbook does not hold all.
    """

    notes: tuple[tuple[str, str], ...]
    marks: tuple[tuple[str, str], ...]
    volumes: tuple[tuple[str, str], ...]


@cache
def _notes() -> Notes:
    return read_lexicon(NOTES, Notes)


def explanation(counts: str, cut: Sequence[str], profile: Profile, volumes: bool = False) -> Sheet:
    """The sheet. `counts` says how much there is, `cut` what does not stand on one sheet or leads nowhere; `volumes`:
    whether it is one workbook of several.
    """
    told = _notes()
    marks = told.marks if profile == "full" else ()
    more = told.volumes if volumes else ()
    rows = [("概况", counts), *(("未列全", one) for one in cut), *more, *marks, *told.notes]
    rows.append(("截断", f"超过 {CELL} 字的单元格截断,末尾标“{CUT}”。"))
    return Sheet("说明", (("项目", 12), ("说明", 100)), rows)
