"""What a built catalogue says of one thing on a terminal."""

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from extractors.base import Guess
from outputs.catalogue import build_catalogue
from outputs.model import DocumentRecord
from outputs.publish import publish
from outputs.show import DamagedError, ShowError, show
from outputs.show_conflicts import LONG
from tests.outputs.builders import Told, passages, record

COMMON = "推行按股分红,集体股占比不低于两成,分红方案经社员大会表决后张榜公布,接受全体社员监督。"
REPORT = """{county}合作社工作总结
全县现有专职会计{accountants}名,其中男28名、女48名。
针对合作社联而不动的问题,{county}建立县级领导包联制度,每季度现场拉练一次。
{common}
"""


def told(county: str, accountants: int) -> DocumentRecord:
    text = REPORT.format(county=county, accountants=accountants, common=COMMON)
    figures = [(f"{number}名", number, "名") for number in (accountants, 28, 48)]
    found = Told([("建立县级领导包联制度", "T16_assess")], [("联而不动", "E2_linked_not_moving")], figures)
    return exact(record(f"{county}.txt", text, found, place=county))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three counties that share a passage; in the first the figures do not add up."""
    folder = tmp_path_factory.mktemp("show")
    records = [told(county, number) for county, number in (("云岭县", 74), ("白河县", 76), ("青溪县", 76))]
    publish(build_catalogue(records), folder / "out", folder / "state")
    return folder / "out"


LEDGER = """大姐调解队的做法
针对邻里不和与村干部不会调解的问题,落凤镇选派48名退休教师进楼栋听取意见,逐户登记邻里纠纷,每周五下午在凉亭里评理。
"""


def published(folder: Path, records: Sequence[DocumentRecord]) -> Path:
    publish(build_catalogue(records), folder / "out", folder / "state")
    return folder / "out"


def exact(made: DocumentRecord) -> DocumentRecord:
    """The same with figures that are judged."""
    figures = tuple(replace(one, qualifier=(), counted=None) for one in made.findings.quantities)
    return replace(made, findings=replace(made.findings, quantities=figures))


def lines(folder: Path, what: str, limit: int = 10) -> str:
    return "\n".join(show(folder, what, limit))


@pytest.mark.parametrize("name", ["联而不动", "E2_linked_not_moving"])
def test_a_problem_is_shown_with_the_practices_that_answer_it(built: Path, name: str) -> None:
    said = lines(built, name)
    assert said.startswith("联而不动 [E2_linked_not_moving]: 3 times in 3 cases")
    assert "said outright" in said
    assert "建立县级领导包联制度" in said
    assert "云岭县合作社工作总结 [c" in said


def test_a_theme_says_what_it_answers(built: Path) -> None:
    theme = next(line for line in lines(built, "联而不动").splitlines() if " · 已做 · said outright" in line)
    assert "联而不动 [E2_linked_not_moving]: " in lines(built, theme.split(" · ")[0].strip())


def test_conflicting_figures_are_shown_with_their_sentence(built: Path) -> None:
    said = lines(built, "conflicts")
    assert said.splitlines()[0] == "1 conflict"
    assert "quote: 全县现有专职会计74名,其中男28名、女48名。" in said
    assert "云岭县.txt" in said


def test_a_passage_of_three_reports_is_shown_with_its_holders(built: Path) -> None:
    said = lines(built, "passages")
    assert "in 3 reports: " in said
    assert COMMON[:12] in said
    assert all(f"{county}合作社工作总结" in said for county in ("云岭县", "白河县", "青溪县"))


def test_a_case_is_shown_by_its_id(built: Path) -> None:
    id_ = next((built / "cases").glob("*.json")).stem
    assert lines(built, id_).splitlines()[0].endswith(f"[{id_}]")


@pytest.mark.parametrize("what", ["没有这个", "../catalogue", "cases/../catalogue", ""])
def test_what_is_not_there_is_said(built: Path, what: str) -> None:
    with pytest.raises(ShowError, match="no problem, theme or case"):
        lines(built, what)


def test_a_folder_without_a_catalogue_is_said(tmp_path: Path) -> None:
    with pytest.raises(ShowError, match="There is no catalogue"):
        lines(tmp_path, "conflicts")


FIGURES = [(f"{number}名", number, "名") for number in (74, 28, 48)]
SUM = "全乡现有专职会计74名,其中男28名、女48名。"


def test_conflicts_outside_of_every_case_are_shown_once(tmp_path: Path) -> None:
    text = f"会计统计表\n{SUM}\n"
    again = [exact(passages(name, text, Told(quantities=FIGURES))) for name in ("表.txt", "表 (1).txt")]
    said = lines(published(tmp_path, [told("云岭县", 74), *again]), "conflicts").splitlines()
    assert said[0] == "2 conflicts"
    assert said[3:5] == ["   quote: 全县现有专职会计74名,其中男28名、女48名。", said[4]]
    assert said[7:9] == [f"   quote: {SUM}", "   表 (1).txt"]


def _between(words: str) -> str:
    return f"会计统计表\n乡里现有专职会计74名{words}其中男28名、女48名。\n"


@pytest.mark.parametrize(
    ("words", "quote"),
    [
        (",", "乡里现有专职会计74名,其中男28名、女48名。"),
        (f",{'一' * LONG},", f"乡里现有专职会计74名,{'一' * 59} … {'一' * 56},其中男28名、女48名。"),
    ],
)
def test_a_quote_is_cut_where_it_is_long(tmp_path: Path, words: str, quote: str) -> None:
    made = exact(passages("表.txt", _between(words), Told(quantities=FIGURES)))
    assert f"   quote: {quote}" in lines(published(tmp_path, [made]), "conflicts").splitlines()


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report, its copy, and problems that are said with all certainties."""
    found = Told(
        [("逐户登记邻里纠纷", "T16_assess")],
        [("村干部不会调解", "C3_low_capacity"), ("邻里不和", "G3_conflict_custom")],
    )
    made = [record(name, LEDGER, found, place="落凤镇") for name in ("调解.txt", "转载/调解.txt")]
    problems = made[0].findings.problems
    likely = [replace(one, likeliest=(Guess(one.category, 0.9),)) for one in problems]
    sure = (replace(likely[0], certainty="low"), replace(likely[1], certainty="high"))
    both = [replace(one, findings=replace(one.findings, problems=sure)) for one in made]
    return published(tmp_path_factory.mktemp("copied"), both)


def test_a_copy_is_said_to_be_one(copied: Path) -> None:
    cases = [json.loads(path.read_bytes()) for path in (copied / "cases").glob("*.json")]
    (copy,), (lead,) = ([one for one in cases if bool(one["duplicate_of"]) is is_copy] for is_copy in (True, False))
    of_copy, of_lead = lines(copied, copy["id"]), lines(copied, lead["id"])
    assert f"copy of 大姐调解队的做法 [{lead['id']}] · {lead['document']['name']}" in of_copy
    assert "own words" not in of_copy
    assert f"copied in 大姐调解队的做法 [{copy['id']}]" in of_lead
    assert "own words 100%" in of_lead


@pytest.mark.parametrize("what", ["村干部不会调解", "村幹部不會調解", "不会调解", "与村干部不会调解", "能力素質不適應"])
def test_a_problem_is_found_by_how_it_is_said(copied: Path, what: str) -> None:
    assert lines(copied, what).startswith("能力素质不适应 [C3_low_capacity]")


def test_guesses_are_told_from_what_is_sure(built: Path, copied: Path) -> None:
    assert "How it is said: 联而不动" in lines(built, "联而不动")
    assert "Judged to say it: 村干部不会调解" in lines(copied, "C3_low_capacity")
    assert "Guesses, not listed: 1 wording" in lines(copied, "G3_conflict_custom")
    assert "said: 邻里不和" not in lines(copied, "G3_conflict_custom")


def test_what_could_be_meant_is_offered(built: Path) -> None:
    with pytest.raises(ShowError, match=r"Nearest: 联而不动 \(E2_linked_not_moving\)"):
        lines(built, "连而不动")


def _without_cases(folder: Path) -> None:
    shutil.rmtree(folder / "cases")


def _emptied(folder: Path) -> None:
    next((folder / "cases").glob("*.json")).write_text("{}", "utf-8")


def _torn(folder: Path) -> None:
    path = next((folder / "cases").glob("*.json"))
    path.write_bytes(path.read_bytes()[:100])


@pytest.mark.parametrize("damage", [_without_cases, _emptied, _torn])
@pytest.mark.parametrize("what", ["conflicts", "联而不动", "passages"])
def test_damage_is_said_with_the_file(built: Path, tmp_path: Path, damage: Callable[[Path], None], what: str) -> None:
    folder = shutil.copytree(built, tmp_path / "out")
    damage(folder)
    with pytest.raises(DamagedError, match=r"is damaged: cases/c\w+\.json"):
        lines(folder, what)


def test_other_line_endings_are_no_damage(built: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(built, tmp_path / "out")
    problems = folder / "problems.json"
    problems.write_bytes(problems.read_bytes().replace(b"\n", b"\r\n"))
    assert lines(folder, "联而不动") == lines(built, "联而不动")


def test_a_catalogue_of_an_earlier_revision_is_read(built: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(built, tmp_path / "out")
    manifest = json.loads((folder / "catalogue.json").read_bytes())
    for name in ("schema_revision", "profile", "shards"):
        del manifest[name]
    (folder / "catalogue.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert lines(folder, "联而不动") == lines(built, "联而不动")


def test_a_catalogue_of_another_version_is_said(built: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(built, tmp_path / "out")
    (folder / "catalogue.json").write_text('{"schema": "urn:jingyan:schema:catalogue:99"}', "utf-8")
    with pytest.raises(ShowError, match="another version"):
        lines(folder, "conflicts")


@pytest.mark.parametrize(("name", "error"), [("catalogue.json", ShowError), ("problems.json", DamagedError)])
def test_json_that_is_too_deep_is_said(built: Path, tmp_path: Path, name: str, error: type[ShowError]) -> None:
    folder = shutil.copytree(built, tmp_path / "out")
    (folder / name).write_text("[" * 200_000, encoding="utf-8")
    with pytest.raises(error):
        lines(folder, "联而不动")
