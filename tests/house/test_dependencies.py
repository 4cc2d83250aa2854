"""What the code imports is declared, and what is declared is pinned."""

import ast
import re
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.house.conftest import ROOMS
from tests.house.installed import walk

OURS = {*ROOMS, "bench", "tests"}
# Never imported by us: they stand among the dependencies to keep Prefect working.
BOUNDS_ALONE = {"fastapi", "sqlalchemy"}


@pytest.fixture(scope="module")
def pins(root: Path) -> dict[str, Version]:
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = [line.split("==") for line in lines if not line.startswith("#")]
    return {name: Version(version) for name, version in pinned}


@pytest.fixture(scope="module")
def declared(project: dict[str, Any]) -> dict[str, list[Requirement]]:
    """Group -> requirements; the group of what everybody needs is the empty name."""
    groups = {"": project["project"]["dependencies"], **project["project"]["optional-dependencies"]}
    return {group: [Requirement(line) for line in lines] for group, lines in groups.items()}


def test_constraints_hold_pins_alone_in_order(root: Path) -> None:
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()[1:]
    assert lines == sorted(lines, key=lambda line: line.partition("==")[0])
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[a-z0-9.]+", line)] == []


def test_every_declared_package_is_pinned_within_its_bounds(
    declared: dict[str, list[Requirement]], pins: dict[str, Version]
) -> None:
    requirements = [requirement for group in declared.values() for requirement in group]
    unpinned = [str(r) for r in requirements if canonicalize_name(r.name) not in pins]
    outside = [
        str(r) for r in requirements if str(r) not in unpinned and pins[canonicalize_name(r.name)] not in r.specifier
    ]
    assert (unpinned, outside) == ([], [])


def test_everything_installed_that_we_need_is_pinned(
    declared: dict[str, list[Requirement]], pins: dict[str, Version]
) -> None:
    needed = set(walk([requirement for group in declared.values() for requirement in group]))
    assert len(needed) > len(declared[""])
    assert sorted(needed - pins.keys()) == []


def test_what_the_rooms_import_is_declared(
    root: Path, our_code: list[Path], declared: dict[str, list[Requirement]]
) -> None:
    rooms = [root / path for path in our_code if path.parts[0] in ROOMS and "sample_sources" not in path.parts]
    groups = [declared[group] for group in declared if group != "dev"]
    assert undeclared(rooms, groups) == {}


def test_what_the_tests_import_is_declared(
    root: Path, our_code: list[Path], declared: dict[str, list[Requirement]]
) -> None:
    assert undeclared([root / path for path in our_code], list(declared.values())) == {}


def test_what_is_declared_is_imported(root: Path, our_code: list[Path], declared: dict[str, list[Requirement]]) -> None:
    modules = {module for path in our_code if path.parts[0] in ROOMS for module in imported(root / path)}
    packages_of = metadata.packages_distributions()
    used = {canonicalize_name(name) for module in modules for name in packages_of.get(module, [])}
    assert {canonicalize_name(requirement.name) for requirement in declared[""]} - used == BOUNDS_ALONE


def undeclared(files: list[Path], groups: list[list[Requirement]]) -> dict[str, list[str]]:
    """Imported top-level module -> files, for all whose package is declared in none of the groups."""
    names = {canonicalize_name(requirement.name) for group in groups for requirement in group}
    packages_of = metadata.packages_distributions()
    found: dict[str, list[str]] = {}
    for file in files:
        for module in imported(file) - sys.stdlib_module_names - OURS:
            if not names & {canonicalize_name(name) for name in packages_of.get(module, [module])}:
                found.setdefault(module, []).append(file.name)
    return found


def imported(file: Path) -> set[str]:
    """Top-level names of all imports, also of those inside functions."""
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    from_ = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {name.partition(".")[0] for name in plain | from_}
