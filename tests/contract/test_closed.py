"""Nothing stands in a catalogue that no schema names, and nothing in the schemas that no catalogue holds."""

import json
from collections.abc import Callable
from typing import Any, get_args, get_type_hints

import pytest

from corpus.model import ParagraphKind, Role
from extractors.about_page import Evidence as StatedEvidence
from extractors.base import Certainty, PracticeForm, PracticeStatus, ProblemStatus, QuantityKind
from outputs.answer import Evidence, Link
from outputs.checks_figures import Rule, Verdict
from outputs.corrections import Kind
from outputs.model import Profile, Review
from outputs.schemas import schemas
from outputs.tombstones import KINDS
from tests.contract.closed import Family, Schema, close
from tests.contract.occurrences import Occurrences, told

# Written by the code, and held by tests of their own, but not among the samples.
NOT_IN_THE_SAMPLES = {
    "case/copy_conflicts/items": {"case", "here", "there"},  # tests/outputs/test_copy_conflicts.py
    "case/parts/items": {"case", "start", "end", "utf16"},  # tests/outputs/test_nested.py
    "catalogue": {"redactions"},
    "documents/documents/items": {"redactions"},
    "catalogue/generator": {"taxonomy"},  # tests/pipeline/test_taxonomy.py
    "facets/facets/items/values/items": {"code"},  # tests/outputs/test_trends.py; the samples' places are invented
    # What an analyst said of a finding; a first build has no corrections.
    **{f"mention/{kind}": {"review"} for kind in ("practice", "problem", "quantity", "date")},
    "mention/review": {"correction", "verdict"},
    # tests/outputs/test_tombstones.py, test_shards.py: a first build has nothing that is gone or moved
    "tombstones/tombstones/items": {"id", "kind", "title", "superseded_by"},
    "changes/documents/moved/items": {"from", "to"},
    "run/previous": {"sha256", "started", "version"},  # tests/pipeline/test_run_report.py: a first build follows none
    # tests/outputs/test_kept_clusters.py: a first build has nothing to split or to merge
    **{
        f"changes/{groups}/{kind}/items": {"id", other}
        for groups in ("clusters", "clusters/groups", "practice_clusters")
        for kind, other in (("split", "into"), ("merged", "from"))
    },
}
# What analysts correct, and what the public profile masks: a plain build has neither, and both have tests of their own.
NOT_IN_A_PLAIN_BUILD = ("corrections/", "catalogue/redactions", "documents/documents/items/redactions")
VALUES_NOT_IN_THE_SAMPLES = {
    "case/place_level": {"省", "不明"},  # tests/extractors/test_places.py
    "document/cases/items/place_level": {"省", "不明"},
    "shard/cases/items/place_level": {"省", "不明"},
    "mention/quantity/dimension": {"energy"},  # tests/cases/base_units.yml
}
SET_BY_CODE = {
    "catalogue/profile": Profile,
    "corrections/finding/kind": Kind,
    "document/paragraphs/items/kind": ParagraphKind,
    "document/sections/items/role": Role,
    "mention/check/rule": Rule,
    "mention/check/verdict": Verdict,
    "mention/evidence": Evidence,
    "mention/link": Link,
    "mention/practice/form": PracticeForm,
    "mention/practice/status": PracticeStatus,
    "mention/problem/certainty": Certainty,
    "mention/problem/status": ProblemStatus,
    "mention/quantity/kind": QuantityKind,
    "mention/review/verdict": get_type_hints(Review)["verdict"],
    "mention/stated/evidence": StatedEvidence,
    "tombstones/tombstones/items/kind": KINDS,
}


@pytest.fixture(scope="module")
def occurring(family: Family, values: dict[str, Any]) -> Occurrences:
    found = Occurrences(family)
    for value in values.values():
        found.add(value)
    return found


def test_no_file_holds_what_no_schema_names(family: Family, values: dict[str, Any]) -> None:
    closed = family.closed()
    faults = {name: closed.faults(value)[:3] for name, value in values.items()}
    assert {name: said for name, said in faults.items() if said} == {}
    assert {value["schema"].split(":")[-2] for value in values.values()} >= {"case", "document", "search", "changes"}


def added(value: Any, spoil: Callable[[dict[str, Any]], None]) -> Any:
    copy = json.loads(json.dumps(value))
    spoil(copy)
    return copy


@pytest.mark.parametrize(
    ("kind", "spoil"),
    [
        ("cases/", lambda one: one.update(more=1)),
        ("cases/", lambda one: one["document"].update(more=1)),
        ("cases/", lambda one: one["practices"][0].update(more=1)),
        ("cases/", lambda one: one["about"].update(more=1)),
        ("documents/", lambda one: one["paragraphs"][0].update(more=1)),
        ("problems.json", lambda one: next(iter(one["problems"].values()))["mentions"][0].update(more=1)),
        ("facets.json", lambda one: one["facets"][0]["values"][0].update(more=1)),
    ],
)
def test_a_field_that_no_schema_names_is_seen_but_breaks_no_reader(
    family: Family, values: dict[str, Any], kind: str, spoil: Callable[[dict[str, Any]], None]
) -> None:
    value = added(next(one for name, one in values.items() if name.startswith(kind)), spoil)
    assert family.faults(value) == []
    assert any("more" in fault for fault in family.closed().faults(value))


def test_closing_reaches_through_references_and_alternatives() -> None:
    half = {"type": "object", "properties": {"b": {"anyOf": [{"properties": {"c": {}}}, {"type": "null"}]}}}
    whole = {
        "$id": "urn:x:y:1",
        "$defs": {"half": half},
        "allOf": [{"$ref": "#/$defs/half"}, {"properties": {"a": {}}}],
    }
    closed = Family({"y": close(whole)})
    assert closed.faults({"schema": "x:y:1", "a": 1}) == [
        ": Unevaluated properties are not allowed ('schema' was unexpected)"
    ]
    validator = closed.validator("y")
    assert validator.is_valid({"a": 1, "b": {"c": 1}})
    assert not validator.is_valid({"a": 1, "b": {"d": 1}})


@pytest.mark.parametrize("name", sorted(schemas()))
def test_every_schema_is_open_for_readers(name: str) -> None:
    assert '"additionalProperties": false' not in json.dumps(schemas()[name])
    assert '"unevaluatedProperties": false' not in json.dumps(schemas()[name])


def test_every_property_that_a_schema_names_occurs(family: Family, occurring: Occurrences) -> None:
    named = {at: set(schema.get("properties", {})) for at, schema in told(family)}
    never = {at: names - occurring.properties[at] for at, names in named.items()}
    missing = {at: names - NOT_IN_THE_SAMPLES.get(at, set()) for at, names in never.items()}
    assert {at: names for at, names in missing.items() if names and not at.startswith(NOT_IN_A_PLAIN_BUILD)} == {}
    assert {at for at, names in NOT_IN_THE_SAMPLES.items() if not names <= named[at]} == set()


def test_every_property_is_described(family: Family) -> None:
    silent = [
        f"{at}/{name}"
        for at, schema in told(family)
        for name, one in schema.get("properties", {}).items()
        if name != "schema" and not any("description" in part for part in family.resolved(one))
    ]
    assert silent == []


@pytest.mark.parametrize("at", sorted(SET_BY_CODE))
def test_an_enumeration_is_that_of_the_code(family: Family, at: str) -> None:
    found = dict(told(family))[at]
    assert {one for one in found["enum"] if one is not None} == set(get_args(SET_BY_CODE[at]) or SET_BY_CODE[at])


def enumerations(family: Family) -> dict[str, Schema]:
    found = {at: schema for at, schema in told(family) if "enum" in schema and at not in SET_BY_CODE}
    return {at: schema for at, schema in found.items() if not at.startswith(NOT_IN_A_PLAIN_BUILD)}


def test_every_other_value_of_an_enumeration_occurs(family: Family, occurring: Occurrences) -> None:
    never = {at: set(one["enum"]) - occurring.values[at] for at, one in enumerations(family).items()}
    rare = VALUES_NOT_IN_THE_SAMPLES
    assert {at: missing for at, missing in never.items() if missing - rare.get(at, set())} == {}
