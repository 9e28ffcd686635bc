"""Ways of writing a time that are read at this moment: what a refusal offers. They are input, like the words of the grammar."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Final

from bot.rules.phrases.days import DAY
from bot.rules.worktime import Worktime

_AFTERNOON: Final = time(15, 30)
_MORNING: Final = time(10)
_TODAY: Final = {"zh": "今天{:%H:%M}", "en": "today {:%H:%M}"}
_TOMORROW: Final = {"zh": "明天{:%H:%M}", "en": "tomorrow {:%H:%M}"}
_DATE: Final = {"zh": "{0.month}月{0.day}日 {0:%H:%M}", "en": "{0.day} {0:%b %H:%M}"}
_IN: Final = {"zh": "45分钟后", "en": "in 45 min"}


def usual_forms(now: datetime, worktime: Worktime, lang: str) -> Iterator[str]:
    """Yield examples in working time soon after `now`: an afternoon, the morning of the next working day, and others."""
    local = worktime.local(now)
    today = local.date()
    afternoon = datetime.combine(today, _AFTERNOON, worktime.zone)
    if local < afternoon and worktime.is_working(afternoon):
        yield f"{afternoon:%H:%M}"
    day = today + DAY
    while not worktime.is_working_day(day):
        day += DAY
    for clock in (_MORNING, _AFTERNOON):
        yield dated(datetime.combine(day, clock, worktime.zone), today, lang)
    yield _IN["zh" if lang == "zh" else "en"]


def dated(local: datetime, today: date, lang: str) -> str:
    """Return day and time of a local moment as they are typed: "tomorrow 10:00", "12月1日 10:00"."""
    ahead = (local.date() - today).days
    templates = {0: _TODAY, 1: _TOMORROW}.get(ahead, _DATE)
    return templates["zh" if lang == "zh" else "en"].format(local)
