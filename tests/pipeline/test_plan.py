"""What a build reads, and where the pages of the site look for the original files."""

import json
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


def listed(text: str, name: str, size: int = 0) -> dict[str, object]:
    return {"path": name, "bytes": len(text.encode()) + size, "sha256": ""}


def test_only_what_a_manifest_lists_is_a_catalogue_among_the_sources(sources: Path) -> None:
    """A file of that name hides no report that lies beside or below it, and what is left out is told."""
    folder = sources / "甲"
    texts = {"documents.json": "{}", "cases/c1.json": "{}", "catalogue.xlsx": "marked", "changed.json": "other"}
    for name, text in texts.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    files: list[object] = [listed(texts[name], name, 9 * (name == "catalogue.xlsx")) for name in list(texts)[:3]]
    files += [listed("what was there", "changed.json"), listed("", "../乙/三.txt"), {"path": 7}, None]
    manifest = {"schema": "urn:jingyan:schema:catalogue:1", "files": files}
    (folder / "catalogue.json").write_text(json.dumps(manifest), encoding="utf-8")
    found = {one.name: one.ignored and one.ignored.status for one in plan([sources], sources / "out", Settings()).found}
    ours = {"documents.json", "cases/c1.json", "catalogue.xlsx", "catalogue.json"}
    assert {name.removeprefix("甲/") for name, status in found.items() if status == "ignored:catalogue"} == ours
    assert {name for name, status in found.items() if status is None} == {
        "甲/changed.json", "甲/一.txt", "甲/深/二.txt", "乙/三.txt", "乙/包.zip/里/一.txt",
    }  # fmt: skip
