"""Time that passes while nobody listens to Slack, and what people write in it."""

from dataclasses import replace
from datetime import timedelta

from handlers.slack_missed import MissedReplies
from tests.slack.house import SlackHouse
from tests.slack.requests import Json
from tests.slack.stub import Stub, user_id


def waiting(house: SlackHouse) -> tuple[MissedReplies, list[float]]:
    """Return what asks for missed replies, and how long it would have waited each time."""
    waited: list[float] = []

    async def wait(seconds: float) -> None:
        waited.append(seconds)

    return replace(house.bot.missed, wait=wait), waited


def wrote(house: SlackHouse, stub: Stub, handle: str, text: str, thread: str) -> Json:
    """Let somebody write in a thread now, while nobody listens; return the message as Slack keeps it."""
    kept = {"type": "message", "user": user_id(handle), "text": text, "ts": f"{house.clock.now().timestamp():.6f}"}
    stub.threads.setdefault(thread, []).append(kept | {"thread_ts": thread})
    return kept


async def pass_unheard(house: SlackHouse, hours: float) -> None:
    """Note that somebody listened until now, and let time pass with the bot away: nothing ticks either."""
    await house.bot.missed.look()
    house.clock.set(house.clock.now() + timedelta(hours=hours))
