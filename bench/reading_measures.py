"""What a reading is worth beside the truth: characters, paragraphs, cells, leaks, time and memory."""

import resource
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.model import Reading, RejectionError
from corpus.readers import read

STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader made of a document: the whole in order (less furniture and notes), and its parts. `failure`: the
    code of the rejection.
    """

    body: str
    paragraphs: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    tables: int
    notes: tuple[str, ...]
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Precision, recall and F1 of paragraphs, each counted as right only when it is the same from end to end."""

    precision: float
    recall: float
    f1: float


def bare(text: str) -> str:
    """The text without any blank: where a reader breaks lines or sets spaces is no matter of characters."""
    return "".join(text.split())


def found(reading: Reading) -> Found:
    """The parts of a reading: blocks that go on are joined to the paragraph before."""
    paragraphs: list[str] = []
    body: list[str] = []
    rows: list[tuple[str, ...]] = []
    notes: list[str] = []
    tables = set[int | None]()
    for block in (block for block in reading.blocks if not block.furniture):
        words = reading.text[block.start : block.end]
        if block.kind == "note":
            before = notes.pop() if block.continues and notes else ""
            notes.append(before + bare(words))
            continue
        body.append(bare(words))
        if block.kind == "row":
            rows.append(tuple(bare(cell) for cell in words.split("\t")))
            tables.add(block.table)
        elif block.continues and paragraphs:
            paragraphs[-1] += bare(words)
        else:
            paragraphs.append(bare(words))
    return Found("".join(body), tuple(paragraphs), tuple(rows), len(tables), tuple(notes))


def attempt(data: bytes, name: str) -> Found:
    """What our reader makes of a file; nothing where it gives up, which must not end the measurement."""
    try:
        return found(read(data, name))
    except RejectionError as error:
        return Found("", (), (), 0, (), error.code)


def distance(first: str, second: str) -> int:
    """The least number of characters to put in, take out or change (Myers 1999, Hyyrö 2003)."""
    first, second = _without_common(first, second)
    if not first or not second:
        return len(first) + len(second)
    places: dict[str, int] = {}
    for number, character in enumerate(first):
        places[character] = places.get(character, 0) | 1 << number
    full, last = (1 << len(first)) - 1, 1 << (len(first) - 1)
    up, down, score = full, 0, len(first)
    for character in second:
        here = places.get(character, 0)
        across = (((here & up) + up) ^ up) | here
        more, less = down | (full & ~(across | up)), up & across
        score += bool(more & last) - bool(less & last)
        more, less = (more << 1 | 1) & full, (less << 1) & full
        down, up = more & (here | down), less | (full & ~(here | down | more))
    return score


def _without_common(first: str, second: str) -> tuple[str, str]:
    """The two texts less what they begin and end with in common."""
    shorter = min(len(first), len(second))
    start = next((at for at in range(shorter) if first[at] != second[at]), shorter)
    left = shorter - start
    end = next((at for at in range(left) if first[-1 - at] != second[-1 - at]), left)
    return first[start : len(first) - end], second[start : len(second) - end]


def cer(truth: str, text: str) -> float:
    """Character errors for each hundred characters of the truth, blanks apart."""
    return 100 * distance(bare(truth), bare(text)) / max(1, len(bare(truth)))


def agreement(truth: Sequence[str], paragraphs: Sequence[str]) -> Agreement:
    """How many paragraphs are the same from end to end."""
    right = sum((Counter(map(bare, truth)) & Counter(map(bare, paragraphs))).values())
    precision, recall = right / max(1, len(paragraphs)), right / max(1, len(truth))
    return Agreement(precision, recall, 2 * precision * recall / max(precision + recall, 1e-9))


def cells_right(truth: Sequence[Sequence[str]], rows: Sequence[Sequence[str]]) -> float:
    """The share of cells that stand in their row and column with all their words; rows too many count as wrong."""
    wanted = [[bare(cell) for cell in row] for row in truth]
    best = [0] * (len(rows) + 1)
    for want in wanted:
        before = best
        best = [0]
        for at, row in enumerate(rows):
            same = sum(left == right for left, right in zip(want, row, strict=False))
            best.append(max(before[at + 1], best[at], before[at] + same))
    return best[-1] / max(1, sum(map(len, wanted)), sum(map(len, rows)))


def leaks(paragraphs: Sequence[str], strange: Sequence[str], allowed: str) -> list[str]:
    """Which of the strange words (heads, page numbers, menus) stand among the paragraphs. Words that the truth holds as
    well, and single page numbers, count only where they are a whole paragraph.
    """
    whole, text = Counter(paragraphs), "".join(paragraphs)
    out: list[str] = []
    for words in map(bare, strange):
        inside = 0 if words.isdigit() or words in allowed else text.count(words)
        out += [words] * max(inside, whole[words])
    return out


def quickest(works: Sequence[Callable[[], object]], repeats: int) -> list[float]:
    """The least processor time of each work in seconds; they take turns, so that what slows the machine slows all."""
    least = [float("inf")] * len(works)
    for _ in range(repeats):
        for number, work in enumerate(works):
            start = time.process_time()
            work()
            least[number] = min(least[number], time.process_time() - start)
    return least


def peak_megabytes() -> float:
    """The most memory that this process has held. Linux hands `ru_maxrss` down from the process that started this one,
    so its own high-water mark goes first.
    """
    if STATUS.exists():
        lines = STATUS.read_text(encoding="ascii", errors="replace").splitlines()
        for line in lines:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
