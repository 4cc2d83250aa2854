"""The status of a problem: cue words in its clause, then what its section is about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from corpus.beginnings import begun
from corpus.model import Document, Role, Span
from extractors.base import ProblemStatus
from extractors.clauses import clause_at, sentence_at
from extractors.problem_patterns import patterns
from extractors.problem_zones import Zone, told_of_before

REACH = 60
# 打破了X is solved; 打破X is, where practices and results are reported, and a goal elsewhere.
DECISIVE = re.compile(r"(?:打破|打通|扭转|突破|攻克|根治|拔掉|啃下|破除)$")
# Plans may begin with what is wrong today.
STILL = re.compile(r"仍|依然|依旧|尚|还不|还没|还存在")
NOW = re.compile(r"当前|目前|眼下|现阶段|现在|仍|依然|尚|存在")
# 化解积案9起 and 调换不称职的干部3名 are done, whatever the verb says elsewhere.
SETTLED = re.compile(r"(?:解决|破解|攻克|化解|调整|撤换|更换|调换|整顿|办结|消除|整治|清退|取缔|转化)了?[一-龥]{0,4}$")
COUNTED = re.compile(r"(?:村|组织|支部)?[0-9近余一二三四五六七八九十百]{1,16}(?:余|多)?[个项件起条桩名人户处]")
# 须打通X is no report, wherever it stands.
MODAL = re.compile(r"^(?:须|必须|应|要|需|如何|怎|才|方|着力|努力|力争|力求|致力|下功夫)")
REPORTING = ("practice", "result")
# 下一步……真正解决X is a plan, though 真正解决 alone may report.
PLANS = re.compile(
    r"下一步|今后|接下来|力争|力求|争取|确保|将(?!近)|必须|应当|务必|建议|"
    r"要(?=着力|切实|真正|彻底|进一步|坚持|把|以|通过)"
)
PLANNED = re.compile(
    r"^(?:真正|妥善|逐步|彻底|根本上?|全部|一举)地?"
    r"(?:破解|解决|打破|打通|消除|扭转|改变|攻克|化解|突破|根治|克服|缓解|补齐|破除|遏制|整治|纠正)$"
)


@dataclass(frozen=True, slots=True)
class _Cues:
    left: tuple[tuple[ProblemStatus, re.Pattern[str]], ...]
    solved_after: re.Pattern[str]
    general_after: re.Pattern[str]
    past: re.Pattern[str]
    supposed: re.Pattern[str]


@cache
def _cues() -> _Cues:
    by_id = {cue.id: begun(cue.pattern) for cue in patterns().status}
    order: tuple[ProblemStatus, ...] = ("warned", "solved", "general", "present")
    return _Cues(
        tuple((status, by_id[status]) for status in order),
        by_id["solved_after"],
        by_id["general_after"],
        by_id["past"],
        by_id["supposed"],
    )


def status_of(document: Document, span: Span, masked: str, found_zones: Sequence[Zone]) -> ProblemStatus:
    """The status by an outcome on the right, the nearest cue on the left in the clause, the sentence, then the section.

    `masked` is the folded text with all problems blanked: their own words are no cues for each other.
    """
    clause = clause_at(document, span.start) or span
    if outcome := _outcome(masked[span.end : span.end + REACH].split("\n")[0]):
        return outcome
    role = section.role if (section := document.section_at(span.start)) else "other"
    left = masked[max(clause.start, span.start - REACH) : span.start]
    if role != "outlook" and SETTLED.search(left) and COUNTED.match(document.folded, span.end):
        return "solved"
    found = _nearest(left)
    if found and (said := _said(document, span, role, *found)):
        return said
    if role != "problem" and (
        told_of_before(document.folded, found_zones, span) or _before(document, span, _cues().past)
    ):
        return "solved"
    if _before(document, span, _cues().supposed):
        return "general"
    if found:
        return found[0]
    if role != "outlook" or STILL.search(span.of(document.folded)) or _before(document, span, NOW):
        return "present"
    return "general"


def _said(document: Document, span: Span, role: Role, status: ProblemStatus, words: str) -> ProblemStatus | None:
    """What the words of a cue on the left say where they stand, or None where they only say that there is a problem."""
    if status == "general" and role in REPORTING and _decided(words):
        return "solved"
    if PLANNED.search(words) and (role == "outlook" or _before(document, span, PLANS)):
        return "general"
    return status if status != "present" else None


def _outcome(right: str) -> ProblemStatus | None:
    if _cues().solved_after.match(right):
        return "solved"
    return "general" if _cues().general_after.match(right) else None


def _decided(words: str) -> bool:
    return bool(DECISIVE.search(words)) and not MODAL.match(words)


def _nearest(left: str) -> tuple[ProblemStatus, str] | None:
    """The cue that ends last; where two end together, the longer one."""
    ends = [
        (match.end(), len(match[0]), status, match[0]) for status, cue in _cues().left for match in cue.finditer(left)
    ]
    if not ends:
        return None
    *_, status, words = max(ends, key=lambda end: end[:2])
    return status, words


def _before(document: Document, span: Span, cue: re.Pattern[str]) -> bool:
    """Whether the cue stands anywhere in the sentence up to the problem."""
    sentence = sentence_at(document, span.start) or span
    return bool(cue.search(document.folded, max(sentence.start, span.start - REACH), span.end))
