"""Which hour of the day is meant by an hour and a part of the day: 下午3点, 12am, 8 in the evening."""

from collections.abc import Mapping
from typing import Final

from bot.rules.phrases.pieces import NOON, Clock, Part, Sign
from bot.rules.phrases.refusals import NoSuchTime, TimeAlternatives, Unreadable

# Hour as written → hour of that day; 24 and more are hours of the day after.
_NEXT_DAY: Final = 24


def _plain(*hours: range) -> dict[int, int]:
    return {hour: hour for span in hours for hour in span}


def _later(*hours: range) -> dict[int, int]:
    return {hour: hour + NOON for span in hours for hour in span}


_MIDNIGHT: Final = dict.fromkeys((0, 12, 24), _NEXT_DAY)
_HOURS: Final[Mapping[Part, Mapping[int, int]]] = {
    Part.DAWN: _plain(range(7)) | {12: 0},
    Part.MORNING: _plain(range(12)),
    Part.NOON: _plain(range(11, 15)) | _later(range(1, 3)),
    Part.AFTERNOON: _plain(range(12, 20)) | _later(range(1, 8)),
    Part.DUSK: _plain(range(16, 21)) | _later(range(4, 9)),
    Part.EVENING: _plain(range(17, 24)) | _later(range(5, 12)) | _MIDNIGHT,
    Part.NIGHT: _plain(range(20, 24)) | _later(range(8, 12)) | _MIDNIGHT,
    Part.MIDNIGHT: dict.fromkeys((0, 12, 24), 0),
    Part.AM: _plain(range(12)) | {12: 0},
    Part.PM: _plain(range(12, 24)) | _later(range(1, 12)),
}
_SMALL_HOURS: Final = range(1, 6)


def hour_of_day(clock: Clock, part: Part | None, *, has_day: bool) -> int | None:
    """Return the hour of the day that is meant (24 and more: of the day after); None when it is a bare hour.

    Raises Unreadable for what does not exist or could be two hours.
    """
    if not clock.exists:
        raise Unreadable(NoSuchTime)
    hour = clock.hour
    if clock.sign is Sign.AM:
        hour %= NOON
    elif clock.sign is Sign.PM:
        hour = hour % NOON + NOON
    if part is None:
        return None if clock.sign in (Sign.BARE, Sign.COLON) else hour
    if part is Part.MORNING and clock.hour == NOON:
        # 上午12点 is noon to some and midnight to others.
        raise Unreadable(TimeAlternatives, "12:00", "00:00")
    if part is Part.NIGHT and hour in _SMALL_HOURS and not has_day:
        return hour
    if hour not in _HOURS[part]:
        raise Unreadable(NoSuchTime)
    return _HOURS[part][hour]
