"""Copies are one group led by the fullest; a template with other names is no copy."""

import random
import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml
from opencc import OpenCC

from outputs.dedupe import duplicates, leaders
from outputs.wording import wording

CASES: Any = yaml.safe_load((Path(__file__).parents[1] / "cases" / "dedupe.yml").read_text(encoding="utf-8"))
TEXTS = {entry["id"]: entry for entry in CASES["texts"]}


def filled(text: str, names: dict[str, str]) -> str:
    return TEXTS[text]["text"].format_map(names).strip()  # type: ignore[no-any-return]


def written(text: str, number: int = 0) -> str:
    return filled(text, TEXTS[text]["names"][number])


def changed(text: str, share: float, run: int) -> str:
    """Runs of letters replaced by others of the same text, anywhere."""
    chance, letters = random.Random(f"{share}{run}"), list(text)
    for _ in range(round(len(text) * share / run)):
        at = chance.randrange(len(letters) - run)
        letters[at : at + run] = [chance.choice(text.replace("\n", "")) for _ in range(run)]
    return "".join(letters)


def masked(text: str) -> str:
    names = {slot: f"某{name[-1]}" if slot != "企业" else "某企业" for slot, name in TEXTS[text]["names"][0].items()}
    return re.sub(r"\d[\d.]*", "xx", filled(text, names))


def edited(text: str, edit: str, share: float = 0, run: int = 0) -> str:
    original = written(text)
    sentences = original.split("。")
    match edit:
        case "mask":
            return masked(text)
        case "traditional":
            return str(OpenCC("s2t").convert(original))
        case "changed":
            return changed(original, share, run)
        case "truncated":
            return original[: round(len(original) * share)]
        case "reordered":
            return "。".join((*sentences[:1], *reversed(sentences[1:])))
        case "site_notes":
            return f"首页 > 党建频道 > 正文 来源:组织人事网\n{original}\n打印本页 关闭窗口 责任编辑:小林"
        case "figures":
            return re.sub(r"\d", "7", original)
    raise ValueError(edit)


@pytest.mark.parametrize(
    "copy", CASES["copies"], ids=lambda copy: f"{copy['text']}-{copy['edit']}-{copy.get('share', '')}"
)
def test_copies_are_one_group(copy: dict[str, Any]) -> None:
    others = {f"other-{text}": written(text) for text in TEXTS if text != copy["text"]}
    found = leaders({"original": written(copy["text"]), "copy": edited(**copy), **others})
    assert found["original"] == found["copy"]
    assert {found[other] for other in others} == set(others)


PAIRS = [(text, *pair) for text in TEXTS for pair in combinations(range(3), 2)]


@pytest.mark.parametrize(("text", "one", "other"), PAIRS)
def test_a_template_with_other_names_is_no_copy(text: str, one: int, other: int) -> None:
    assert leaders({"a": written(text, one), "b": written(text, other)}) == {"a": "a", "b": "b"}


@pytest.mark.parametrize(("text", "one", "other"), PAIRS)
def test_a_template_with_other_names_and_an_edit_is_no_copy(text: str, one: int, other: int) -> None:
    changed_other = changed(written(text, other), 0.08, 2)
    assert leaders({"a": written(text, one), "b": changed_other}) == {"a": "a", "b": "b"}


def test_there_are_enough_pairs_of_both_kinds() -> None:
    assert len(CASES["copies"]) >= 15
    assert len(PAIRS) >= 15


def test_all_texts_and_copies_together_make_the_same_groups() -> None:
    texts = {f"{text}-{number}": written(text, number) for text in TEXTS for number in range(3)}
    copies = {f"copy-{at:02}-{copy['text']}": edited(**copy) for at, copy in enumerate(CASES["copies"])}
    found = leaders(texts | copies)
    assert {id_: found[id_] for id_ in texts if not id_.endswith("-0")} == {
        id_: id_ for id_ in texts if not id_.endswith("-0")
    }
    named = {id_ for id_, copy in zip(copies, CASES["copies"], strict=True) if copy["edit"] != "mask"}
    assert {id_: found[id_] for id_ in named} == {id_: found[f"{id_.split('-')[2]}-0"] for id_ in named}
    for id_ in set(copies) - named:  # masked, it may belong to any of the counties, but to one of them
        assert found[id_] in {found[f"{id_.split('-')[2]}-{number}"] for number in range(3)}


def test_the_fullest_copy_leads() -> None:
    found = leaders(
        {"short": edited("clinic", "truncated", 0.6), "masked": masked("clinic"), "full": written("clinic")}
    )
    assert set(found.values()) == {"full"}


def test_order_is_of_no_account() -> None:
    texts = {f"{text}-{number}": written(text, number) for text in TEXTS for number in range(3)}
    texts |= {f"copy-{at}": edited(**copy) for at, copy in enumerate(CASES["copies"])}
    backwards = dict(reversed(texts.items()))
    assert list(leaders(texts).items()) == list(leaders(backwards).items())


@pytest.mark.parametrize(("one", "other"), list(combinations(TEXTS, 2)))
def test_a_compilation_is_no_copy_of_its_cases_and_joins_them_not(one: str, other: str) -> None:
    texts = {"a": written(one), "b": written(other)}
    found = duplicates({**texts, "z": f"经验材料选登\n{texts['b']}\n{texts['a']}"})
    assert found.leads == {"a": "a", "b": "b", "z": "z"}
    assert [(part.id, part.of) for part in found.parts] == [("b", "z"), ("a", "z")]


@pytest.mark.parametrize("text", sorted(TEXTS))
def test_a_cut_off_copy_is_a_copy_though_its_original_holds_a_quoted_part(text: str) -> None:
    original = written(text)
    found = leaders({"full": original, "short": original[: round(0.45 * len(original))]})
    assert set(found.values()) == {"full"}


YEARLY = "2021年，{县}办成实事317件，培训干部1260人次，投入资金86.5万元，化解纠纷142起。下一年（2022年）再办12件。"


def yearly(text: str) -> str:
    return f"{written(text)}\n{YEARLY.format(县=next(iter(TEXTS[text]['names'][0].values())))}"


def a_year_on(text: str) -> str:
    later = text.replace("2022年", "2023年").replace("2021年", "2022年")
    return re.sub(r"(?<!\d)(?!202\d年)\d+", lambda figure: str(int(figure[0]) * 2 + 1), later)


@pytest.mark.parametrize("text", sorted(TEXTS))
def test_the_report_of_the_next_year_is_another_edition(text: str) -> None:
    found = duplicates({"a": yearly(text), "b": a_year_on(yearly(text))})
    assert found.leads == {"a": "a", "b": "b"}
    assert found.editions == {frozenset("ab")}


def test_the_report_of_another_place_is_no_edition() -> None:
    other = a_year_on(yearly("points")).replace("青栗", "云澜").replace("石盘", "沙渡").replace("柳坝", "桐花")
    assert duplicates({"a": yearly("points"), "b": other}).editions == frozenset()


@pytest.mark.parametrize("text", sorted(TEXTS))
def test_an_edition_is_one_though_an_edit_lost_its_year(text: str) -> None:
    later = a_year_on(yearly(text)).replace("2022年", "去年").replace("2023年", "今年")
    assert duplicates({"a": yearly(text), "b": later}).editions == {frozenset("ab")}


@pytest.mark.parametrize("text", sorted(TEXTS))
@pytest.mark.parametrize(
    "change",
    [
        lambda told: told.replace("2021年", "2012年"),  # a slip
        lambda told: told.replace("317", "371").replace("86.5", "85.6"),
        lambda told: changed(told, 0.1, 2),
    ],
)
def test_a_corrected_report_is_a_copy(text: str, change: Callable[[str], str]) -> None:
    assert len(set(leaders({"a": yearly(text), "b": change(yearly(text))}).values())) == 1


def test_of_equally_full_copies_the_plainest_leads() -> None:
    texts = {"a": written("clinic"), "b": written("clinic"), "c": written("clinic").replace("床旁", "床边")}
    assert set(duplicates(texts, (), {"a": (2,), "b": (1,), "c": (0,)}).leads.values()) == {"c"}
    assert set(duplicates(texts, (), {"a": (0,), "b": (1,), "c": (2,)}).leads.values()) == {"a"}


def test_a_masked_copy_does_not_join_two_counties() -> None:
    found = leaders({"a": written("points", 0), "b": written("points", 1), "m": masked("points")})
    assert found["a"] == "a"
    assert found["b"] == "b"


def test_many_copies_in_a_small_corpus_are_one_group() -> None:
    copies = {f"copy{number:02}": changed(written("digital"), 0.01 * number, 2) for number in range(12)}
    found = leaders(copies | {"other": written("points")})
    assert len(set(found.values())) == 2


@pytest.mark.parametrize("script", ["s2t", "s2tw", "s2hk"])
def test_every_script_has_one_wording(script: str) -> None:
    told = "澄江县卫生院叙述坐标，村民背着台秤，车夫亲昵地修浚沟渠，毕升咨询钟点。"
    assert wording(str(OpenCC(script).convert(told))) == wording(told)


@pytest.mark.parametrize("texts", [{}, {"a": ""}, {"a": "", "b": ""}, {"a": "。", "b": "一"}])
def test_texts_without_words_do_no_harm(texts: dict[str, str]) -> None:
    assert leaders(texts).keys() == texts.keys()
