"""Named initiatives: quoted names, numbered brands, documents that were issued; each once a document."""

import re
from collections.abc import Iterable, Iterator

from corpus.model import Document, Span
from extractors.clauses import sentence_at
from extractors.practice_spans import Area, Candidate, free
from extractors.practice_words import COUNT, head, no_names, pattern

QUOTE = re.compile(r"“(?P<inside>[^“”\n]{1,40})”")
TITLE = re.compile(r"《(?P<inside>[^《》\n]{3,60})》")
CHAIN = re.compile(r"(?:[“《][^“”《》\n]{1,60}[”》](?:\([^)\n]{0,30}\))?[、和及与]?){1,6}$")
# One character of setting up right before the quote: 在楼道口设“圆桌会”.
SET = re.compile(r"(?:^|[^\W\d_])(?<![建假摆铺陈开召公打离展])[设开叫办建](?:了|起|出|立)?$")
# The name of a case in its title: “红色物业”进小区——某街道的探索.
TITLED = re.compile(
    r"(?:^|(?<=[\n ]))(?:案例[一二三四五六七八九十\d]{1,3}[:、 ]{0,2})?“(?P<inside>[^“”\n]{2,12})”"
    r"(?=[^\n,。;:“”]{1,14}(?:——[^\n,。;]{2,24}的(?:做法|探索|实践|经验|案例)|案例|\n))"
)
# 采取一事一议、以奖代补的办法: phrases of four, or sums.
WAY = re.compile(
    r"(?:采取|采用|推行|实行|按照)(?P<inside>(?:[^\W\d_]{4}[、,])+[^\W\d_]{4}|[^\W_]{2,8}(?:\+[^\W_]{2,8}){1,3})的?(?:办法|方式|模式|做法|机制)"
)
NUMERAL = "[一二两三四五六七八九十百千]"
# 三联三促, 六联六互, 一网通办, 四凡四必: two numerals; 1+N, 党建+电商, 3+X+2: sums.
BRAND = re.compile(
    rf"(?:{NUMERAL}[^\W\d_]){{2,4}}$|{NUMERAL}[^\W\d_]{{1,3}}{NUMERAL}[^\W\d_]{{1,4}}$|[^\W_]{{1,8}}(?:\+[^\W_]{{1,8}}){{1,4}}$"
)
ROW = re.compile(r"坚持(?P<row>(?:[^\W\d_]{4,10}、){2,5}[^\W\d_]{4,10})(?=[,。;\n])")
UNDER_WAY = re.compile(r"(?:^|(?<=[,。;\n]))[^\W\d_]{2,8}(?:工程|行动|计划)(?=(?:实施|启动|开展)以来)")
PARALLEL = re.compile(r"[^\W\d_]{3,9}(?:[、,][^\W\d_]{3,9}){1,5}$")
MANY = re.compile(r"[三四五六七八九十+]")
KIND_ENDS = r"(?:\([^)]{1,12}\))?$"
STATE = re.compile(r"中华人民共和国|中共中央|国务院|中国共产党|全国|习近平|宪法|民法典|条例$|(?<!办)法$")
ISSUED = r"[了过的]?[^,。;:!?\n《》]{0,12}$"
MORE = re.compile(r"(?:[、和及或]?“[^“”\n]{1,20}”){1,6}[一二三四五六七八九十\d]{0,2}个?")
PLAIN = r"[^,。;:!?、\n“”]{0,6}?"
BECOMES = re.compile(r"(?:不|变|把|从|由|像|谋|当|做)[^,。;:!?\n“”]{0,2}$")
ENDS = re.compile(
    r"$|[,。;:!?、\n”“)(]|等|和|及|与|并|原则|思路|(?:服务|办法|方式|做法|[卡券码榜群日节周])(?:$|[,。;、\n])|"
    r"的[^,。;:!?\n]{0,22}?(?:模式|思路|做法|机制|体系|工作法|路径|原则|办法|制度|方式|方法|基础)"
)
# 对“跟风种植”项目坚决否决: what is refused is nobody's practice.
REFUSED = re.compile(r"[^,。;:!?\n]{0,10}?(?:否决|叫停|取缔|抵制|说不|不予|不批|不得)")
LOOSE_ENDS = re.compile(r"\s?[为在的已被让使将带助赋]")


def _named_before(folded: str, start: int) -> bool:
    """Whether a naming verb stands shortly before, in the same clause or before a chain of quotes."""
    before = re.split(r"[,。;:!?\n]", folded[max(0, start - 60) : start])[-1]
    chain = CHAIN.search(folded, max(0, start - 120), start)
    if chain and chain[0]:
        before = re.split(r"[,。;:!?\n]", folded[max(0, chain.start() - 24) : chain.start()])[-1]
    return bool(pattern("naming_verbs").search(before[-16:]) or SET.search(before))


def _full_name(folded: str, quote: re.Match[str]) -> tuple[Span, bool]:
    """The quote with the head noun after it, or its inside; and whether it had a head noun."""
    noun = head().match(folded, quote.end())
    person = noun and pattern("person_nouns").match(folded, noun.end())
    if noun and not person and not _names_goal(folded, noun.end()) and folded[noun.end() : noun.end() + 1] != "的":
        return Span(quote.start(), noun.end()), True
    return Span(*quote.span("inside")), False


def _names_goal(folded: str, end: int) -> bool:
    """Whether a noun for goals, states or judgements follows, perhaps after more quotes."""
    more = MORE.match(folded, end)
    end = more.end() if more else end
    return bool(pattern("goal_nouns", before=f"{PLAIN}的?{PLAIN}").match(folded, end))


def _no_name(folded: str, quote: re.Match[str]) -> bool:
    """Speech, metaphors, formulas of the state, what is to be overcome, and what modifies a goal."""
    inside, before = quote["inside"], folded[max(0, quote.start() - 14) : quote.start()]
    return bool(
        inside in no_names()
        or len(inside) < 2
        or re.search(r"[。!?;:]", inside)
        or pattern("speech_verbs", after="[,:]?$").search(before)
        or BECOMES.search(before)
        or pattern("overcome_verbs", after=r"[^,。;:!?\n“”]{0,10}$").search(before)
        or REFUSED.match(folded, quote.end())
        or _names_goal(folded, quote.end())
    )


def _is_name(folded: str, quote: re.Match[str], headed: bool) -> bool:
    """Whether a quote names an initiative: by its head noun, its build, or the verb before it."""
    inside, end = quote["inside"], quote.end()
    named = _named_before(folded, quote.start())
    self_named = bool(pattern("self_named", after="$").search(inside, 2))
    parallel = named and len(inside) > 8 and bool(PARALLEL.match(inside))
    brand = self_named or parallel or bool(BRAND.match(inside) and (named or MANY.search(inside)))
    if headed:
        return named or brand or len(inside) > 2
    alone = bool(ENDS.match(folded, end)) or self_named or (brand and bool(LOOSE_ENDS.match(folded, end)))
    return alone and (brand or named) and not inside.isdigit() and not re.match(COUNT, folded[end : end + 14])


def _quoted(folded: str) -> Iterator[tuple[str, Span]]:
    for quote in QUOTE.finditer(folded):
        if _no_name(folded, quote):
            continue
        span, has_head = _full_name(folded, quote)
        if _is_name(folded, quote, has_head):
            yield quote["inside"], span


def _documents(folded: str) -> Iterator[tuple[str, Span]]:
    """Documents that the authors issued themselves."""
    for title in TITLE.finditer(folded):
        inside = title["inside"]
        if not pattern("document_kinds", after=KIND_ENDS).search(inside) or STATE.search(inside):
            continue
        chain = CHAIN.search(folded, max(0, title.start() - 160), title.start())
        at = chain.start() if chain else title.start()
        if pattern("issuing_verbs", after=ISSUED).search(folded[max(0, at - 24) : at]):
            yield inside, Span(*title.span("inside"))


def _slogan_row(folded: str) -> Iterator[tuple[str, Span]]:
    """坚持 before three or more short phrases of one build (坚持组织联建、队伍联管、活动联办)."""
    for row in ROW.finditer(folded):
        parts = row["row"].split("、")
        if set.intersection(*map(set, parts)):
            at = row.start("row")
            for part in parts:
                yield part, Span(at, at + len(part))
                at += len(part) + 1


def _unquoted(folded: str) -> Iterator[tuple[str, Span]]:
    """Names that need no quotes, and those that say they are under way (党建领航工程实施以来)."""
    for build in (pattern("bare_names"), UNDER_WAY):
        for found in build.finditer(folded):
            yield found[0], Span(*found.span())


def _ways(folded: str) -> Iterator[tuple[str, Span]]:
    """Ways of doing things that are called so (采取一事一议、以奖代补的办法)."""
    for found in WAY.finditer(folded):
        yield found["inside"], Span(*found.span("inside"))


def _titled(folded: str, named: Iterable[tuple[str, Span]]) -> Iterator[tuple[str, Span]]:
    """Names in quotes that open the title of a case, where the text itself does not name them in full."""
    for found in TITLED.finditer(folded):
        inside = found["inside"]
        common = folded.count(inside) - folded.count(f"“{inside}”") > 1
        if inside not in no_names() and not common and not any(inside in span.of(folded) for _, span in named):
            yield inside, Span(*found.span("inside"))


def slogans(document: Document, quiet: Area, taken: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """The named initiatives of a document, each at its first mention, outside of what is taken already."""
    folded, seen, out = document.folded, set[str](), []
    everything = (*_quoted(folded), *_documents(folded), *_slogan_row(folded), *_unquoted(folded), *_ways(folded))
    everything = (*everything, *_titled(folded, everything))
    for name, span in sorted(everything, key=lambda pair: pair[1]):
        if name not in seen and span.start not in quiet:
            seen.add(name)
            out.append(Candidate(span, "slogan", sentence_at(document, span.start)))
    return free(out, taken)
