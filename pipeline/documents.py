"""One document from its bytes to its findings, without processes and limits: whatever goes wrong is its outcome."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from corpus.discover import Found
from corpus.model import Outcome, Reading, RejectionError, Source
from corpus.readers import read
from extractors.about import of_articles
from extractors.extract import extract
from extractors.relative_dates import of_articles as dates_of_articles
from outputs.assemble import assemble
from outputs.checks import checks
from outputs.model import DocumentRecord
from outputs.no_case import no_case
from outputs.sketch import sketched
from pipeline.load import load
from pipeline.withhold import held


@dataclass(frozen=True, slots=True)
class Made:
    """The record of a document, and what its reader yielded, None where that yielded nothing."""

    record: DocumentRecord
    reading: Reading | None = None


def work_on(found: Found, public: bool = False) -> Made:
    """The record of one file, `public` as everybody may see it; never raises."""
    unknown = DocumentRecord(Source(found.name, "", 0), Outcome("rejected:unreadable"))
    data, reading = b"", None

    def opened() -> DocumentRecord:
        nonlocal data
        data = load(found.path, found.member)
        return unknown

    def made() -> DocumentRecord:
        nonlocal reading
        reading = read(data, found.name, load(found.converted) if found.converted else None)
        return _extracted(record, reading, public)

    record = _guarded(opened, unknown)
    if record.outcome.reason:
        return Made(record)
    record = replace(unknown, source=Source(found.name, hashlib.sha256(data).hexdigest(), len(data)))
    return Made(_guarded(made, record), reading)


def work_again(source: Source, reading: Reading, public: bool = False) -> DocumentRecord:
    """The record of a file whose reading was kept; never raises."""
    unknown = DocumentRecord(source, Outcome("rejected:unreadable"))
    return _guarded(lambda: _extracted(unknown, reading, public), unknown)


def _extracted(record: DocumentRecord, reading: Reading, public: bool) -> DocumentRecord:
    record, shown = held(record, reading, public)
    document = shown.document
    if not document.text.strip():  # its warnings may tell where the text is
        raise RejectionError("empty", " ".join(["There is no text in the file.", *document.warnings]))
    if record.outcome.status == "ignored:marked":
        return record
    findings = extract(document)
    outcome = Outcome("partial", document.partial) if document.partial else Outcome("ok")
    about = of_articles(document, findings.dates)
    relative = dates_of_articles(document, [one.date.value if one.date else None for one in about])
    cases = assemble(document, findings, about, relative)
    found = replace(
        record,
        outcome=outcome,
        media_type=reading.media_type,
        document=document,
        findings=findings,
        cases=cases,
        about=about,
        relative_dates=relative,
        checks=checks(document, findings),
        warnings=record.warnings if cases else (*record.warnings, no_case(document, findings)),
    )
    return sketched(found)


def _guarded(work: Callable[[], DocumentRecord], record: DocumentRecord) -> DocumentRecord:
    """One document, one outcome: whatever goes wrong in reading it ends as its own rejection."""
    try:
        return work()
    except RejectionError as error:
        return replace(record, outcome=Outcome(f"rejected:{error.code}", error.reason))
    except MemoryError:
        return replace(record, outcome=Outcome("rejected:memory", "The document needs more memory than is allowed."))
    except RecursionError:
        return replace(record, outcome=Outcome("rejected:damaged", "The document is nested too deeply."))
    except Exception as error:  # noqa: BLE001 - a fault of ours in one document must not end the others
        reason = f"The program failed on this document ({type(error).__name__}: {error}); please report it."
        return replace(record, outcome=Outcome("rejected:internal", reason))
