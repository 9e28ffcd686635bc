"""What people write on Slack in threads and to the bot directly.

It is taken in a middleware, before Slack has its answer: what raises here is answered 500, and Slack delivers it again.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Self

from bot.address import Address, Place
from bot.chat.port import Answer, Button
from bot.chat.slack_people import SlackPeople
from bot.clock import Clock
from bot.errors import StoreUnavailable
from bot.i18n import FALLBACK, Languages
from bot.rules.people import Directory
from bot.store import facts
from bot.store.database import Database
from handlers.afterwards import Afterwards
from handlers.front import Front, Incoming
from handlers.slack_answers import COMMAND, Spot, Teller, opener
from handlers.slack_text import typed

HUMAN: Final = frozenset({None, "file_share", "thread_broadcast"})


def delivery(*parts: str) -> str:
    """Return the key of a delivery from what is the same each time that Slack brings it."""
    return f"slack:{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:40]}"


@dataclass(frozen=True, slots=True)
class Said:
    """Words of one person. `keys` name the delivery: by the message, which may come under several event ids, and by the event."""

    user: str
    channel: str
    ts: str
    thread: str | None
    text: str
    keys: tuple[str, str]

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Self | None:
        """Read a delivery of the Events API; None for what no person wrote just now: edits, bots, joins, other events."""
        event = body.get("event", {})
        if event.get("type") != "message" or event.get("subtype") not in HUMAN or event.get("bot_id"):
            return None
        user, channel, ts = event.get("user"), event.get("channel"), event.get("ts")
        if not (user and channel and ts):
            return None
        team = str(body.get("team_id", ""))
        keys = delivery("message", team, channel, ts), delivery("event", team, str(body.get("event_id", ts)))
        return cls(user, channel, ts, event.get("thread_ts"), event.get("text") or "", keys)

    @property
    def at(self) -> datetime:
        """When it was written (aware UTC)."""
        return datetime.fromtimestamp(float(self.ts), UTC)


@dataclass(frozen=True, slots=True)
class Threads:
    """Takes words once, whatever is delivered how often."""

    front: Front
    people: SlackPeople
    teller: Teller
    afterwards: Afterwards
    database: Database
    clock: Clock
    directory: Directory
    languages: Languages

    async def take(self, body: Mapping[str, Any]) -> None:
        """Act on an event, if it is somebody's words to the bot. Raises StoreUnavailable: then it has to come again."""
        said = Said.of(body)
        if said is None:
            return
        spot = Spot(said.user, said.channel, said.thread)
        if said.thread is None and not spot.direct:
            return
        thread = None if said.thread is None else f"{said.channel}:{said.thread}"
        if not await self._is_new(said, thread):
            return
        handle = self.people.handle_of(said.user)
        if handle is None and thread is not None:
            return
        incoming = Incoming(handle or said.user, delivery("act", *said.keys[:1]), self._place(said, handle), said.at)
        text = typed(said.text, self.people)
        answer = await (self.front.command(incoming, text) if thread is None else self.front.reply(incoming, thread, text))
        if answer.failed:
            reason = "the words were not kept"
            raise StoreUnavailable(reason)
        if await self._note(said):
            self._answer(spot, handle, text, answer)

    async def _is_new(self, said: Said, thread: str | None) -> bool:
        """Tell whether it is about a handover, or to the bot directly, and did not come before."""
        async with self.database.reading() as connection:
            if thread is not None and not await facts.handovers_shown_at(connection, thread):
                return False
            return not await facts.came(connection, said.keys)

    async def _note(self, said: Said) -> bool:
        """Note that it was taken; False when another delivery of it was quicker."""
        async with self.database.transaction() as connection:
            return all([await facts.deliver_once(connection, key, self.clock.now()) for key in said.keys])

    def _answer(self, spot: Spot, handle: str | None, text: str, answer: Answer) -> None:
        message = answer.message
        if answer.form is not None:
            say = self.languages.of(self.directory.people[handle].language if handle in self.directory.people else FALLBACK)
            message = opener(say, "slack.open_here", Button(say("slack.open"), COMMAND, text))
        if message is not None:
            tell = self.teller.say if spot.direct else self.teller.tell
            self.afterwards.run("answer in a thread", tell(spot, message))

    def _place(self, said: Said, handle: str | None) -> Address | None:
        team = self.people.team_of(said.channel)
        if team is not None:
            return Address(Place.CHANNEL, team)
        return None if handle is None else Address(Place.PERSON, handle)
