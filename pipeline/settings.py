"""Settings of a run, with environment variables (`JINGYAN_…`) over the defaults."""

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from corpus.limits import DEFAULT, Limits, limiting
from extractors.overlay import NONE, Overlay

DEFAULT_SOURCE = Path("corpus/inbox")
DEFAULT_OUT = Path("outputs/catalogue")
MB, MEGAPIXEL = 2**20, 1_000_000


class Settings(BaseSettings):
    """Limits and sizes; every field can be set as `JINGYAN_<FIELD>` in the environment."""

    model_config = SettingsConfigDict(env_prefix="JINGYAN_", extra="forbid", frozen=True)

    jobs: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, le=256, description="Worker processes.")
    batch_size: int = Field(50, ge=1, le=10_000, description="Documents in one task of the flow.")
    memory_mb: int = Field(375, ge=128, description="Memory that a worker may take on top of its start, in MB.")
    seconds: float = Field(
        60.0,
        gt=0,
        description="Time that one document may compute, and each page of it whose text is recognised (OCR).",
    )
    file_mb: int = Field(DEFAULT.file_bytes // MB, ge=1, le=2_000, description="Size of one file, in MB.")
    pages: int = Field(DEFAULT.pages, ge=1, le=100_000, description="Pages of one document.")
    characters: int = Field(DEFAULT.characters, ge=1_000, le=100_000_000, description="Characters of one document.")
    unpacked_mb: int = Field(
        DEFAULT.unpacked_bytes // MB,
        ge=8,
        le=16_000,
        description="Size of a DOCX or OFD, or of one compressed part of a PDF, once unpacked, in MB.",
    )
    part_mb: int = Field(
        DEFAULT.part_bytes // MB, ge=1, le=4_000, description="Size of one part of a DOCX or OFD once unpacked, in MB."
    )
    entries: int = Field(
        DEFAULT.entries, ge=100, le=1_000_000, description="Parts of a DOCX or OFD, or files of an archive."
    )
    ratio: int = Field(
        DEFAULT.ratio, ge=50, le=1_100, description="Times that a part of 1 MB and more may grow when it is unpacked."
    )
    pixels_mp: int = Field(
        DEFAULT.page_pixels // MEGAPIXEL,
        ge=4,
        le=150,
        description="Size of a page or picture whose text is recognised, in millions of pixels.",
    )
    ocr_pages: int = Field(
        DEFAULT.ocr_pages, ge=1, le=100_000, description="Pages or pictures of one document whose text is recognised."
    )
    ocr: bool = Field(True, description="Recognise the text of scanned pages where the extra ocr is installed.")
    semantic: bool = Field(True, description="Cluster and search by meaning too where the extra semantic is installed.")
    start_seconds: float = Field(120.0, gt=0, description="Time that a worker may take to start.")
    soffice: Path | None = Field(None, description="The program soffice of LibreOffice, where it is not on the path.")
    office_seconds: float = Field(120.0, gt=0, description="Time that LibreOffice may take to start, and a document.")
    taxonomy: Path | None = Field(None, description="A folder with the analyst's own words, see README.")
    dask_address: str | None = Field(None, description="The scheduler of a Dask cluster that reads, tcp://HOST:PORT.")
    keep: int = Field(2, ge=0, le=1_000, description="Earlier catalogues that are kept for jingyan rollback.")
    settle_seconds: float = Field(
        2.0, ge=0, description="Time that a file must keep still to be read, unless it has the end of its format."
    )
    patience_seconds: float = Field(
        300.0, ge=0, description="Time that a file is waited for that still grows or lacks the end of its format."
    )
    log: str | None = Field(None, description="File that gets a line of JSON for each document; - is standard error.")
    on_done: str | None = Field(None, description="Command or web address that is told of each published build.")
    on_failure: str | None = Field(None, description="Command or web address that is told of each build that failed.")
    hook_seconds: float = Field(30.0, gt=0, description="Time that such a command or address may take.")

    profile: Literal["full", "public"] = Field(
        "full", description="What the catalogue shows: all, or what is fit for everybody."
    )
    corrections: Annotated[tuple[Path, ...], NoDecode] = Field(
        default_factory=tuple, description="Files of corrections, see README; with colons between (Windows: ;)."
    )

    @field_validator("corrections", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return tuple(filter(None, value.split(os.pathsep))) if isinstance(value, str) else value

    @field_validator("soffice", "taxonomy", "log", "on_done", "on_failure", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value

    def overlay(self) -> Overlay:
        """The analyst's own words as they stand in the files now; raises OverlayError."""
        if self.taxonomy is None:
            return NONE
        from extractors.overlay_files import read_overlay  # loads lexicons, which most runs leave to their workers

        return read_overlay(self.taxonomy)

    def limits(self) -> Limits:
        """What one document may have."""
        return Limits(
            file_bytes=self.file_mb * MB,
            pages=self.pages,
            characters=self.characters,
            unpacked_bytes=self.unpacked_mb * MB,
            part_bytes=self.part_mb * MB,
            entries=self.entries,
            ratio=self.ratio,
            page_pixels=self.pixels_mp * MEGAPIXEL,
            ocr_pages=self.ocr_pages,
        )

    def limiting(self) -> AbstractContextManager[None]:
        """Hold `limits` as long as the block runs, in all threads of this process."""
        return limiting(self.limits())

    def shown(self) -> dict[str, Any]:
        """The settings as run.json says them; the public profile names no folder of this machine, and neither says whom
        to tell: an address may hold a password.
        """
        folders: dict[str, Any] = {"soffice": None, "taxonomy": None, "corrections": [], "log": None}
        shown = self.model_dump(mode="json", exclude={"on_done", "on_failure"})
        return shown | (folders if self.profile == "public" else {})


def settings_of(
    jobs: int | None, taxonomy: Path | None, corrections: Sequence[Path] | None = None, profile: str | None = None
) -> Settings:
    """The settings of the environment with what was given over them."""
    given: dict[str, Any] = {"jobs": jobs, "taxonomy": taxonomy, "corrections": tuple(corrections or ()) or None}
    given["profile"] = profile
    return Settings(**{name: value for name, value in given.items() if value is not None})


def state_folder(out: Path) -> Path:
    """Where the working state of a catalogue lives: beside the output folder, never in it."""
    place = out.resolve() if out.is_symlink() else out  # whatever it is called by, there is one lock for it
    return place.parent / ".jingyan" / place.name


def prefect_home(out: Path) -> Path:
    """Where Prefect keeps its database unless `PREFECT_HOME` is set."""
    return state_folder(out).with_name("prefect")
