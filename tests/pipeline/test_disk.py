"""Disks that are full, read-only or others than one would think, and two builds of one folder: each has a clear end."""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.conftest import SYSTEM_TOOL
from tests.corpus.office_files import stand_in
from tests.pipeline.killed import JINGYAN, Place, Tree, broken, tree
from tests.processes import MOST_SECONDS, runs, stays, wait_for

NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount", "--propagation", "slave")


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, Tree]:
    """A place with the catalogue of one night and the documents of the next, and what that is to become."""
    folder = tmp_path_factory.mktemp("nights")
    place = Place.new(folder / "first")
    place.build()
    place.change()
    end = place.copy(folder / "end")
    end.build()
    return place, tree(end.out)


@pytest.fixture(scope="session")
def mounts() -> None:
    """Whether disks may be mounted here, in a namespace of our own; elsewhere this says so loudly."""
    try:
        able = subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        able = False
    if not able:
        pytest.skip(f"{SYSTEM_TOOL}unshare (util-linux), and the right to mount disks in a namespace of one's own")


def _script(place: Place, *lines: str) -> "subprocess.CompletedProcess[str]":
    """Run lines of shell where `build` builds the place; its mounts are gone afterwards."""
    build = f'build() {{ \'{JINGYAN}\' build "${{2:-in}}" --out "${{1:-out}}" --engine local; }}'
    environment = dict(os.environ) | {"TMPDIR": str(place.temporary), "JINGYAN_SOFFICE": "program/soffice"}
    return subprocess.run(
        [*NAMESPACE, "sh", "-c", "\n".join([build, *lines])],
        cwd=place.folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.usefixtures("mounts")
@pytest.mark.parametrize("free", [0.0, 0.2, 0.5])
def test_a_full_disk_leaves_the_old_catalogue(tmp_path: Path, nights: tuple[Place, Tree], free: float) -> None:
    """`free`: room on the disk, as a share of what the new catalogue takes."""
    first, end = nights
    place, disk = first.copy(tmp_path / "place"), tmp_path / "place" / "disk"
    disk.mkdir()
    size = sum(path.stat().st_size for path in first.out.rglob("*") if path.is_file())
    done = _script(
        place,
        "mount -t tmpfs -o size=64m none disk && mv in out .jingyan disk || exit 90",
        f"dd if=/dev/zero of=disk/other bs=64k 2>/dev/null; truncate -s -{int(size * free)} disk/other",
        "build disk/out disk/in; code=$?",
        "cp -a disk/out full; ls -A disk/.jingyan/out > left; ls -A disk > beside; rm disk/other",
        "build disk/out disk/in && cp -a disk/out . && exit $code",
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "No space left" in done.stderr
    assert "what was there is unchanged" in done.stderr or "the old catalogue stands" in done.stderr
    assert tree(place.folder / "full") == tree(first.out)
    assert tree(place.out) == end
    left = set((place.folder / "left").read_text("utf-8").split())
    assert left <= {path.name for path in first.state.iterdir()}
    assert set((place.folder / "beside").read_text("utf-8").split()) == {".jingyan", "in", "other", "out"}


@pytest.mark.slow
@pytest.mark.parametrize("kilobytes", [16, 200])
def test_a_file_that_may_not_grow_is_like_a_full_disk(
    tmp_path: Path, nights: tuple[Place, Tree], kilobytes: int
) -> None:
    first, end = nights
    place = first.copy(tmp_path / "place")
    limited = f"ulimit -f {kilobytes}; exec '{JINGYAN}' build in --out out --engine local"  # bash counts in kilobytes
    environment = dict(os.environ) | {"TMPDIR": str(place.temporary), "JINGYAN_SOFFICE": "program/soffice"}
    done = subprocess.run(
        ["bash", "-c", limited], cwd=place.folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert tree(place.out) == tree(first.out)
    place.build()
    assert tree(place.out) == end
    assert place.litter(first) == []


def _tried(place: Place, *lines: str) -> tuple[int, str]:
    done = _script(place, *lines)
    assert done.returncode != 90, done.stderr
    return done.returncode, done.stderr.strip().splitlines()[-1]


@pytest.mark.usefixtures("mounts")
@pytest.mark.parametrize(
    ("prepare", "out", "code", "said"),
    [
        ("mkdir up && mount --bind up up && mount -o remount,bind,ro up", "up/out", 2, "no permission in"),
        ("mkdir .jingyan && mount -t tmpfs -o ro,mode=700 none .jingyan", "out", 1, "Read-only file system"),
        ("mkdir out && mount -t tmpfs none out", "out", 2, "is where a disk is mounted"),
        ("touch out", "out", 2, "is a file"),
        ("touch .jingyan", "out", 1, "Nothing was published"),
    ],
)
def test_places_that_take_no_catalogue(tmp_path: Path, prepare: str, out: str, code: int, said: str) -> None:
    place = Place.new(tmp_path / "place")
    found, line = _tried(place, f"{{ {prepare}; }} || exit 90", f"build {out}")
    assert (found, said in line) == (code, True), line


@pytest.mark.slow
@pytest.mark.usefixtures("mounts")
def test_working_state_may_lie_on_another_disk(tmp_path: Path, nights: tuple[Place, Tree]) -> None:
    first, end = nights
    place = first.copy(tmp_path / "place")
    done = _script(
        place,
        "mv .jingyan away && mkdir .jingyan && mount -t tmpfs none .jingyan && cp -a away/. .jingyan || exit 90",
        "rm -r away; build && ls -A > there",
        f"'{JINGYAN}' rollback --out out && build",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert tree(place.out) == end
    there = set((place.folder / "there").read_text("utf-8").split())
    assert there >= {".jingyan", ".out.catalogues", "out"}
    assert ".out.publish" not in there
    assert [broken(folder) for folder in (place.folder / ".out.catalogues").iterdir()] == [[], []]


@pytest.mark.slow
def test_a_link_leads_to_one_state(tmp_path: Path, nights: tuple[Place, Tree]) -> None:
    first, end = nights
    place = first.copy(tmp_path / "place")
    (place.folder / "elsewhere").mkdir()
    (place.folder / "elsewhere" / "link").symlink_to(place.out)
    command: Sequence[str | Path] = [JINGYAN, "build", place.folder / "in", "--out", place.folder / "elsewhere/link"]
    done = subprocess.run(
        [*command, "--engine", "local"], env=place.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert {name for name, digest in tree(place.out).items() if digest != end[name]} == {"site/data/roots.js"}
    assert [path.name for path in (place.folder / "elsewhere").iterdir()] == ["link"]


@pytest.fixture
def held(tmp_path: Path) -> Iterator[tuple[Path, int]]:
    """The output folder of a build that hangs over a document, and its process."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.rtf").write_bytes(b"{\\rtf1 HANG}")
    own = {"JINGYAN_SOFFICE": str(stand_in(tmp_path / "program")), "JINGYAN_OFFICE_SECONDS": "3000"}
    command = [str(JINGYAN), "build", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--engine", "local"]
    with subprocess.Popen(command, env=dict(os.environ) | own, stderr=subprocess.DEVNULL) as process:
        hanging = tmp_path / "program" / "pids"
        wait_for(lambda: hanging.exists() and hanging.read_text() != "", lambda: process.poll() is not None)
        yield tmp_path, process.pid
        process.send_signal(signal.SIGKILL)
    assert not stays(int(hanging.read_text()))


@pytest.mark.parametrize("engine", ["local", "prefect"])
def test_a_second_build_says_who_builds(held: tuple[Path, int], engine: str) -> None:
    folder, pid = held
    for out in (folder / "out", folder / "link"):
        if out.name == "link":
            out.symlink_to(folder / "out")
        command: Sequence[str | Path] = [JINGYAN, "build", folder / "in", "--out", out, "--engine", engine]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 1, done.stderr
        assert f"(process {pid} on {os.uname().nodename}, since 20" in done.stderr
    assert runs(pid)
    assert not (folder / "out").exists()
    done = subprocess.run([JINGYAN, "rollback", "--out", folder / "out"], capture_output=True, text=True, check=False)
    assert (done.returncode, f"process {pid}" in done.stderr) == (1, True), done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("engines", [("local", "local"), ("local", "prefect"), ("prefect", "prefect")])
def test_two_builds_that_start_together_never_mix(
    tmp_path: Path, nights: tuple[Place, Tree], engines: tuple[str, str]
) -> None:
    first, end = nights
    place = first.copy(tmp_path / "place")
    own = {"JINGYAN_SOFFICE": str(place.folder / "program" / "soffice"), "TMPDIR": str(place.temporary)}
    said = [(place.folder / str(number)).open("w+") for number in range(2)]
    builds = [
        subprocess.Popen(
            [JINGYAN, "build", place.folder / "in", "--out", place.out, "--engine", engine],
            env=dict(os.environ) | own,
            stderr=file,
            stdout=file,
        )
        for engine, file in zip(engines, said, strict=True)
    ]
    codes = [build.wait(MOST_SECONDS) for build in builds]
    told = "".join((place.folder / str(number)).read_text("utf-8") for number in range(2))
    for file in said:
        file.close()
    assert 0 in codes, told
    assert set(codes) == {0} or "Another build is writing to" in told
    assert tree(place.out) == end
    assert not (place.state / "publish").exists()
    assert json.loads((place.out / "run.json").read_bytes())["engine"] in engines
    shutil.rmtree(place.folder)
