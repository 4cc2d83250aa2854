"""The systems beside which clusters are measured: KMeans over words, which is given the number, and BERTopic."""

import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec

import jieba
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from outputs.vectors import Dense

SEED = 1
SIZES = (5, 10, 20, 50)  # of BERTopic's topics at least; ten is its default


def _cut(text: str) -> list[str]:
    found: list[str] = jieba.lcut(text)
    return found


def kmeans(texts: Sequence[str], number: int) -> list[int]:
    """KMeans on TF-IDF of jieba's words."""
    rows = TfidfVectorizer(analyzer=_cut).fit_transform(texts)
    found: list[int] = KMeans(number, n_init=10, random_state=SEED).fit_predict(rows).tolist()
    return found


def bertopic(texts: Sequence[str], meant: Dense) -> Iterator[tuple[str, Callable[[], Sequence[int]]]]:
    """BERTopic on vectors at several sizes of topics, with its outliers as they are and spread; none if not there."""
    if find_spec("bertopic") is None:
        print("BERTopic is not installed: it is not measured.")
        return
    for size in SIZES:
        yield f"BERTopic, topics of {size}", partial(_topics, texts, meant, size, spread=False)
        yield f"BERTopic, topics of {size}, spread", partial(_topics, texts, meant, size, spread=True)


def _topics(texts: Sequence[str], meant: Dense, size: int, *, spread: bool) -> list[int]:
    topics, shapes = import_module("bertopic"), import_module("umap")  # peers, no part of what we depend on
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        umap = shapes.UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=SEED)
        words = CountVectorizer(analyzer=_cut)  # its own splits at blanks and finds no Chinese words
        model = topics.BERTopic(umap_model=umap, vectorizer_model=words, min_topic_size=size)
        found: list[int] = list(model.fit_transform(list(texts), embeddings=meant)[0])
        if spread and -1 in found and len(set(found)) > 1:
            found = list(model.reduce_outliers(list(texts), found, strategy="embeddings", embeddings=meant))
    return found
