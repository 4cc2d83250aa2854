"""What is held packed comes back as it was."""

from dataclasses import replace

import pytest

from outputs.compact import Places, Saying, Sayings
from outputs.model import PracticeCluster
from outputs.packed import compressed, restored

SAID = (
    Saying("p01", "设茶桌调解点", Places.of([("c1", 3, 9), ("c2", 0, 6)])),
    Saying("p02", "两\n行 和\ud800半个字符", Places()),
    Saying("p03", "", Places.of([("c1", 40, 2**31)])),
)
OTHERS = {
    "id": replace(SAID[0], id="p00"),
    "text": replace(SAID[0], text="设茶桌调解"),
    "case": replace(SAID[0], where=Places.of([("c1", 3, 9), ("c3", 0, 6)])),
    "range": replace(SAID[0], where=Places.of([("c1", 3, 9), ("c2", 0, 7)])),
    "place": replace(SAID[0], where=Places.of([("c1", 3, 9)])),
}


@pytest.mark.parametrize("many", range(len(SAID) + 1))
def test_sayings_come_back_as_they_were(many: int) -> None:
    told = Sayings.of(iter(SAID[:many]))
    assert (tuple(told), len(told)) == (SAID[:many], many)
    assert restored(compressed(told)) == told == Sayings.of(SAID[:many])
    assert tuple(told.where) == tuple(where for said in SAID[:many] for where in said.where)
    cluster = PracticeCluster("m01", "调解", "T14_mediation", told, (), ())
    assert cluster.members == tuple(said.id for said in SAID[:many])


def test_sayings_are_taken_by_their_numbers() -> None:
    told = Sayings.of(SAID)
    assert (told[1], told[-1], told[1:]) == (SAID[1], SAID[-1], SAID[1:])


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_written_of_sayings_tells_them_apart(name: str) -> None:
    told, same, other = Sayings.of(SAID), Sayings.of(SAID), Sayings.of((OTHERS[name], *SAID[1:]))
    assert repr(told) == repr(same)
    assert repr(told) != repr(other)
    assert told != other


def test_to_which_saying_a_place_belongs_tells_them_apart() -> None:
    first, second = (replace(SAID[0], where=Places.of(some)) for some in ([("c1", 3, 9), ("c2", 0, 6)], [("c1", 3, 9)]))
    more, fewer = replace(SAID[1], where=Places.of([("c2", 0, 6)])), SAID[1]
    assert repr(Sayings.of((first, fewer))) != repr(Sayings.of((second, more)))
