"""What Slack's answers say of somebody: status, do-not-disturb, account and activity (procedure, section 6)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.presence import Hint, Seen, Shown, Sign
from bot.chat.slack_presence import seen
from tests.scenario.example import example_policy

NOW = datetime(2026, 11, 23, 1, 10, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
POLICY = example_policy().signs


def look(profile: dict[str, Any] | None = None, pause: dict[str, Any] | None = None, **account: Any) -> Seen:  # noqa: ANN401
    """Return what is seen of an account with this profile and these hours."""
    return seen({"user": {"profile": profile or {}, **account}}, pause or {}, {"presence": "active"}, NOW, POLICY)


def sign(found: Seen, which: Sign) -> Shown:
    """Return one sign of those that were seen."""
    return next(each for each in found.signs if each.sign is which)


@pytest.mark.parametrize(
    ("emoji", "text", "words"),
    [
        (":palm_tree:", "Vacationing", ":palm_tree:"),
        (":palm_tree:", "", ":palm_tree:"),
        (":face_with_thermometer:", "Out sick", ":face_with_thermometer:"),
        (":face_with_thermometer::skin-tone-2:", "", ":face_with_thermometer:"),
        (":airplane:", "On Leave until Friday, Kate covers", "on leave"),
        ("", "OOO", "ooo"),
        ("", "年假中，有事找凯特", "年假"),
        (":house:", "今天请假", "请假"),
    ],
)
def test_a_status_that_means_away(emoji: str, text: str, words: str) -> None:
    """By its emoji or a word of the policy; what is kept of it is that, never what the person has written."""
    found = sign(look({"status_emoji": emoji, "status_text": text, "status_expiration": 0}), Sign.STATUS)
    assert found == Shown(Sign.STATUS, away=True, words=words)


@pytest.mark.parametrize(
    ("emoji", "text"),
    [
        ("", ""),
        (":calendar:", "In a meeting"),
        (":bus:", "Commuting"),
        (":house_with_garden:", "Working remotely"),
        (":coffee:", "looool"),
        ("", "Vacations desk"),
        (":palm_trees:", ""),
    ],
)
def test_a_status_that_does_not(emoji: str, text: str) -> None:
    """In a meeting, on the way, working at home; and words that merely contain one of the policy's."""
    assert not sign(look({"status_emoji": emoji, "status_text": text}), Sign.STATUS).away


def test_until_when_a_status_says() -> None:
    """Its expiration is the end; one that is over counts no more, as Slack may be late to clear it."""
    profile = {"status_emoji": ":palm_tree:", "status_expiration": int(LATER.timestamp())}
    assert sign(look(profile), Sign.STATUS).until == LATER
    profile["status_expiration"] = int(NOW.timestamp())
    assert not sign(look(profile), Sign.STATUS).away


@pytest.mark.parametrize(
    ("enabled", "start", "end", "away"),
    [
        (True, -60, 3600, True),
        (True, 0, 3600, True),
        (True, 60, 3600, False),
        (True, -3600, 0, False),
        (False, -60, 3600, False),
    ],
)
def test_do_not_disturb(enabled: bool, start: int, end: int, away: bool) -> None:  # noqa: FBT001 - columns of the table
    """Now has to lie within the hours: that there are such hours says nothing."""
    stamp = int(NOW.timestamp())
    pause = {"ok": True, "dnd_enabled": enabled, "next_dnd_start_ts": stamp + start, "next_dnd_end_ts": stamp + end}
    until = NOW + timedelta(seconds=end) if away else None
    assert sign(look(pause=pause), Sign.DND) == Shown(Sign.DND, away=away, until=until)


def test_a_deactivated_account() -> None:
    """It has no end."""
    assert sign(look(deleted=True), Sign.ACCOUNT) == Shown(Sign.ACCOUNT, away=True, lasting=True)
    assert not sign(look(deleted=False), Sign.ACCOUNT).away


def test_hints() -> None:
    """Idle, or in a huddle: busy is not away."""
    account: dict[str, Any] = {"user": {"profile": {}}}
    assert seen(account, {}, {"presence": "away"}, NOW, POLICY).hint is Hint.IDLE
    assert seen(account, {}, {"presence": "active"}, NOW, POLICY).hint is None
    huddle = {"user": {"profile": {"huddle_state": "in_a_huddle"}}}
    found = seen(huddle, {}, {"presence": "away"}, NOW, POLICY)
    assert found.hint is Hint.HUDDLE
    assert not any(each.away for each in found.signs)


def test_what_is_not_known_is_no_sign() -> None:
    """An answer that did not come says neither that somebody is away nor that they are there."""
    assert seen({}, {}, {}, NOW, POLICY) == Seen()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
NAMES = ("deleted", "status_emoji", "status_text", "status_expiration", "huddle_state")


@given(
    profile=st.dictionaries(st.sampled_from(NAMES), JSON) | JSON,
    pause=st.dictionaries(st.sampled_from(("dnd_enabled", "next_dnd_start_ts", "next_dnd_end_ts")), JSON),
    activity=st.dictionaries(st.just("presence"), JSON),
)
def test_whatever_slack_answers_can_be_read(profile: object, pause: dict[str, Any], activity: dict[str, Any]) -> None:
    """No answer of any shape is an error."""
    seen({"user": {"profile": profile, "deleted": profile}}, pause, activity, NOW, POLICY)
    seen({"user": profile}, pause, activity, NOW, POLICY)
