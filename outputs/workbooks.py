"""The workbook of a catalogue is written into its folder: one, or one with volumes."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from outputs.folder import Folder
from outputs.model import Catalogue, Profile
from outputs.record import Json
from outputs.rendering_rows import Rows
from outputs.target import WORKBOOK
from outputs.workbook import write_workbook
from outputs.workbook_cuts import Volume, volumes_of
from outputs.workbook_pieces import COUNTS
from outputs.workbook_volumes import volume_data, volume_key


def _made(one: Volume, profile: Profile, rows: Rows, folder: Path) -> tuple[str, bytes]:
    """Name and content of a volume."""
    return one.file, volume_data(one, rows.some(one.names), profile, folder)


def write_workbooks(catalogue: Catalogue, rows: Rows, folder: Folder, corrections: Sequence[Json]) -> None:
    """Write the workbook, with the volumes that it needs; of these the ones that would come out as they were are taken
    over. `corrections` are all that are known, as `write_workbook` takes them. Raises OSError.
    """
    volumes = volumes_of(rows.of(COUNTS))
    for one in volumes:
        key = volume_key(one, rows, catalogue.profile)
        folder.keyed(key, partial(_made, one, catalogue.profile, rows, folder.path))
    write_workbook(catalogue, folder.path / WORKBOOK, corrections, rows.of, volumes)
