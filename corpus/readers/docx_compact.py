"""The XML of a DOCX made small before it becomes a tree: nearly all of it says how text is set, over and over again."""

import re
from itertools import groupby

# An element of the main document that held properties refers by this attribute to the child of the root's last element
# that now holds them.
REFERENCE = "known"
EMPTY = r"<w:[^<>/]*+/>"
INSIDE = r"(?:rPr|numPr|tabs|pBdr)"
PARAGRAPH = re.compile(rf"(<w:p(?: [^<>]*)?)>(<w:pPr>(?:{EMPTY}|</?w:{INSIDE}>)*+</w:pPr>)".encode())
TEXT = r'<w:t(?: xml:space="preserve")?>([^<]*)</w:t>'
RUN = re.compile(rf"<w:r(?: [^<>]*)?>(<w:rPr>(?:{EMPTY})*+</w:rPr>)?{TEXT}</w:r>".encode())
END = b"</w:document>"
# In character data and in comments, both of which begin so, what looks like a tag is none.
OBSCURING = b"<!"
NAMESPACE = b"xmlns:w="  # bound anew on an element that goes, it would be lost
LATENT = b"</w:latentStyles>"
# Empty elements of the main namespace that only tell how text is set: fonts, colours, distances, widths, languages,
# marks of the spelling checker and of bookmarks. Whatever is not named here stays, and costs time alone.
SETTING = re.findall(
    r"\w+",
    """
adjustRightInd autoRedefine autoSpaceDE autoSpaceDN bCs bdr bookmarkEnd bookmarkStart bottom cantSplit color
contextualSpacing cs docGrid effect em fitText gridCol highlight i iCs ind insideH insideV keepLines keepNext kern
kinsoku lang lastRenderedPageBreak left link locked lvlJc next noProof noWrap overflowPunct
pageBreakBefore position proofErr qFormat rFonts right rsid rtl semiHidden shd snapToGrid spacing strike
suppressAutoHyphens suppressLineNumbers szCs tblLayout tblLook tblW tcW textAlignment top topLinePunct trHeight u
uiPriority unhideWhenUsed vAlign vertAlign w widowControl wordWrap
""",
)
# What is left empty then.
FRAMES = (b"rPr", b"tcPr", b"trPr")
TABLE_STYLE = b'w:type="table"'
STYLE_END = b"</w:style>"


def _pattern(names: list[str]) -> re.Pattern[bytes]:
    """The elements of these names; those of one first letter stand together, so that few are tried at a place."""
    groups = (
        f"{letter}(?:{'|'.join(name[1:] for name in group)})" for letter, group in groupby(names, lambda name: name[0])
    )
    return re.compile(rf'<w:(?:{"|".join(groups)})(?: [\w:]{{1,40}}="[^"<>]*")*+/>'.encode())


FORMATTING = _pattern(SETTING)


def compact(xml: bytes) -> bytes:
    """The XML of the main part, in which each wording of properties stands once and runs of mere text are one element.

    `<w:p><w:pPr>…</w:pPr>` becomes `<w:p known="0">`, and `<w:r><w:rPr>…</w:rPr><w:t>甲</w:t></w:r>` becomes
    `<w:t known="1">甲</w:t>`. Other runs, and properties of deeper structure, stay as they are.
    """
    if not _may_be_compacted(xml):
        return xml
    end = xml.rfind(END)
    known: dict[bytes, bytes] = {}

    def paragraph(match: re.Match[bytes]) -> bytes:
        start, properties = match.groups()
        return start + (known.get(properties) or _new(known, properties))

    def run(match: re.Match[bytes]) -> bytes:
        properties, text = match.groups()
        if properties is None:
            return b"<w:t>" + text + b"</w:t>"
        return b"<w:t" + (known.get(properties) or _new(known, properties)) + text + b"</w:t>"

    text = _unformatted(RUN.sub(run, PARAGRAPH.sub(paragraph, xml[:end])))
    return b"%b<w:known>%b</w:known>%b" % (text, b"".join(known), xml[end:])


def _may_be_compacted(xml: bytes) -> bool:
    """Whether the main part ends as it should, and our own marks do not stand in it already."""
    if REFERENCE.encode() in xml or _is_obscured(xml):
        return False
    return xml.rstrip().endswith(END) and xml.count(NAMESPACE) == 1


def _is_obscured(xml: bytes) -> bool:
    """Whether what looks like a tag may be none. Its rarer character is looked for first, ten times as fast."""
    return OBSCURING[1:] in xml and OBSCURING in xml


def thinned(xml: bytes) -> bytes:
    """The XML of a part without its formatting."""
    return xml if _is_obscured(xml) else _unformatted(xml)


def _unformatted(xml: bytes) -> bytes:
    xml = FORMATTING.sub(b"", xml)
    for name in FRAMES:
        xml = xml.replace(b"<w:%b></w:%b>" % (name, name), b"")
    return xml


def _new(known: dict[bytes, bytes], properties: bytes) -> bytes:
    """The end of a start tag that refers to properties not met before."""
    known[properties] = b' known="%d">' % len(known)
    return known[properties]


def without_table_styles(xml: bytes) -> bytes:
    """The XML of the styles without its formatting and without the styles of tables and the latent ones: long lists."""
    head, *styles = xml.split(b"<w:style ")
    if _is_obscured(xml) or xml.count(STYLE_END) != len(styles):
        return thinned(xml)
    if LATENT in head:
        before, _, latent = head.partition(b"<w:latentStyles ")
        head = before + latent.partition(LATENT)[2]
    return thinned(b"<w:style ".join([head, *(style for style in styles if not _is_of_tables(style))]))


def _is_of_tables(style: bytes) -> bool:
    """Whether a piece of XML is a style of tables from its second word on, and nothing else."""
    return style.startswith(TABLE_STYLE) and style[-40:].rstrip().endswith(STYLE_END)
