"""A whole build as the command line runs it: plan, read, hand over to an engine, say how it went."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from outputs.corrections_read import CorrectionsError, filled_in
from outputs.target import PublishError
from pipeline.console import build_progress, corrections, say, summary
from pipeline.engine import EngineError, prepare, server
from pipeline.lock import LockedError
from pipeline.outside import outside
from pipeline.plan import Plan
from pipeline.process import WorkerError
from pipeline.report import counts
from pipeline.seen import Observer, both
from pipeline.session import Session, open_session
from pipeline.settings import Settings, prefect_home
from pipeline.settled_files import settled_plan
from pipeline.stops import telling

if TYPE_CHECKING:
    from pipeline.steps import Built


class BuildError(RuntimeError):
    """The build failed and published nothing; the old catalogue stands."""


def _run_in_prefect(session: Session) -> "Built":
    say("Starting the Prefect engine, which takes some 10 s; documents are read meanwhile …")
    prepare(prefect_home(session.plan.out))
    with server(services=False) as api:
        from pipeline.flows import run_in_session  # takes as long to import as the server to start

        api.wait()
        return run_in_session(session, own_server=api.own is not None)


def _run_here(session: Session) -> "Built":
    from pipeline import local  # brings what makes catalogues: loaded while the workers are already reading

    return local.run(session)


RUNNERS = {"local": _run_here, "prefect": _run_in_prefect, "dask": _run_in_prefect}


def build(sources: Sequence[Path], out: Path, engine: str, settings: Settings, again: bool = False) -> "Built":
    """Build and publish, `again`: with what was rejected before read anew; raises UsageError before anything is
    touched, and BuildError when it fails.
    """
    with outside(engine, sources, out, settings, say) as told:
        built = _built(settled_plan(sources, out, settings, say), engine, told.seen, again)
        told.done(built)
    with telling(f"{built.published.out} is published."):
        summary(built.catalogue, built.published.out)
        corrections(built.published.corrections)
    return built


def _built(todo: Plan, engine: str, observe: Observer, again: bool) -> "Built":
    documents = sum(len(batch) for batch in todo.batches)
    for book in filled_in(todo.out):
        say(f"{book} was written in since it was published: what is marked there is read before it is replaced.")
    try:
        with (
            build_progress(documents) as progress,
            open_session(todo, both(progress.read, observe), progress.meant, again) as session,
        ):
            return RUNNERS[engine](session)
    except (CorrectionsError, EngineError, LockedError, PublishError) as error:
        raise BuildError(str(error)) from error
    except (OSError, WorkerError) as error:
        raise BuildError(f"Nothing was published; the old catalogue stands. {error}") from error


def has_rejected(built: "Built") -> bool:
    """Whether any document was rejected."""
    return counts(built.catalogue.records).rejected > 0
