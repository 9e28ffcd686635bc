"""One visit of one person: who it is, in which language, on which clock; and every refusal as a private sentence."""

from collections.abc import Awaitable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Final

import structlog

from bot.about import now_about
from bot.address import Place
from bot.cards.card import card
from bot.cards.notes import PHONE_ASKS, phone_message
from bot.cards.reader import Desk, Reader
from bot.chat.port import Answer, Message
from bot.clock import Clock
from bot.errors import Refusal, StoreUnavailable
from bot.explain import refused
from bot.ledger import By, UnknownHandover
from bot.rules.handover import Handover, Stale
from bot.rules.promise import first_offer
from bot.rules.staff import Holder
from bot.service import Service, Target
from bot.store import absences, handovers
from bot.store.database import Database
from config.policy import Site
from handlers.front import Incoming
from handlers.reading import SiteTimes
from handlers.refusals import field_of
from handlers.words import Filter

LATE: Final = timedelta(minutes=2)  # Slack delivers again after one

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Counter:
    """What every visit is served with."""

    service: Service
    database: Database
    desk: Desk
    clock: Clock

    def visit(self, incoming: Incoming) -> "Visit":
        """Begin a visit. Raises UnknownPerson."""
        return Visit(self, incoming, self.desk.person(incoming.person), self.clock.now(), self.desk)


@dataclass(frozen=True, slots=True)
class Visit:
    """One delivery of one person, at one moment (aware UTC). `desk` is what texts are made with."""

    counter: Counter
    incoming: Incoming
    reader: Reader
    now: datetime
    desk: Desk

    async def informed(self) -> "Visit":
        """Return the same visit with everybody who is away known. Raises StoreUnavailable."""
        async with self.counter.database.reading() as connection:
            stored = await absences.recent(connection, self.now)
        return replace(self, desk=self.desk.knowing(self.desk.office.staff(stored).absences))

    @property
    def said_at(self) -> datetime:
        """When the person said it: now, or earlier for words that come late. What is dated ahead of our clock is said now."""
        return min(self.incoming.said_at or self.now, self.now)

    @property
    def late(self) -> bool:
        """Tell whether the words come so late that much may have happened since."""
        return self.now - self.said_at > LATE

    @property
    def by(self) -> By:
        """Who acts, for the service."""
        return By(self.incoming.person, self.now, self.incoming.delivery, self.said_at if self.late else None)

    @property
    def site(self) -> Site:
        """The site of the person's team."""
        return self.desk.office.policy.sites[self.desk.office.directory.team_of(self.incoming.person).site]

    @property
    def times(self) -> SiteTimes:
        """What reads the times that this person types, as they meant them when they did."""
        worktime = self.desk.office.worktime_of(self.incoming.person)
        offer = partial(first_offer, worktime, self.now, self.desk.office.policy)
        return SiteTimes(self.said_at, worktime, self.reader.language.code, offer)

    def say(self, key: str, /, **params: object) -> Answer:
        """Return an answer of one sentence."""
        return Answer(Message(self.reader.language(key, **params)))

    async def handover(self, handover_id: int) -> Handover:
        """Return a handover as it is now. Raises UnknownHandover, StoreUnavailable."""
        async with self.counter.database.reading() as connection:
            found = await handovers.get(connection, handover_id)
        if found is None:
            raise UnknownHandover(reference=f"CB-{handover_id}")
        return found

    async def is_here(self) -> None:
        """Note that the person is there, whatever automatic signs say; what was answered holds when that cannot be kept."""
        try:
            await self.counter.service.is_here(self.by)
        except StoreUnavailable as error:
            log.warning("not noted that somebody is there", reason=str(error))

    async def guarded(self, answer: Awaitable[Answer], pressed: str = "", target: Target | None = None) -> Answer:
        """Return the answer, or the sentence that says why not; nothing has changed then.

        A press on a stale card (`pressed`, on `target`) also brings that card up to date.
        """
        if target is not None:
            now_about(target.id)
        try:
            return await answer
        except Refusal as refusal:
            stale = target is not None and isinstance(refusal, Stale)
            replaced = await self.refreshed(pressed, target) if target and stale else None
            return Answer(self.refusal(refusal), replace=replaced, refused=True, field=field_of(refusal))
        except StoreUnavailable as error:
            log.warning("database unavailable", reason=str(error), person=self.incoming.person)
            return replace(self.say("answer.store_unavailable"), refused=True, failed=True)

    def refusal(self, refusal: Refusal) -> Message:
        """Return the sentence of a refusal, its parts in the person's language."""
        said = {name: self._worded(name, value) for name, value in refusal.params.items()}
        if isinstance(refusal, Stale) and refusal.params["actor"] == self.incoming.person:
            return Message(self.reader.language("refusal.stale_own", **said))
        return Message(refused(self.reader.language, type(refusal)(**said), self.reader.zone))

    def _worded(self, name: str, value: object) -> object:
        say = self.reader.language
        if isinstance(value, tuple | list):
            return say.choice([str(self._worded(name, item)) for item in value])
        if isinstance(value, Holder):
            return self._held(value)
        if name == "actor":
            return self.desk.name(str(value))
        if name == "field":
            return say(f"field.{value}") if say.has(f"field.{value}") else value
        if isinstance(value, StrEnum):
            key = f"filter.{value}" if isinstance(value, Filter) else f"word.{value}"
            return say(key) if say.has(key) else value
        return value

    def _held(self, holder: Holder) -> str:
        """Return a role, and by name who has it."""
        say = self.reader.language
        names = say("card.comma").join(self.desk.name(handle) for handle in holder.handles)
        role = say(f"word.{holder.role}")
        return say("refusal.holder", role=role, names=names) if names else role

    async def refreshed(self, pressed: str, target: Target) -> Message | None:
        """Return the pressed message as it reads now, or None when the database does not say: what was answered still holds."""
        try:
            return await self.fresh(pressed, target)
        except StoreUnavailable as error:
            log.warning("card not refreshed", reason=str(error))
            return None

    async def fresh(self, pressed: str, target: Target) -> Message:
        """Return the pressed message as it reads now, for everybody who sees it. Raises UnknownHandover, StoreUnavailable."""
        handover, informed = await self.handover(target.id), await self.informed()
        place, reader = self.incoming.place, self.reader
        if place is not None and place.place is Place.CHANNEL:
            reader = self.desk.channel(place.key)
        if pressed in PHONE_ASKS:
            return phone_message(informed.desk, handover, reader, self.now)
        return card(informed.desk, handover, reader, self.now)
