"""A folder that is watched: what counts as a change, what is waited for, and what becomes of failures."""

import json
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from outputs.target import THIS, VOLUMES, WORKBOOK
from pipeline.lock import locked
from pipeline.settings import Settings
from pipeline.settled_files import stamps
from pipeline.watching import FIRST_PAUSE, RESTLESS, Look, Watch, is_free, look, run_build
from tests.corpus.docx_files import docx, paragraph
from tests.pipeline.test_cli import REPORT

DOCX = docx(paragraph("全县举办培训班12期，培训党员860人次。" * 20))
PATIENCE = 300.0


class Scene:
    """A folder, a clock that is set by hand, and builds that are only counted."""

    def __init__(self, folder: Path) -> None:
        self.source, self.out = folder / "in", folder / "out"
        self.source.mkdir()
        self.now, self.said = 0.0, list[str]()
        self.builds = list[list[str]]()
        self.fails, self.busy = False, False
        self.during: Callable[[], None] = lambda: None
        settings = Settings(taxonomy=folder / "words", corrections=(folder / "said.json",))
        self.watch = Watch(
            look=lambda: look([self.source], self.out, settings),
            build=self._build,
            free=lambda: not self.busy,
            patience=PATIENCE,
            say=self.said.append,
            clock=lambda: self.now,
        )

    def _build(self) -> bool:
        self.builds.append(sorted(path.name for path in self.source.iterdir()))
        self.during()
        return not self.fails

    def put(self, name: str, data: bytes) -> Path:
        path = self.source / name
        path.write_bytes(data)
        return path

    def steps(self, count: int = 1, seconds: float = 5.0) -> int:
        """Look so many times; how many builds there were meanwhile."""
        before = len(self.builds)
        for _ in range(count):
            self.now += seconds
            self.watch.step()
        return len(self.builds) - before


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    found = Scene(tmp_path)
    found.put("a.txt", REPORT.encode())
    return found


@pytest.fixture
def built(scene: Scene) -> Scene:
    """The same after the first build."""
    assert scene.steps(3) == 1
    return scene


def test_a_folder_is_built_once_and_again_when_something_changed(built: Scene) -> None:
    assert built.steps(5) == 0
    built.put("b.docx", DOCX)
    assert built.steps(1) == 0, "seen once"
    assert built.steps(3) == 1
    assert built.builds[-1] == ["a.txt", "b.docx"]
    (built.source / "b.docx").rename(built.source / "c.docx")
    assert built.steps(3) == 1
    (built.source / "c.docx").unlink()
    assert built.steps(3) == 1
    assert built.steps(5) == 0


def test_what_is_no_document_changes_nothing(built: Scene, tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text(REPORT, encoding="utf-8")
    (built.source / "out.txt").symlink_to(outside)
    for name in ("~$a.docx", ".~lock.a.odt#", "b.docx.part", "b.crdownload", ".DS_Store", "x.tmp"):
        built.put(name, b"x")
    assert built.steps(4) == 0


def test_a_file_that_is_copied_with_pauses_is_waited_for(built: Scene) -> None:
    for share in range(1, 8):
        built.put("b.docx", DOCX[: len(DOCX) * share // 8])
        assert built.steps(5) == 0, "it pauses for five looks"
    assert any("Waiting for b.docx" in said for said in built.said)
    built.put("b.docx", DOCX)
    assert built.steps(3) == 1


def test_a_file_that_has_its_full_size_from_the_start_is_waited_for(built: Scene) -> None:
    path = built.put("b.docx", DOCX[:300] + bytes(len(DOCX) - 300))
    assert built.steps(9) == 0
    path.write_bytes(DOCX)
    assert built.steps(3) == 1


def test_a_text_that_grows_is_waited_for(built: Scene) -> None:
    for count in range(1, 9):
        built.put("b.txt", REPORT.encode() * count)
        assert built.steps() == 0
    assert built.steps(2) == 1


def test_a_file_that_never_gets_its_end_is_built_after_a_good_while(
    built: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    built.put("b.docx", DOCX[:-30])
    assert built.steps(5) == 0
    later = time.time() + PATIENCE + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert built.steps(2) == 1
    assert built.steps(9) == 0, "and only once"


def test_a_folder_that_never_rests_is_built_nevertheless(built: Scene) -> None:
    for count in range(int(RESTLESS * PATIENCE / 60)):
        built.put("log.txt", REPORT.encode() * (count + 1))
        assert built.steps(1, seconds=60) == 0
    built.put("log.txt", b"x")
    assert built.steps(2, seconds=60) >= 1


def test_what_changes_during_a_build_leads_to_one_more(built: Scene) -> None:
    def late() -> None:
        built.put("c.txt", REPORT.encode())

    built.during = late
    built.put("b.txt", REPORT.encode())
    assert built.steps(2) == 1
    built.during = lambda: None
    assert built.steps(4) == 1
    assert built.builds[-1] == ["a.txt", "b.txt", "c.txt"]
    assert built.steps(4) == 0


def test_what_analysts_write_leads_to_a_build(built: Scene, tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "我的.yml").write_text("problems: {}\n", encoding="utf-8")
    assert built.steps(3) == 1
    (tmp_path / "said.json").write_text("{}", encoding="utf-8")
    assert built.steps(3) == 1
    (tmp_path / "said.json").unlink()
    assert built.steps(3) == 0, "nothing is there to be read"


@pytest.mark.parametrize("name", [WORKBOOK, f"{VOLUMES}甲.xlsx"])
def test_marks_in_the_workbook_lead_to_a_build_and_what_it_publishes_does_not(built: Scene, name: str) -> None:
    def publish() -> None:
        (built.out / name).parent.mkdir(parents=True, exist_ok=True)
        book = f"built {len(built.builds)} times".encode()
        (built.out / name).write_bytes(book)
        files = [{"path": name, "bytes": len(book), "sha256": sha256(book).hexdigest()}]
        (built.out / "catalogue.json").write_text(json.dumps({"schema": THIS, "files": files}), encoding="utf-8")

    built.put("b.txt", REPORT.encode())
    built.during = publish
    assert built.steps(3) == 1
    assert built.steps(3) == 0
    book = built.out / name
    book.write_bytes(book.read_bytes() + b"marked")
    assert built.steps(3) == 1
    assert built.steps(3) == 0


def test_a_build_that_fails_is_tried_again_later_and_later(built: Scene) -> None:
    built.fails = True
    built.put("b.txt", REPORT.encode())
    assert built.steps(2) == 1
    assert built.steps(int(FIRST_PAUSE / 5) - 1) == 0
    assert built.steps(2) == 1
    assert built.steps(int(FIRST_PAUSE / 5) + 1) == 0, "the second pause is longer"
    built.put("c.txt", REPORT.encode())
    assert built.steps(3) == 1, "a change is not kept waiting"
    built.fails = False
    assert built.steps(9, seconds=3_600) == 1
    assert built.steps(9, seconds=3_600) == 0


def test_a_folder_that_is_gone_ends_nothing(built: Scene, tmp_path: Path) -> None:
    away = tmp_path / "away"
    built.source.rename(away)
    assert built.steps(4) == 0
    assert len(built.said) == 1, "said once"
    away.rename(built.source)
    assert built.steps(3) == 0
    (built.source / "a.txt").unlink()
    assert built.steps(4) == 0, "an empty folder, as a share that is not mounted: the catalogue stands"


def test_a_folder_that_another_build_holds_is_waited_for(built: Scene) -> None:
    built.busy = True
    built.put("b.txt", REPORT.encode())
    assert built.steps(5) == 0
    assert sum("Another build" in said for said in built.said) == 1
    built.busy = False
    assert built.steps() == 1


def test_whether_another_build_writes_is_asked_of_the_lock(tmp_path: Path) -> None:
    assert is_free(tmp_path / "out")
    with locked(tmp_path / "out"):
        assert not is_free(tmp_path / "out")


def test_a_build_that_cannot_even_start_has_failed(tmp_path: Path) -> None:
    assert not run_build([str(tmp_path / "no-such-program")])
    assert run_build(["true"])
    assert not run_build(["false"])


def test_a_look_knows_what_is_gone() -> None:
    one, two = Path("a"), Path("b")
    found = stamps([Path(__file__)])[Path(__file__)]
    assert Look({one: found}, {two: found}).since(Look({one: found}, {})) == (two,)
    assert Look({}, {}).since(Look({one: found}, {two: found})) == (one,)
