"""Compound files: which are Word documents, which are protected, and which were not copied completely."""

import random
from struct import pack, pack_into

import pytest

from corpus.compound import Compound, is_word
from corpus.model import RejectionError
from corpus.sniff import DOC, sniff
from tests.corpus.compound_files import PASSWORD, SECOND_TABLE, compound, word


def code_of(data: bytes) -> str:
    with pytest.raises(RejectionError) as caught:
        sniff(data, "a.doc")
    return caught.value.code


def test_streams_of_the_outermost_storage() -> None:
    found = Compound(compound({"WordDocument": b"abc", "1Table": b"d" * 5000, "Data": b""}))
    assert {name: stream.size for name, stream in found.streams.items()} == {
        "WORDDOCUMENT": 4096,
        "1TABLE": 5000,
        "DATA": 4096,
    }
    assert found.head("WordDocument", 3) == b"abc"
    assert all(found.whole(name) for name in found.streams)


def test_a_word_document() -> None:
    assert sniff(word(), "a.doc") == DOC
    assert sniff(word(), "a.wps") == DOC


def test_names_are_compared_without_regard_to_case() -> None:
    head = pack("<6H", 0xA5EC, 0xC1, 0, 0, 0, SECOND_TABLE)
    assert sniff(compound({"WORDDOCUMENT": head, "1table": b"t"}), "a.doc") == DOC
    assert sniff(compound({"worddocument": head, "1TABLE": b"t"}), "a.doc") == DOC


@pytest.mark.parametrize("count", [-1, 5000, 0x7FFFFFFF])
def test_more_characters_than_bytes_are_a_lie(count: int) -> None:
    head = bytearray(pack("<6H", 0xA5EC, 0xC1, 0, 0, 0, SECOND_TABLE).ljust(512, b"\0"))
    pack_into("<i", head, 0x50, count)
    assert code_of(compound({"WordDocument": bytes(head), "1Table": b"t"})) == "damaged"
    pack_into("<i", head, 0x50, 4000)
    assert sniff(compound({"WordDocument": bytes(head), "1Table": b"t"}), "a.doc") == DOC


@pytest.mark.parametrize(("stream", "suffix"), [("Workbook", "ET"), ("PowerPoint Document", "DPS")])
def test_other_documents_of_wps_are_told_by_their_suffix(stream: str, suffix: str) -> None:
    with pytest.raises(RejectionError, match="unsupported") as caught:
        sniff(compound({stream: b""}), f"a.{suffix.lower()}")
    assert suffix in caught.value.reason


def test_a_password_is_seen_before_anything_is_started() -> None:
    assert code_of(word(SECOND_TABLE | PASSWORD)) == "encrypted"


@pytest.mark.parametrize("left", [100, 600, 1200, 2000, 5000, -512, -1])
def test_half_a_document(left: int) -> None:
    assert code_of(word()[:left]) == "damaged"


def test_a_document_without_its_tables() -> None:
    assert code_of(word(0)) == "damaged"
    assert code_of(compound({"WordDocument": b"\xec\xa5"})) == "damaged"


def test_a_workbook_is_none_even_where_it_names_a_word_document() -> None:
    assert not is_word(compound({"Workbook": "WordDocument".encode("utf-16-le")}))
    assert code_of(compound({"Workbook": "WordDocument".encode("utf-16-le")})) == "unsupported"
    assert code_of(compound({"PowerPoint Document": b""})) == code_of(compound({"Other": b""})) == "unsupported"


def test_damage_anywhere_ends_in_an_answer() -> None:
    dice = random.Random(5)
    good = word(more=b"x" * 9000)
    for _ in range(400):
        data = bytearray(good)
        for _ in range(dice.choice((1, 3, 40))):
            data[dice.randrange(8, 2048)] = dice.choice((0, 1, 2, 9, 127, 254, 255))
        try:
            assert isinstance(is_word(bytes(data)), bool)
        except RejectionError as error:
            assert error.code in {"damaged", "encrypted"}  # noqa: PT017 - both ends are right
