"""Faults that a person can mend: they are told in a line; a trace through our code helps nobody."""

import logging

from outputs.corrections_read import CorrectionsError
from outputs.target import PublishError
from pipeline.lock import LockedError
from pipeline.plan import UsageError
from pipeline.process import WorkerError

PLAIN_FAULTS = (CorrectionsError, LockedError, OSError, PublishError, UsageError, WorkerError)


class WithoutTrace(logging.Filter):
    """Leaves the trace of such a fault out of a log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true; the record loses its trace."""
        if record.exc_info and isinstance(record.exc_info[1], PLAIN_FAULTS):
            record.exc_info = record.exc_text = None
        return True
