"""PDF: what people typed into the fields of a form or chose there is read as it is seen."""

import pytest

from corpus.readers import read
from tests.corpus.readings import paragraphs

PRINTED = "What the office reports about its work in the village this year."
PAGE = (
    "/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >>"
    " /Annots [7 0 R]"
)
OPTIONS = "/Opt [[(1) (Agreed)] [(2) (Refused)] [(3) (Deferred)]]"


def form(widget: str, field: str = "", fields: str = "[7 0 R]") -> bytes:
    """A page with one field of a form (object 7), and another field (6) that it may belong to."""
    drawn = f"BT /F1 12 Tf 50 780 Td ({PRINTED}) Tj ET"
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields {fields} >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< {PAGE} >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< {field} >>",
        f"<< /Type /Annot /Subtype /Widget /Rect [50 400 400 440] /F 4 {widget} >>",
    ]
    data, places = "%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(f"{len(data):010d} 00000 n \n")
        data += f"{number} 0 obj\n{content}\nendobj\n"
    index = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{''.join(places)}"
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF"
    return (data + index + trailer).encode("latin-1")


def seen(data: bytes) -> str:
    """What is read below the printed line."""
    text = " ".join(paragraphs(read(data, "a.pdf")))
    assert text.startswith(PRINTED)
    return text.removeprefix(PRINTED).strip()


def test_a_field_takes_its_words_over_from_the_one_that_it_belongs_to() -> None:
    parent = "/FT /Tx /T (name) /V (Li Ming) /Kids [7 0 R]"
    assert seen(form("/Parent 6 0 R", parent, "[6 0 R]")) == "Li Ming"


@pytest.mark.parametrize("chosen", ["(1)", "(Agreed)"])
def test_a_choice_is_read_as_it_is_shown(chosen: str) -> None:
    assert seen(form(f"/FT /Ch /Ff 131072 /T (c) {OPTIONS} /V {chosen}")) == "Agreed"


def test_what_was_typed_instead_of_a_choice() -> None:
    assert seen(form(f"/FT /Ch /Ff 393216 /T (c) {OPTIONS} /V (Neither)")) == "Neither"
    assert seen(form(f"/FT /Ch /Ff 131072 /T (c) {OPTIONS}")) == ""


def test_all_that_was_chosen_from_a_list() -> None:
    assert seen(form(f"/FT /Ch /Ff 2097152 /T (c) {OPTIONS} /V [(1) (3)]")) == "Agreed Deferred"


@pytest.mark.parametrize("fields", ["[7 0 R]", "[]"])
def test_what_is_shown_as_dots_is_not_read(fields: str) -> None:
    assert seen(form("/FT /Tx /Ff 8192 /T (p) /V (swordfish)", fields=fields)) == ""
    assert seen(form("/FT /Tx /Ff 4096 /T (p) /V (swordfish)", fields=fields)) == "swordfish"
