"""The coefficients of a linear model as they are kept in a data file: whole numbers of a byte each, compressed."""

import base64
import zlib

import numpy as np
from numpy.typing import NDArray


def pack(coefficients: NDArray[np.float64], steps: int) -> tuple[float, str]:
    """The size of a step and the packed steps; `coefficients` is labels x features, `steps` (at most 127) each way."""
    scale = float(np.abs(coefficients).max()) / steps
    matrix = np.round(coefficients.T / scale).astype(np.int8)
    return scale, base64.b64encode(zlib.compress(matrix.tobytes(), 9)).decode()


def unpack(packed: str, features: int, labels: int) -> NDArray[np.int8]:
    """The steps again, features x labels."""
    return np.frombuffer(zlib.decompress(base64.b64decode(packed)), dtype=np.int8).reshape(features, labels)
