"""Where the pages of the site look for the original files."""

import zipfile
from pathlib import Path

import pytest

from pipeline.plan import plan
from pipeline.settings import Settings


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    for name in ("甲/一.txt", "甲/深/二.txt", "乙/三.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("青禾县抓实支部联建。", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "乙" / "包.zip", "w") as archive:
        archive.write(tmp_path / "甲" / "一.txt", "里/一.txt")
    return tmp_path


@pytest.mark.parametrize(
    ("given", "roots"),
    [
        (["甲"], {"": "../../甲"}),
        (["甲/一.txt"], {"": "../../甲"}),
        (["甲", "乙"], {"": "../.."}),
        (["乙/包.zip"], {"": "../../乙"}),
        (["甲", "乙/三.txt"], {"甲": "../..", "三.txt": "../../乙"}),
    ],
)
def test_every_name_leads_from_its_root_to_its_file(sources: Path, given: list[str], roots: dict[str, str]) -> None:
    planned = plan([sources / one for one in given], sources / "out", Settings())
    assert planned.roots == roots
    for file in planned.found:
        root = planned.roots.get("", planned.roots.get(file.name.split("/")[0]))
        assert root is not None
        there = (sources / "out" / "site" / root / file.name).resolve()
        assert there == file.path.resolve() or there.is_relative_to(file.path.resolve())
