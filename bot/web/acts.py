"""What a person does on the page, without the page: the bot's front door is asked, and what it says privately is kept."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from uuid import uuid4

from bot.address import Address, Place
from bot.chat.codec import encode
from bot.chat.port import Answer, Form, Message
from bot.errors import StoreUnavailable
from bot.web.deps import PageDeps
from bot.web.texts import is_command
from handlers.front import Incoming


@dataclass(frozen=True, slots=True)
class Where:
    """Where on the page somebody acted: a place, and the id of the message whose thread it is in."""

    place: str
    thread: int | None = None


class Acts:
    """The acts of one person, each with a delivery key of its own.

    What comes back is what is left to show: a form to fill, and a message only when it could not be kept in the place.
    """

    def __init__(self, deps: PageDeps, handle: str) -> None:
        """Act as that person."""
        self._deps = deps
        self._handle = handle

    async def write(self, where: Where, text: str) -> Answer:
        """Take a typed line: a command, a reply in a thread, or just words in a channel.

        Raises bot.errors.StoreUnavailable when the line could not be kept; then nothing was done.
        """
        incoming = Incoming(self._handle, _delivery(), Address.parse(where.place))
        direct = where.place.startswith(f"{Place.PERSON}:")
        command = is_command(text) or (direct and where.thread is None)
        await self._keep(where, Message(text), author=self._handle, private=command and not direct)
        if command:
            return await self._tell(where, await self._deps.front.command(incoming, text))
        if where.thread is not None:
            return await self._tell(where, await self._deps.front.reply(incoming, str(where.thread), text))
        return Answer()

    async def press(self, where: Where, pressed: int, action: str, value: str) -> Answer:
        """Press a button of the message with the id `pressed`."""
        incoming = Incoming(self._handle, _delivery(), Address.parse(where.place))
        answer = await self._deps.front.press(incoming, action, value)
        if answer.replace is not None:
            with suppress(StoreUnavailable):
                await self._deps.log.replace(pressed, encode(answer.replace), self._deps.clock.now())
        return await self._tell(where, answer)

    async def submit(self, where: Where, form: Form, fields: Mapping[str, str]) -> Answer:
        """Send a filled form. What was refused is not kept in the place: it is for the form that stays open."""
        incoming = Incoming(self._handle, _delivery(), Address.parse(where.place))
        answer = await self._deps.front.submit(incoming, form.action, form.value, fields)
        return answer if answer.refused else await self._tell(where, answer)

    async def _tell(self, where: Where, answer: Answer) -> Answer:
        if answer.message is None:
            return answer
        try:
            await self._keep(where, answer.message, author=None, private=True)
        except StoreUnavailable:
            return answer
        return Answer(form=answer.form)

    async def _keep(self, where: Where, message: Message, *, author: str | None, private: bool) -> None:
        await self._deps.log.post(
            key=_delivery(),
            place=where.place,
            body=encode(message),
            at=self._deps.clock.now(),
            thread=where.thread,
            author=author,
            only_for=self._handle if private else None,
        )


def _delivery() -> str:
    return f"page:{uuid4().hex}"
