"""The chat port on Slack: one post leaves one message, whatever happens on the way.

A reference is "<channel>:<ts>". Every post carries its key in the message's metadata, which any member can read: the key is
opaque and nothing else stands there. Whether a post with an unknown outcome was taken is found by looking for its key.
"""

import contextlib
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

import structlog

from bot.address import Address, Place
from bot.chat.blocks import blocks_of, fallback
from bot.chat.port import Message
from bot.chat.slack_api import Answer, Refused, SlackApi
from bot.errors import SendFailed

EVENT_TYPE: Final = "callback_outbox"
LOOK_BACK: Final = timedelta(hours=24)
KNOWN_FOR: Final = timedelta(minutes=10)
NO_BLOCKS: Final = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"})
NEVER_LOOKING: Final = frozenset({"missing_scope", "no_permission", "not_allowed_token_type"})
"""The bot may post and not read: then late or twice beats never."""

log = structlog.get_logger()


class SlackPeople(Protocol):
    """Who is who on Slack. Both methods may raise SendFailed when Slack cannot be asked."""

    async def user_id(self, handle: str) -> str | None:
        """Return the id of a person's account; None when there is none."""
        ...

    async def channel_id(self, team: str) -> str | None:
        """Return the id of a team's channel; None when there is none."""
        ...


@dataclass(slots=True)
class SlackChat:
    """The chat port on Slack."""

    api: SlackApi
    people: SlackPeople
    _accounts: dict[str, tuple[datetime, bool]] = field(default_factory=dict)
    _refused: set[str] = field(default_factory=set)
    _ourselves: frozenset[str] = frozenset()

    async def post(
        self, to: Address, message: Message, *, key: str, thread: str | None, at: datetime, tried: bool = False
    ) -> str:
        """Post, or adopt and bring up to date what an earlier try has posted. Raises SendFailed."""
        channel, root = channel_and_ts(thread) if thread else (await self._place(to, at), None)
        surely_new = not tried or key in self._refused
        if not surely_new and (found := await self._find(channel, root, key, at)):
            await self.edit(found, message, at=at)
            return found
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": key}}
        arguments = {"channel": channel, "thread_ts": root, "metadata": metadata, "unfurl_links": False, "unfurl_media": False}
        self._refused.discard(key)
        try:
            answer = await self._post(arguments, message, key)
        except Refused:
            if surely_new:
                self._refused.add(key)
            raise
        return f"{answer['channel']}:{answer['ts']}"

    async def edit(self, ref: str, message: Message, *, at: datetime) -> None:
        """Replace the message. Raises SendFailed."""
        channel, ts = channel_and_ts(ref)
        arguments = {"channel": channel, "ts": ts, "text": fallback(message)}
        try:
            await self.api.update(arguments | {"blocks": blocks_of(message, uuid.uuid4().hex[:12])})
        except Refused as refused:
            _check_blocks(refused)
            await self.api.update(arguments | {"blocks": []})

    async def _post(self, arguments: dict[str, Any], message: Message, key: str) -> Answer:
        """Post with blocks; as text alone when Slack refuses them: a plain message is better than none."""
        words = arguments | {"text": fallback(message), "mrkdwn": False}
        try:
            return await self.api.post(words | {"blocks": blocks_of(message, key)})
        except Refused as refused:
            _check_blocks(refused)
            return await self.api.post(words)

    async def _place(self, to: Address, at: datetime) -> str:
        """Return what to post to: a channel's id, or a person's, which stands for their direct messages."""
        if to.place is Place.CHANNEL:
            channel = await self.people.channel_id(to.key)
            return channel or _nowhere("channel_not_found")
        user = await self.people.user_id(to.key)
        if user is None:
            return _nowhere("user_not_found")
        return user if await self._active(user, at) else _nowhere("user_deactivated")

    async def _active(self, user: str, at: datetime) -> bool:
        """Tell whether the account is in use: Slack takes messages to a deactivated one, and nobody reads them."""
        checked, active = self._accounts.get(user, (None, True))
        if checked is None or at - checked > KNOWN_FOR:
            try:
                answer = await self.api.read("users.info", user=user)
            except Refused as refused:
                active = not refused.permanent
            except SendFailed:
                return active
            else:
                active = not answer["user"].get("deleted", False)
            self._accounts[user] = (at, active)
        return active

    async def _find(self, channel: str, root: str | None, key: str, at: datetime) -> str | None:
        """Return the reference of the message that carries the key, of the last day's messages of this bot."""
        try:
            if channel.startswith(("U", "W")):
                channel = (await self.api.read("conversations.open", users=channel))["channel"]["id"]
            if not self._ourselves:
                us = await self.api.read("auth.test")
                self._ourselves = frozenset(us[name] for name in ("user_id", "bot_id") if us.get(name))
            return await self._search(channel, root, key, at)
        except Refused as refused:
            if not refused.permanent and refused.code not in NEVER_LOOKING:
                raise
            log.error("cannot look for an earlier try", reason=refused.code)  # noqa: TRY400 - a traceback shows arguments
            return None

    async def _search(self, channel: str, root: str | None, key: str, at: datetime) -> str | None:
        method = "conversations.replies" if root else "conversations.history"
        found = self.api.messages(method, since=at - LOOK_BACK, channel=channel, ts=root, include_all_metadata=True)
        async with contextlib.aclosing(found):
            async for message in found:
                if self._carries(message, key):
                    return f"{channel}:{message['ts']}"
        return None

    def _carries(self, message: Answer, key: str) -> bool:
        metadata = message.get("metadata") or {}
        ours = (
            not self._ourselves.isdisjoint((message.get("user"), message.get("bot_id")))
            and metadata.get("event_type") == EVENT_TYPE
        )
        return ours and (metadata.get("event_payload") or {}).get("key") == key


def channel_and_ts(ref: str) -> tuple[str, str]:
    """Return what a reference names. Raises SendFailed for one of another platform."""
    channel, found, ts = ref.partition(":")
    if not found:
        reason = "not a reference of Slack"
        raise SendFailed(reason, permanent=True)
    return channel, ts


def _nowhere(reason: str) -> str:
    raise SendFailed(reason, permanent=True)


def _check_blocks(refused: Refused) -> None:
    """Raise what has nothing to do with blocks."""
    if refused.code not in NO_BLOCKS:
        raise refused
    log.error("Slack refuses the blocks of a message, which goes as text", reason=refused.code)
