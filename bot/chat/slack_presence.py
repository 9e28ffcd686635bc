"""What Slack shows of somebody: account and status (users.info), do-not-disturb (dnd.info), and activity (users.getPresence)."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bot.chat.presence import Hint, Seen, Shown, Sign
from bot.chat.slack import SlackPeople
from bot.chat.slack_api import NO_ACCESS, Answer, Refused, SlackApi
from bot.errors import SendFailed
from config.policy import SignPolicy

ASK_AGAIN: Final = timedelta(minutes=10)  # what the bot's token does not allow
IN_A_HUDDLE: Final = "in_a_huddle"


@dataclass(slots=True)
class SlackPresence:
    """The presence port on Slack. What one of the three calls does not answer is not known; the others count."""

    api: SlackApi
    people: SlackPeople
    policy: SignPolicy
    _not_allowed: dict[str, datetime] = field(default_factory=dict)

    async def look(self, handle: str, at: datetime) -> Seen:
        """Return what Slack shows of a person. Raises SendFailed when it answers nothing, or asks to wait."""
        user = await self.people.user_id(handle)
        if user is None:
            return Seen()
        methods = ["users.info", "users.getPresence", *(["dnd.info"] if self.policy.do_not_disturb else [])]
        found = await asyncio.gather(*(self._read(method, user, at) for method in methods), return_exceptions=True)
        failures = [each for each in found if isinstance(each, BaseException)]
        if limited := [each for each in failures if isinstance(each, SendFailed) and each.retry_after is not None]:
            raise limited[0]
        if len(failures) == len(found) or any(not isinstance(each, SendFailed) for each in failures):
            raise failures[0]
        known = {method: each for method, each in zip(methods, found, strict=True) if not isinstance(each, BaseException)}
        account, pause, activity = (known.get(method, {}) for method in ("users.info", "dnd.info", "users.getPresence"))
        return seen(account, pause, activity, at, self.policy)

    async def _read(self, method: str, user: str, at: datetime) -> Answer:
        """Return Slack's answer; {} when it refuses to say."""
        last = self._not_allowed.get(method)
        if last is not None and at - last < ASK_AGAIN:
            return {}
        try:
            return await self.api.read(method, user=user)
        except Refused as refused:
            if refused.retry_after is not None:
                raise
            if refused.code in NO_ACCESS:
                self._not_allowed[method] = at
            return {}


def seen(account: Answer, pause: Answer, activity: Answer, at: datetime, policy: SignPolicy) -> Seen:
    """Return what Slack's answers say at `at` (aware); {} stands for one that is not known."""
    user = _mapping(account.get("user"))
    profile = _mapping(user.get("profile"))
    signs = []
    if user:
        signs.append(Shown(Sign.ACCOUNT, away=user.get("deleted") is True, lasting=True))
        signs.append(_status(profile, at, policy))
    if "dnd_enabled" in pause:
        signs.append(_pause(pause, at))
    if profile.get("huddle_state") == IN_A_HUDDLE:
        return Seen(tuple(signs), Hint.HUDDLE)
    return Seen(tuple(signs), Hint.IDLE if activity.get("presence") == "away" else None)


def _status(profile: Answer, at: datetime, policy: SignPolicy) -> Shown:
    """Return whether the status is one of those that mean away. One that has expired is none, and 0 is no end."""
    until = _moment(profile.get("status_expiration"))
    meaning = _meaning(str(profile.get("status_emoji") or ""), str(profile.get("status_text") or ""), policy)
    if meaning is None or (until is not None and until <= at):
        return Shown(Sign.STATUS, away=False)
    return Shown(Sign.STATUS, away=True, until=until, words=meaning)


def _meaning(emoji: str, text: str, policy: SignPolicy) -> str | None:
    """Return the emoji or the word of the policy by which a status means away; a skin tone does not matter."""
    name = emoji.strip(":").partition("::")[0]
    if name in policy.away_emoji:
        return f":{name}:"
    folded = text.casefold()
    return next((word for word in policy.away_words if _said(word.casefold(), folded)), None)


def _said(word: str, text: str) -> bool:
    """Tell whether the word stands in the text: a Latin one as a word, a Chinese one anywhere."""
    if word.isascii():
        return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
    return word in text


def _pause(pause: Answer, at: datetime) -> Shown:
    """Return whether it is do-not-disturb now: `dnd_enabled` alone says only that there are such hours."""
    start, end = _moment(pause.get("next_dnd_start_ts")), _moment(pause.get("next_dnd_end_ts"))
    within = pause["dnd_enabled"] is True and start is not None and end is not None and start <= at < end
    return Shown(Sign.DND, away=within, until=end if within else None)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _moment(stamp: object) -> datetime | None:
    """Return the moment of a time stamp in seconds; None for 0 and for what is none."""
    if not isinstance(stamp, int | float) or stamp <= 0:
        return None
    try:
        return datetime.fromtimestamp(stamp, UTC)
    except (ValueError, OverflowError, OSError):
        return None
