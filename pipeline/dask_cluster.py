"""An existing Dask cluster, whose machines read batches through prefect-dask. They need the files under the same paths,
the same jingyan, and a Prefect server that they can reach.
"""

from distributed import get_worker
from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.utilities.annotations import quote
from prefect_dask.task_runners import DaskTaskRunner

from extractors.overlay import Overlay
from pipeline import far
from pipeline.far import Far
from pipeline.plan import Batch, Plan
from pipeline.settings import Settings
from pipeline.spread import Spread
from pipeline.versions import Versions


@task(name="read_batch", task_run_name="read batch {number}", cache_policy=NO_CACHE, persist_result=False)
def read_batch(batch: Batch, number: int, settings: Settings, overlay: Overlay, versions: Versions) -> tuple[Far, ...]:
    """Read a batch on a machine of the cluster, with as many processes as its worker has threads."""
    threads = get_worker().state.nthreads
    return far.read_batch(batch, settings.model_copy(update={"jobs": threads}), overlay, versions)


def read_spread(spread: Spread, plan: Plan) -> None:
    """Have the cluster at `plan.settings.dask_address` read what is to be read; the readings of the session are whole
    then. A machine that is lost gives its batches to another one.

    Raises OSError where the cluster is not reached.
    """
    same = {"settings": plan.settings, "overlay": plan.overlay, "versions": spread.versions}
    with DaskTaskRunner(address=plan.settings.dask_address) as cluster:
        waiting = [
            cluster.submit(read_batch, {"batch": quote(batch), "number": number, **same})
            for number, batch in enumerate(spread.batches, 1)
        ]
        for batch, reading in zip(spread.batches, waiting, strict=True):
            spread.arrived(batch, reading.result())
