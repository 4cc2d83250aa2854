"""The volumes that the workbook of a catalogue needs are written beside it, or taken over."""

from collections.abc import Iterator, Sequence

from outputs.errands import Errands
from outputs.folder import Folder
from outputs.model import Profile
from outputs.record import Json
from outputs.rendering_rows import Rows
from outputs.workbook_cuts import Volume
from outputs.workbook_volumes import volume_key, volume_told, write_volume


def send_volumes(
    volumes: Sequence[Volume], rows: Rows, profile: Profile, folder: Folder, errands: Errands
) -> Iterator[tuple[str, Json]]:
    """Have the volumes written that would not come out as they were; the others are taken over. Gives key and entry of
    each that is written.
    """
    keyed = [(volume_key(one, rows, profile), one) for one in volumes]
    new = [(key, one) for key, one in keyed if not folder.has_keyed(key)]
    written = errands.send(write_volume, (volume_told(one, rows, profile, folder.path) for _, one in new))
    return zip((key for key, _ in new), written, strict=True)
