"""What comes in from Slack: commands, buttons, forms, and words in threads. Each is carried out before Slack has its answer.

Registered on a Bolt app that was made with `process_before_response`: Bolt then waits for a listener instead of looking for
its answer every ten milliseconds, and a listener that raises is not lost.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.address import Address, Place
from bot.chat.blocks import filled, pressed
from bot.chat.port import Answer, Button, Chat, Message
from bot.chat.slack_people import SlackPeople
from bot.clock import Clock
from bot.i18n import FALLBACK, Language, Languages
from bot.rules.people import Directory
from handlers.afterwards import Afterwards
from handlers.front import Front, Incoming
from handlers.slack_answers import COMMAND, FormMemory, Spot, Teller, opener, private
from handlers.slack_failures import Failure, kind_of
from handlers.slack_text import typed
from handlers.slack_threads import Threads, delivery

Body = Mapping[str, Any]

ANY: Final = re.compile("")
EDITS: Final = 3
LISTENED: Final = frozenset({"command", "block_actions", "view_submission"})


@dataclass(frozen=True, slots=True)
class SlackDesk:
    """Takes what Slack brings to the one front, and shows what it answers."""

    front: Front
    people: SlackPeople
    teller: Teller
    threads: Threads
    afterwards: Afterwards
    chat: Chat
    clock: Clock
    directory: Directory
    languages: Languages

    async def command(self, ack: AsyncAck, body: Body) -> None:
        """Carry out what was typed behind `/callback`; the answer is the response."""
        spot = _spot_of(body)
        text = typed(body.get("text") or "", self.people)
        incoming = Incoming(self._person(spot), delivery("command", body["trigger_id"]))
        answer = await self.front.command(incoming, text)
        again = Button(self._say(spot)("slack.open"), COMMAND, text)
        self._open(spot, body["trigger_id"], answer, again)
        await ack(private(answer.message) if answer.message is not None else "")

    async def press(self, ack: AsyncAck, body: Body) -> None:
        """Carry out a press on a button or a menu."""
        name, value = pressed(body["actions"][0])
        spot = _spot_of(body)
        incoming = Incoming(self._person(spot), delivery("press", body["trigger_id"]), self._place(spot))
        answer = await (self.front.command(incoming, value) if name == COMMAND else self.front.press(incoming, name, value))
        self._open(spot, body["trigger_id"], answer, Button(self._say(spot)("slack.open"), name, value))
        if answer.replace is not None:
            ref = f"{spot.channel}:{body['container']['message_ts']}"
            if spot.response_url is not None:
                self.afterwards.run("refresh", self.teller.replace(spot, answer.replace))
            else:
                now = partial(self.front.shown, incoming, name, value)
                self.afterwards.run("refresh", self._bring_up_to_date(ref, answer.replace, now))
        if answer.message is not None:
            self.afterwards.run("answer to a press", self.teller.tell(spot, answer.message))
        await ack()

    async def submit(self, ack: AsyncAck, body: Body) -> None:
        """Carry out a form; what was refused stays open, with what was typed in it."""
        view = body["view"]
        memory = FormMemory.loaded(view["private_metadata"])
        spot = _spot_of(body)
        fields = filled(view["state"]["values"])
        # One modal is one act: when Slack has lost the answer, the person sends the same view again.
        incoming = Incoming(self._person(spot), delivery("view", view["id"]))
        answer = await self.front.submit(incoming, view["callback_id"], memory.value, fields)
        if answer.refused and answer.message is not None:
            names = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
            await ack(response_action="errors", errors={_field(answer, names): answer.message.text})
            return
        if answer.message is not None:
            self.afterwards.run("answer to a form", self.teller.tell(spot, answer.message))
        await ack()

    def _open(self, spot: Spot, trigger: str, answer: Answer, again: Button) -> None:
        """Open a form at once, beside the answer: Slack takes its trigger for three seconds."""
        if answer.form is not None:
            retry = opener(self._say(spot), "slack.not_opened", again)
            self.afterwards.run("open a form", self.teller.open(trigger, answer.form, spot, retry))

    async def _bring_up_to_date(self, ref: str, message: Message, now: Callable[[], Awaitable[Message | None]]) -> None:
        """Edit the message until it reads as it is `now`: a slow edit may land on one that was newer."""
        await self.chat.edit(ref, message, at=self.clock.now())
        for _ in range(EDITS):
            newer = await now()
            if newer is None or newer == message:
                return
            message = newer
            await self.chat.edit(ref, message, at=self.clock.now())

    def _person(self, spot: Spot) -> str:
        """Return the handle; a stranger's user id, of whom the front says that they are not in the directory."""
        return self.people.handle_of(spot.user) or spot.user

    def _say(self, spot: Spot) -> Language:
        person = self.directory.people.get(self._person(spot))
        return self.languages.of(person.language if person else FALLBACK)

    def _place(self, spot: Spot) -> Address:
        """Return who sees the pressed message. Of a channel that is no team's nothing is known: it sees what a channel may."""
        person = self._person(spot)
        if spot.response_url is not None or spot.direct:
            return Address(Place.PERSON, person)
        known = self.directory.people.get(person)
        team = self.people.team_of(spot.channel) or (known.team if known else "")
        return Address(Place.CHANNEL, team)

    async def failed(self, error: Exception, body: Body) -> BoltResponse:
        """Answer Slack when something broke, and tell the person."""
        spot = _spot_of(body)
        failure = Failure.of(error, body, self._say(spot))
        if kind_of(body) == "block_actions":
            self.afterwards.run("tell of a failure", self.teller.tell(spot, Message(failure.sentence)))
        return failure.response()


class Words(AsyncMiddleware):
    """Takes words in threads before Slack has its answer, and lets commands, presses and forms pass on to their listeners."""

    def __init__(self, threads: Threads) -> None:
        """Know who takes them."""
        self._threads = threads

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002
    ) -> BoltResponse | None:
        """Answer what no listener is for."""
        kind = kind_of(req.body)
        if kind in LISTENED:
            return await next()
        if kind == "event_callback":
            await self._threads.take(req.body)
        return BoltResponse(status=200)


def register(app: AsyncApp, desk: SlackDesk) -> None:
    """Let the app take everything that Slack brings; what is nobody's is answered 200 and left."""
    app.use(Words(desk.threads))
    app.command(ANY)(desk.command)
    app.action(ANY)(desk.press)
    app.view(ANY)(desk.submit)
    app.error(desk.failed)


def _spot_of(body: Body) -> Spot:
    """Return where a command, a press or a form comes from. Only what one person sees is answered by its response_url."""
    kind = kind_of(body)
    if kind == "command":
        return Spot(body["user_id"], body["channel_id"], response_url=body.get("response_url"))
    user = str((body.get("user") or {}).get("id"))
    if kind == "view_submission":
        memory = FormMemory.loaded(body["view"]["private_metadata"])
        return Spot(user, memory.channel, memory.thread)
    container = body.get("container") or {}
    thread = container.get("thread_ts") or (body.get("message") or {}).get("thread_ts")
    if thread == container.get("message_ts"):  # pressed on the message that the thread hangs on: who did so looks at the channel
        thread = None
    url = body.get("response_url") if container.get("is_ephemeral") else None
    return Spot(user, str((body.get("channel") or container).get("id", container.get("channel_id"))), thread, url)


def _field(answer: Answer, names: list[str]) -> str:
    return answer.field if answer.field in names else names[0]
