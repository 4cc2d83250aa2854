"""The wheel holds the four rooms with their data, and works where no checkout is."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.house.conftest import ROOMS

NOT_SHIPPED = ("corpus/samples/", "corpus/sample_sources/", "corpus/inbox/", "outputs/catalogue/")


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built with the build tools that are installed, so that no network is needed."""
    out = tmp_path_factory.mktemp("wheel")
    run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, root], out)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def clean_python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment that holds the wheel; dependencies are lent by the running one."""
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    run([sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", "--no-index", wheel], folder)
    # After the install: pip would take the lent checkout for an installed wheel. A folder named in a .pth file is
    # searched, but .pth files inside it are not read, so that the checkout itself stays out of sight.
    lent = sysconfig.get_path("purelib"), sysconfig.get_path("platlib")
    site_packages = next(folder.glob("lib/python*/site-packages"))
    (site_packages / "lent.pth").write_text("\n".join(dict.fromkeys(lent)), encoding="utf-8")
    return python


def run(command: list[str | Path], folder: Path) -> str:
    """Output of a command that must succeed, away from the checkout and its environment."""
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_every_file_of_the_rooms_and_no_document(wheel: Path, our_files: list[Path]) -> None:
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    ours = {path.as_posix() for path in our_files if path.parts[0] in ROOMS}
    assert packed == {name for name in ours if not name.startswith(NOT_SHIPPED)}


def test_the_licence_is_in_the_wheel(wheel: Path) -> None:
    assert [name for name in zipfile.ZipFile(wheel).namelist() if name.endswith("/licenses/LICENSE")]


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_is_imported_from_the_wheel(clean_python: Path, room: str, tmp_path: Path) -> None:
    file = run([clean_python, "-c", f"import {room}; print({room}.__file__)"], tmp_path).strip()
    assert Path(file).is_relative_to(clean_python.parent.parent)


def test_the_command_works_from_the_wheel(clean_python: Path, tmp_path: Path) -> None:
    answer = run([clean_python.with_name("jingyan"), "--help"], tmp_path)
    assert {word for word in ("build", "extract", "search", "evaluate") if word not in answer} == set()
