"""Builds that are killed: a corpus of its own, when and whom to kill, and whether what is left behind is whole."""

import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.corpus.office_files import stand_in
from tests.folders import NEWS, SAMPLES, contents
from tests.processes import MOST_SECONDS, stays

JINGYAN = Path(sys.executable).with_name("jingyan")
CHOSEN = (
    "乡风文明/双桥镇零彩礼 信息快报.txt",
    "乡风文明/榆坪县移风易俗经验材料（2022.11）.docx",
    "乡风文明/岚峪县积分制推进情况通报.pdf",
    "基层治理/“小院议事厅”经验做法.pdf",
    "基层治理/板凳调解队（2014年1月）.txt",
    "基层治理/社区书记座谈发言摘编.html",
    "支部联建/桐浦县联盟章程（下载中断）.docx",
    "支部联建/云溪县“四联四促”经验材料.docx",
    "集体经济/霜河县党支部领办合作社.txt",
    "集体经济/石桐县消除薄弱村的做法.docx",
    "集体经济/农村工作简报2012年第17期.pdf",
)
LATER = "支部联建/蘆汀縣鄉村黨建聯盟.txt"
TICKS = os.sysconf("SC_CLK_TCK")
MOMENTS = ("any", "any", "staging", "swap")
VICTIMS = ("all", "group", "parent", "worker")

Tree = dict[str, str]


def tree(folder: Path) -> Tree:
    """Name -> hash of all files, but for those that say when."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in contents(folder, NEWS).items()}


def broken(folder: Path) -> list[str]:
    """What in a catalogue is not as its manifest says."""
    listed = {one["path"]: one["sha256"] for one in json.loads((folder / "catalogue.json").read_bytes())["files"]}
    there = tree(folder)
    return sorted(name for name, digest in listed.items() if there.get(name) != digest)


@dataclass(frozen=True, slots=True)
class Process:
    """A process as the system tells of it."""

    pid: int
    command: str
    seconds: float


def of_session(session: int) -> Iterator[Process]:
    """The processes that were started from one, wherever they went, as long as they run; with their CPU seconds."""
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        with contextlib.suppress(OSError):
            told = (folder / "stat").read_text("utf-8", "replace").rsplit(")", 1)[1].split()
            if int(told[3]) == session and told[0] != "Z":
                command = (folder / "cmdline").read_text("utf-8", "replace")
                yield Process(int(folder.name), command, (int(told[11]) + int(told[12])) / TICKS)


class Place:
    """Documents, and the output folder that they are built into."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.out = folder, folder / "out"
        self.state, self.temporary = folder / ".jingyan" / "out", folder / "temporary"
        self.stage = self.state / "publish"

    @classmethod
    def new(cls, folder: Path) -> "Place":
        """One with the documents of the first night."""
        for name in CHOSEN:
            (folder / "in" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(SAMPLES / name, folder / "in" / name)
        (folder / "in" / "旧稿.rtf").write_bytes(b"{\\rtf1 stands for a report}")
        stand_in(folder / "program")
        (folder / "temporary").mkdir()
        return cls(folder)

    def copy(self, folder: Path) -> "Place":
        """The same elsewhere."""
        shutil.copytree(self.folder, folder)
        stand_in(folder / "program")
        return Place(folder)

    def change(self) -> None:
        """What happens to the documents before the second night: one is new, one gone, one has another figure."""
        shutil.copyfile(SAMPLES / LATER, self.folder / "in" / LATER)
        (self.folder / "in" / CHOSEN[4]).unlink()
        path = self.folder / "in" / CHOSEN[0]
        path.write_text(path.read_text("utf-8") + "\n一是加强教育培训。全县举办培训班318期。\n", "utf-8")

    @property
    def environment(self) -> dict[str, str]:
        own = {"TMPDIR": str(self.temporary), "JINGYAN_SOFFICE": str(self.folder / "program" / "soffice")}
        return dict(os.environ) | own | {"JINGYAN_START_SECONDS": "600", "JINGYAN_JOBS": "1", "OMP_NUM_THREADS": "1"}

    def start(self, engine: str = "local") -> "subprocess.Popen[bytes]":
        """A build that runs, in a session of its own."""
        with (self.folder / "said").open("wb") as said:
            return subprocess.Popen(
                [JINGYAN, "build", self.folder / "in", "--out", self.out, "--engine", engine],
                stdout=said,
                stderr=said,
                env=self.environment,
                start_new_session=True,
            )

    def said(self) -> str:
        """What the last build printed."""
        return (self.folder / "said").read_text("utf-8", "replace")

    def build(self) -> float:
        """Build without being disturbed; the CPU seconds that this takes."""
        before = os.times()
        assert self.start().wait(MOST_SECONDS) == 0, self.said()
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    def staged(self) -> int:
        """How many files are in the catalogue that is being written."""
        return sum(len(files) for _, _, files in os.walk(self.stage / "new"))

    def litter(self, usual: "Place") -> list[str]:
        """What lies where nothing should: in the folder around, in the working state, in the temporary folder. Notes of
        runs that were killed stay until the next run by Prefect closes these.
        """
        around = {path.name for path in self.folder.iterdir()} - {path.name for path in usual.folder.iterdir()}
        state = {path.name for path in self.state.iterdir()} - {path.name for path in usual.state.iterdir()}
        return sorted(around | state - {"catalogues", "runs"} | {path.name for path in self.temporary.iterdir()})


@dataclass
class Reference:
    """What undisturbed builds give: over the catalogue of the first night (or over none), and over their own."""

    start: Place
    end: Place
    before: Tree
    after: Tree
    again: Tree
    seconds: float

    @classmethod
    def made(cls, start: Place, folder: Path) -> "Reference":
        """Build the second night over `start`, twice."""
        end = start.copy(folder)
        before = tree(end.out) if end.out.exists() else {}
        seconds = end.build()
        after = tree(end.out)
        end.build()
        return cls(start, end, before, after, tree(end.out), seconds)

    @cached_property
    def files(self) -> int:
        """How many files such a catalogue has."""
        return len(self.after) + len(NEWS)


class Kill:
    """One build of a place, killed at a moment that chance chooses."""

    def __init__(self, place: Place, usual: Reference, chance: random.Random, engine: str = "local") -> None:
        self._place, self._usual, self._chance, self._engine = place, usual, chance, engine
        self.moment, self.victim = chance.choice(MOMENTS), chance.choice(VICTIMS)
        self._process: subprocess.Popen[bytes] | None = None

    def __str__(self) -> str:
        return f"{self.victim} killed at {self.moment}"

    def _due(self, session: int) -> Callable[[], bool]:
        """Whether the moment has come."""
        place, share = self._place, self._chance.random()
        if self.moment == "any":
            return lambda: sum(one.seconds for one in of_session(session)) >= share * self._usual.seconds
        if self.moment == "staging":
            return lambda: place.staged() > share * self._usual.files
        return lambda: (place.stage / "new" / "changes.json").exists() or (place.stage / "swap.json").exists()

    def run(self) -> int | None:
        """Build and kill; the exit code where the build ended by itself, None where it was killed."""
        process = self._place.start(self._engine)
        due = self._due(process.pid)
        while process.poll() is None and not due():
            time.sleep(0.05 if self.moment == "any" else 0.002)
        if self.moment == "swap":
            time.sleep(self._chance.random() * 0.05)
        self._strike(process)
        process.wait(MOST_SECONDS)
        for one in list(of_session(process.pid)):
            assert not stays(one.pid), f"{self}: {one.command} goes on"
        return None if process.returncode == -signal.SIGKILL else process.returncode

    def _strike(self, process: "subprocess.Popen[bytes]") -> None:
        there = list(of_session(process.pid))
        workers = [one.pid for one in there if "pipeline.worker" in one.command]
        with contextlib.suppress(ProcessLookupError):
            if self.victim == "worker" and workers:
                os.kill(self._chance.choice(workers), signal.SIGKILL)
            elif self.victim == "group":
                os.killpg(process.pid, signal.SIGKILL)
            elif self.victim == "all":
                for one in there:
                    os.kill(one.pid, signal.SIGKILL)
            else:
                process.kill()
