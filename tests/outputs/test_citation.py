"""A reference is the same wherever it is written: what the site's citation.js gives is asked of Python too."""

import pytest

from outputs.citation import citation
from tests.outputs.test_site_citation import REFERENCES


@pytest.mark.parametrize(("told", "page", "wanted"), REFERENCES)
def test_references(told: tuple[str | None, ...], page: int | None, wanted: str) -> None:
    about = dict(zip(("author", "issuer", "number", "date"), told, strict=True))
    assert citation("题", about, page) == wanted
