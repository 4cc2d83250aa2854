"""Lines of a log: one document, one line of JSON, whatever its name is and wherever the log goes."""

import json
import threading
from pathlib import Path

import pytest

from corpus.model import Outcome, Source
from outputs.model import DocumentRecord
from pipeline.outside import document_line
from pipeline.seen import Seen
from pipeline.told import Log, line

# A name may hold whatever a file system takes: ends of lines in seven forms, colours, changes of direction.
NASTY = "a\nb\r\x0bc\x0cd\x1c\x85e\u2028f\u2029g\x1b[31mh\u202ei\x00\x7f\U000e0041\ufeff\"\\,'}"


def test_nothing_in_a_name_breaks_or_colours_a_line() -> None:
    said = line({"name": NASTY, "place": "青禾县 𠮷"})
    assert json.loads(said) == {"name": NASTY, "place": "青禾县 𠮷"}
    assert len(said.splitlines()) == 1
    assert said.isprintable()
    assert "青禾县 𠮷" in said, "what people can read stays readable"


def test_a_log_is_added_to_also_where_another_file_takes_its_place(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text("{}\n", encoding="utf-8")
    log = Log(str(path))
    log.tell("one", name=NASTY)
    path.rename(tmp_path / "log.jsonl.1")
    log.tell("two")
    Log(str(path)).tell("three")
    events = [json.loads(one) for one in path.read_text("utf-8").splitlines()]
    assert [one["event"] for one in events] == ["two", "three"]
    assert all(one["time"].endswith("+00:00") for one in events)
    assert len((tmp_path / "log.jsonl.1").read_text("utf-8").splitlines()) == 2


def test_threads_do_not_mix_their_lines(tmp_path: Path) -> None:
    path, log = tmp_path / "log.jsonl", Log(str(tmp_path / "log.jsonl"))

    def tell() -> None:
        for _ in range(30):
            log.tell("x", words="长" * 5_000)

    threads = [threading.Thread(target=tell) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert [json.loads(said)["event"] for said in path.read_text("utf-8").splitlines()] == ["x"] * 120


def test_a_log_goes_to_standard_error_or_nowhere(capsys: pytest.CaptureFixture[str]) -> None:
    Log("-").tell("one")
    Log(None).tell("two")
    told = capsys.readouterr()
    assert json.loads(told.err)["event"] == "one"
    assert told.out == ""


def test_a_log_that_cannot_be_written_is_said_once_and_harms_nothing(tmp_path: Path) -> None:
    said: list[str] = []
    log = Log(str(tmp_path / "nowhere" / "log.jsonl"), said.append)
    log.tell("one")
    log.tell("two")
    assert len(said) == 1
    assert "cannot be written" in said[0]


def test_what_is_said_of_a_document() -> None:
    source = Source("a.pdf", "0" * 64, 9)
    rejected = Seen(DocumentRecord(source, Outcome("rejected:damaged", "It is.")), "read", 12.345)
    assert document_line(rejected) == {
        "level": "warning",
        "id": None,
        "name": "a.pdf",
        "outcome": "rejected:damaged",
        "reason": "It is.",
        "how": "read",
        "reader": None,
        "ms": 12.3,
    }
