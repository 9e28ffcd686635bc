"""How a private answer is shown on Slack: to one person, in the place where they acted, or else in their direct messages."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, Self

import structlog
from aiohttp import ClientError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.chat.blocks import blocks_of, fallback, view_of
from bot.chat.port import Button, Form, Message, Section
from bot.chat.slack_api import SlackApi
from bot.errors import SendFailed
from bot.i18n import Language

COMMAND: Final = "command"
"""The action of a button that types a command again; its value is what was typed."""
UNFURL: Final[Mapping[str, Any]] = {"unfurl_links": False, "unfurl_media": False}
OK: Final = 200
PAUSES: Final = (1.0, 4.0)  # seconds

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody acted: who, the channel, its thread where it was in one, and the response_url while Slack takes it."""

    user: str
    channel: str
    thread: str | None = None
    response_url: str | None = None

    @property
    def direct(self) -> bool:
        """Tell whether it is the person's direct messages with the bot."""
        return self.channel.startswith("D")


@dataclass(frozen=True, slots=True)
class FormMemory:
    """What a modal carries with it: what its form is about, and where to answer."""

    value: str
    channel: str
    thread: str | None

    def dumped(self) -> str:
        """Return it as a modal's private_metadata."""
        return json.dumps(asdict(self), separators=(",", ":"))

    @classmethod
    def loaded(cls, text: str) -> Self:
        """Read a modal's private_metadata. Raises ValueError and TypeError for what this bot did not write."""
        return cls(**json.loads(text))


def shown(message: Message) -> dict[str, Any]:
    """Return the text and blocks of a message, as Slack's methods and answers take them."""
    return {"text": fallback(message), "blocks": blocks_of(message)}


def private(message: Message) -> dict[str, Any]:
    """Return the answer to a command that only its typist sees."""
    return {"response_type": "ephemeral", **shown(message)}


def opener(say: Language, key: str, button: Button) -> Message:
    """Return a sentence with a button that opens a form: Slack opens one within three seconds of a press only."""
    return Message(say(key), sections=(Section(buttons=(button,)),))


@dataclass(frozen=True, slots=True)
class Teller:
    """Shows answers. What fails here has happened all the same: the card shows it."""

    api: SlackApi
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def tell(self, spot: Spot, message: Message) -> None:
        """Show the message to the one person. Raises SendFailed when Slack takes it nowhere."""
        if spot.response_url is not None and await self._respond(spot, message, replace=False):
            return
        body = shown(message)
        try:
            await self._insist(
                "chat.postEphemeral", {"channel": spot.channel, "user": spot.user, "thread_ts": spot.thread, **body}
            )
        except SendFailed as failure:
            log.info("no private answer in this place: it goes to the direct messages", reason=failure.reason)
            await self._insist("chat.postMessage", {"channel": spot.user, **body, **UNFURL})

    async def say(self, spot: Spot, message: Message) -> None:
        """Answer in the person's direct messages, in their thread where they wrote in one. Raises SendFailed."""
        body = {"channel": spot.channel, "thread_ts": spot.thread, **shown(message), **UNFURL}
        await self._insist("chat.postMessage", body)

    async def open(self, trigger: str, form: Form, spot: Spot, again: Message) -> None:
        """Open the form; when Slack does not, show `again`, whose button gives a new try. Raises SendFailed."""
        memory = FormMemory(form.value, spot.channel, spot.thread)
        try:
            await self.api.call("views.open", {"trigger_id": trigger, "view": view_of(form, memory.dumped())})
        except SendFailed as failure:
            log.warning("form not opened", reason=failure.reason)
            await self.tell(spot, again)

    async def replace(self, spot: Spot, message: Message) -> None:
        """Put another message in the place of a private one, which only its response_url can do."""
        await self._respond(spot, message, replace=True)

    async def _insist(self, method: str, arguments: Mapping[str, Any]) -> None:
        """Try three times, unless Slack says no: an answer that stands there twice is better than none. Raises SendFailed."""
        for pause in PAUSES:
            try:
                await self.api.call(method, arguments)
            except SendFailed as failure:
                if failure.permanent:
                    raise
                await self.wait(failure.retry_after or pause)
            else:
                return
        await self.api.call(method, arguments)

    async def _respond(self, spot: Spot, message: Message, *, replace: bool) -> bool:
        body = {**private(message), "replace_original": replace}
        if spot.thread is not None and not replace:
            body["thread_ts"] = spot.thread
        try:
            answer = await AsyncWebhookClient(spot.response_url or "", retry_handlers=[]).send_dict(body)
        except (OSError, TimeoutError, ClientError) as error:
            log.info("response_url not reached", error=type(error).__name__)
            return False
        return answer.status_code == OK
