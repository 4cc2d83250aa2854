"""All that a catalogue folder says, as a curious reader gets it out: escapes decoded, archives and databases opened."""

import base64
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

SCRIPT = re.compile(r"\A\w{1,80}\(\.\.\.(?P<arguments>\[.*\])\);?\s*\Z", re.DOTALL)
BASE64 = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif value is not None:
        yield json.dumps(value)


def _of_sqlite(path: Path) -> Iterator[str]:
    """Every value of every table, those in which the full-text search keeps its words too."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as base:
        tables = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in sorted(tables):
            for row in base.execute(f'SELECT * FROM "{table}"'):
                for value in row:
                    yield value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    base.close()


def _of_zip(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name
            part = archive.read(name)
            yield part.decode("utf-8", "replace")
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(part)
                yield from map(str, root.itertext())
                yield from (str(value) for element in root.iter() for value in element.attrib.values())


def _of_script(text: str) -> Iterator[str]:
    """The arguments of the call that a data script of the site is; what is base64 among them is decoded."""
    found = SCRIPT.match(text)
    for one in _strings(json.loads(found["arguments"])) if found else ():
        yield one
        if BASE64.fullmatch(one):
            yield base64.b64decode(one + "==").decode("utf-8", "replace")


def published_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Name of a file -> each text that it holds, the raw one first."""
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        name, data = path.relative_to(folder).as_posix(), path.read_bytes()
        raw = data.decode("utf-8", "replace")
        yield name, name
        yield name, raw
        inner: Iterator[str] = iter(())
        if name.endswith(".json"):
            inner = _strings(json.loads(data))
        elif name.startswith("site/data/"):
            inner = _of_script(raw)
        elif name.endswith(".sqlite"):
            inner = _of_sqlite(path)
        elif name.endswith((".xlsx", ".docx", ".zip")):
            inner = _of_zip(data)
        yield from ((name, text) for text in inner)
