"""An existing Dask cluster, whose machines read batches through prefect-dask. They need the files under the same paths,
the same jingyan, and a Prefect server that they can reach.
"""

import pickle

from distributed import get_worker
from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect_dask.task_runners import DaskTaskRunner

from pipeline import far
from pipeline.far import Far
from pipeline.plan import Plan
from pipeline.spread import Spread


@task(name="read_batch", task_run_name="read batch {number}", cache_policy=NO_CACHE, persist_result=False)
def read_batch(packed: bytes, number: int) -> tuple[Far, ...]:
    """Read a batch on a machine of the cluster, with as many processes as its worker has threads. What it is to read
    comes packed: Prefect and Dask would look through all of it for futures.
    """
    batch, settings, overlay, versions = pickle.loads(packed)
    threads = get_worker().state.nthreads
    return far.read_batch(batch, settings.model_copy(update={"jobs": threads}), overlay, versions)


def read_spread(spread: Spread, plan: Plan) -> None:
    """Have the cluster at `plan.settings.dask_address` read what is to be read; the readings of the session are whole
    then. A machine that is lost gives its batches to another one.

    Raises OSError where the cluster is not reached.
    """
    if not spread.batches:
        return
    same = plan.settings, plan.overlay, spread.versions
    with DaskTaskRunner(address=plan.settings.dask_address) as cluster:
        waiting = [
            cluster.submit(read_batch, {"packed": pickle.dumps((batch, *same)), "number": number})
            for number, batch in enumerate(spread.batches, 1)
        ]
        for batch, reading in zip(spread.batches, waiting, strict=True):
            spread.arrived(batch, reading.result())
