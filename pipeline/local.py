"""The engine without Prefect: the same steps, one after another."""

from itertools import chain

from pipeline.batches import finish_batch, ignored_records
from pipeline.session import Session
from pipeline.steps import Built, planned_catalogue, publish_catalogue


def run(session: Session) -> Built:
    """Read, build and publish; raises what the steps raise."""
    plan = session.plan
    read = chain.from_iterable(finish_batch(reading) for reading in session.readings)
    records = [*read, *ignored_records(plan.found)]
    catalogue = planned_catalogue(records, plan, session.pool.calls)
    return publish_catalogue(catalogue, plan, session.run_report("local"), session.pool.calls)
