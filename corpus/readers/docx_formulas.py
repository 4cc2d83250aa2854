"""Formulas of a DOCX as plain text in one line, as Word writes them in its linear form: (a+b)/2, x^2, √(x)."""

from lxml import etree

from corpus.readers.docx_package import W

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FORMULA = MATH + "oMath"
TEXT = (MATH + "t", W + "t")
VALUE = MATH + "val"
# What stands before the parts of a fraction, a power or a root; a part of several characters is put in parentheses.
SIGNS = {"num": "", "den": "/", "sub": "_", "sup": "^", "lim": "_"}
PARTS = {MATH + name: sign for name, sign in SIGNS.items()}
PARENTHESES = {"begChr": "(", "sepChr": "|", "endChr": ")"}
DROPPED = frozenset({W + "del", W + "moveFrom"})


def formula(element: etree._Element) -> str:
    """The text of a formula or of a part of it."""
    tag = element.tag
    if tag in TEXT:
        return element.text or ""
    if tag in DROPPED:
        return ""
    if tag == MATH + "d":
        return _enclosed(element)
    inside = "".join(formula(child) for child in element)
    if tag == MATH + "nary":
        return _setting(element, "nary", "chr", "∫") + inside
    if tag == MATH + "rad":
        return f"√({inside})"
    if tag not in PARTS or not inside:
        return inside
    return PARTS[tag] + (f"({inside})" if len(inside) > 1 and not inside.isdecimal() else inside)


def _enclosed(element: etree._Element) -> str:
    first, between, last = (_setting(element, "d", name, usual) for name, usual in PARENTHESES.items())
    return first + between.join(formula(part) for part in element.findall(MATH + "e")) + last


def _setting(element: etree._Element, kind: str, name: str, usual: str) -> str:
    """A character that the properties of a formula's part name, or the usual one."""
    found = element.find(f"{MATH}{kind}Pr/{MATH}{name}")
    return usual if found is None else found.get(VALUE, "")
