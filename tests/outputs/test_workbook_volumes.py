"""A workbook that has become too long is spread over volumes: nothing is lost, and few of them change."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from shutil import copytree

import pytest
from openpyxl import load_workbook

from corpus.readers.legacy_office import find_office
from outputs import workbook_cuts
from outputs.aside import laid, packed
from outputs.catalogue import build_catalogue
from outputs.corrected import corrected
from outputs.corrections_read import filled_in, known_corrections, read_corrections
from outputs.corrections_workbook import MarkError, read_marks
from outputs.csv_sheets import export_csv
from outputs.model import DocumentRecord
from outputs.publish import PublishError, publish
from outputs.record import Json
from outputs.target import written
from outputs.workbook import write_workbook
from outputs.workbook_cuts import Volume, volumes_of
from tests.folders import contents
from tests.outputs.builders import record, rejected
from tests.outputs.marking import TEXT, TOLD, Filled, cells
from tests.outputs.test_rendering import elsewhere, inodes

FREE = {"changes.json", "catalogue.json"}  # tell of the catalogue before
SPREAD = ["做法", "数字", "问题", "数据核对"]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few rows fill a volume: a document has seven."""
    for name, rows in (("WHOLE", 50), ("LEAST", 20), ("MEAN", 14), ("MOST", 50)):
        monkeypatch.setattr(workbook_cuts, name, rows)


def named(at: int) -> str:
    return f"县里/{at:02}<&>.txt"


def one(at: int, more: str = "") -> DocumentRecord:
    text = f"{TEXT.replace('青禾', f'青{at}禾')}\n第{at}个县的后记。{more}"
    return laid(packed(record(named(at), text, TOLD)))


RECORDS = [*(one(at) for at in range(24)), rejected("坏.pdf", "rejected:encrypted", "a password")]


class Builds:
    """A catalogue of these documents that is built again and again."""

    def __init__(self, folder: Path) -> None:
        self.out, self.state = folder / "out", folder / "state"

    def build(self, records: Sequence[DocumentRecord] = RECORDS) -> list[Json]:
        """Publish with what the workbooks say, and tell what became of the corrections."""
        known = known_corrections(self.out, ())
        found, replayed = corrected(records, known)
        made = replace(build_catalogue(found), corrections=replayed, corrections_read=known.read)
        publish(made, self.out, self.state, seen=known.seen)
        told: list[Json] = json.loads((self.out / "corrections.json").read_bytes())["corrections"]
        return told

    @property
    def volumes(self) -> list[Path]:
        """In the order in which the first sheet lists them."""
        sheet = load_workbook(self.out / "catalogue.xlsx").worksheets[0]
        assert sheet.title == "分卷"
        return [self.out / str(name) for name in cells(sheet, "分卷")]


@pytest.fixture
def builds(small: None, tmp_path: Path) -> Builds:
    made = Builds(tmp_path)
    made.build()
    return made


def test_volumes_hold_what_the_workbook_does_not(builds: Builds, tmp_path: Path) -> None:
    write_workbook(build_catalogue(RECORDS), tmp_path / "whole.xlsx")
    whole, main = load_workbook(tmp_path / "whole.xlsx"), load_workbook(builds.out / "catalogue.xlsx")
    volumes = [load_workbook(path) for path in builds.volumes]
    assert len(volumes) > 3
    assert {path.name for path in (builds.out / "workbooks").iterdir()} == {path.name for path in builds.volumes}
    assert main.sheetnames == ["分卷", *(name for name in whole.sheetnames if name not in SPREAD)]
    assert {tuple(one.sheetnames) for one in volumes} == {("本卷", *SPREAD, "说明", "选项")}
    for name in SPREAD:
        rows = [row for volume in volumes for row in volume[name].iter_rows(min_row=2, values_only=True)]
        assert rows == list(whole[name].iter_rows(min_row=2, values_only=True))
    told = cells(main["分卷"], "文件数"), cells(main["分卷"], "数字数")
    assert [sum(map(int, map(str, some))) for some in told] == [24, whole["数字"].max_row - 1]
    assert [cells(one["本卷"], "首个文件") for one in volumes] == [[name] for name in cells(main["分卷"], "首个文件")]


def leads(path: Path, sheet: str) -> Iterator[tuple[Path, str | None]]:
    """The files to which the links of a sheet lead, and where in them."""
    for row in load_workbook(path)[sheet].iter_rows():
        for cell in row:
            if link := cell.hyperlink:
                yield (path.parent / str(link.target)).resolve(), link.location


def test_links_lead_to_the_right_files(builds: Builds) -> None:
    main, site = builds.out / "catalogue.xlsx", (builds.out / "site/index.html").resolve()
    volumes = [path.resolve() for path in builds.volumes]
    assert list(leads(main, "分卷")) == [(path, None) for path in volumes]
    first = volumes[0]
    assert (main.resolve(), None) in list(leads(first, "本卷"))
    for sheet in SPREAD[:3]:
        found = list(leads(first, sheet))
        assert len(found) == load_workbook(first)[sheet].max_row - 1
        assert all(path == site and (at or "").startswith("/case/") for path, at in found)
    for sheet in ("文件", "案例"):
        page = load_workbook(main)[sheet]
        homes = zip(cells(page, "文件"), cells(page, "分卷"), strict=True)
        assert {name: home for name, home in homes if home} == {
            name: f"workbooks/{path.name}" for path in volumes for name in cells(load_workbook(path)["数字"], "文件")
        }
        assert {path for path, _ in leads(main, sheet)} == {site, *volumes}


def test_a_document_that_changes_touches_its_own_volume(builds: Builds, tmp_path: Path) -> None:
    stood, volumes = inodes(builds.out), builds.volumes
    own = [path for path in volumes if named(9) in cells(load_workbook(path)["数字"], "文件")]
    changed = [*RECORDS[:9], one(9, "后来又补。"), *RECORDS[10:]]
    cold = Builds(tmp_path / "cold")
    copytree(builds.out, cold.out)  # without what was kept of its making
    builds.build(changed)
    now = inodes(builds.out)
    assert builds.volumes == volumes
    assert [path for path in volumes if now[f"workbooks/{path.name}"] != stood[f"workbooks/{path.name}"]] == own
    cold.build(changed)
    assert contents(cold.out) == contents(builds.out)


def test_one_process_and_others_write_the_same(builds: Builds, tmp_path: Path) -> None:
    publish(build_catalogue(RECORDS), tmp_path / "other", tmp_path / "state of the other", calls=elsewhere)
    before = contents(builds.out)
    assert {name for name, data in contents(tmp_path / "other").items() if before.get(name) != data} <= FREE
    builds.build()
    assert {name for name, data in contents(builds.out).items() if before.get(name) != data} <= FREE


def test_a_damaged_volume_is_written_anew(builds: Builds) -> None:
    before, (path, *_) = contents(builds.out), builds.volumes
    (builds.state / "lists").unlink()
    path.write_bytes(b"PK")
    publish(build_catalogue(RECORDS), builds.out, builds.state)
    assert {name for name, data in contents(builds.out).items() if before.get(name) != data} <= FREE


def test_marks_in_a_volume_hold(builds: Builds) -> None:
    volumes, stood = builds.volumes, inodes(builds.out)
    filled = Filled(volumes[1]).mark("数字", ("数字", "36个"), {"改为数值": 38, "批注": "见附表"})
    filled.mark("问题", ("问题", "两张皮"), {"核对": "错"}).saved()
    Filled(builds.out / "catalogue.xlsx").mark("案例", 2, {"改标题": "新题"}).saved()
    assert filled_in(builds.out) == (builds.out / "catalogue.xlsx", volumes[1])
    found = builds.build()
    assert [(one["act"], one["state"]) for one in found] == [
        ("mend_case", "held"),
        ("changed", "held"),
        ("wrong", "held"),
    ]
    page = load_workbook(volumes[1])["数字"]
    assert (cells(page, "数值")[0], cells(page, "改为数值")[0], cells(page, "批注")[0]) == (38, "38", "见附表")
    assert "两张皮" not in cells(load_workbook(volumes[1])["问题"], "问题")[:1]
    now = inodes(builds.out)
    others = [f"workbooks/{path.name}" for path in volumes[2:]]
    assert [name for name in others if now[name] != stood[name]] == []
    assert len(cells(load_workbook(builds.out / "catalogue.xlsx")["更正"], "编号")) == 3
    assert filled_in(builds.out) == ()
    Filled(volumes[1]).mark("数字", ("数字", "36个"), {"核对": None, "改为数值": None, "批注": None}).saved()
    assert [one["state"] for one in builds.build()].count("withdrawn") == 1


def test_what_is_written_into_a_volume_meanwhile_is_not_lost(builds: Builds) -> None:
    seen, path = known_corrections(builds.out, ()).seen, builds.volumes[0]
    path.write_bytes(b"saved meanwhile")  # into the file itself, which may have a second name
    with pytest.raises(PublishError, match=f"{path.name} was written in"):
        publish(build_catalogue(RECORDS), builds.out, builds.state, seen=seen)
    assert path.read_bytes() == b"saved meanwhile"
    assert path in written(builds.out)  # still ours, where the catalogue lies among reports
    read = sha256(b"saved meanwhile").hexdigest()
    publish(build_catalogue(RECORDS), builds.out, builds.state, seen=(*seen, read))
    assert path.read_bytes() != b"saved meanwhile"


def test_sheets_that_are_gone_are_told_and_those_elsewhere_are_not_missed(builds: Builds) -> None:
    main, volume = builds.out / "catalogue.xlsx", builds.volumes[0]
    assert read_marks(main) == read_marks(volume) == []
    for path, sheet in ((main, "案例"), (volume, "数字")):
        filled = Filled(path)
        filled.book.remove(filled.book[sheet])
        with pytest.raises(MarkError, match=f"sheet {sheet}: it is missing") as fault:
            read_marks(filled.saved())
        assert len(str(fault.value).splitlines()) == 1


def test_a_volume_that_was_sent_away_is_read_as_any_workbook(builds: Builds, tmp_path: Path) -> None:
    filled = Filled(builds.volumes[2]).mark("做法", 2, {"核对": "对"})
    filled.path = tmp_path / "王.xlsx"
    (said,) = read_corrections(filled.saved(), builds.out).corrections
    assert said.act == "right"


def test_tables_are_put_together(builds: Builds, tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    write_workbook(build_catalogue(RECORDS), tmp_path / "whole/catalogue.xlsx")
    whole = {path.name: path.read_bytes() for path in export_csv(tmp_path / "whole", tmp_path / "a")}
    spread = {path.name: path.read_bytes() for path in export_csv(builds.out, tmp_path / "b")}
    assert spread.keys() == {*whole, "分卷.csv"}
    assert {name for name, data in whole.items() if spread[name] != data} == {"案例.csv", "文件.csv", "说明.csv"}


def test_a_volume_for_everybody_has_nothing_to_fill_in(small: None, tmp_path: Path) -> None:
    made = Builds(tmp_path)
    publish(replace(build_catalogue(RECORDS), profile="public"), made.out, made.state)
    book = load_workbook(made.volumes[0])
    assert book.sheetnames == ["本卷", *SPREAD, "说明"]
    assert "核对" not in [cell.value for cell in book["数字"][1]]
    assert read_marks(made.volumes[0]) == []


def test_libreoffice_opens_a_volume(builds: Builds, tmp_path: Path) -> None:
    if (program := find_office()) is None:
        pytest.skip("LibreOffice is not installed")
    told = [f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "ods"]
    subprocess.run([program, *told, "--outdir", str(tmp_path), str(builds.volumes[0])], check=True, capture_output=True)
    told[-1] = "xlsx"
    (made,) = tmp_path.glob("*.ods")
    subprocess.run([program, *told, "--outdir", str(tmp_path), str(made)], check=True, capture_output=True)
    own, back = load_workbook(builds.volumes[0])["数字"], load_workbook(made.with_suffix(".xlsx"))["数字"]
    for title in ("编号", "数字", "数值", "原文", "定位"):
        assert cells(back, title)[: own.max_row - 1] == cells(own, title)
    link, (_, at) = back.cell(2, 1).hyperlink, next(leads(builds.volumes[0], "数字"))
    assert link is not None
    assert f"{link.target}#{link.location}".endswith(f"site/index.html#{at}")


# Cuts


def sizes() -> dict[str, int]:
    """Documents with few rows and with many."""
    return {f"{at:04}.txt": int(sha256(str(at).encode()).hexdigest(), 16) % 600 for at in range(5_000)}


def cut(rows: dict[str, int]) -> list[Volume]:
    return volumes_of((name, [(many, many)]) for name, many in sorted(rows.items()))


def test_cuts_keep_the_order_and_the_bounds() -> None:
    rows, found = sizes(), cut(sizes())
    assert [name for volume in found for name in volume.names] == sorted(rows)
    assert all(sum(volume.rows) == sum(rows[name] for name in volume.names) for volume in found)
    assert max(sum(volume.rows) for volume in found) <= workbook_cuts.MOST
    assert min(sum(volume.rows) for volume in found[:-1]) >= workbook_cuts.LEAST
    assert len({volume.file for volume in found}) == len(found)
    (large,) = [one for one in cut(rows | {"0300.txt": 900_000}) if "0300.txt" in one.names]
    assert large.names == ("0300.txt",)


@pytest.mark.parametrize("way", ["changed", "added", "removed"])
def test_few_volumes_change_with_a_document(way: str) -> None:
    rows, before = sizes(), set(cut(sizes()))
    touched = []
    for at in range(0, 5_000, 70):
        now = dict(rows)
        if way == "removed":
            del now[f"{at:04}.txt"]
        else:
            now[f"{at:04}{'' if way == 'changed' else 'b'}.txt"] = (rows[f"{at:04}.txt"] + 30) % 600
        touched.append(len({one.names for one in cut(now)} - {one.names for one in before}))
    assert sum(touched) / len(touched) < 1.5
    assert sorted(touched)[int(0.9 * len(touched))] <= 2, "behind a cut that moved the next ones stand again"


def test_what_fits_stays_in_one_workbook(small: None, tmp_path: Path) -> None:
    assert cut({"a.txt": 30, "b.txt": 20}) == []
    made = Builds(tmp_path)
    publish(build_catalogue(RECORDS[:7]), made.out, made.state)
    assert not (made.out / "workbooks").exists()
    assert load_workbook(made.out / "catalogue.xlsx").sheetnames[:2] == ["案例", "做法"]
