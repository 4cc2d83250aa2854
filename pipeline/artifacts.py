"""What a run leaves on its page in Prefect: how far it is, a summary, and the documents with which somebody must do
something.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import cast
from uuid import UUID

from prefect.artifacts import (
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from outputs.model import DocumentRecord
from pipeline.report import rejected_rows, summary_markdown
from pipeline.steps import Built

Records = Iterable[DocumentRecord]
# Percent between two updates: each is a request to the server.
STEP = 2.0


@contextmanager
def reading_progress(documents: int) -> Iterator[Callable[[Records], Records]]:
    """A bar on the page of the run; what it gives hands records on, and tells how many there were."""
    id_ = cast(UUID, create_progress_artifact(progress=0.0, key="reading", description=_said(0, documents)))

    def told(records: Records) -> Records:
        shown = 0.0
        for done, record in enumerate(records, 1):
            percent = 100.0 * done / documents
            if percent - shown >= STEP or done == documents:
                shown = percent
                update_progress_artifact(id_, progress=percent, description=_said(done, documents))
            yield record

    yield told


def _said(done: int, documents: int) -> str:
    return f"{done:,} of {documents:,} documents read"


def leave_artifacts(built: Built) -> None:
    """The summary of a run, and a table of the documents that were not read, or only in part, with what to do."""
    records = built.catalogue.records
    create_table_artifact(
        key="rejected-documents", table=rejected_rows(records), description="Documents not read, and what to do"
    )
    summary = summary_markdown(built.catalogue, built.published.out)
    create_markdown_artifact(key="catalogue-summary", markdown=summary)
