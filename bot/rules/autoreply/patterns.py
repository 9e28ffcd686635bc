"""How people write days and times of day: one pattern, whose group names say which form was found.

A group is named `form_piece`: `en_d` is the day of the form "30 November", `md_d` that of "November 30".
"""

import re
from typing import Final

from bot.rules.autoreply.daynames import MONTHS, NEAR, WEEKDAYS

END_OF_DAY: Final = 24  # the hour of a part of the day that is its end


def _names(table: dict[str, int]) -> str:
    return "|".join(re.escape(name) for name in sorted(table, key=len, reverse=True))


_CN: Final = r"[一二三四五六七八九十廿卅两]{1,3}|\d{1,2}"
_MONTH: Final = rf"(?:(?:{_names(MONTHS)})(?!\w)(?:(?<=\b\w\w\w)\.|(?<=\b\w\w\w\w)\.|\.(?=[ ]?\d))?)"
_TO_MONTH: Final = rf"\.?[ ]?(?:(?:of|de|di) )?{_MONTH}"
_ORD: Final = r"(?:st|nd|rd|th|er|ère|º|°|\.(?!\d)|ª|e)?(?!\w)"
_TO: Final = (
    r"[ ]?(?:-|~|to|through|thru|until|till|and|&|bis(?: zum)?|au|al|a|à|y|e|t/m|tot(?: en met)?|do|по|до|至|"
    r"到)[ ]?(?:the |le |el |den |zum |il )?"
)
_YEAR: Final = r"(?:[ ,.]{1,3}(?:de[l]? |of )?(?P<YEAR>20\d\d)\b)?"
_AT: Final = r"(?:(?<=\bat )|(?<=from )|(?<=until )|(?<=till )|(?<=\btil )|(?<=\bby )|(?<=around )|(?<=about ))"
_WEEKDAY: Final = rf"(?:{_names(WEEKDAYS)})"
_LATIN: Final = "abcdefghijklmnopqrstuvwxyzäöüßéèêàçñáíóúãõłśźżćęąńì"
_PATTERNS: Final = (
    # 2026-11-30, 2026年11月30日, 民国115年3月10日, 115/3/10
    (
        r"(?P<iso_y>(?<!\d)20\d\d|(?<![\d/.-])1[01]\d(?=[/.年])|"
        r"民国1[01]\d)[ ]?(?P<iso_sep>[-/.年])[ ]?(?P<iso_m>\d{1,2})[ ]?[-/.月][ ]?(?P<iso_d>\d{1,2})(?!\d)[ ]?[日号]?"
    ),
    # 11月10-15日, 11月10日至15日
    (
        rf"(?:(?P<cr_y>20\d\d|1[01]\d|明|今|"
        rf"本)年?)?(?P<cr_m>{_CN})[ ]?月(?:份)?[ ]?(?P<cr_a>{_CN})[ ]?[日号]?[ ]?(?:\((?:周|星期|"
        rf"礼拜).{{1,3}}\))?[ ]?(?:-+|~|至|到|—)[ ]?(?P<cr_b>{_CN})(?:[日号](?!线|楼)|(?![\d月:点时/.]))"
    ),
    (
        rf"(?:(?P<cn_y>20\d\d|(?<!\d)1[01]\d|明|今|本)年?的?)?(?:(?P<cn_m>{_CN})|(?P<cn_rel>本|这个|当|下个?|"
        rf"次))[ ]?[月월](?:份)?[ ]?(?P<cn_d>{_CN})(?:[ ]?[日号일]|(?![\d个天]))"
    ),
    (
        rf"(?<![\d月第一二三四五六七八九十a-z.])(?P<day_cn>{_CN})[ ]?[日号](?!线|楼|院|门|机|码|店|厅|室|车|文|令|桌|台|"
        rf"馆|线|内|段|常)"
    ),
    # 30 November, 30.-31. Dezember, November 30th; 10-15 November, November 10-15
    (
        rf"(?<!\d)(?P<er_a>\d{{1,2}}){_ORD}{_TO}(?:{_WEEKDAY},? )?(?P<er_b>\d{{1,2}}){_ORD}[ ]?(?:of |de |"
        rf"di )?(?P<er_m>{_MONTH}){_YEAR.replace('YEAR', 'er_y')}"
    ),
    (
        rf"(?<!\d)(?P<en_d>\d{{1,2}}){_ORD}[ -]{{0,2}}(?:of |de |di |day of )?(?P<en_m>{_MONTH})(?:-(?P<en_y2>20\d\d|"
        rf"\d\d)\b)?{_YEAR.replace('YEAR', 'en_y')}"
    ),
    (
        rf"(?<![{_LATIN}])(?P<mr_m>{_MONTH})[ ]?(?:the )?(?P<mr_a>\d{{1,2}}){_ORD}{_TO}(?:{_WEEKDAY},? )?(?P<mr_b>\d{{1,2"
        rf"}})(?![\d:]|[ ]?(?:am|pm|uhr|{_MONTH})){_ORD}{_YEAR.replace('YEAR', 'mr_y')}"
    ),
    (
        rf"(?<![{_LATIN}])(?P<md_m>{_MONTH})[ ,-]{{0,2}}(?:the )?(?P<md_d>\d{{1,2}})(?![\d:]|[ ]?(?:a\.?m\b|"
        rf"p\.?m\b)){_ORD}{_YEAR.replace('YEAR', 'md_y')}"
    ),
    # 23.-27.11., 23-27/11; 30/11/2026, 11/30, 30.11.
    (
        r"(?<![\d./-])(?P<sr_a>\d{1,2})\.?[ ]?(?:-|bis)[ ]?(?P<sr_b>\d{1,2})(?P<sr_sep>[./])(?P<sr_m>\d{1,2})(?:(?:\.|"
        r"/)(?P<sr_y>20\d\d|\d\d)?)?(?![\d:/])"
    ),
    r"(?<![\d./:+-])(?P<sl_a>\d{1,2})(?P<sl_sep>[/.-])(?P<sl_b>\d{1,2})(?P=sl_sep)(?P<sl_y>20\d\d|\d\d)(?![\d/:-]|\.\d)",
    # 13.30, and 9.30 after "at": no month follows such a dot
    (
        r"(?:(?<=\bat )(?P<t_h5>[01]?\d|2[0-3])\.(?P<t_m5>[0-5]\d)|(?<![\d./:+-])(?P<t_h6>[01]?\d|2[0-3])\.(?P<t_m6>00)|"
        r"(?<![\d./:+-])(?P<t_h7>1[3-9]|2[0-3])\.(?P<t_m7>1[3-9]|[2-5]\d))(?!\d|\.\d|%)"
    ),
    (
        r"(?<![\d./:+])(?P<sp_a>\d{1,2})(?P<sp_sep>[/.])(?P<sp_b>\d{1,2})(?P<sp_end>(?:(?<=\.\d)\.|"
        r"(?<=\.\d\d)\.)?)(?![\d/:%]|\.\d|[ ]?(?:am|pm|uhr|"
        r"h)\b)"
    ),
    (
        rf"\b(?:the |le |el |am |den |zum |dem |il |d[ií]a )(?P<day_en>\d{{1,2}})(?:st|nd|rd|th|er|\.)?(?![\w:/]|\.?\d|"
        rf"{_TO_MONTH})|\b(?P<day_ord>\d{{1,2}})(?:st|nd|rd|th)\b(?!{_TO_MONTH})"
    ),
    # the end of a month
    r"(?P<end_cn>\d{1,2}|[一二三四五六七八九十]{1,2}|本|这个?|当|下个?|(?<![\d年个]))月(?:底|末|的?最后一天)",
    (
        rf"\b(?:end of (?:(?P<end_en>{_MONTH})(?![ ]?\d)|(?P<end_this>(?:the|this|next) month))|"
        rf"(?:ende|fin|fine|final de|fim de|eind) (?P<end_eu>{_MONTH})(?![ ]?\d))"
    ),
    # weekdays and days near today
    r"(?<=[\d日号일])[ ]?\((?P<wd_par>[一二三四五六日月火水木金土월화수목금토일])\)",
    (
        rf"(?<![{_LATIN}])(?P<wn_wd>{_WEEKDAY}),? (?:the )?(?P<wn_d>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:/]|[.,]\d|{_TO_MONTH}|"
        rf"[ ]?(?:[ap]\.?m\b|uhr|h\b|-|~|to\b|until|bis|au\b|al\b|&|and))"
    ),
    r"(?P<wd_cn_rel>下下个?|下个?|本|这个?|上个?)?(?:周|星期|礼拜)(?P<wd_cn>[一二三四五六日天1-7])(?!\d|期|日期|次|部)",
    (
        rf"(?:\b(?P<wd_rel>next|this|coming|following|nächsten?|kommenden?|diesen?|prochain|próximo|prossimo|last|"
        rf"past) )?(?<![{_LATIN}])(?P<wd>{_WEEKDAY})(?![{_LATIN}]|-(?:{_WEEKDAY})?[{_LATIN}])\.?(?P<wd_post> (?:prochain|"
        rf"próximo|prossimo|next week))?"
    ),
    rf"(?<![{_LATIN}])(?P<near>{_names(NEAR)})(?![{_LATIN}])",
    r"(?<!\w)(?P<near_de>(?<=heute und )morgen(?!\w)|(?:morgen|ma[nñ]ana)(?= (?:wieder|zurück|volveré|regreso|estaré)|[.,!]|$))",
    (
        r"(?P<week_cn>(?:下下|下个?|本|这个?)周(?!边|围|期|年|[一二三四五六日天1-7末])|(?:下个?|本|这个?)(?:星期|"
        r"礼拜)(?![一二三四五六日天1-7]))|\b(?P<week>(?:next|"
        r"this|all|the rest of (?:this|the)|remainder of (?:this|the)) week)\b|(?P<week_end>本周末|周末前|"
        r"(?:the )?end of (?:this|"
        r"the) week)"
    ),
    # times of day
    rf"{_AT}(?P<t_bare>1[0-2]|[1-9])(?:ish)?(?=[.,;!)\n]|$)(?!\.\d)",
    (
        r"(?P<t_part>凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚|午后)[ ]?(?:(?P<t_cn>[一二三四五六七八九十两]{1,3}|"
        r"\d{1,2})(?::(?P<t_cmin>[0-5]\d)|"
        r"[点时](?P<t_half>半|一刻|三刻|[0-5]?\d分?)?)?)?"
    ),
    (
        r"(?<![\d:.+-])(?P<t_cn2>(?:[一二三四五六七八九十两]{1,3}|\d{1,2})(?=点(?!击|儿))|\d{1,2}(?=时(?!间|候|段|长|期|"
        r"区|常|左)))[点时](?P<t_half2>半|一刻|三刻|[0-5]?\d分?)?"
    ),
    (
        r"(?<![\d:.+/-])(?P<t_h>[01]?\d|2[0-4])[:](?P<t_m>[0-5]\d)(?::[0-5]\d)?(?!\d)[ ]?(?P<t_ap>a\.?m\.?\b|p\.?m\.?\b|uhr|"
        r"h\b|hrs\b)?"
    ),
    r"(?<![\d:.+/-])(?P<t_h2>1[0-2]|0?\d)(?:\.(?P<t_m2>[0-5]\d))?[ ]?(?P<t_ap2>a\.?m\.?(?!\w)|p\.?m\.?(?!\w)|o'clock)",
    (
        r"(?<![\d:.+/-])(?P<t_h3>[01]?\d|2[0-4])(?:[.](?P<t_m3>[0-5]\d))?[ ]?(?:uhr|hrs|hours local)\b|"
        r"(?<![\d:.+/-])(?P<t_h4>[01]?\d|2[0-3])h(?P<t_m4>[0-5]\d)?\b"
    ),
    (
        r"\b(?P<t_word>noon|midday|lunch ?time|lunch|mittags?|midi|mediodía|mezzogiorno|midnight|morning|afternoon|evening|"
        r"eod|end of (?:the )?(?:business )?day|close of business|cob)\b|(?P<t_noon>正午)"
    ),
)
NAMED: Final = re.compile("|".join(_PATTERNS))
