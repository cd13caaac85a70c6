"""PDFium's functions for the many: called from inside ``map`` with plain numbers, a third of a microsecond a call.

A loop over pypdfium2's own functions takes six times as long. Addresses of PDFium's things are plain numbers here.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium_c

AT, INT, UINT, FLOAT, DOUBLE = ctypes.c_size_t, ctypes.c_int, ctypes.c_uint, ctypes.c_float, ctypes.c_double


def function(name: str, result: type[Any], *arguments: type[Any]) -> Callable[..., Any]:
    """One of PDFium's functions, called with plain numbers and without giving up Python's lock each time."""
    address = ctypes.cast(getattr(pdfium_c, name), ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


def address_of(thing: Any) -> int:
    """Where PDFium keeps a thing that pypdfium2 holds (its ``raw``)."""
    return ctypes.cast(thing, ctypes.c_void_p).value or 0


def rows(ask: Callable[..., Any], *arguments: Iterable[Any], count: int, width: int) -> npt.NDArray[np.float32]:
    """Call a function *count* times that writes *width* floats in a row; they are zero where it wrote none."""
    found = np.zeros((count, width), np.float32)
    start, step = found.ctypes.data, width * found.itemsize
    deque(map(ask, *arguments, range(start, start + step * count, step)), maxlen=0)
    return found


def numbers(ask: Callable[..., Any], kind: type[np.generic], *arguments: Iterable[Any], count: int) -> npt.NDArray[Any]:
    """What a function answers for each of *count* things."""
    return np.fromiter(map(ask, *arguments), kind, count)


__all__ = ["AT", "DOUBLE", "FLOAT", "INT", "UINT", "address_of", "function", "numbers", "repeat", "rows"]
