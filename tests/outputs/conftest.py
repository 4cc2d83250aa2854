"""What several tests of the catalogue's files begin with."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.outputs.marking import Filled, small
from tests.outputs.site_pages import browser


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook as it was published."""
    return Filled(tmp_path_factory.mktemp("written") / "catalogue.xlsx", small()).path


@pytest.fixture
def filled(written: Path, tmp_path: Path) -> Filled:
    """A copy of it to write in."""
    return Filled(Path(shutil.copy(written, tmp_path)))


@pytest.fixture(scope="module")
def chrome(chromium: Path) -> Iterator[Browser]:
    """Chromium, which the tests of a file share."""
    with browser(chromium) as launched:
        yield launched
