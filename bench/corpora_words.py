"""Sentences from the grammar of corpora.yml: what a slot is filled with is drawn from a seed, report by report."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

WRITTEN = Path(__file__).with_name("corpora.yml")
SLOT = re.compile(r"\{(\w+)\}")
FIRST = "云青石白龙河柳松梅桐岭泉湖溪坪湾沙田安平永兴福宁清长丰源栗榆枫霞雁沧沅陂滨砚岚禾麻蓼桦藤"
SECOND = "川岭溪陵塘坪州阳泉河湾城浦源坡港洲峪原桥岗梁陇关台井沟寨屯营"
# Slots whose list bears another name, for the words to read well.
LISTS = {
    "organ": "organs",
    "actor": "actors",
    "lead": "leads",
    "deed": "deeds",
    "result": "results",
    "problem": "problems",
    "because": "becauses",
    "telling": "tellings",
    "plan": "plans",
    "point": "points",
    "fault_head": "faults",
    "opening": "openings",
    "title": "titles",
}
Template = tuple[str, ...]  # words and names of slots by turns
YEARS = range(2012, 2025)


def _money(chance: random.Random) -> str:
    return chance.choice((f"{chance.randint(3, 980)}万元", f"{chance.randint(11, 99) / 10}亿元"))


def _big(chance: random.Random) -> str:
    return chance.choice((f"{chance.randint(11, 99) / 10}万", f"{chance.randint(1000, 9800)}"))


FIGURES: dict[str, Callable[[random.Random], str]] = {
    "few": lambda chance: str(chance.randint(2, 9)),
    "n": lambda chance: str(chance.randint(11, 99)),
    "nn": lambda chance: str(chance.randint(100, 999)),
    "big": _big,
    "p": lambda chance: f"{chance.randint(50, 985) / 10}%",
    "money": _money,
    "money2": lambda chance: f"{chance.randint(3, 98) * 100}元",
    "y": lambda chance: str(chance.choice(YEARS)),
    "m": lambda chance: str(chance.randint(1, 12)),
    "d": lambda chance: str(chance.randint(1, 28)),
}


def _parsed(text: str) -> Template:
    return tuple(SLOT.split(text))


@cache
def written() -> dict[str, Any]:
    """The words of corpora.yml."""
    found: dict[str, Any] = yaml.safe_load(WRITTEN.read_text(encoding="utf-8"))
    return found


@cache
def _grammar() -> dict[str, tuple[Template, ...]]:
    """Every plain list of corpora.yml by the name of the slot that it fills."""
    named = {name: words for name, words in written().items() if isinstance(words, list) and name != "topics"}
    found = {name: tuple(map(_parsed, words)) for name, words in named.items() if isinstance(words[0], str)}
    return found | {slot: found[name] for slot, name in LISTS.items()}


@cache
def _topics() -> tuple[dict[str, tuple[Template, ...]], ...]:
    """The topics by the slots that they fill."""
    kinds = {"goods": "goods", "units": "unit", "people": "people", "trades": "trades"}
    return tuple(
        {slot: tuple(map(_parsed, topic[kind])) for kind, slot in kinds.items()} | {"name": (_parsed(topic["name"]),)}
        for topic in written()["topics"]
    )


def place(chance: random.Random, level: str) -> str:
    """The name of a place: two syllables and its level."""
    return chance.choice(FIRST) + chance.choice(SECOND) + level


def _places(chance: random.Random) -> dict[str, Sequence[str]]:
    """The names of a report: one county (or district), its towns, villages and firms."""
    firm = ("农业公司", "集团", "合作社", "科技公司", "食品厂")
    return {
        "county": (place(chance, "县"),),
        "town": [place(chance, chance.choice(("镇", "乡", "街道", "镇"))) for _ in range(5)],
        "village": [place(chance, chance.choice(("村", "村", "村", "社区"))) for _ in range(8)],
        "firm": [place(chance, chance.choice(firm)) for _ in range(3)],
    }


@dataclass(slots=True)
class Words:
    """What a report says: its places, and its topic, which a sentence in six leaves for another one."""

    chance: random.Random
    topic: int
    names: Mapping[str, Sequence[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.names = _places(self.chance)

    def __call__(self, kind: str) -> str:
        """A filling of a slot, such as `deed`."""
        own = self.topic if self.chance.random() < 5 / 6 else self.chance.randrange(len(_topics()))
        return self._filled(kind, _topics()[own]).replace("县县", "县")

    def said(self, text: str) -> str:
        """The text with its slots filled."""
        return self._words(_parsed(text), _topics()[self.topic]).replace("县县", "县")

    def _filled(self, slot: str, topic: Mapping[str, Sequence[Template]]) -> str:
        if figure := FIGURES.get(slot):
            return figure(self.chance)
        if named := self.names.get(slot):
            return self.chance.choice(named)
        return self._words(self.chance.choice(topic.get(slot) or _grammar()[slot]), topic)

    def _words(self, template: Template, topic: Mapping[str, Sequence[Template]]) -> str:
        if len(template) == 1:
            return template[0]
        return "".join(self._filled(part, topic) if at % 2 else part for at, part in enumerate(template))
