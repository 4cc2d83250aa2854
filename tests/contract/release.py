"""What a release promises: its schemas and a small catalogue, below `released/VERSION/`. Run by `make snapshot`."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from outputs.schemas import schemas
from outputs.views import REVISION, VERSION
from tests.contract.closed import Family
from tests.contract.differences import breaks

ROOT = Path(__file__).parents[2]
RELEASED = Path(__file__).parent / "released"
# Few and short: three cases, a text without a case, a file that is not read.
SAMPLES = (
    "2019年/望泉县“党支部+合作社”工作总结.txt",
    "乡风文明/双桥镇零彩礼 信息快报.txt",
    "基层治理/板凳调解队（2014年1月）.txt",
    "新建文本文档.txt",
    "通知/关于开展2025年度述职评议考核的通知.txt",
)


def version_now() -> str:
    """The version of the schemas: what `schema_version` and `schema_revision` of a catalogue say."""
    return f"{VERSION}.{REVISION}"


def releases(folder: Path = RELEASED, major: int = VERSION) -> list[Path]:
    """The folders of the releases of one major version, the oldest first."""
    found = [path for path in folder.glob("*.*") if path.name.split(".")[0] == str(major)]
    return sorted(found, key=lambda path: int(path.name.split(".")[1]))


def schemas_in(folder: Path) -> Family:
    """The schemas of a release."""
    found = sorted((folder / "schema").glob("*.json"))
    return Family({path.stem: json.loads(path.read_text("utf-8")) for path in found})


def objections(folder: Path, now: Family, version: str) -> list[str]:
    """Why the schemas of now cannot be released as a version."""
    known = releases(folder, int(version.split(".")[0]))
    if known and int(known[-1].name.split(".")[1]) >= int(version.split(".")[1]):
        return [f"{known[-1].name} is released, and this is {version}: raise REVISION in outputs/views.py first"]
    return breaks(schemas_in(known[-1]), now) if known else []


def json_files(folder: Path) -> Iterator[tuple[str, Any]]:
    """Name and value of every file of a catalogue that keeps to a schema, in the order of the names."""
    for path in sorted(folder.rglob("*.json")):
        name = path.relative_to(folder).as_posix()
        if not name.startswith(("schema/", "site/")):
            yield name, json.loads(path.read_bytes())


def take(target: Path) -> None:
    """Write schemas and catalogue of a release into a new folder."""
    with tempfile.TemporaryDirectory() as name:
        source, out = Path(name) / "samples", Path(name) / "catalogue"
        for sample in SAMPLES:
            (source / sample).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / "corpus" / "samples" / sample, source / sample)
        command: list[str | Path] = [
            sys.executable,
            "-m",
            "pipeline.cli",
            "build",
            source,
            "--out",
            out,
            "--engine",
            "local",
        ]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        for file, _ in json_files(out):
            if file != "run.json":  # the time and the machine
                (target / "catalogue" / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(out / file, target / "catalogue" / file)
    (target / "schema").mkdir()
    for kind, schema in schemas().items():
        (target / "schema" / f"{kind}.json").write_text(f"{json.dumps(schema, ensure_ascii=False)}\n", "utf-8")


def main() -> int:
    """Take the snapshot of the version of now, or say why not."""
    version = version_now()
    for said in (against := objections(RELEASED, Family(schemas()), version)):
        sys.stderr.write(f"{said}\n")
    if not against:
        take(RELEASED / version)
        sys.stdout.write(f"tests/contract/released/{version}: commit it with the release\n")
    return 1 if against else 0


if __name__ == "__main__":
    sys.exit(main())
