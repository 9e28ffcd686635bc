"""Whether a text says that somebody is away: the words of `absent` in the sense in which they are meant.

An absence that is a mere possibility, somebody else's, or the matter that a desk deals with is none.
"""

import re
from typing import Final

from bot.rules.autoreply.absent import ANSWERS_LATER, CHINESE, ENGLISH, OTHERS

_ABSENT: Final = re.compile("|".join((*ENGLISH, *CHINESE, *OTHERS)))
_ANSWERS_LATER: Final = re.compile("|".join(ANSWERS_LATER))
_DESK: Final = re.compile(
    r"(?:\b(?:we|us|our|team|staff|agents?|colleagues?|they|it|which)\b|我们|我司|客服|人员|专员|同事)[^.;!?。;!?\n]{0,60}$"
)

# In the same clause before it, these make an absence a mere possibility, or somebody's habit.
_PERHAPS: Final = re.compile(
    r"\b(?:if|whenever|when|should|unless|may|might|possibly|perhaps|sometimes|often|usually|in case|either|"
    r"occasionally)\b[^.;!?\n]{0,60}$"
    r"|(?:如果|若是|如遇|若遇|倘若|假如|可能|也许|或许|有时|万一|要是|经常|除非|是否)[^,，。;；!！?？\n]{0,20}$|"
    r"(?:^|[,，。;；\n])[ ]*(?:如|若|当)(?!有|需|您有|遇急|急|前|"
    r"天|日|下|月|周)[^,，。;；\n]{0,16}$"
)
# Before a holiday, these speak of every one that the calendar has.
_OF_A_CALENDAR: Final = re.compile(
    r"(?:非|除|法定)(?:国家)?(?:法定)?(?:节)?$|\b(?:on|during|and|over|closed|excluding|except|including) "
    r"(?:weekends?,? ?(?:and|or|/|&)? ?)?(?:public |bank |national |federal |official |all |u\.?s\.? )?$"
)
_MEANT: Final = re.compile(
    r"\b(?:my|upon|during|in my) (?:return|absence)|回来后|if (?:you|there|your|it|this|anything)|when i (?:return|get back|"
    r"am back|'m back)|when i(?:'m| am) back"
)
_ONLY_HOURS: Final = re.compile(
    r"weekends?|(?:mon|tues|wednes|thurs|fri|satur|sun)days\b|public holidays|节假日|例假日|国定假日|法定|双休日|周末|"
    r"周六日|周六|周日|outside (?:of )?(?:our |normal |regular )?(?:business|"
    r"office|working) hours"
)
_DATED: Final = re.compile(
    r"\d ?[日号月]|\d[/.]\d|\d(?:st|nd|rd|th)\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d"
)
# What is somebody else's, or a matter that a desk deals with.
_OF_OTHERS: Final = re.compile(
    r"(?:\byour |\byou(?: are|'re) |\b(?:about|regarding|concerning) |\b(?:requests?|applications?|enquir\w+|inquir\w+|"
    r"questions?|forms?) for |(?:您|你|贵)(?:的|正在|在)?|关于|办理|申请|"
    r"\b(?:information|advice|details|guidance|rules|policy) |\b(?:get|got|receive|received|see|saw|set) (?:an? |the |my |"
    r"any )?)$"
)
_ABOUT: Final = re.compile(
    r"[^.;,!?\n]{0,30}\b(?:at times|from time to time|now and then)\b|"
    r" ?(?:or \w+ |and \w+ )?(?:requests?|applications?|forms?|polic|book|desk|balance|rental|packages?|homes?|"
    r"department|enquir|inquir|quer|allowance|"
    r"offers?|pay\b|hours\b|management|calendar|season|planning|insurance|agency|club|cottage|resort|approv)|(?:申请|报销|"
    r"登记|流程|审批|管理|制度|政策|系统|单(?!位)|手续|专用|咨询|预订|"
    r"补贴|证明|材料|报名|审核|已批准|已通过|标准|通知|社|团(?!建)|网|部|快乐|愉快|时(?:可能|,|，)|"
    r"期间(?:我们)?(?:照常|正常|不休))"
)
_OF_EVERYBODY: Final = frozenset({"closed", "休息", "放假", "假期", "公休", "holidays", "不上班"})
_HOLIDAY: Final = re.compile(r"holiday|假|休息")
# Who says that they are back is there.
_IS_BACK: Final = re.compile(r"\b(?:i'm|i am|we're|we are) (?:now |finally |already )?$")
_NOW: Final = re.compile(
    r"[^.;!?\n]{0,20}?\b(?:since|now|again and|and (?:working|catching|going|will|trying))\b|[ ]?(?:[.;!?\n]|$)"
)
_BEFORE: Final = 80  # letters before the words that can turn them
_NEAR: Final = 40

RECEIVED: Final = re.compile(
    r"\b(?:have|has been|was|we've|i've) (?:now |successfully |safely )?received\b|\backnowledges? (?:the )?receipt|\bwithin "
    r"(?:\d+|one|two|three|the next) (?:\w+ )?(?:hours|days?)\b|\b(?:\d+|one|two|three) (?:business|working) (?:days?|hours)\b|"
    r"(?:已|已经)(?:成功)?(?:收到|收悉|接收|查收)|来信收到|工作日内|小时内"
)
ACKNOWLEDGED: Final = re.compile(
    r"\b(?:have|has|been|successfully|was|we|i) (?:been )?received\b|\backnowledge|\breceipt of your\b|\b(?:business|"
    r"working) (?:days?|hours)\b|\bwithin \d+ (?:hours|days)\b|\b(?:24|48|72) ?(?:hours|hrs|-hour)|\bticket\b|"
    r"\bcase number\b|\breference number\b|"
    r"\bas soon as possible\b|\bwill (?:get back|respond|reply|be in touch)\b|\bshortly\b|\bthank you for (?:contacting|"
    r"reaching|your (?:interest|inquiry|enquiry|application|e-?mail|message|mail))|"
    r"(?:已|已经)(?:成功)?(?:收到|收悉|接收|阅|查收)|收到(?:您|你|了)|来信收到|尽快(?:回复|处理|答复|与您联系)|"
    r"工作日内|小时内|感谢(?:您的)?(?:来信|来函|邮件|投递|关注)"
)


def absence(text: str) -> str | None:
    """Return the first words that say that somebody is away, None when the text (see `wording.plain`) says no such thing."""
    meant = next((found for found in _ABSENT.finditer(text) if _is_meant(found, text)), None)
    return meant[0].strip(" .,;:!\n") if meant else _answers_later(text)


def _is_meant(found: "re.Match[str]", text: str) -> bool:
    before = text[max(0, found.start() - _BEFORE) : found.start()]
    if _PERHAPS.search(before) and not _MEANT.search(before[-_NEAR:] + found[0]):
        return False
    if _OF_OTHERS.search(before) or _ABOUT.match(text, found.end()):
        return False
    if _HOLIDAY.search(found[0]) and _OF_A_CALENDAR.search(before):
        return False
    if found[0].startswith("back") and _IS_BACK.search(before) and _NOW.match(text, found.end()):
        return False
    around = text[max(0, found.start() - _NEAR) : found.end() + _NEAR // 2]
    everybody = any(word in found[0] for word in _OF_EVERYBODY)
    return not (everybody and _ONLY_HOURS.search(around) and not _DATED.search(around))


def _answers_later(text: str) -> str | None:
    for found in _ANSWERS_LATER.finditer(text):
        before = text[max(0, found.start() - _BEFORE) : found.start()]
        if not (_PERHAPS.search(before) or _DESK.search(before)):
            return found[0]
    return None
