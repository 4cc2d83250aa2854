"""What all tests share: a quiet environment, system tools that may be missing, golden files."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.golden_files import Golden

SYSTEM_TOOL = "wants a system tool: "
LONGEST_FIRST = ("pipeline", "house", "corpus", "outputs", "extractors")


def quiet_environment() -> None:
    """Keep a developer's own server and settings out of the tests, and every library from reporting home."""
    for name in [name for name in os.environ if name.startswith(("PREFECT_", "JINGYAN_"))]:
        del os.environ[name]
    os.environ["DO_NOT_TRACK"] = "1"
    os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
    # A process that reads takes three seconds to start: where no number is given one must do, the tests are so many.
    os.environ["JINGYAN_JOBS"] = "1"
    os.environ["JINGYAN_SEMANTIC"] = "0"  # the model reads two texts a second; tests that want it say so
    os.environ["JINGYAN_SETTLE_SECONDS"] = "0"  # tests write their files just before they are read


quiet_environment()  # before any test module can import Prefect


def heard_signals() -> None:
    """A run of the tests under nohup ignores SIGHUP, one in the background of a script SIGINT; the commands that it
    starts would do so too.
    """
    for name, how in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, how)


heard_signals()


def on_ci() -> bool:
    """CI must run every test: there a missing tool is a failure."""
    return os.environ.get("CI", "").lower() in {"1", "true"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files instead of comparing")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update-golden") and on_ci():
        raise pytest.UsageError("--update-golden is for people who read the difference; CI only compares.")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if isinstance(item, pytest.Function) and "golden" in item.fixturenames:
            item.add_marker("golden")
    if hasattr(config, "workerinput"):
        # Processes that share the tests take whole files in this order: one that takes minutes must not come last.
        rank = {room: number for number, room in enumerate(LONGEST_FIRST)}
        items.sort(key=lambda item: rank.get(item.path.parent.name, len(rank)))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares text, bytes or a folder with what is stored under tests/golden."""
    return Golden(request.config.rootpath / "tests" / "golden", bool(request.config.getoption("--update-golden")))


def find_tool(names: tuple[str, ...], package: str) -> Path:
    """The first of the commands that is on the path; without any the test is skipped, on CI it fails."""
    for name in names:
        if found := shutil.which(name):
            return Path(found)
    reason = f"{SYSTEM_TOOL}{package} (tests/system_tools.sh installs it where it may)"
    if on_ci():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser that the site is tried in."""
    return find_tool(("chromium", "chromium-browser", "google-chrome"), "chromium")


@pytest.fixture(scope="session")
def soffice() -> Path:
    """LibreOffice, which reads .doc and .wps files and opens the workbook."""
    return find_tool(("soffice", "libreoffice"), "libreoffice-writer and libreoffice-calc")


@pytest.fixture(scope="session")
def git() -> Path:
    """Git, which knows the files that are ours."""
    return find_tool(("git",), "git")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly which tests did not run for want of a tool; a lone letter s is easily overlooked."""
    lines = list(wanting(terminalreporter.getreports("skipped")))
    if lines:
        terminalreporter.section("SKIPPED FOR WANT OF A SYSTEM TOOL", sep="!", red=True, bold=True)
        for line in lines:
            terminalreporter.write_line(line)


def wanting(skipped: list[pytest.TestReport]) -> Iterator[str]:
    for report in skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        if SYSTEM_TOOL in reason:
            yield f"{report.nodeid}: {reason.removeprefix('Skipped: ')}"
