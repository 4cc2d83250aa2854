"""What a built catalogue says of one thing on a terminal."""

from dataclasses import replace
from pathlib import Path

import pytest

from outputs.catalogue import build_catalogue
from outputs.model import DocumentRecord
from outputs.publish import publish
from outputs.show import ShowError, show
from tests.outputs.builders import Told, record

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
    made = record(f"{county}.txt", text, found, place=county)
    exact = tuple(replace(one, qualifier=(), counted=None) for one in made.findings.quantities)
    return replace(made, findings=replace(made.findings, quantities=exact))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three counties that share a passage; in the first the figures do not add up."""
    folder = tmp_path_factory.mktemp("show")
    records = [told(county, number) for county, number in (("云岭县", 74), ("白河县", 76), ("青溪县", 76))]
    publish(build_catalogue(records), folder / "out", folder / "state")
    return folder / "out"


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
    assert said.splitlines()[0] == "1 conflicts"
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
