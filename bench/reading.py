"""How whole documents are read, and how fast, beside the goals of reading and the best libraries ("peers").

Makes documents whose truth is known in a temporary folder (the same ones each time) and prints one table for each
family of formats and one of the goals. Some take LibreOffice, Chromium or an extra; what is missing is said.

Run: python -m bench.reading [--only docx|pdf|html|legacy|ocr] [--json] [--repeats N] [--examples N] [--keep FOLDER]
"""

import argparse
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench import reading_docx, reading_html, reading_legacy, reading_ocr, reading_pdf
from bench.reading_figures import Part, as_data, printed

PARTS: dict[str, Callable[[Path, int], Part]] = {
    "docx": reading_docx.measure,
    "pdf": reading_pdf.measure,
    "html": reading_html.measure,
    "legacy": reading_legacy.measure,
    "ocr": reading_ocr.measure,
}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this family of formats alone")
    parser.add_argument("--json", action="store_true", help="print plain data")
    parser.add_argument("--repeats", type=int, default=3, help="how often speed is measured; the best counts")
    parser.add_argument(
        "--examples", type=int, default=0, help="how many examples to show of what is read wrongly in a file"
    )
    parser.add_argument("--keep", type=Path, help="make the documents in this folder and leave them there")
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="reading-") as temporary:
        folder = options.keep or Path(temporary)
        parts = []
        for name in options.only or PARTS:
            (folder / name).mkdir(parents=True, exist_ok=True)
            parts.append(PARTS[name]((folder / name).resolve(), options.repeats))
    print(
        json.dumps(as_data(parts), ensure_ascii=False, indent=1) if options.json else printed(parts, options.examples)
    )


if __name__ == "__main__":
    main()
