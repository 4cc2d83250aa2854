"""The models of rapidocr: where lines stand in a picture, and what a line says. Nothing is downloaded or printed."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import rapidocr
from numpy.typing import NDArray

from corpus.system import LARGE, M_ARENA_MAX, M_MMAP_THRESHOLD, set_malloc

Pixels = NDArray[np.uint8]
# Left top, right top, right bottom, left bottom of a line, in pixels.
Quad = NDArray[np.float32]

MODELS = Path(rapidocr.__file__).parent / "models"
ANY_SIZE = 1_000_000
# Lines are looked for in so many pixels at most, which bounds the memory (some 500 MB); finer print is found after all
# by the ink that is left over.
LOOKED_AT = 1_500_000
# How wide, in its own heights, the picture of a line may be.
WIDEST = 80
OUT_OF_MEMORY = ("alloc", "outofmemory", "insufficient memory")


@dataclass(frozen=True, slots=True)
class Words:
    """What a line says, how sure the model is of it (0 to 1), and how far along it each character stands (0 to 1)."""

    text: str
    score: float
    places: tuple[float, ...]


def load() -> None:
    """Have the models in memory."""
    _engine()


def quads(gray: Pixels) -> list[Quad]:
    """The lines in a picture, in no order that matters."""
    height, width = gray.shape
    scale = min(1.0, (LOOKED_AT / (height * width)) ** 0.5)
    less = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else gray
    small = np.asarray(less, np.uint8)
    found = _run(small, use_det=True, use_rec=False)
    if found.boxes is None:
        return []
    sides = np.array([width / small.shape[1], height / small.shape[0]], np.float32)
    return [np.asarray(box, np.float32) * sides for box in found.boxes]


def words(line: Pixels) -> Words:
    """The text of the picture of one line."""
    height, width = line.shape
    if not height or not width or width > WIDEST * height:
        return Words("", 0.0, ())
    found = _run(line, use_det=False, use_rec=True, return_word_box=True)
    if not found.txts:
        return Words("", 0.0, ())
    text = str(found.txts[0])
    return Words(text, float(found.scores[0]), _places(text, found.word_results[0]))


def _places(text: str, told: Any) -> tuple[float, ...]:
    """How far along the line each character stands; a space is where the character before it is."""
    steps = iter([(step + 0.5) / max(1.0, told.line_txt_len) for word in told.word_cols for step in word])
    places: list[float] = []
    for char in text:
        last = places[-1] if places else 0.0
        places.append(last if char.isspace() else next(steps, last))
    return tuple(places)


def _run(gray: Pixels, **steps: bool) -> Any:
    try:
        return _engine()(cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR), use_cls=False, **steps)
    except Exception as error:
        if any(word in str(error).lower() for word in OUT_OF_MEMORY):
            raise MemoryError from error
        raise


def _give_memory_back() -> None:
    """Have the C library map large blocks by themselves, so that what a page took is free again for the next, and
    reserve nothing for other threads.
    """
    set_malloc({M_MMAP_THRESHOLD: LARGE, M_ARENA_MAX: 1})


@cache
def _engine() -> Any:
    """One thread and one line at a time: the same picture gives the same text in whatever company it stands."""
    cv2.setNumThreads(1)
    _give_memory_back()
    runtime = "EngineConfig.onnxruntime"
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.text_score": 0.0,  # doubtful lines are told, not dropped
            "Global.use_vertical_padding": False,
            "Global.use_preprocess_img": False,  # low lines are not stretched
            "Global.max_side_len": ANY_SIZE,
            "Det.model_path": str(MODELS / "PP-OCRv6_det_small.onnx"),  # a path is never downloaded
            "Det.limit_type": "max",
            "Det.limit_side_len": ANY_SIZE,
            "Rec.model_path": str(MODELS / "PP-OCRv6_rec_small.onnx"),
            "Rec.rec_batch_num": 1,
            f"{runtime}.intra_op_num_threads": 1,
            f"{runtime}.inter_op_num_threads": 1,
            f"{runtime}.enable_cpu_mem_arena": False,
        }
    )
