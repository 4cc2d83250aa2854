"""PDF files made to exhaust, to run in circles or to hide; written object by object, as no program would."""

import hashlib
import zlib
from collections.abc import Mapping, Sequence

from reportlab.lib.pdfencrypt import StandardEncryption

from tests.corpus import pdf_files

MEGABYTE = 2**20
GIGABYTE = 1024
ADLER = 65521
LZW_CLEAR = 256
CATALOG, PAGES, PAGE, CONTENTS, FONT = 1, 2, 3, 4, 5
HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
SHOWN = b"BT /F1 12 Tf 72 720 Td (Twelve courses were held in the whole year of 2018.) Tj ET"


def pdf(objects: Mapping[int, bytes], trailer: bytes = b"", behind: bytes = b"") -> bytes:
    """A PDF of numbered objects with its index; `trailer` is added to the trailer, `behind` follows the last object."""
    body, places = bytearray(b"%PDF-1.5\n"), {}
    for number, content in objects.items():
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    body += behind
    index = b"".join(
        b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00000 f \n"
        for number in range(1, max(places) + 1)
    )
    tail = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Root 1 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(body) + tail % (max(places) + 1, index, max(places) + 1, trailer, len(body))


def stream(body: bytes, dictionary: bytes = b"", length: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<%s/Length %s>>\nstream\n%s\nendstream" % (dictionary, length or str(len(body)).encode(), body)


def page_tree(contents: bytes = b"", page: bytes = b"", resources: bytes = b"/Font<</F1 5 0 R>>") -> dict[int, bytes]:
    """The objects of a document of one page; `contents` is its whole stream object."""
    return {
        CATALOG: b"<</Type/Catalog/Pages 2 0 R>>",
        PAGES: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        PAGE: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<<%s>>%s>>" % (resources, page),
        CONTENTS: contents or stream(SHOWN),
        FONT: HELVETICA,
    }


def boxed(box: str, crop: str = "", above: str = "") -> bytes:
    """A page whose box (four numbers) is as no program writes it; `crop`: the box in it, `above`: that of all pages."""
    page = page_tree()[PAGE].replace(b"/MediaBox[0 0 612 792]", f"/MediaBox[{box}]".encode() if box else b"")
    page = page.replace(b"/Contents", f"/CropBox[{crop}]/Contents".encode() if crop else b"/Contents")
    pages = page_tree()[PAGES].replace(b"/Count", f"/MediaBox[{above}]/Count".encode() if above else b"/Count")
    return pdf(page_tree() | {PAGES: pages, PAGE: page})


def long_string(count: int) -> bytes:
    """A page that shows one string of so many letters."""
    return pdf(page_tree(stream(b"BT /F1 1 Tf 72 720 Td (Twelve courses.%s) Tj ET" % (b"a" * count))))


def waiting_form(needed: bool) -> bytes:
    """A form (XFA) of which the page only asks to wait for it; `needed`: the file says that it is to be drawn anew."""
    catalog = "/AcroForm<</XFA 6 0 R/Fields[]>>" + "/NeedsRendering true" * needed
    shown = stream(b"BT /F1 12 Tf 72 720 Td (Please wait until the document is displayed.) Tj ET")
    form = stream(b'<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"/>')
    return pdf(page_tree(shown) | {CATALOG: f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(), 6: form})


def with_files(count: int, shown: bool = True) -> bytes:
    """A PDF with so many files in it; `shown`: there is a text beside them."""
    names = "".join(f"({number}) 6 0 R" for number in range(count))
    catalog = f"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[{names}]>>>>>>".encode()
    held = {6: b"<</Type/Filespec/F(a.pdf)/EF<</F 7 0 R>>>>", 7: stream(b"a", b"/Type/EmbeddedFile")}
    return pdf((page_tree() if shown else page_tree(stream(b""))) | held | {CATALOG: catalog})


def zeros(megabytes: int = GIGABYTE, level: int = 9) -> bytes:
    """So many MB of zero bytes as a zlib stream, one block packed once and repeated."""
    packer = zlib.compressobj(level, wbits=-zlib.MAX_WBITS)
    block = packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    sums = (megabytes * MEGABYTE % ADLER) << 16 | 1
    return b"\x78\x9c" + block * megabytes + packer.flush() + sums.to_bytes(4, "big")


def flate_bomb(megabytes: int = GIGABYTE, dictionary: str = "") -> bytes:
    """Contents of a page that unpack to a gigabyte; `dictionary` may call them something else."""
    found = stream(zeros(megabytes), b"/Filter/FlateDecode" + dictionary.encode())
    return pdf(page_tree(found))


def twice_packed(megabytes: int = GIGABYTE) -> bytes:
    """The same packed twice: some KB."""
    return pdf(page_tree(stream(zlib.compress(zeros(megabytes), 9), b"/Filter[/FlateDecode/FlateDecode]")))


def odd_break(ending: str) -> bytes:
    """A bomb whose word `stream` is followed by another end of line than the rule."""
    found = stream(zeros(), b"/Filter/FlateDecode").replace(b"\nstream\n", b"\nstream" + ending.encode("latin-1"), 1)
    return pdf(page_tree(found))


def indirect_filter() -> bytes:
    """A bomb whose filter stands in another object."""
    return pdf(page_tree(stream(zeros(), b"/Filter 6 0 R")) | {6: b"/FlateDecode"})


def far_dictionary() -> bytes:
    """A bomb whose dictionary is longer than any that an office program writes."""
    return pdf(page_tree(stream(zeros(), b"/Filter/FlateDecode/Note(%s)" % (b"a" * 9_000))))


def said_to_be_encrypted() -> bytes:
    """A bomb in a file that only says, in a comment, that it is encrypted."""
    return pdf(page_tree(stream(zeros(), b"/Filter/FlateDecode")), behind=b"% /Encrypt\n")


def font_bomb(megabytes: int = GIGABYTE) -> bytes:
    """An embedded font that unpacks to a gigabyte."""
    font = b"<</Type/Font/Subtype/TrueType/BaseFont/A/FirstChar 32/LastChar 32/Widths[500]/FontDescriptor 6 0 R>>"
    descriptor = b"<</Type/FontDescriptor/FontName/A/Flags 32/FontBBox[0 0 1 1]/ItalicAngle 0/FontFile2 7 0 R>>"
    program = stream(zeros(megabytes), b"/Filter/FlateDecode/Length1 1000")
    return pdf(page_tree() | {FONT: font, 6: descriptor, 7: program})


def map_bomb(megabytes: int = GIGABYTE) -> bytes:
    """A table of characters (ToUnicode) that unpacks to a gigabyte."""
    font = HELVETICA.replace(b">>", b"/ToUnicode 6 0 R>>")
    return pdf(page_tree() | {FONT: font, 6: stream(zeros(megabytes), b"/Filter/FlateDecode")})


def picture_bomb(side: int, megabytes: int = GIGABYTE) -> bytes:
    """A picture over the whole page that says it is so wide and high."""
    image = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8" % (side, side)
    found = page_tree(stream(b"q 612 0 0 792 0 0 cm /I Do Q"), resources=b"/XObject<</I 6 0 R>>")
    return pdf(found | {6: stream(zeros(megabytes), image + b"/Filter/FlateDecode")})


def large_sheet() -> bytes:
    """A page as large as the format allows, with a picture of one pixel over it."""
    image = b"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
    found = page_tree(stream(b"q 14400 0 0 14400 0 0 cm /I Do Q"), resources=b"/XObject<</I 6 0 R>>")
    found[PAGE] = found[PAGE].replace(b"612 792", b"14400 14400")
    return pdf(found | {6: stream(b"\0", image)})


def object_bomb(megabytes: int = GIGABYTE) -> bytes:
    """A stream of objects that unpacks to a gigabyte, with an index in a stream that needs it."""
    packed = stream(zeros(megabytes), b"/Type/ObjStm/N 1/First 5/Filter/FlateDecode")
    body, places = bytearray(b"%PDF-1.5\n"), {}
    for number, content in {CATALOG: b"<</Type/Catalog/Pages 9 0 R>>", 8: packed}.items():
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = [(1, places[1], 0), (1, places[8], 0), (2, 8, 0), (1, len(body), 0)]
    table = b"".join(kind.to_bytes(1) + at.to_bytes(4, "big") + more.to_bytes(1) for kind, at, more in rows)
    index = stream(table, b"/Type/XRef/Size 11/Index[1 1 8 3]/W[1 4 1]/Root 1 0 R")
    return bytes(body) + b"10 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (index, len(body))


def lzw_bomb(runs: int = 150, packed_again: bool = True) -> bytes:
    """Contents packed by LZW, and their codes packed once more: each code stands for a longer run of zeros."""
    found = lzw_of_zeros() * runs
    if packed_again:
        return pdf(page_tree(stream(zlib.compress(found, 9), b"/Filter[/FlateDecode/LZWDecode]")))
    return pdf(page_tree(stream(found, b"/Filter/LZWDecode")))


def lzw_of_zeros() -> bytes:
    """LZW codes for some 7 MB of zeros in whole bytes: at the end the table is cleared as often as that takes."""
    bits = filled = 0
    for code in [0, *range(258, 4094), LZW_CLEAR]:
        width = 12 if code == LZW_CLEAR else 9 if code < 511 else 10 if code < 1023 else 11 if code < 2047 else 12
        bits, filled = bits << width | code, filled + width
    while filled % 8:
        bits, filled = bits << 9 | LZW_CLEAR, filled + 9
    return bits.to_bytes(filled // 8, "big")


def run_length_bomb(megabytes: int = GIGABYTE) -> bytes:
    """Contents packed by run lengths, and these packed twice more."""
    runs = b"\x81\0" * (megabytes * MEGABYTE // 128)
    body = zlib.compress(zlib.compress(runs, 9), 9)
    return pdf(page_tree(stream(body, b"/Filter[/FlateDecode/FlateDecode/RunLengthDecode]")))


def predictor(columns: int) -> bytes:
    """Contents packed with a predictor over rows of so many columns."""
    parameters = b"/DecodeParms<</Predictor 12/Columns %d/Colors 4/BitsPerComponent 16>>" % columns
    return pdf(page_tree(stream(zlib.compress(SHOWN), b"/Filter/FlateDecode" + parameters)))


def circle_of_pages() -> bytes:
    """A tree of pages that holds itself by a detour."""
    found = page_tree() | {6: b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]/Count 2>>"}
    return pdf(found | {PAGES: b"<</Type/Pages/Kids[3 0 R 6 0 R]/Count 3>>"})


def own_child() -> bytes:
    """A tree of pages that is its own child."""
    return pdf(page_tree() | {PAGES: b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>"})


def branching_pages(levels: int = 25, count: int | None = None) -> bytes:
    """A tree of pages of which each level names the next twice: 2^25 pages in 2 KB; `count` is what it says."""
    found = page_tree()
    for level in range(levels):
        number, child = (PAGES if level == 0 else 5 + level), (PAGE if level == levels - 1 else 6 + level)
        said = 2 ** (levels - level) if count is None else count
        found[number] = b"<</Type/Pages/Kids[%d 0 R %d 0 R]/Count %d>>" % (child, child, said)
    return pdf(found)


def deep_pages(depth: int = 5_000) -> bytes:
    """A tree of pages so deep, with one page at its end."""
    found = page_tree()
    for level in range(depth):
        number, child = (PAGES if level == 0 else 5 + level), (PAGE if level == depth - 1 else 6 + level)
        found[number] = b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % child
    return pdf(found)


def nested(begin: str, end: str, depth: int = 200_000) -> bytes:
    """A page with a value that nests so deep."""
    return pdf(page_tree(page=b"/X " + begin.encode() * depth + end.encode() * depth))


def nested_operands(depth: int = 200_000) -> bytes:
    """Contents with an array that nests so deep."""
    return pdf(page_tree(stream(SHOWN + b" " + b"[" * depth + b"]" * depth + b" TJ")))


def operators(count: int = 1_000_000, each: str = "(a) Tj ") -> bytes:
    """A page of so many operators that show text."""
    return pdf(
        page_tree(stream(zlib.compress(b"BT /F1 12 Tf " + each.encode() * count + b"ET"), b"/Filter/FlateDecode"))
    )


def paths(count: int = 1_000_000) -> bytes:
    """A page of text under so many drawn lines."""
    lines = b"".join(b"%d %d m %d 9 l S " % (number % 600, number % 790, number % 599) for number in range(count))
    return pdf(page_tree(stream(zlib.compress(SHOWN + b" " + lines), b"/Filter/FlateDecode")))


def branching_forms(levels: int = 21) -> bytes:
    """Drawings of which each draws the next twice: 2^21 texts in 4 KB."""
    found = page_tree(stream(b"/X Do"), resources=b"/Font<</F1 5 0 R>>/XObject<</X 6 0 R>>")
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</Font<</F1 5 0 R>>/XObject<</X %d 0 R>>>>"
    for level in range(levels):
        last = level == levels - 1
        found[6 + level] = stream(SHOWN if last else b"/X Do /X Do", form % (5 if last else 7 + level))
    return pdf(found)


def own_form() -> bytes:
    """A drawing that draws itself, once and twice."""
    found = page_tree(stream(b"/X Do /X Do"), resources=b"/XObject<</X 6 0 R>>")
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</XObject<</X 6 0 R>>>>"
    return pdf(found | {6: stream(b"/X Do /X Do", form)})


def circle_of_indexes() -> bytes:
    """An index that names itself as the one before."""
    whole = pdf(page_tree())
    at = int(whole.rsplit(b"startxref\n", 1)[1].split()[0])
    return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % at)


def own_length() -> bytes:
    """Contents whose length is the stream itself."""
    return pdf(page_tree(stream(SHOWN, length=b"4 0 R")))


def circle_of_parents() -> bytes:
    """A page whose size must be looked for in a tree where each is the parent of the other."""
    found = page_tree()
    found[PAGE] = found[PAGE].replace(b"/MediaBox[0 0 612 792]", b"")
    return pdf(found | {PAGES: b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 6 0 R>>", 6: b"<</Parent 2 0 R/Type/Pages>>"})


def many_pages(count: int = 10_000) -> bytes:
    """A document of so many pages."""
    numbers = range(6, 6 + count)
    found = page_tree() | dict.fromkeys(numbers, page_tree()[PAGE])
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    return pdf(found | {PAGES: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)})


def active(address: str, command: str) -> bytes:
    """A document that asks to run a script, to start a program, to send and to fetch, and that carries a file."""
    found = page_tree(page=b"/AA<</O 6 0 R>>/Annots[8 0 R]")
    found[CATALOG] = (
        b"<</Type/Catalog/Pages 2 0 R/OpenAction 6 0 R"
        b"/Names<</EmbeddedFiles<</Names[(a.txt) 9 0 R]>>/JavaScript<</Names[(a) 6 0 R]>>>>>>"
    )
    script = f"app.launchURL('{address}');this.submitForm('{address}');".encode()
    place = b"<</Type/Annot/Subtype/Link/Rect[0 0 612 792]/A<</S/Launch/F(%s)>>>>" % command.encode()
    file = b"<</Type/Filespec/F(a.txt)/EF<</F 10 0 R>>>>"
    sent = b"<</S/JavaScript/JS(%s)/Next<</S/URI/URI(%s)>>>>" % (script, address.encode())
    held = stream(b"carried along", b"/Type/EmbeddedFile")
    return pdf(found | {6: sent, 8: place, 9: file, 10: held})


def outside_contents(address: str) -> bytes:
    """A page whose contents and whose picture stand in another file."""
    found = page_tree(stream(b"", b"/F(%s)/FFilter/FlateDecode" % address.encode()))
    return pdf(found)


def locked(password: str, owner: str) -> bytes:
    """A document that wants a password to be opened, or only to be changed."""
    encryption = StandardEncryption(password, owner, canPrint=0)
    return pdf_files.pdf(lambda page: pdf_files.put(page, 90, 90, "全年举办培训班12期。"), encryption=encryption)


def report(pages: int = 3) -> bytes:
    """A document as any program makes it."""

    def draw(number: int) -> bytes:
        return hashlib.sha256(number.to_bytes(4, "big")).hexdigest().encode()

    found = page_tree()
    for number in range(pages):
        found[6 + number] = found[PAGE].replace(b"4 0 R", b"%d 0 R" % (6 + pages + number))
        found[6 + pages + number] = stream(b"BT /F1 12 Tf 72 720 Td (%s) Tj ET" % draw(number))
    kids = b" ".join(b"%d 0 R" % number for number in range(6, 6 + pages))
    return pdf(found | {PAGES: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages)})


def cut(data: bytes, shares: Sequence[int]) -> list[bytes]:
    """A file as it is when so many hundredths of it are copied."""
    return [data[: len(data) * share // 100] for share in shares]
