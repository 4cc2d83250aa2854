"""The analyst's own words: what they change, and that every fault in their files is told with file and line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.document import prepare_text
from extractors import practices, problems
from extractors.overlay import NONE, Overlay, OverlayError, active, per_overlay, using
from extractors.overlay_files import read_overlay
from extractors.practice_lexicon import themes, themes_in_use
from extractors.problem_patterns import categories, taxonomy
from extractors.quantities import extract as quantities
from outputs.taxonomy import categories as named_categories
from outputs.taxonomy import category_names, theme_names

WORDS = """problems:
  add:
    F3_trace: [报表满天飞舞]
  drop:
    A1_awareness: [顾虑重重]
  new:
  - id: L1_heirs
    name: 传承断档
    group: C
    variants: [后继乏人, 手艺“失传”]
practices:
  add: {T06_industry: [林下套种]}
  new: [{id: T40_trees, name: 古树保护, phrases: [古树挂牌]}]
units:
- {unit: 畦, kind: count, not_before: [地]}
"""


def written(folder: Path, text: str, name: str = "words.yml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def overlay(tmp_path: Path) -> Iterator[Overlay]:
    """The words above, in use."""
    with using(read_overlay(written(tmp_path, WORDS))):
        yield active()


def found(text: str) -> list[tuple[str, str]]:
    return [(one.text, one.category) for one in problems.extract(prepare_text(text))]


def test_a_new_category_is_found_through_its_phrases(overlay: Overlay) -> None:
    assert found("手艺后继乏人。") == [("后继乏人", "L1_heirs")]
    assert found("一些老手艺失傳。")[0][1] == "L1_heirs"  # quotes, width and script are passed over
    assert category_names()["L1_heirs"] == "传承断档"
    assert next(one for one in named_categories() if one.id == "L1_heirs").variants


def test_an_added_phrase_names_its_category_whatever_the_classifier_says(overlay: Overlay) -> None:
    assert found("有的单位报表满天飞舞。") == [("报表满天飞舞", "F3_trace")]


def test_a_dropped_phrase_names_nothing(overlay: Overlay) -> None:
    def variants(id_: str) -> tuple[str, ...]:
        return next(one.variants for one in categories() if one.id == id_)

    assert "顾虑重重" not in variants("A1_awareness")
    assert "顾虑重重" in next(one.variants for one in taxonomy().categories if one.id == "A1_awareness")
    with using(NONE):
        assert "顾虑重重" in variants("A1_awareness")


def test_practices_take_the_theme_of_the_analysts_phrase(overlay: Overlay) -> None:
    told = practices.extract(
        prepare_text("一、主要做法\n一是推进古树挂牌保护。全县登记古树36棵。\n二是推广林下套种。\n")
    )
    assert {one.theme for one in told if "古树挂牌" in one.text} == {"T40_trees"}
    assert {one.theme for one in told if "林下套种" in one.text} == {"T06_industry"}
    assert theme_names()["T40_trees"] == "古树保护"
    assert "林下套种" in next(one.strong for one in themes_in_use() if one.id == "T06_industry")
    assert not any("林下套种" in one.strong for one in themes())


def test_a_new_unit_is_read(overlay: Overlay) -> None:
    read = [(one.text, one.unit, one.kind) for one in quantities(prepare_text("新栽茶苗36畦，改造15畦地。"))]
    assert read == [("36畦", "畦", "count")]


def test_without_an_overlay_nothing_changes() -> None:
    assert active() is NONE
    assert categories() is taxonomy().categories
    assert themes_in_use() is themes()


def test_what_depends_on_the_overlay_is_read_once_for_each(overlay: Overlay) -> None:
    read = []

    @per_overlay
    def digest() -> str:
        read.append(active().digest)
        return active().digest

    assert digest() == digest() == overlay.digest
    with using(NONE):
        assert digest() == ""
    assert read == [overlay.digest, ""]


def test_the_digest_is_of_what_is_said_not_how(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = read_overlay(written(tmp_path / "a", WORDS))
    said, units = WORDS.split("units:\n")
    written(tmp_path / "b", "# 说明\r\n" + said.replace("\n", "\r\n"), "1.yaml")
    second = read_overlay(written(tmp_path / "b", "\ufeffunits:\n" + units, "2.yml"))
    assert first.digest == second.digest
    changed = read_overlay(written(tmp_path / "a", WORDS.replace("后继乏人", "后继无人")))
    assert changed.digest not in {first.digest, ""}
    assert read_overlay(written(tmp_path / "a", "# 还没有写\n")).digest == ""


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("problem:\n  add: {}\n", 1, "problem: unknown key"),
        (WORDS.replace("variants", "varients"), 10, "problems.new[0].varients: unknown key"),
        (WORDS.replace("F3_trace", "F3_traces"), 3, "F3_traces; did you mean F3_trace?"),
        ("problems:\n  drop:\n    痕迹主义: [留痕]\n", 3, "no such category of problems"),
        (WORDS.replace("group: C", "group: Q"), 9, "no such group: Q"),
        (WORDS.replace("id: L1_heirs", "id: F3_trace"), 7, "F3_trace is there already"),
        (WORDS.replace("id: L1_heirs", "id: 传承"), 7, "problems.new[0].id"),
        (WORDS.replace("顾虑重重", "从来没有的说法"), 5, "A1_awareness has no such phrase"),
        (WORDS.replace("林下套种", "林下.*种"), 12, "not regular expressions"),
        (WORDS.replace("林下套种", "林"), 12, "2 to 40 characters"),
        (WORDS.replace("林下套种", "12"), 12, "valid string"),
        (WORDS.replace("林下套种", "……"), 12, "made of words"),
        (WORDS.replace("畦", "十"), 15, "a plain word"),
        (WORDS.replace("[报表满天飞舞]", "[]"), 3, "no phrase in the list"),
        (WORDS.replace("[报表满天飞舞]", "[后继乏人]"), 10, "后继乏人 is added to F3_trace already"),
        (WORDS.replace("[报表满天飞舞]", "[甲乙，丙丁]"), 3, "part a list by ', '"),
        (WORDS.replace("[报表满天飞舞]", "[报表满天飞舞"), 4, "not readable as YAML"),
        (WORDS.replace("problems:", "problems："), 2, "a colon here is written ': '"),
        (WORDS + "problems: {}\n", 16, "problems is given twice"),
        (WORDS.replace("畦", "亩"), 15, "the unit 亩 is there already"),
        (WORDS.replace("kind: count", "kind: 个数"), 15, "units[0].kind"),
        (WORDS.replace("T40_trees", "T06_industry"), 13, "T06_industry is there already"),
        ("- 甲\n", 1, "valid dictionary"),
        ("a: &x [*x]\n", 1, "a: unknown key"),
    ],
)
def test_a_fault_is_told_with_file_and_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(OverlayError) as error:
        read_overlay(written(tmp_path, text, "我的词表.yml"))
    told = str(error.value).splitlines()
    assert any(one.startswith(f"{tmp_path}/我的词表.yml:{line}: ") and says in one for one in told), told


def test_all_faults_are_told_in_their_order(tmp_path: Path) -> None:
    text = WORDS.replace("F3_trace", "F3_x").replace("group: C", "group: Q").replace("畦", "亩")
    with pytest.raises(OverlayError) as error:
        read_overlay(written(tmp_path, text))
    assert [int(one.split("words.yml:")[1].split(":")[0]) for one in str(error.value).splitlines()] == [3, 9, 15]


def test_a_name_leads_to_its_id(tmp_path: Path) -> None:
    name = category_names()["E1_two_skins"]
    with pytest.raises(OverlayError, match=r"did you mean E1_two_skins\?"):
        read_overlay(written(tmp_path, f"problems:\n  add:\n    {name}: [各念各的经]\n"))


def test_two_files_must_not_say_it_twice(tmp_path: Path) -> None:
    written(tmp_path, "units: [{unit: 畦, kind: count}]\n", "a.yml")
    with pytest.raises(OverlayError, match=r"b\.yml:1: 畦 is given twice"):
        read_overlay(written(tmp_path, "units: [{unit: 畦, kind: count}]\n", "b.yml"))


def test_a_folder_without_words_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OverlayError, match=r"holds no \.yml file"):
        read_overlay(tmp_path)
    with pytest.raises(OverlayError, match="There is no folder"):
        read_overlay(tmp_path / "nowhere")
    (tmp_path / "gbk.yml").write_bytes("# 说明\nproblems: {}\n".encode("gb18030"))
    with pytest.raises(OverlayError, match=r"gbk\.yml:1: not UTF-8"):
        read_overlay(tmp_path)
