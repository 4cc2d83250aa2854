"""Whether cleaning and segmenting stay linear: what 2 million characters cost for what 100,000 do, by kind of text.

Run: python -m bench.segment [KIND...]   (without kinds: all of them)
"""

import sys
import time
from collections.abc import Callable
from itertools import count

from corpus.document import prepare_text

SMALL, LARGE = 100_000, 2_000_000
RUNS = 3
BOUND = 20.0
BODY = (
    "镇里把这件事交给网格员去办，谁家有难处就先登记，再由支部商量，月底在公开栏里写明办到哪一步，群众看得见也说得上话。"
)
NUMERALS = "一二三四五六七八九十"


def _numeral(value: int) -> str:
    return NUMERALS[value % 10]


# For each kind what its number n adds to the text.
KINDS: dict[str, Callable[[int], str]] = {
    "report": lambda n: (
        f"{_numeral(n // 9)}、第{n}项\n（{_numeral(n // 3)}）抓好落实。{BODY}\n{_numeral(n)}是加强培训。{BODY * 3}\n"
    ),
    "lists of 1、": lambda n: f"{n % 60 + 1}、第{n}户的登记表已经交到镇里\n",
    "一是 in one line": lambda n: f"{_numeral(n)}是把第{n}件事办好。{BODY}" + ("\n" if n % 400 == 399 else ""),
    "（一） run in": lambda n: f"（{_numeral(n)}）办好第{n}件事。{BODY}\n",
    "one long line": lambda n: f"第{n}天，{BODY}",
    "short lines": lambda n: f"第{n}组的人都来了\n",
    "one line repeated": lambda _: "打造共建共治共享的格局\n",
    "paragraph repeated": lambda _: BODY * 2 + "\n",
    "wrapped": lambda n: f"第{n % 9}组{BODY}"[:36] + "\n",
    "empty lines": lambda n: f"{BODY}{n}。\n\n\n\n",
    "no break, no stop": lambda n: f"村里有第{n}条路",
    "marks alone": lambda n: f"{n % 20 + 1}.（{_numeral(n)}）①一是",
    "page marks": lambda n: f"{n + 1}、" + (BODY * 20)[:900] + "\n",
    "pages": lambda n: f"{BODY[:50]}\n- {n + 1} -\n",
    "credits": lambda n: f"第{n}村的新事\n来源：某某日报 2021-03-05\n{BODY}\n责任编辑：甲\n",
    "brackets": lambda n: f"【做法】{BODY}\n“第{n}招”（（（《《\n",
    "slogans": lambda n: (
        f"把第一道关把好。{BODY}\n抓住“主心骨”，“红色阵地”建在家门口。{BODY}\n" + ("\n" if n % 2 else "")
    ),
    "tags": lambda n: f"<p class='a{n}'>{BODY}</p>&nbsp;<br/>\n",
    "dots": lambda n: f"第{n}章的事 {'.' * 30} {n}\n",
    "blanks": lambda n: f"{' ' * 200}{n}\n",
}


def text_of(kind: str, length: int) -> str:
    """A text of one kind, cut to the length."""
    pieces, have = [], 0
    for number in count():
        pieces.append(KINDS[kind](number))
        have += len(pieces[-1])
        if have >= length:
            return "".join(pieces)[:length]
    raise AssertionError


def cost(text: str) -> float:
    """The least seconds of processor time over the runs: what disturbs a run only adds to it."""
    taken = []
    for _ in range(RUNS):
        start = time.process_time()
        prepare_text(text)
        taken.append(time.process_time() - start)
    return min(taken)


def main() -> None:
    """Print one table."""
    print(f"{'kind':<20}{f'{SMALL:,}':>12}{f'{LARGE:,}':>12}{'ratio':>8}   (seconds of one core, least of {RUNS} runs)")
    for kind in sys.argv[1:] or KINDS:
        small, large = cost(text_of(kind, SMALL)), cost(text_of(kind, LARGE))
        mark = "" if large < BOUND * small else "  over"
        print(f"{kind:<20}{small:>12.3f}{large:>12.2f}{large / small:>7.1f}x{mark}", flush=True)


if __name__ == "__main__":
    main()
