"""Copies and look-alikes made by script from the labelled texts and templates: what bench.duplicates measures on."""

import json
import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml
from opencc import OpenCC

TESTS = Path(__file__).parents[1] / "tests"
LEAST = 200  # characters of a text that is copied here
FILLINGS = 6  # of each template; every two of them are a hard pair
LEVELS = "省市县縣区區州旗镇鎮乡鄉村"
STEM = re.compile(rf"([^\W\d_道{LEVELS}]{{2,3}})(?:街道|社区|社區|[{LEVELS}])$")
MASKED = re.compile(r"[某××XxＸ*甲乙丙县縣市区區]")
FIGURE = re.compile(r"\d+(?:\.\d+)?")
STEMS = re.findall(
    "..",
    "青栗石盘云澜沙渡广岭高台临沧竹湾南屏白果秀川马鞍河埠东津望湖西岭铁门新桥阳坡乐潭桂河澄江北塘柏林吉云海曲"
    "宋河永陵凤台南湾松溪柏原涌泉明德仁和宁山禾丰正源瑞木柳坝桐花梅坞三岔大塘上坪云雾清泉绿野平江雁滩龙泉麻园"
    "枣林泥溪双石五塘古渡金沙花桥月亮白鹤红岩岩脚黄龙",
)
MISREAD = dict(zip("己日土千人大木末未天夫干于本士王贝见", "已曰士干入太本未末夭天千干木土玉见贝", strict=True))
HEADLINES = ("一线来稿：把小事办成实事", "基层观察丨一年里发生了什么", "他们的账是这样算的")
NOTES = yaml.safe_load((Path(__file__).parent / "duplicate_reports.yml").read_text(encoding="utf-8"))["notes"]


@dataclass(frozen=True, slots=True)
class Report:
    """A text to copy: `names` are the names of places in it that another county would replace."""

    id: str
    text: str
    names: tuple[str, ...]


Edit = Callable[[Report, random.Random], str]


def _unseen(name: str) -> bool:
    patterns = yaml.safe_load((TESTS / "gold/unseen.yml").read_text(encoding="utf-8"))["unseen"]
    return any(fnmatch(name, pattern) for pattern in patterns)


def _stems(*labels: str | None) -> tuple[str, ...]:
    """What tells the labelled places from others: 青石 of 青石镇; masked and nameless ones have none."""
    found = (match[1] for label in labels if label and (match := STEM.search(label)))
    return tuple(sorted({stem for stem in found if not MASKED.search(stem)}))


def reports() -> list[Report]:
    """Every labelled text of one report, and every labelled case of a compilation; none of those kept unseen."""
    found = []
    for path in sorted((TESTS / "gold/texts").glob("*.txt")):
        if _unseen(path.stem):
            continue
        text = path.read_bytes().decode("utf-8")
        gold = json.loads((TESTS / "gold/gold" / f"{path.stem}.json").read_text(encoding="utf-8"))
        found += list(_of(path.stem, text, gold))
    return [one for one in found if len(one.text) >= LEAST]


def _of(name: str, text: str, gold: dict[str, Any]) -> Iterator[Report]:
    cases = [case for case in gold.get("cases", []) if not case.get("child")]
    if len(cases) < 2:
        label = cases[0] if cases else {}
        yield _report(name, text, _stems(label.get("place"), label.get("organisation")))
        return
    for number, case in enumerate(cases):
        stems = _stems(case.get("place"), case.get("organisation"))
        yield _report(f"{name}-{number:02}", text[case["start"] : case["end"]], stems)


def _report(id_: str, text: str, stems: tuple[str, ...]) -> Report:
    return Report(id_, text, tuple(stem for stem in stems if stem in text))


def edited(text: str, share: float, chance: random.Random) -> str:
    """Part of the letters changed in runs of one to four: others in their place, left out, or put in."""
    letters, left = list(text), round(len(text) * share)
    while left > 0:
        run = min(left, chance.choice((1, 2, 3, 4)))
        at = chance.randrange(max(1, len(letters) - run))
        new = chance.choices(text.replace("\n", ""), k=run)
        match chance.randrange(4):
            case 0:
                del letters[at : at + run]
            case 1:
                letters[at:at] = new
            case _:
                letters[at : at + run] = new
        left -= run
    return "".join(letters)


def masked(report: Report, chance: random.Random) -> str:
    """Places as 某 or ××, figures as xx."""
    mask, text = chance.choice(("某", "××", "XX")), report.text
    for stem in report.names:
        text = text.replace(stem, mask)
    return FIGURE.sub("xx", text)


def wrapped(report: Report, _: random.Random) -> str:
    """The notes of a site around the text."""
    head = "首页 > 党建频道 > 经验交流 > 正文\n来源：组织人事网 作者：佚名 点击：2031 次 【字体：大 中 小】\n"
    foot = "【打印】【关闭窗口】 责任编辑：小林\n版权所有 未经授权禁止转载"
    return f"{head}{report.text}\n上一篇：没有了 下一篇：机关党建动态\n{foot}"


def _other_script(text: str) -> str:
    simple = str(OpenCC("t2s").convert(text))
    return simple if simple != text else str(OpenCC("s2t").convert(text))


def reordered(report: Report, chance: random.Random) -> str:
    """The sections, or where there are none the sentences, in another order; the headline stays."""
    head, *lines = report.text.split("\n")
    parts = re.split(r"\n(?=[一二三四五六七八九十]+、)", "\n".join(lines))
    if len(parts) < 3:
        parts = re.split(r"(?<=。)", "".join(lines))
    return "\n".join([head, *chance.sample(parts, len(parts))])


def misread(report: Report, chance: random.Random) -> str:
    """One letter in a hundred read wrongly or lost, as by a machine."""
    wrong = str.maketrans(MISREAD)
    letters = [_misread(letter, wrong, chance) if chance.random() < 0.01 else letter for letter in report.text]
    return "".join(letters)


def _misread(letter: str, wrong: Mapping[int, str], chance: random.Random) -> str:
    return other if (other := letter.translate(wrong)) != letter else chance.choice(("", "口", "一", "丨"))


def noted(report: Report, chance: random.Random) -> str:
    """An editor's note before the text, who sent it after."""
    return f"{chance.choice(NOTES)}\n{report.text}\n（来稿单位：办公室 审稿：本刊编辑部）"


def retitled(report: Report, chance: random.Random) -> str:
    """Another headline."""
    _, _, rest = report.text.partition("\n")
    return f"{chance.choice(HEADLINES)}\n{rest or report.text}"


def corrected(report: Report, chance: random.Random) -> str:
    """One figure in five another."""
    return FIGURE.sub(lambda match: other_figures(match[0], chance) if chance.random() < 0.2 else match[0], report.text)


def shortened(report: Report, _: random.Random) -> str:
    """Its first two fifths."""
    return report.text[: round(0.4 * len(report.text))]


def _after_each_other(*edits: Edit) -> Edit:
    """Several edits, the first before the second."""

    def edit(report: Report, chance: random.Random) -> str:
        for one in edits:
            report = replace(report, text=one(report, chance))
        return report.text

    return edit


def _edit(share: float) -> Edit:
    return lambda report, chance: edited(report.text, share, chance)


KINDS: dict[str, Edit] = {
    **{f"edited {share:.0%}": _edit(share) for share in (0.03, 0.05, 0.1, 0.15, 0.2)},
    "masked": masked,
    "other script": lambda report, _: _other_script(report.text),
    "site notes": wrapped,
    "site notes, edited 10%": lambda report, chance: edited(wrapped(report, chance), 0.1, chance),
    "reposted, masked, edited 5%": lambda report, chance: edited(masked(report, chance), 0.05, chance),
    "sections reordered": reordered,
    "paragraphs merged": lambda report, _: report.text.replace("\n", ""),
    "misread 1%": misread,
    "editor's note": noted,
    "headline changed": retitled,
    "figures corrected": corrected,
    "noted, retitled, misread": _after_each_other(retitled, misread, noted),
    "truncated to 40%": shortened,
    "noted, truncated to 40%": _after_each_other(shortened, noted),
}  # fmt: skip


def copies(kind: str, found: list[Report]) -> dict[str, str]:
    """Id of each report -> one copy of it."""
    return {report.id: KINDS[kind](report, random.Random(f"{kind} {report.id}")) for report in found}


def other_figures(text: str, chance: random.Random) -> str:
    """Figures of as many digits."""
    return FIGURE.sub(lambda match: re.sub(r"\d", lambda digit: str(chance.randint(1, 9)), match[0]), text)


def _elsewhere(report: Report) -> str:
    """The report with the names and figures of another place."""
    chance, text = random.Random(f"elsewhere {report.id}"), report.text
    for stem, other in zip(report.names, chance.sample(STEMS, len(report.names)), strict=True):
        text = text.replace(stem, other)
    return other_figures(text, chance)


def hard_pairs(found: list[Report]) -> list[tuple[str, str]]:
    """Two texts of one template about different places: labelled reports told of another place, filled templates."""
    pairs = [(report.text, _elsewhere(report)) for report in found if report.names]
    for entry in yaml.safe_load((TESTS / "cases/dedupe.yml").read_text(encoding="utf-8"))["texts"]:
        filled = [_filled(entry, number) for number in range(FILLINGS)]
        pairs += [(one, other) for at, one in enumerate(filled) for other in filled[:at]]
    return pairs


def _filled(entry: dict[str, Any], number: int) -> str:
    chance = random.Random(f"{entry['id']} {number}")
    slots = entry["names"][0]
    stems = dict(zip(slots, chance.sample(STEMS, len(slots)), strict=True))
    names = {slot: stems[slot] + name[2:] for slot, name in slots.items()}
    return other_figures(entry["text"].format_map(names), chance)


def composed(number: int) -> dict[str, str]:
    """Reports put together from the sentences of the labelled ones, every tenth an edited copy of the one before."""
    sentences = [part for report in reports() for part in re.split(r"(?<=[。\n])", report.text) if len(part) > 9]
    chance, texts = random.Random(7), dict[str, str]()
    for at in range(number):
        last = texts.get(f"r{at - 1:07}", "")
        fresh = "".join(other_figures(part, chance) for part in chance.sample(sentences, 14))
        texts[f"r{at:07}"] = edited(last, 0.1, chance) if at % 10 == 9 else f"{chance.choice(STEMS)}县材料\n{fresh}"
    return texts
