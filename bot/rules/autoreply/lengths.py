"""Absences that are told by their length: three days, two weeks, back in a week."""

import re
from datetime import date, timedelta
from typing import Final

from bot.rules.autoreply.daynames import number

_WORD: Final = r"\d{1,2}|an?|one|two|three|four|five|six|seven|eight|nine|ten|a couple of"
_FOR: Final = re.compile(
    rf"\b(?:away|out|leave|vacation|holidays?|office|absent|unavailable|travell?ing|off|"
    rf"trip)\b[^.;\n]{{0,30}}? for (?:the (?:next|coming|following) )?(?:a (?:further|"
    rf"full) )?(?P<n>{_WORD}) (?:full )?(?P<u>days?|weeks?|months?)\b"
)
_OFF: Final = re.compile(
    rf"\b(?:take|taking|have|having|on|with) (?:the next )?(?P<n>{_WORD}) (?P<u>days?|weeks?|months?) (?:off|of leave|leave|"
    rf"holidays?|of holidays?|vacation)\b"
)
_IN: Final = re.compile(rf"\b(?:return|back)[^.;\n]{{0,24}} in (?:about )?(?P<n>{_WORD}) (?P<u>days?|weeks?|months?)\b")
_NUMBER: Final = r"\d{1,2}|[一二两三四五六七八九十]{1,3}|半"
_FOR_CHINESE: Final = re.compile(
    rf"(?:休假|休息|请假|年假|病假|出差|外出|离岗|事假|婚假|产假|放假|休|假期)(?:了|共|为期|时间|"
    rf"期)*[ ]?(?P<n>{_NUMBER})[ ]?(?P<u>天|日|周|个?星期|个?礼拜|"
    rf"个月)(?![日号一二三四五六])"
)
_IN_CHINESE: Final = re.compile(
    rf"(?P<n>{_NUMBER})[ ]?(?P<u>天|周|个?星期|个?礼拜|个月)(?:之)?后[^,。;\n]{{0,8}}(?:回|返|上班|归|恢复)"
)
_UNITS: Final = (("day", 1), ("天", 1), ("日", 1), ("week", 7), ("周", 7), ("星期", 7), ("礼拜", 7), ("month", 30), ("月", 30))
_HALF_MONTH: Final = 15
_WEEK: Final = 7


def length(text: str, today: date, starts: date | None) -> tuple[date, date, date | None] | None:
    """Return the day of the return, the last day and a start still to come, None when the text tells no length."""
    for pattern in (_FOR, _OFF, _FOR_CHINESE, _IN, _IN_CHINESE):
        found = pattern.search(text)
        if found is None:
            continue
        unit = next((many for name, many in _UNITS if name in found["u"]), 0)
        count = 2 if "couple" in found["n"] else number(found["n"])
        days = (_HALF_MONTH if unit > _WEEK else 0) if found["n"] == "半" else unit * (count or 0)
        if days:
            back = (starts if starts and pattern in {_FOR, _OFF, _FOR_CHINESE} else today) + timedelta(days=days)
            return back, back - timedelta(days=1), starts
    return None
