"""The words of the Chinese half of the grammar that always mean the same (text already normalised)."""

from typing import Final

from bot.rules.phrases.pieces import MIDNIGHT, Ahead, Clock, Kind, Part, Words, Workdays, words

_DAYS: Final = {"今": 0, "明": 1, "后": 2, "大后": 3, "昨": -1, "前": -2, "大前": -3}
_PARTS: Final = {
    Part.DAWN: "凌晨",
    Part.MORNING: "上午|早上|早晨|清晨|清早|大清早|一早|一大早|早间|午前|上昼|早",
    Part.NOON: "中午|正午|晌午",
    Part.AFTERNOON: "下午|午后|下昼",
    Part.DUSK: "傍晚|黄昏",
    Part.EVENING: "晚上|晚间|晚",
    Part.NIGHT: "夜里|夜晚|夜间|深夜|半夜|大半夜",
    Part.MIDNIGHT: "午夜|子夜",
}


def _vocabulary() -> Words:
    table: Words = {}
    for part, spellings in _PARTS.items():
        table |= words(Kind.PART, spellings, part)
    for name, days in _DAYS.items():
        table |= words(Kind.DAY, "|".join(name + ending for ending in ("天", "日", "儿", "儿个", "个儿")), Ahead(days))
        for part, endings in ((Part.MORNING, "早晨"), (Part.EVENING, "晚夜")):
            table |= {name + ending: ((Kind.DAY, Ahead(days)), (Kind.PART, part)) for ending in endings}
        for part in (Part.MORNING, Part.NOON, Part.AFTERNOON):
            table[name + part.value] = ((Kind.DAY, Ahead(days)), (Kind.PART, part))
    midnight = ((Kind.DAY, Ahead(0)), (Kind.PART, Part.EVENING), (Kind.CLOCK, Clock(MIDNIGHT)))
    table |= dict.fromkeys(("今晚午夜", "今晚半夜", "今夜午夜", "今天半夜", "今天午夜"), midnight)
    table |= words(Kind.DAY, "听日|次日|翌日|第二天", Ahead(1))
    table |= words(Kind.DAY, "本日", Ahead(0))
    table |= words(Kind.DAY, "下个工作日|下一个工作日|下一工作日", Workdays(1))
    table |= words(
        Kind.NOW, "尽快|尽早|尽速|马上|立即|立刻|立马|即刻|即时|现在|此刻|赶紧|赶快|第一时间|越快越好|火速|现在就|马上就"
    )
    table |= words(Kind.CLOSING, "下班|下班时|下班前|下班之前|下班以前|收工前|工作时间结束前|营业结束前")
    table |= words(Kind.AGO, "刚才|刚刚|方才|上周|上星期|上个星期|上礼拜|上个礼拜|上个月|上月|去年")
    table |= words(Kind.AT, "在|于|就在|定在|约定在|安排在|是在")
    table |= words(Kind.BY, "最晚|最迟|不晚于|不迟于|截止|截止到|截至|赶在|务必在|至迟|最晚在|最迟在|最晚到")
    table |= words(Kind.AT_LATEST, "前|之前|以前|内|之内|以内")
    table |= words(Kind.OPEN, "后|之后|以后|过后|起|开始|为止")
    table |= words(Kind.BETWEEN, "从|自|介于") | words(Kind.RANGE, "到|至")
    table |= words(Kind.AND, "和|与|跟|及|之间|中间|期间") | words(Kind.OR, "或|或者|或是|还是|要么|、")
    table |= words(Kind.ROUGH, "左右|前后|上下|大概|大约|约|约在|差不多|大致|约莫|多|来钟|出头|可能|也许|应该|最好")
    table |= words(Kind.GLUE, "的|的时候|那天|当天|(|)|（|）|、")
    table |= words(Kind.OR, "、")
    table |= words(
        Kind.COURTESY,
        "请|请在|请于|麻烦|烦请|麻烦在|客户要求|客户希望|客户要求在|客户希望在|改到|改为|改在|约到|定到|安排到|推到|延到|"
        "帮忙|帮我|给我|给他|给她|给客户|跟客户|和客户|就|回电|回电话|回个电话|回电给客户|回电客户|回复|回复客户|致电|"
        "致电客户|来电|联系|联系客户|联系我|打电话|打个电话|打电话给客户|打给我|联络|联络客户|联络我|准时|打给客户|回拨|再打|再联系|再回电|再打来|"
        "吧|谢谢|谢了|可以|行|好|哈|哦|呢|啊|呀",
    )
    table |= words(Kind.CHOICE, "明后天|明后两天|今明两天|今明|后两天|早晚")
    table |= words(
        Kind.VAGUE,
        "任意时间|白天|工作日|半天|半天后|半天内|节后|节前|年后|年前|节假日后|元旦后|春节后|国庆后|都行|随便|"
        "改天|改日|改时间|哪天|有空|有空时|有空的时候|有时间|有时间再|方便时|方便的时候|方便|随时|任何时候|任何时间|"
        "都可以|早点|早些|早一点|早一些|晚点|晚些|晚一点|晚一些|晚些时候|晚点儿|晚会儿|迟点|迟些|迟一点|过会|过会儿|"
        "过一会|过一会儿|一会|一会儿|等会|等会儿|等一会|等一会儿|等下|等一下|待会|待会儿|稍后|稍候|稍晚|回头|后续|后面|"
        "再说|到时候|到时|抽空|空了|不久|很快|快点|快一点|过几天|过两天|过些天|过段时间|过一阵|过阵子|这两天|这几天|近期|"
        "最近|近日|不日|尽量|看情况|待定|另约|再约|下次|改次|周末|这周末|本周末|下周末|下周|这周|本周|下星期|下个星期|"
        "这星期|这个星期|下礼拜|下个礼拜|这个礼拜|下下周|周内|本周内|下个月|下月|本月|这个月|月底|月初|月中|下个月初|"
        "年底|年初|上班后|上班时间|工作时间|工作时间内|上班时|一上班|下班后|下班以后|下班之后|午休|午休后|午饭后|午饭前|"
        "饭后|饭前|晚饭后|晚饭前|几点|过后再|忙完|忙完后|今天内|今天之内|今日内|当天内|今天以内",
    )
    return table


VOCABULARY: Final = _vocabulary()
