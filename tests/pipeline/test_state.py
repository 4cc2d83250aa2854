"""The working state of a catalogue is used by one user alone: what others may have put there is not read."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from corpus import system
from corpus.system import NotOursError
from pipeline.cli import app
from pipeline.engine import EngineError, prepare
from pipeline.lock import locked
from pipeline.plan import UsageError, plan
from pipeline.settings import Settings, state_folder
from pipeline.state import check_state, make_state

pytestmark = pytest.mark.skipif(system.user_number() is None, reason="users have no numbers here")
OTHER = 12345  # a user


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("青禾县抓实支部联建。", encoding="utf-8")
    return tmp_path / "in"


def mode(folder: Path) -> int:
    return folder.stat().st_mode & 0o777


def foreign(folder: Path) -> None:
    if os.getuid() != 0:
        pytest.skip("only root gives folders away")
    os.chown(folder, OTHER, OTHER)


def linked(folder: Path) -> None:
    """A link that another user made, to a folder that is ours."""
    folder.rename(folder.with_name("ours"))
    folder.symlink_to("ours", target_is_directory=True)
    if os.getuid() != 0:
        pytest.skip("only root gives links away")
    os.lchown(folder, OTHER, OTHER)


def of_the_group(folder: Path) -> None:
    folder.chmod(0o775)


def of_all(folder: Path) -> None:
    folder.chmod(0o1777)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (foreign, "belongs to another user (number 12345)"),
        (linked, "belongs to another user (number 12345)"),
        (of_the_group, "chmod -R go-w"),
        (of_all, "chmod -R go-w"),
    ],
)
@pytest.mark.parametrize("which", [".jingyan", ".jingyan/out"])
def test_what_others_may_write_is_refused(
    tmp_path: Path, source: Path, spoil: Callable[[Path], None], said: str, which: str
) -> None:
    out = tmp_path / "out"
    make_state(out)
    spoil(tmp_path / which)
    with pytest.raises(UsageError) as told:
        plan([source], out, Settings())
    assert said in str(told.value)
    with pytest.raises(NotOursError), locked(out):
        pass


@pytest.mark.parametrize("command", ["build", "retry", "rollback", "serve"])
def test_every_command_that_would_write_there_refuses_it(tmp_path: Path, source: Path, command: str) -> None:
    of_all(make_state(tmp_path / "out"))
    given = [command, *([] if command == "rollback" else [str(source)]), "--out", str(tmp_path / "out")]
    told = CliRunner().invoke(app, given)
    assert (told.exit_code, "chmod -R go-w" in told.output) == (2, True)


def test_prefect_lies_in_no_folder_of_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PREFECT_HOME", "DO_NOT_TRACK"):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / ".jingyan" / "prefect"
    home.parent.mkdir()
    of_all(home.parent)
    with pytest.raises(EngineError, match="chmod"):
        prepare(home)
    assert not home.exists()
    assert "PREFECT_HOME" not in os.environ


def test_it_is_made_for_one_user(tmp_path: Path) -> None:
    out, before = tmp_path / "new" / "out", os.umask(0)
    try:
        state = make_state(out)
    finally:
        os.umask(before)
    assert state == state_folder(out)
    assert (mode(state), mode(state.parent)) == (0o700, 0o700)
    assert mode(out.parent) & 0o777 != 0o700  # the rest is as the user has it


def test_one_that_others_could_read_is_closed(tmp_path: Path) -> None:
    state = state_folder(tmp_path / "out")
    state.mkdir(parents=True)
    for folder in (state.parent, state):
        folder.chmod(0o755)
    check_state(tmp_path / "out")
    assert mode(state) == 0o755  # a look changes nothing
    assert mode(make_state(tmp_path / "out")) == 0o700


def test_a_disk_that_tells_the_same_of_all_files_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = make_state(tmp_path / "out")
    of_all(state)
    monkeypatch.setattr(system, "_tells_owners", lambda *_: False)
    check_state(tmp_path / "out")


def test_a_file_made_here_tells_whose_it_is(tmp_path: Path) -> None:
    user = system.user_number()
    assert user is not None
    assert system._tells_owners(tmp_path, user)
    assert not system._tells_owners(tmp_path, user + 1)
    assert system._tells_owners(tmp_path / "none", user)  # where nothing can be found out nothing is believed
