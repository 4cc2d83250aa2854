"""What searching costs at 5,000 and at 50,000 case records, made from the sentences of real ones with other figures."""

import random
import re
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from outputs.search import SearchIndex
from outputs.search_entries import Entry
from outputs.search_index import write_entries
from outputs.search_pieces import given

SIZES = (5_000, 50_000)
LENGTH = 400  # characters of a body
SEED = 6
SENTENCE = re.compile(r"[^。\n]{12,80}。")
FIGURE = re.compile(r"\d+")
SYLLABLES = "云青石白龙河柳松梅桐岭泉湖溪坪湾沙田安平永兴福宁清长丰源"


def _sentences(entries: Sequence[Entry]) -> list[str]:
    return sorted({found for entry in entries for found in SENTENCE.findall(entry.body)})


def made(entries: Sequence[Entry], number: int) -> Iterator[Entry]:
    """Cases with sentences, titles, practices and problems drawn from real entries."""
    draw, sentences = random.Random(SEED), _sentences(entries)
    for at in range(number):
        model, body = draw.choice(entries), ""
        while len(body) < LENGTH:
            body += FIGURE.sub(lambda _: str(draw.randrange(2, 5000)), draw.choice(sentences))
        place = "".join(draw.sample(SYLLABLES, 2)) + draw.choice("县区镇村")
        facets = (("level", place[-1]), ("place", place), ("year", str(draw.randrange(2010, 2025))))
        yield replace(model, id=f"c{at:06}", kind="case", title=f"{place}{model.title}", body=body, facets=facets)


def measured(entries: Sequence[Entry], queries: Sequence[str], size: int) -> tuple[float, float, float]:
    """Seconds to index, median and 95th percentile of milliseconds a query."""
    listed = list(made(entries, size))
    with TemporaryDirectory() as folder:
        began = time.perf_counter()
        write_entries(given(listed), Path(folder) / "catalogue.sqlite")
        indexed, times = time.perf_counter() - began, []
        with SearchIndex(Path(folder)) as index:
            index.search("预热")
            for query in queries:
                began = time.perf_counter()
                index.search(query)
                times.append(1000 * (time.perf_counter() - began))
    return indexed, statistics.median(times), statistics.quantiles(times, n=20)[-1]


def show(entries: Sequence[Entry], queries: Sequence[str], sizes: Sequence[int] = SIZES) -> None:
    """Print the cost at each size and how it grows."""
    print(f"{'records':>8} {'index s':>8} {'query ms':>9} {'p95 ms':>8}")
    rows = [measured(entries, queries, size) for size in sizes]
    for size, (indexed, median, slow) in zip(sizes, rows, strict=True):
        print(f"{size:>8,} {indexed:>8.1f} {median:>9.1f} {slow:>8.1f}")
    first, last = rows[0], rows[-1]
    print(
        f"growth {sizes[-1] / sizes[0]:.0f}x records: index {last[0] / first[0]:.1f}x, query {last[1] / first[1]:.1f}x"
    )
