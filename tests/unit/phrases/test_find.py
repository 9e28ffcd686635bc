"""The time at one end of a command's free text: procedure §3a, "alone or inside a command"."""

import pytest

from bot.rules.phrases import TimeRefused, TwoTimes, find_time
from tests.unit.clocks import clock, moment, said

MONDAY = "2026-11-23 10:07"


def found(text: str, lang: str = "en", now: str = MONDAY) -> tuple[str | None, str]:
    """Return the moment by the site's clocks and the rest of the text; the key of the refusal in place of the moment."""
    worktime = clock()
    try:
        answer = find_time(text, moment(worktime, now), worktime, lang)
    except TimeRefused as refusal:
        return refusal.key, str(refusal.params["text"])
    return (said(worktime, answer.reading.moment) if answer.reading else None), answer.rest


@pytest.mark.parametrize(
    ("text", "answer", "rest"),
    [
        ("17:20 customs fee question", "2026-11-23 17:20", "customs fee question"),
        ("17:20: customs fee", "2026-11-23 17:20", "customs fee"),
        ("17:20 - customs fee", "2026-11-23 17:20", "customs fee"),
        ("at 3 customs fee", "2026-11-23 15:00", "customs fee"),
        ("tomorrow at 10: customs fee", "2026-11-24 10:00", "customs fee"),
        ("tomorrow customs fee", "2026-11-24 09:00", "customs fee"),
        ("tomorrow morning customs fee", "2026-11-24 09:00", "customs fee"),
        ("1 Dec customs fee", "2026-12-01 09:00", "customs fee"),
        ("2026-12-01 09:30 customs fee", "2026-12-01 09:30", "customs fee"),
        ("next Wednesday 3pm customs fee, 2 boxes", "2026-12-02 15:00", "customs fee, 2 boxes"),
        ("in 45 min customs fee", "2026-11-23 10:52", "customs fee"),
        ("2h customs fee", "2026-11-23 12:07", "customs fee"),
        ("asap customs fee", "2026-11-23 10:07", "customs fee"),
        ("eod customs fee", "2026-11-23 17:30", "customs fee"),
        ("10:00 3 boxes missing", "2026-11-24 10:00", "3 boxes missing"),
        ("15:00 to discuss 3 boxes", "2026-11-23 15:00", "to discuss 3 boxes"),
        ("customs fee, tomorrow 10:00", "2026-11-24 10:00", "customs fee"),
        ("customs fee tomorrow 10:00", "2026-11-24 10:00", "customs fee"),
        ("customs fee, Friday", "2026-11-27 09:00", "customs fee"),
        ("customs fee in 45 min", "2026-11-23 10:52", "customs fee"),
        ("customs fee by eod", "2026-11-23 17:30", "customs fee"),
        ("customs fee asap", "2026-11-23 10:07", "customs fee"),
        ("customs fee please call tomorrow", "2026-11-24 09:00", "customs fee"),
        ("box 3, at 5", "2026-11-23 17:00", "box 3"),
        ("明天上午10点半 清关费用", "2026-11-24 10:30", "清关费用"),
        ("明天上午10点半，清关费用", "2026-11-24 10:30", "清关费用"),
        ("下午3点客户要查件", "2026-11-23 15:00", "客户要查件"),
        ("3点客户要查件", "2026-11-23 15:00", "客户要查件"),
        ("下午3点20箱破损", "2026-11-23 15:00", "20箱破损"),
        ("下午3点20 清关", "2026-11-23 15:20", "清关"),
        ("15:00 后天要出货", "2026-11-23 15:00", "后天要出货"),
        ("45分钟后客户要查件", "2026-11-23 10:52", "客户要查件"),
        ("12/1 9:30 清关费用", "2026-12-01 09:30", "清关费用"),
        ("下周三下午三点 清关费用", "2026-12-02 15:00", "清关费用"),
        ("请在明天上午10点回电 清关费用", "2026-11-24 10:00", "清关费用"),
        ("马上回电 清关费用", "2026-11-23 10:07", "清关费用"),
        ("周三 清关费用", "2026-11-25 09:00", "清关费用"),
        ("清关费用今晚8点", "2026-11-23 20:00", "清关费用"),
        ("清关费用15:00", "2026-11-23 15:00", "清关费用"),
        ("包裹破损 客户要求明天下午3点回电", "2026-11-24 15:00", "包裹破损"),
        ("17:20 customs fee 17:20", "2026-11-23 17:20", "customs fee"),
        ("17:20", "2026-11-23 17:20", ""),
        ("16:00 about the customs fee", "2026-11-23 16:00", "about the customs fee"),
        ("16:00, about the customs fee", "2026-11-23 16:00", "about the customs fee"),
        ("before 4pm about the fee", "2026-11-23 16:00", "about the fee"),
        ("at 3 about 5 boxes", "2026-11-23 15:00", "about 5 boxes"),
        ("tomorrow about the fee", "2026-11-24 09:00", "about the fee"),
        ("asap about the fee", "2026-11-23 10:07", "about the fee"),
        ("in 45 min about the 3 boxes", "2026-11-23 10:52", "about the 3 boxes"),
        ("16:00约客户送货", "2026-11-23 16:00", "约客户送货"),
        ("明天上午10点 约3箱破损", "2026-11-24 10:00", "约3箱破损"),
    ],
)
def test_a_time_at_one_end(text: str, answer: str, rest: str) -> None:
    """The longest time at the beginning, or else at the end, is the asked time; the rest is the wish."""
    assert found(text) == (answer, rest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "customs fee",
        "customer wants 2 boxes",
        "invoice 1530 wrong",
        "parcel damaged on 12/1",
        "address changed, call before delivery",
        "3 or 4 boxes",
        "3-4 boxes missing",
        "24/7 support",
        "1.5 kg parcel",
        "2 hours late delivery",
        "waited 2 hours",
        "2 working days without news",
        "later delivery requested",
        "now customs wants a fee",
        "Friday delivery missed",
        "today delivery not arrived",
        "2 days ago parcel lost",
        "deliver on Friday",
        "may be damaged",
        "sat on the parcel",
        "parcel was delivered yesterday 3pm",
        "waiting since 10:00",
        "delivered at 10:00",
        "shop closes at 18:00",
        "改天再送货",
        "今天没收到货",
        "昨天没收到货",
        "马上要出货",
        "2小时没回复",
        "3点要求",
        "一点问题都没有",
        "客户有3点",
        "包裹显示昨天送达",
    ],
)
def test_a_wish_is_left_alone(text: str) -> None:
    """Words and digits of a wish are no asked time: the first offer was accepted, and nothing is lost of the wish."""
    assert found(text) == (None, text)


@pytest.mark.parametrize(
    ("text", "key", "blamed"),
    [
        ("25:00 customs fee", "no_such_time", "25:00"),
        ("26点 清关", "no_such_time", "26点"),
        ("30 Feb customs fee", "no_such_time", "30 Feb"),
        ("2月30日 清关费用", "no_such_time", "2月30日"),
        ("yesterday 3pm fee", "past_phrase", "yesterday 3pm"),
        ("昨天下午3点司机来过", "past_phrase", "昨天下午3点"),
        ("at 8 customs fee", "bare_hour", "at 8"),
        ("tonight customs fee", "evening_without_hour", "tonight"),
        ("今晚 清关费用", "evening_without_hour", "今晚"),
        ("between 3 and 4pm customs fee", "time_range", "between 3 and 4pm"),
        ("清关费用 3点到4点", "time_range", "3点到4点"),
        ("3点或4点 清关费用", "time_alternatives", "3点或4点"),
        ("after 3pm customs fee", "open_time", "after 3pm"),
        ("3pm or later customs fee", "open_time", "3pm or later"),
        ("around 3pm customs fee", "vague_time", "around 3pm"),
        ("about 16:00 customs fee", "vague_time", "about 16:00"),
        ("tomorrow about 4 customs fee", "vague_time", "tomorrow about 4"),
        ("today about 16:00 customs fee", "vague_time", "today about 16:00"),
        ("around 4", "vague_time", "around 4"),
        ("16:00 or so about the fee", "vague_time", "16:00 or so"),
        ("16:00-ish about the fee", "vague_time", "16:00-ish"),
        ("16:00 about", "vague_time", "16:00 about"),
        ("明天约4点 清关费用", "vague_time", "明天约4点"),
        ("3点左右 清关费用", "vague_time", "3点左右"),
        ("later, customs fee", "vague_time", "later"),
        ("later", "vague_time", "later"),
        ("改天", "vague_time", "改天"),
        ("yesterday", "past_phrase", "yesterday"),
        ("1530", "maybe_number", "1530"),
        ("12/1 9:30 customs fee", "ambiguous_date", "12/1 9:30"),
    ],
)
def test_an_attempted_time_is_refused(text: str, key: str, blamed: str) -> None:
    """What was meant as a time and is none is refused for what it is, never taken for a wish in silence."""
    assert found(text) == (key, blamed)


def test_two_times_are_both_named() -> None:
    """A time at the beginning and another one at the end: the typist has to choose."""
    worktime = clock()
    with pytest.raises(TwoTimes) as refused:
        find_time("17:20 customs fee, tomorrow 10:00", moment(worktime, MONDAY), worktime)
    assert (refused.value.params["first"], refused.value.params["second"]) == ("today 17:20", "tomorrow 10:00")


def test_the_text_decides_on_the_language() -> None:
    """12/1 before English words is ambiguous for a Chinese reader too; a Chinese wish makes it month/day for everyone."""
    assert found("12/1 9:30 customs fee", "zh")[0] == "ambiguous_date"
    assert found("12/1 9:30 清关费用", "en")[0] == "2026-12-01 09:30"
