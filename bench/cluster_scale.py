"""What clustering costs at 5,000 and 50,000 case records, made from the sentences of real ones with other figures."""

import random
import re
import resource
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path

import yaml

from bench.documents import document
from corpus.model import Outcome
from extractors.base import Findings, Practice
from outputs.catalogue import build_catalogue
from outputs.cluster import cluster
from outputs.model import CatalogueCase, Cluster, DocumentRecord, PracticeCluster
from outputs.practice_clusters import practice_clusters
from pipeline.extract import read_files
from pipeline.settings import Settings

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "gold"
SIZES = (5_000, 50_000)
LENGTH, PRACTICES, SEED, OWN = 400, 6, 6, 0.5
SENTENCE = re.compile(r"[^。\n]{12,80}。")
FIGURE = re.compile(r"\d+")
SYLLABLES = "云青石白龙河柳松梅桐岭泉湖溪坪湾沙田安平永兴福宁清长丰源"


def real() -> list[CatalogueCase]:
    """The cases of the samples and of those labelled texts that serve."""
    unseen = yaml.safe_load((GOLD / "unseen.yml").read_text(encoding="utf-8"))["unseen"]
    gold = (path for path in (GOLD / "texts").iterdir() if not any(fnmatch(path.stem, one) for one in unseen))
    samples = (path for path in (ROOT / "corpus" / "samples").rglob("*") if path.is_file())
    return list(build_catalogue(read_files([*sorted(samples), *sorted(gold)], Settings())).cases)


def _body(own: Sequence[str], all_: Sequence[str], draw: random.Random) -> str:
    """Sentences of one case and of any, half and half, with other figures."""
    body = ""
    while len(body) < LENGTH:
        body += FIGURE.sub(lambda _: str(draw.randrange(2, 5000)), draw.choice(own if draw.random() < OWN else all_))
    return body


def _practices(model: CatalogueCase, known: Mapping[str, Sequence[str]], draw: random.Random) -> Iterator[Practice]:
    """Practices of the model's themes, every other one put together from two, as no two reports word a deed alike."""
    for at in range(PRACTICES if model.practices else 0):
        one = draw.choice(model.practices)
        more = f",{draw.choice(known[one.theme])}" if draw.random() < OWN else ""
        yield replace(one, text=f"{draw.choice(known[one.theme])}{more}", start=at, end=at + 1)


def made(cases: Sequence[CatalogueCase], number: int) -> Iterator[CatalogueCase]:
    """Cases with titles and practices of real ones, and sentences of theirs and of others."""
    draw = random.Random(SEED)
    told = [(case, sentences) for case in cases if (sentences := SENTENCE.findall(case.text))]
    everything = sorted({sentence for _, sentences in told for sentence in sentences})
    known: dict[str, list[str]] = defaultdict(list)
    for one in (practice for case in cases for practice in case.practices):
        known[one.theme].append(one.text)
    for at in range(number):
        model, own = draw.choice(told)
        place = "".join(draw.sample(SYLLABLES, 2)) + draw.choice("县区镇村")
        title = f"{place}{model.case.title}"
        text = document(f"{at}.txt", [_body(own, everything, draw)])
        case = replace(model.case, title=title, place=place, place_level=place[-1], start=0, end=len(text.text))
        found = Findings(practices=tuple(_practices(model, known, draw)))
        yield CatalogueCase(
            f"c{at:012}", case, DocumentRecord(text.source, Outcome("ok"), None, text, found, (case,), checks=())
        )


def timed(make: Callable[[], Sequence[Cluster | PracticeCluster]]) -> tuple[float, float, int, float]:
    """Seconds by the clock and of processor time, how many clusters there are, and members of the largest."""
    began, spent = time.perf_counter(), time.process_time()
    found = make()
    largest = max(len(one.members) for one in found)
    return time.perf_counter() - began, time.process_time() - spent, len(found), largest


def show(sizes: Sequence[int] = SIZES) -> None:
    """Print the cost at each size for cases and their practices, how it grows, and the most memory that was held."""
    known, spent = real(), []
    print(f"{'':>10} {'number':>8} {'seconds':>8} {'CPU s':>7} {'clusters':>9} {'largest':>8} {'peak MB':>8}")
    for size in sizes:
        cases = list(made(known, size))
        both = (
            ("cases", size, lambda of=cases: cluster(of)),
            ("practices", said(cases), lambda of=cases: practice_clusters(of)),
        )
        for kind, number, make in both:
            seconds, worked, clusters, largest = timed(make)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(
                f"{kind:>10} {number:>8,} {seconds:>8.1f} {worked:>7.1f} {clusters:>9} {largest:>8} {peak:>8,}",
                flush=True,
            )
            spent.append(worked)
    print(f"growth {sizes[-1] / sizes[0]:.0f}x records: {sum(spent[-2:]) / sum(spent[:2]):.1f}x the processor time")


def said(cases: Iterable[CatalogueCase]) -> int:
    """How many practices are told otherwise than all others."""
    return len({(one.theme, one.text) for case in cases for one in case.practices})
