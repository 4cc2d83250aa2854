"""Glues articles into compilations in the many ways in which people do it, with the truth of where each begins."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ARTICLES = Path(__file__).with_name("articles.yml")
HAN = ("", *"一二三四五六七八九十", *(f"十{one}" for one in "一二三四五六七八九"))
# How titles are counted; most are not. Each is repeated as often as it is met.
NUMBERS = (
    *("",) * 9,
    *("{0}.", "{0}、", "{1}、", "（{1}）", "{0:02d} ", "案例{1}：", "案例{0} ", "● ", "★", "篇{0}：", "（{0}）"),
    *("第{1}篇 ", "之{1}：", "{0} ", "【{2}】"),
)
BRACKETS = (*(("", ""),) * 6, ("【", "】"), ("《", "》"))
JOINTS = (*("\n",) * 6, *("",) * 4, *(" ",) * 3, "。", "：", "\n\n")  # between title and text
ENDS = (*("",) * 8, "……", "...", "（{by}）", "\n来源：云岭日报", "（记者 {name}）")
BETWEEN = (*("\n",) * 4, *("",) * 3, "\n\n", " ")
HEADS = (
    *("",) * 4,
    *("全市基层治理典型案例汇编\n", "工作简报\n第7期\n", "基层治理经验做法\n", "乡村治理动态\n"),
    *("搜索结果：\n", "各地抓党建促振兴的做法\n"),
)
PEOPLE = ("张立春", "王小梅 李一凡", "周强", "赵一鸣")
SENDERS = ("柳河镇党委", "县委组织部", "云岭县教育局", "西河街道党工委", "市供电公司党支部")
PLACE = re.compile(r"[\u4e00-\u9fff]{2}(县|市|区|镇|乡|村)(?![\u4e00-\u9fff]?[委民])")
LABEL = re.compile(r"[\u4e00-\u9fff]{2}(?:县|区|镇|乡|村|街道|社区)")


@dataclass(frozen=True, slots=True)
class Piece:
    """One short article."""

    title: str
    by: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Glued:
    """A text of several articles, and where each of them begins."""

    text: str
    starts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Style:
    """How one compilation is put together."""

    number: str
    brackets: tuple[str, str]
    joint: str
    end: str
    between: str
    head: str
    byline: str
    flat: bool
    cut: bool
    masked: bool
    uneven: bool


def pieces() -> list[Piece]:
    """The articles of `articles.yml`."""
    entries: list[dict[str, Any]] = yaml.safe_load(ARTICLES.read_text(encoding="utf-8"))
    return [Piece(one["title"], one.get("by", ""), tuple(one["paragraphs"])) for one in entries]


def style(chance: random.Random) -> Style:
    """One of the ways to glue."""
    number, brackets, joint = chance.choice(NUMBERS), chance.choice(BRACKETS), chance.choice(JOINTS)
    end, between, head = chance.choice(ENDS), chance.choice(BETWEEN), chance.choice(HEADS)
    if "\n" not in between and (end.startswith("\n") or ("\n" in joint and chance.random() < 0.8)):
        between = "\n"
    byline = chance.choice(("sender", "name", "date")) if "\n" in joint and chance.random() < 0.25 else ""
    return Style(
        number,
        brackets,
        joint,
        end,
        between,
        head,
        byline,
        flat="\n" not in between or chance.random() < 0.6,
        cut=end in ("……", "...") and chance.random() < 0.8,
        masked=chance.random() < 0.15,
        uneven=chance.random() < 0.4,
    )


def glue(chance: random.Random, chosen: Sequence[Piece]) -> Glued:
    """A compilation of the pieces in one style."""
    how, starts = style(chance), []
    text = how.head
    for number, piece in enumerate(chosen, 1):
        starts.append(len(text))
        text += _one(chance, how, number, piece) + how.between
    return Glued(text, tuple(starts))


def _one(chance: random.Random, how: Style, number: int, piece: Piece) -> str:
    """One article in the style of its compilation, or a little beside it."""
    joint = chance.choice(JOINTS) if how.uneven and chance.random() < 0.1 else how.joint
    counted = "" if how.uneven and chance.random() < 0.12 else how.number
    named = LABEL.search(piece.title + piece.paragraphs[0])
    counted = counted.format(number, HAN[number], named.group() if named else "XX县")
    title = f"{how.brackets[0]}{piece.title}{how.brackets[1]}"
    if how.uneven and chance.random() < 0.08:
        title = joint = ""
    end = how.end.format(by=piece.by or chance.choice(SENDERS), name=chance.choice(PEOPLE))
    words = f"{counted}{title}{_byline(chance, how, piece)}{joint}{_body(chance, how, piece)}{end}"
    return PLACE.sub(r"XX\1", words) if how.masked else words


def _byline(chance: random.Random, how: Style, piece: Piece) -> str:
    lines = {"sender": piece.by or chance.choice(SENDERS), "name": chance.choice(PEOPLE)}
    lines["date"] = f"2021-03-0{chance.randint(1, 9)}"
    return f"\n{lines[how.byline]}" if how.byline else ""


def _body(chance: random.Random, how: Style, piece: Piece) -> str:
    body = ("" if how.flat else "\n").join(piece.paragraphs)
    if chance.random() < 0.3 and len(body) > 150:
        sentences = re.split(r"(?<=。)", body)
        body = "".join(sentences[: max(2, len(sentences) // 2)])
    return body[: chance.randint(90, 150)] if how.cut else body
