"""What runs with the product may be passed on with it, and is listed."""

from pathlib import Path

import pytest

from tests.house.licences import compatible, licence, packages, page


@pytest.mark.parametrize(
    ("expression", "fits"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("GPL", False),
        ("MIT OR GPL-2.0-or-later", True),
        ("MIT AND GPL-2.0-or-later", False),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", True),
        ("Polyform-Noncommercial", False),
        ("", False),
    ],
)
def test_a_licence_fits_or_not(expression: str, fits: bool) -> None:
    assert compatible(expression) == fits


def test_all_that_runs_with_us_may_be_passed_on() -> None:
    found = packages()
    assert len(found) > 100
    assert [(name, told) for name in found if not compatible(told := licence(name))] == []


def test_the_page_lists_them(root: Path) -> None:
    listed = (root / "docs" / "licences.md").read_text(encoding="utf-8").splitlines()
    assert set(page().splitlines()) - set(listed) == set()  # on another Python or system there are other packages
