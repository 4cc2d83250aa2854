"""What tests of several readers share."""

from collections.abc import Iterator

import pytest

from corpus.readers import ocr


@pytest.fixture
def no_ocr() -> Iterator[None]:
    """As if text in images were not to be recognised; tests of the extra stand in test_readers_ocr.py."""
    with ocr.recognising(False, lambda: None):
        yield
