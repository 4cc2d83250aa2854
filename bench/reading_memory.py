"""Reads one file and prints the most memory in MB that this took, start of Python included.

Run: python -m bench.reading_memory FILE [ours|pdfplumber]
"""

import sys
from pathlib import Path


def main() -> None:
    """Read the file; each reader loads only what it needs itself."""
    path, by = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "ours"
    if by == "pdfplumber":
        import pdfplumber

        with pdfplumber.open(path) as document:
            for page in document.pages:
                page.extract_text()
                page.extract_tables()
    else:
        from corpus.readers import read

        read(path.read_bytes(), path.name)
    from bench.reading_measures import peak_megabytes

    print(f"{peak_megabytes():.1f}")


if __name__ == "__main__":
    main()
