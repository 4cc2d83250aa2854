"""What bench.duplicates prints stays where it was promised: copies found, look-alikes kept apart."""

import pytest

from bench.duplicate_peers import together
from bench.duplicate_reports import half, look_alikes
from bench.duplicate_texts import KINDS, copies, hard_pairs, reports
from outputs.dedupe import leaders


@pytest.mark.parametrize(
    ("kind", "least"),
    [("edited 10%", 0.97), ("edited 20%", 0.97), ("masked", 0.97), ("other script", 0.97), ("truncated to 40%", 0.95)],
)
def test_copies_are_found(kind: str, least: float) -> None:
    found = reports()
    copied = {f"{id_} copy": text for id_, text in copies(kind, found).items()}
    pairs = together(leaders({report.id: report.text for report in found} | copied))
    right = {frozenset((report.id, f"{report.id} copy")) for report in found}
    assert len(pairs & right) >= least * len(right)
    assert len(pairs & right) >= 0.98 * len(pairs)


def test_look_alikes_are_kept_apart() -> None:
    pairs = hard_pairs(reports())
    assert len(pairs) >= 100
    merged = sum(len(set(leaders({"a": one, "b": other}).values())) == 1 for one, other in pairs)
    assert merged <= 0.02 * len(pairs)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_copies_of_made_reports_are_found(kind: str) -> None:
    found = [*half(unseen=False), *half(unseen=True)]
    copied = {f"{id_} copy": text for id_, text in copies(kind, found).items()}
    pairs = together(leaders({report.id: report.text for report in found} | copied))
    right = {frozenset((report.id, f"{report.id} copy")) for report in found}
    assert len(pairs & right) >= 0.97 * len(right)
    assert len(pairs & right) >= 0.98 * len(pairs)


def test_what_is_no_copy_is_none() -> None:
    texts = look_alikes([*half(unseen=False), *half(unseen=True)])
    merged = [one.kind for one in texts if len(set(leaders(one.texts).values())) < len(one.texts)]
    assert len(merged) <= 0.02 * len(texts)
