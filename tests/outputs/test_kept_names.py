"""What names a problem is asked once for each wording, whatever becomes of the file in which that is kept."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from outputs.kept_names import KeptNames
from outputs.state_files import OURS_ALONE


class Asked:
    """Says of words in 薄 that they name a problem, and counts."""

    def __init__(self) -> None:
        self.words = list[str]()

    def __call__(self, words: str) -> bool:
        self.words.append(words)
        return "薄" in words


def answers(path: Path, words: Iterable[str], version: str = "1") -> tuple[list[bool], list[str]]:
    """What is said of some words, and of which of them it had to be found out."""
    asked = Asked()
    with KeptNames(path, version, asked) as names:
        return [names(one) for one in words], asked.words


def test_each_wording_is_asked_once(tmp_path: Path) -> None:
    path = tmp_path / "state" / "named.bin"
    assert answers(path, ["力量薄弱", "共建共享", "力量薄弱"]) == ([True, False, True], ["力量薄弱", "共建共享"])
    assert answers(path, ["共建共享", "基础薄弱", "力量薄弱"]) == ([False, True, True], ["基础薄弱"])
    assert path.stat().st_mode & 0o777 == OURS_ALONE


def test_what_a_build_did_not_ask_for_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "named.bin"
    for words in (["力量薄弱", "共建共享"], ["共建共享"]):
        answers(path, words)
    assert answers(path, ["力量薄弱"]) == ([True], ["力量薄弱"])


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-3])


def altered(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("spoil", [Path.unlink, cut_off, altered, a_folder])
def test_without_the_file_all_is_asked_again(spoil: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "named.bin"
    answers(path, ["力量薄弱"])
    spoil(path)
    assert answers(path, ["力量薄弱"]) == ([True], ["力量薄弱"])


def test_another_version_asks_again(tmp_path: Path) -> None:
    path = tmp_path / "named.bin"
    answers(path, ["力量薄弱"])
    assert answers(path, ["力量薄弱"], "2") == ([True], ["力量薄弱"])
