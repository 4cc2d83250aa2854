"""Reports salted with what must not be shown: invented numbers of persons, names in complaints and relief lists, marks.

All is made up from a seed: the numbers have right check digits and belong to nobody that we know of.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from xml.sax.saxutils import escape

import docx
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.corpus.docx_files import zipped

WIDE = str.maketrans("0123456789X-() ", "０１２３４５６７８９Ｘ－（）\u3000")
SPOKEN = dict(zip(map(ord, "0123456789"), "〇一二三四五六七八九", strict=True))
AREAS = ("430181", "510722", "320925", "610124", "371322", "522731", "230827", "450331")
BANKS = ("622848", "621700", "621226", "623090", "622188")
SURNAMES = "赵钱孙周吴郑冯陈蒋沈韩杨朱秦许何吕曹严金魏陶姜谢邹潘葛范彭鲁韦"
GIVEN = (
    "秀兰",
    "桂芳",
    "大柱",
    "守田",
    "玉梅",
    "翠英",
    "满仓",
    "春香",
    "长根",
    "水生",
    "来娣",
    "金莲",
    "铁锁",
    "喜凤",
    "德厚",
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Secret:
    """Something planted: its kind, and its digits or the name."""

    kind: str
    words: str


@dataclass
class Salted:
    """Files by their names, what is planted in them, and the ordinary figures that stand beside it, as written.

    `marked` are files that bear a mark of secrecy, each with words that stand in it alone.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    secrets: dict[str, list[Secret]] = field(default_factory=dict)
    ordinary: dict[str, list[str]] = field(default_factory=dict)
    kept: dict[str, list[str]] = field(default_factory=dict)
    marked: dict[str, str] = field(default_factory=dict)


class Salt:
    """What is planted in one file, one thing after the other."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.seed = seed
        self.secrets: list[Secret] = []
        self.figures: list[str] = []

    def _digits(self, many: int) -> str:
        return "".join(self.random.choices("0123456789", k=many))

    def _planted(self, kind: str, words: str, forms: Sequence[Callable[[str], str]]) -> str:
        self.secrets.append(Secret(kind, words))
        return forms[(len(self.secrets) + self.seed) % len(forms)](words)

    def identity(self) -> str:
        born = f"{self.random.randint(1938, 2009)}{self.random.randint(1, 12):02d}{self.random.randint(1, 28):02d}"
        digits = self.random.choice(AREAS) + born + self._digits(3)
        last = "10X98765432"[sum(int(a) * b for a, b in zip(digits, WEIGHTS, strict=True)) % 11]
        return self._planted("identity", digits + last, IDENTITY)

    def phone(self) -> str:
        return self._planted("phone", f"1{self.random.choice('356789')}{self._digits(9)}", PHONE)

    def landline(self) -> str:
        return self._planted("phone", f"0{self.random.choice(('731', '816', '515'))}8{self._digits(6)}", LINE)

    def card(self) -> str:
        digits = self.random.choice(BANKS) + self._digits(12)
        doubled = (int(digit) * (2 - at % 2) for at, digit in enumerate(reversed(digits)))
        last = -sum(number // 10 + number % 10 for number in doubled) % 10
        return self._planted("bank", f"{digits}{last}", CARD)

    def name(self) -> str:
        words = self.random.choice(SURNAMES) + self.random.choice(GIVEN)
        self.secrets.append(Secret("person", words))
        return words

    def figure(self, unit: str, low: int = 3, high: int = 9800) -> str:
        words = f"{self.random.randint(low, high)}{unit}"
        self.figures.append(words)
        return words


def _grouped(words: str, sizes: Sequence[int], mark: str) -> str:
    pieces, at = [], 0
    for size in sizes:
        pieces.append(words[at : at + size])
        at += size
    return mark.join([*pieces, words[at:]] if at < len(words) else pieces)


IDENTITY = (
    str,
    lambda words: words.translate(WIDE),
    lambda words: _grouped(words, (6, 8), " "),
    lambda words: words.replace("X", "x"),
    lambda words: _grouped(words, (6, 4, 4), "-"),
    lambda words: _grouped(words, (4, 4, 4, 4), " "),
    lambda words: _grouped(words, (6, 8), "·"),
    lambda words: words.translate(SPOKEN),
)
PHONE = (
    str,
    lambda words: _grouped(words, (3, 4), "-"),
    lambda words: _grouped(words, (3, 4), " "),
    lambda words: words.translate(WIDE),
    lambda words: f"+86 {words}",
    lambda words: _grouped(words, (3, 4), "."),
    lambda words: _grouped(words, (3, 4), "·"),
    lambda words: _grouped(words, (3, 4), " -- "),
    lambda words: _grouped(words, (5,), "."),
    lambda words: f"（{words[:3]}）{words[3:]}",
    lambda words: _grouped(words, (1,) * 10, " "),
    lambda words: words.translate(SPOKEN),
    lambda words: f"{words}家属代接",
    lambda words: f"{words}号",
)
LINE = (
    lambda words: _grouped(words, (4,), "-"),
    lambda words: f"({words[:4]}){words[4:]}",
    lambda words: f"（{words[:4]}）{words[4:]}",
)
CARD = (str, lambda words: _grouped(words, (4, 4, 4, 4), " "), lambda words: words.translate(WIDE))

KEPT = ("12345", "〔2019〕15号", "县委书记李建国", "副县长周明远", "2019年", "96.5%")


def prose(salt: Salt) -> list[str]:
    """A report on complaints, with numbers and names in its sentences and figures beside them."""
    s = salt
    return [
        "岭北县发〔2019〕15号",
        f"2019年，全县受理信访事项{s.figure('件')}，按期办结率96.5%，12345热线转办{s.figure('件')}。",
        "一、主要做法",
        f"（一）领导包案。县委书记李建国带头接访，副县长周明远包案{s.figure('件', 3, 60)}。",
        f"全县化解积案{s.figure('件', 3, 90)}。",
        f"信访人{s.name()}（身份证号：{s.identity()}，联系电话{s.phone()}）反映征地补偿款拖欠，核查后补发{s.figure('元')}。",
        f"村民{s.name()}投诉村务不公开，手机{s.phone()}，已在{s.figure('天', 3, 29)}内答复。",
        f"（二）精准救助。为低保户{s.name()}发放救助金{s.figure('元')}，打入其银行卡{s.card()}。",
        f"走访慰问困难党员{s.name()}、{s.name()}等{s.figure('户', 3, 90)}，送去慰问金{s.figure('元')}。",
        f"举报人{s.name()}，住址电话{s.landline()}，要求保密，反映的问题涉及资金{s.figure('万元')}。",
        f"二、存在问题。部分干部作风不实，矛盾纠纷化解不及时，仍有{s.figure('件', 3, 40)}积案未化解。",
        f"精准扶贫户{s.name()}，与{s.name()}因宅基地发生纠纷，调解{s.figure('次', 3, 60)}。",
        f"{s.name()}多次到县信访局上访。",
        f"{s.name()}（{s.identity()}）低保金{s.figure('元')}；户名：{s.name()}，{s.card()}。",
        f"{s.name()}，男，1965年生，因病致贫，电话{s.phone()}处理中心。",
        f"联系人：县信访局，全年投入经费{s.figure('万元')}，带动就业{s.figure('人')}。",
    ]


def rows(salt: Salt, many: int) -> list[list[str]]:
    """A relief list: names, numbers of persons, and amounts that are ordinary."""
    head = ["序号", "户主姓名", "身份证号码", "联系电话", "银行账号", "救助金额"]
    return [
        head,
        *(
            [str(at), salt.name(), salt.identity(), salt.phone(), salt.card(), salt.figure("元", 300)]
            for at in range(1, many + 1)
        ),
    ]


def as_docx(
    title: str, lines: Sequence[str], table: Sequence[Sequence[str]] = (), head: str = "", foot: str = ""
) -> bytes:
    """A DOCX with a running head and foot."""
    document = docx.Document()
    document.add_heading(title, 0)
    for line in lines:
        document.add_paragraph(line)
    if table:
        grid = document.add_table(len(table), len(table[0]))
        for row, words in zip(grid.rows, table, strict=True):
            for cell, one in zip(row.cells, words, strict=True):
                cell.text = one
    section = document.sections[0]
    section.header.paragraphs[0].text, section.footer.paragraphs[0].text = head, foot
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_html(title: str, lines: Sequence[str], table: Sequence[Sequence[str]] = ()) -> bytes:
    """A page with an article and a table."""
    cells = "".join(f"<tr>{''.join(f'<td>{escape(one)}</td>' for one in row)}</tr>" for row in table)
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    page = f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><article><h1>{title}</h1>{body}"
    return f"{page}<table>{cells}</table></article></body></html>".encode()


def as_text(title: str, lines: Sequence[str], table: Sequence[Sequence[str]] = ()) -> bytes:
    """A text file, its table with tabs."""
    return "\n".join([title, *lines, *("\t".join(row) for row in table)]).encode()


def as_pdf(title: str, lines: Sequence[str], head: str = "", width: int = 34) -> bytes:
    """A PDF whose lines are broken after so many characters, wherever that is."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    height = 0.0
    for number, line in enumerate([title, *lines]):
        words = line if number == 0 else f"\u3000\u3000{line}"
        for at in range(0, len(words), width):
            if height < 90:
                if number:
                    canvas.showPage()
                canvas.setFont("STSong-Light", 12)
                canvas.drawString(80, 800, head)
                height = 750
            canvas.drawString(60, height, words[at : at + width])
            height -= 22
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


MARKS = (
    ("秘密★3年", "密件甲"),
    ("内部资料 注意保存", "密件乙"),
    ("此件不公开", "密件丙"),
    ("机密★1年", "密件丁"),
    ("内部文件，严禁外传", "密件戊"),
)


def corpus() -> Salted:
    """Twenty files that hold some two hundred such numbers and names, and five with marks."""
    made = Salted()
    made.files["甲/普通经验.txt"] = as_text("岭北县信访工作经验", prose(plain := Salt(99))[0:2])
    made.secrets["甲/普通经验.txt"], made.ordinary["甲/普通经验.txt"] = [], plain.figures[:2]
    for seed in range(1, 4):
        _add(
            made, f"文字/信访工作总结{seed}.txt", seed, lambda salt: as_text("信访工作总结", prose(salt), rows(salt, 3))
        )
        _add(
            made,
            f"网页/救助公示{seed}.html",
            seed + 10,
            lambda salt: as_html("临时救助情况", prose(salt), rows(salt, 3)),
        )
        _add(made, f"文档/困难帮扶{seed}.docx", seed + 20, _docx)
        _add(made, f"版式/来访登记{seed}.pdf", seed + 30, _pdf)
    _named_files(made)
    for at, (mark, words) in enumerate(MARKS):
        lines = [
            mark,
            f"关于{words}的情况报告",
            f"全县{words}工作投入{at + 31}7万元，存在责任不落实的问题。",
            "一、主要做法",
        ]
        name = f"标注/{at}.{'docx' if at % 2 else 'txt'}"
        made.files[name] = as_docx(lines[0], lines[1:]) if at % 2 else as_text(lines[0], lines[1:])
        made.marked[name] = words
    inner = Salt(77)
    made.files["打包.zip"] = zipped({"内/信访.txt": as_text("信访件办理", prose(inner))})
    made.secrets["打包.zip/内/信访.txt"], made.ordinary["打包.zip/内/信访.txt"] = inner.secrets, inner.figures
    return made


def _add(made: Salted, name: str, seed: int, write: Callable[[Salt], bytes]) -> None:
    salt = Salt(seed)
    made.files[name] = write(salt)
    made.secrets[name], made.ordinary[name] = salt.secrets, salt.figures


def _docx(salt: Salt) -> bytes:
    head = f"信访人{salt.name()}　电话{salt.phone()}"
    return as_docx("困难帮扶情况", prose(salt), rows(salt, 3), head, f"经办手机：{salt.phone()}")


def _pdf(salt: Salt) -> bytes:
    return as_pdf("来访登记情况", prose(salt), f"来访人电话：{salt.phone()}", 29 + salt.seed % 5)


def _named_files(made: Salted) -> None:
    """Names and numbers in the names of files and folders, and in titles."""
    for seed in (41, 42, 43):
        salt = Salt(seed)
        who, other, number = salt.name(), salt.name(), salt.identity()
        names = (f"关于{who}信访事项的答复.txt", f"{who}信访件/答复.docx", f"救助对象{who}{number}.html")
        title = f"关于{other}反映问题的答复意见"
        write = (as_text, as_docx, as_html)[seed % 3]
        name = names[seed - 41]
        made.files[name] = write(title, [f"信访人{other}反映拖欠工资{salt.figure('元')}，现已全部付清。", *prose(salt)])
        made.secrets[name], made.ordinary[name] = salt.secrets, salt.figures
