"""A folder of reports the way a user would otherwise go: pdfplumber, python-docx, jieba, TF-IDF, KMeans, one JSON file.

Run: python -m bench.build_peers FOLDER FILE
"""

import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path

import docx
import jieba
import pdfplumber
from lxml import html
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer

SEED = 1
CLUSTERS = 20
ENCODINGS = ("utf-8-sig", "gb18030")

logging.getLogger("pdfminer").setLevel(logging.ERROR)
jieba.setLogLevel(logging.ERROR)


def _pdf(path: Path) -> str:
    with pdfplumber.open(path) as document:
        return "\n".join(page.extract_text() for page in document.pages)


def _docx(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode(errors="replace")


def _html(path: Path) -> str:
    return "".join(map(str, html.document_fromstring(_decoded(path)).itertext()))


READERS: dict[str, Callable[[Path], str]] = {".pdf": _pdf, ".docx": _docx, ".html": _html, ".txt": _decoded}


def main() -> None:
    """Read, cut into words, weigh, cluster, write."""
    folder, out = Path(sys.argv[1]), Path(sys.argv[2])
    paths = sorted(path for path in folder.rglob("*") if path.suffix in READERS)
    words = [jieba.lcut(READERS[path.suffix](path)) for path in paths]
    rows = TfidfVectorizer(analyzer=list).fit_transform(words)
    found = KMeans(min(CLUSTERS, len(paths)), random_state=SEED).fit_predict(rows).tolist()
    told = [
        {"file": str(path), "cluster": number, "words": cut}
        for path, number, cut in zip(paths, found, words, strict=True)
    ]
    out.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
