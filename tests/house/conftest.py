"""What the tests about the house look at: the files that are ours, and what the project declares."""

import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOMS = ("corpus", "extractors", "outputs", "pipeline")


@pytest.fixture(scope="session")
def root(pytestconfig: pytest.Config) -> Path:
    """The checkout."""
    return pytestconfig.rootpath


@pytest.fixture(scope="session")
def our_files(root: Path, git: Path) -> list[Path]:
    """Every file that is committed or could be, as a path below the checkout; what git ignores is not ours."""
    command: list[str | Path] = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, check=True, capture_output=True).stdout.decode().split("\0")
    return sorted({Path(name) for name in listed if name and (root / name).is_file()})


@pytest.fixture(scope="session")
def our_code(our_files: list[Path]) -> list[Path]:
    """Every Python file that is ours."""
    return [path for path in our_files if path.suffix == ".py"]


@pytest.fixture(scope="session")
def project(root: Path) -> dict[str, Any]:
    """What pyproject.toml says."""
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
