"""Make the sample documents from the readable sources beside this file.

`python -m corpus.sample_sources.generate OUT` writes every sample that can be made from its source alone; with
`--frozen` also those that need a tool of the machine (LibreOffice, a Chinese font) and are therefore kept as committed
files. Same sources, same bytes.
"""

import argparse
import codecs
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from corpus.sample_sources import docx, pdf

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Sample:
    """How one sample is made: its path below the output folder, its source, its maker's name and options."""

    path: str
    source: str
    maker: str
    options: Mapping[str, Any] = field(default_factory=dict)
    frozen: bool = False


def load(truth: Path = HERE / "samples.yml") -> list[Sample]:
    """The samples that `samples.yml` lists, in its order."""
    return [_sample(entry) for entry in yaml.safe_load(truth.read_text(encoding="utf-8"))["samples"]]


def _sample(entry: Mapping[str, Any]) -> Sample:
    recipe = entry["make"]
    source = (HERE / "texts" / recipe["from"]).read_text(encoding="utf-8") if "from" in recipe else ""
    return Sample(entry["path"], source, recipe["as"], recipe.get("with", {}), bool(entry.get("frozen", False)))


def text_file(source: str, encoding: str = "utf-8", newline: str = "\n", bom: bool = False) -> bytes:
    """The source as it stands, in another encoding and with other line ends."""
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else codecs.BOM_UTF8
    return (mark if bom else b"") + source.replace("\n", newline).encode(encoding)


def truncated_docx(source: str) -> bytes:
    """The first two thirds of a DOCX, as a broken download leaves them: the directory at the end of the zip is gone."""
    whole = docx.docx_file(source)
    return whole[: len(whole) * 2 // 3]


MAKERS: Mapping[str, Callable[..., bytes]] = {
    "text": text_file,
    "docx": docx.docx_file,
    "truncated_docx": truncated_docx,
    "lock": docx.lock_file,
    "xlsx": docx.xlsx_file,
    "pdf": pdf.pdf_file,
    "libreoffice_pdf": pdf.libreoffice_pdf,
    "image_pdf": pdf.image_pdf,
}


def make(sample: Sample) -> bytes:
    """The bytes of one sample."""
    return MAKERS[sample.maker](sample.source, **sample.options)


def write(out: Path, samples: Sequence[Sample]) -> None:
    """Write the samples below `out`, in folders of their own where their paths say so."""
    for sample in samples:
        target = out / sample.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(make(sample))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Make the sample documents.")
    parser.add_argument("out", type=Path, help="folder to write to, for example corpus/samples")
    parser.add_argument("--frozen", action="store_true", help="remake also what needs LibreOffice or a font")
    arguments = parser.parse_args()
    write(arguments.out, [sample for sample in load() if arguments.frozen or not sample.frozen])


if __name__ == "__main__":
    main()
