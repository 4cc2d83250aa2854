"""What takes long to make, once for all tests of the pipeline: the sample corpus catalogued, a Prefect server."""

from collections.abc import Iterator
from itertools import chain

import pytest

from outputs.catalogue import build_catalogue
from outputs.model import Catalogue, DocumentRecord
from pipeline.batches import finish_batch, ignored_records
from pipeline.plan import plan
from pipeline.session import open_session
from pipeline.settings import Settings
from tests.folders import SAMPLES


@pytest.fixture(scope="session")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, DocumentRecord]]:
    """What is heavy of them lies where the session that read them put it."""
    out = tmp_path_factory.mktemp("samples") / "catalogue"
    with open_session(plan([SAMPLES], out, Settings(jobs=2, ocr=False)), lambda _: None) as session:
        read = chain.from_iterable(map(finish_batch, session.readings))
        yield {r.source.name: r for r in [*read, *ignored_records(session.plan.found)]}


@pytest.fixture(scope="session")
def server() -> Iterator[None]:
    """A Prefect server of its own, that began with an empty database."""
    from prefect.testing.utilities import prefect_test_harness  # for the few tests that want it

    with prefect_test_harness(server_startup_timeout=600):
        yield


@pytest.fixture(scope="session")
def catalogue(records: dict[str, DocumentRecord]) -> Catalogue:
    return build_catalogue(records.values())
