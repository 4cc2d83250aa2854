"""The database of a new Prefect home, laid out at once: Prefect's own way through all of its versions takes 5 to 20 s.

`prefect_database.sql` is what that way leads to. It stays true when Prefect grows: the version of the layout stands in
it, and Prefect goes on from there. `python -m pipeline.prefect_database` writes it anew.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, suppress
from pathlib import Path

LAYOUT = Path(__file__).with_suffix(".sql")
NAME = "prefect.db"


def lay_out(home: Path) -> None:
    """Put an empty database into a home that has none; one that is there is left alone."""
    home.mkdir(parents=True, exist_ok=True)
    database = home / NAME
    if database.exists():
        return
    with tempfile.TemporaryDirectory(dir=home, prefix="new-") as folder:
        new = Path(folder) / NAME
        with closing(sqlite3.connect(new)) as connection:
            connection.execute("PRAGMA journal_mode=wal")  # as Prefect has it: readers and a writer at once
            connection.executescript(LAYOUT.read_text(encoding="utf-8"))
        with suppress(FileExistsError):  # another build was faster
            os.link(new, database)


def laid_out_by_prefect(home: Path) -> str:
    """The layout that Prefect itself gives a database, as SQL."""
    command = [sys.executable, "-m", "prefect", "server", "database", "upgrade", "--yes"]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PREFECT_HOME": str(home)})
    with closing(sqlite3.connect(home / NAME)) as connection:
        return "\n".join(connection.iterdump()) + "\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        LAYOUT.write_text(laid_out_by_prefect(Path(folder)), encoding="utf-8")
