"""What pdfium is asked for each character or object of a page, in less than half of the usual time of a call.

The check of what is given is left out: it is to be a handle, whole numbers, and buffers of the kind that is named.
"""

import ctypes
from collections.abc import Callable
from typing import Any

from pypdfium2 import raw


def _unchecked(function: Any, result: Any, *given: Any) -> Callable[..., Any]:
    return ctypes.CFUNCTYPE(result, *given)(ctypes.cast(function, ctypes.c_void_p).value or 0)


# Text page, index, and four c_float for left, top, right, bottom.
loose_box = _unchecked(raw.FPDFText_GetLooseCharBox, ctypes.c_int)
# Text page, index, and two pointers to c_double for x and y.
origin = _unchecked(raw.FPDFText_GetCharOrigin, ctypes.c_int)
# Text page, index, and six c_float.
matrix = _unchecked(raw.FPDFText_GetMatrix, ctypes.c_int)
# Text page, index, buffer, c_ulong of its length, None.
font_info = _unchecked(raw.FPDFText_GetFontInfo, ctypes.c_ulong)
# Text page, index.
angle = _unchecked(raw.FPDFText_GetCharAngle, ctypes.c_float)
font_size = _unchecked(raw.FPDFText_GetFontSize, ctypes.c_double)
is_generated = _unchecked(raw.FPDFText_IsGenerated, ctypes.c_int)
# Text page, index: 1 where a character has no meaning in the file; the address of its object; and how that is drawn.
is_unmapped = _unchecked(raw.FPDFText_HasUnicodeMapError, ctypes.c_int)
text_object = _unchecked(raw.FPDFText_GetTextObject, ctypes.c_void_p)
render_mode = _unchecked(raw.FPDFTextObj_GetTextRenderMode, ctypes.c_int, ctypes.c_void_p)
# Text page, index, and four pointers to c_uint for red, green, blue and opacity.
fill_colour = _unchecked(raw.FPDFText_GetFillColor, ctypes.c_int)
# Page or form, index: the address of an object; and its kind.
page_object = _unchecked(raw.FPDFPage_GetObject, ctypes.c_void_p)
form_object = _unchecked(raw.FPDFFormObj_GetObject, ctypes.c_void_p)
object_kind = _unchecked(raw.FPDFPageObj_GetType, ctypes.c_int, ctypes.c_void_p)
