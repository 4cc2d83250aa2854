"""`jingyan build --dry-run`: it says what a build does then, and touches nothing."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from corpus.discover import discover
from corpus.model import Outcome
from outputs.model import DocumentRecord
from pipeline import local
from pipeline.dry_run import DryRun, dry_run, lines
from pipeline.identify import identify
from pipeline.kept import Kept
from pipeline.kept_rows import KEPT, Rows
from pipeline.plan import plan
from pipeline.session import open_session
from pipeline.settings import Settings, state_folder
from pipeline.versions import versions_of
from tests.pipeline.test_cli import REPORT, run

pytestmark = pytest.mark.slow
PLACES = {"a.txt": "青禾县", "b.txt": "云台镇", "c.txt": "白沙村", "d.txt": "柳河社区"}


@dataclass(frozen=True, slots=True)
class Built:
    """A folder, and its catalogue."""

    source: Path
    out: Path

    def dry(self, **settings: Any) -> DryRun:
        return dry_run(plan([self.source], self.out, Settings(jobs=1, **settings)))

    def build(self, **settings: Any) -> None:
        with open_session(plan([self.source], self.out, Settings(jobs=1, **settings)), lambda _: None) as session:
            local.run(session)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("dry")
    built = Built(folder / "in", folder / "out")
    built.source.mkdir()
    for name, place in PLACES.items():
        (built.source / name).write_text(REPORT.replace("青禾县", place), encoding="utf-8")
    (built.source / "~$a.docx").write_bytes(b"x")
    (built.source / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    built.build()
    return built


@pytest.fixture
def built(first: Built, tmp_path: Path) -> Built:
    """A copy of it, for a test to change."""
    for name in ("in", "out", ".jingyan"):
        shutil.copytree(first.source.parent / name, tmp_path / name)
    return Built(tmp_path / "in", tmp_path / "out")


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def told(found: DryRun) -> dict[str, tuple[str, str]]:
    return {one.name: (one.how, one.change) for one in found.documents}


def test_before_the_first_build_all_would_be_read_and_nothing_is_made(first: Built, tmp_path: Path) -> None:
    found = dry_run(plan([first.source], tmp_path / "new" / "out", Settings(jobs=1)))
    assert set(told(found).values()) == {("read", "new")}
    assert [(one.name, one.status) for one in found.ignored] == [("~$a.docx", "ignored:lock")]
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_touched(built: Built) -> None:
    before = contents(built.source.parent)
    said = run("build", built.source, "--out", built.out, "--dry-run")
    assert said.returncode == 0, said.stderr
    assert said.stdout.endswith("Nothing was touched.\n")
    assert contents(built.source.parent) == before


def test_what_it_says_is_what_a_build_does(built: Built) -> None:
    (built.source / "b.txt").write_text(REPORT + "新增一段。", encoding="utf-8")
    (built.source / "c.txt").rename(built.source / "e.txt")
    (built.source / "d.txt").unlink()
    (built.source / "f.txt").write_text("全新的材料。" + REPORT, encoding="utf-8")
    found = built.dry()
    assert told(found) == {
        "a.txt": ("kept", "unchanged"),
        "b.txt": ("read", "changed"),
        "broken.pdf": ("kept", "unchanged"),
        "e.txt": ("extracted", "moved"),
        "f.txt": ("read", "new"),
    }
    assert found.removed == ("c.txt", "d.txt")
    built.build()
    report = json.loads((built.out / "run.json").read_text("utf-8"))
    counts = found.counts()
    assert {name: counts[name] for name in report["documents"]} == report["documents"]
    assert report["changed"] == {"added": 1, "updated": 1, "moved": 1, "removed": 1}


def test_what_the_public_profile_holds_back_is_no_news(tmp_path: Path) -> None:
    built = Built(tmp_path / "in", tmp_path / "out")
    built.source.mkdir()
    for name, head in {"a.txt": "", "b.txt": "内部资料 注意保存\n"}.items():
        (built.source / name).write_text(head + REPORT, encoding="utf-8")
    built.build(profile="public")
    assert '"ignored:marked"' in (built.out / "documents.json").read_text("utf-8")
    assert told(built.dry(profile="public")) == dict.fromkeys(["a.txt", "b.txt"], ("kept", "unchanged"))


def test_new_words_let_what_was_read_be_looked_at_anew(built: Built, tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.mkdir()
    (words / "我的.yml").write_text("problems:\n  add:\n    E1_two_skins: [各念各的经]\n", encoding="utf-8")
    hows = {name: how for name, (how, _) in told(built.dry(taxonomy=words)).items()}
    assert hows == dict.fromkeys(PLACES, "extracted") | {"broken.pdf": "read"}


def test_what_is_left_alone_is_said_with_its_reason(built: Built) -> None:
    (built.source / "g.txt").write_text("会让读取程序倒下的材料。", encoding="utf-8")
    (found,) = [one for one in discover([built.source]) if one.name == "g.txt"]
    record = DocumentRecord(identify(found), Outcome("rejected:crashed", "The reader died."))
    with Kept(Rows(state_folder(built.out) / KEPT, pytest.fail), versions_of(Settings(jobs=1))) as kept:
        kept.told(found, record, 2)
    dry = built.dry()
    (due,) = [one for one in dry.documents if one.name == "g.txt"]
    assert due.how == "quarantined"
    assert "The reader died." in str(due.reason)
    assert any("The reader died." in line for line in lines(dry))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b"no database at all" * 999),
        lambda path: path.write_bytes(path.read_bytes()[:3_000]),
        lambda path: path.unlink(),
    ],
)
def test_a_working_state_that_is_damaged_is_left_to_the_build(built: Built, spoil: Callable[[Path], None]) -> None:
    spoil(state_folder(built.out) / "kept.sqlite")
    before = contents(built.source.parent)
    assert {how for how, _ in told(built.dry()).values()} == {"read"}
    assert contents(built.source.parent) == before


def test_json_and_what_is_wrong(built: Built) -> None:
    said = run("build", built.source, "--out", built.out, "--dry-run", "--json")
    found = json.loads(said.stdout)
    assert found["counts"]["documents"] == len(found["documents"]) == 5
    assert {"name", "how", "change", "reason"} == found["documents"][0].keys()
    assert run("build", built.source, "--out", built.out, "--json").returncode == 2
    assert run("build", built.source / "nowhere", "--out", built.out, "--dry-run").returncode == 2


def test_long_lists_are_cut_for_people(built: Built) -> None:
    for number in range(30):
        (built.source / f"x{number:02}.txt").write_text(f"材料{number}。", encoding="utf-8")
    said = "\n".join(lines(built.dry(), shown=3))
    assert "30 would be read" in said
    assert "… and 27 more; --json lists all" in said
