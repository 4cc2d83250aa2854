"""Reports put together from sentences of their own (duplicate_reports.yml), and what others make of them.

Many of the reports share a topic and so a third of their sentences, told of other places with other figures. One half
(odd numbers) is not to be looked at while the search for copies is worked on.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bench.duplicate_texts import STEMS, Report, edited, other_figures

WRITTEN = Path(__file__).parent / "duplicate_reports.yml"
NUMBER = 72
BODIES = ("公司", "集团", "合作社")
YEAR = re.compile(r"20\d\d(?=年)")
ANY_FIGURE = re.compile(r"(?<![\d.])(?!20\d\d年)\d+(?:\.\d+)?")

Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Texts that speak of one another and yet are no copies: the ids in `texts` are all to stay apart."""

    kind: str
    texts: Texts


@cache
def _written() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(WRITTEN.read_text(encoding="utf-8"))
    return found


def _places(chance: random.Random) -> dict[str, str]:
    county, town, village, body = chance.sample(STEMS, 4)
    return {"县": f"{county}县", "镇": f"{town}镇", "村": f"{village}村", "企业": f"{body}{chance.choice(BODIES)}"}


def _drawn(sentence: str, chance: random.Random) -> str:
    """Another report's figures in a sentence, its years kept."""
    return "".join(
        part if YEAR.match(part + "年") else other_figures(part, chance)
        for part in re.split(r"(20\d\d(?=年))", sentence)
    )


def _sections(number: int, chance: random.Random) -> list[tuple[str, list[str]]]:
    """Name and sentences of a main topic and two others."""
    topics = _written()["topics"]
    others = chance.sample([topic for topic in topics if topic is not topics[number % len(topics)]], 2)
    sizes = ((topics[number % len(topics)], 6), (others[0], 5), (others[1], 3))
    return [(topic["name"], _some(topic["sentences"], size, chance)) for topic, size in sizes]


def _some(sentences: list[str], size: int, chance: random.Random) -> list[str]:
    return [sentences[at] for at in sorted(chance.sample(range(len(sentences)), size))]


def made(number: int) -> Report:
    """The report of a number: a headline, an opening, three headed sections, a closing."""
    chance = random.Random(f"report {number}")
    places, sections = _places(chance), _sections(number, chance)
    year = chance.randint(15, 23)
    words = {**places, "topic": sections[0][0], "year": year, "next": year + 1}
    opening, closing = (chance.choice(_written()[kind]) for kind in ("openings", "closings"))
    parts = [f"{places['县']}“{sections[0][0]}”工作的几点做法", opening]
    for head, (name, sentences) in zip("一二三", sections, strict=True):
        parts += [f"{head}、{name}", "".join(_drawn(one, chance) for one in sentences)]
    text = "\n".join([*parts, closing]).format_map(words)
    return Report(f"m{number:03}", text, tuple(sorted({name[:2] for name in places.values()})))


def half(unseen: bool) -> list[Report]:
    """One half of the reports."""
    return [made(number) for number in range(NUMBER) if number % 2 == unseen]


def _compilation(report: Report, other: Report, chance: random.Random) -> Texts:
    head = chance.choice(("基层治理经验材料汇编", "片区现场会书面发言", "典型做法选登"))
    whole = "\n".join((head, *chance.sample((report.text, other.text), 2)))
    return {"a": report.text, "b": other.text, "whole": whole}


def _plain_pair(report: Report, other: Report, _: random.Random) -> Texts:
    """No word but theirs."""
    return {"a": report.text, "b": other.text, "whole": f"{report.text}\n{other.text}"}


def _commentary(report: Report, _: Report, chance: random.Random) -> Texts:
    """Half of the report quoted between words about it."""
    sentences = re.findall(r"[^。]+。", report.text)
    quoted = _some(sentences, len(sentences) // 2, chance)
    said = chance.sample(_written()["leads"], len(_written()["leads"]))
    cut = max(1, len(quoted) // 3)
    parts = [quoted[at : at + cut] for at in range(0, len(quoted), cut)]
    own = [said[at : at + 2] for at in range(0, len(said), 2)]
    told = [f"{''.join(mine)}\n{''.join(theirs)}" for mine, theirs in zip(own, parts, strict=False)]
    return {"a": report.text, "comment": "\n".join(["功夫要下在平时", *told])}


def _summary(report: Report, _: Report, chance: random.Random) -> Texts:
    """A sentence in three, and a headline."""
    sentences = re.findall(r"[^。\n]+。", report.text)
    kept = _some(sentences, len(sentences) // 3, chance)
    return {"a": report.text, "short": f"本刊综述\n{''.join(kept)}"}


def _two_authors(report: Report, _: Report, chance: random.Random) -> Texts:
    """The same places, other sentences but for one that both quote."""
    number = int(report.id[1:])
    fresh = random.Random(f"report {number}")
    places, sections = _places(fresh), _sections(number, fresh)
    words = {**places, "topic": sections[0][0], "year": 20, "next": 21}
    left = [one for topic in _written()["topics"] for one in topic["sentences"] if _in(topic, sections, one)]
    quote = re.findall(r"[^。\n]+。", report.text)[-2]
    body = "".join(_drawn(one, chance) for one in left).format_map(words)
    return {"a": report.text, "b": f"{places['县']}见闻\n记者在现场看到：{body}\n有人说：{quote}"}


def _in(topic: dict[str, Any], sections: list[tuple[str, list[str]]], sentence: str) -> bool:
    """Whether a sentence is of a topic of the report, and not in it."""
    return any(name == topic["name"] and sentence not in told for name, told in sections)


def _next_year(report: Report, _: Report, chance: random.Random) -> Texts:
    """The same report a year on: years moved, every figure another, a few words changed."""
    dated = f"20{chance.randint(15, 22)}年以来的工作情况如下。"
    first = f"{report.text}\n{dated}"
    moved = YEAR.sub(lambda match: str(int(match[0]) + 1), first)
    later = ANY_FIGURE.sub(lambda match: _another(match[0], chance), moved)
    return {"a": first, "later": edited(later, 0.02, chance) if chance.random() < 0.5 else later}


def _another(figure: str, chance: random.Random) -> str:
    while (other := other_figures(figure, chance)) == figure:
        continue
    return other


LOOK_ALIKES: dict[str, Callable[[Report, Report, random.Random], Texts]] = {
    "compilation": _compilation,
    "two end to end": _plain_pair,
    "commentary": _commentary,
    "summary": _summary,
    "two authors": _two_authors,
    "next year": _next_year,
}


def look_alikes(found: list[Report]) -> list[LookAlike]:
    """Every kind for every report."""
    return [
        LookAlike(kind, make(report, found[(at + 5) % len(found)], random.Random(f"{kind} {report.id}")))
        for kind, make in LOOK_ALIKES.items()
        for at, report in enumerate(found)
    ]
