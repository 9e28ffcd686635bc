"""Answers to who says that they are away or back, and to who asks who is (procedure, section 6)."""

from datetime import datetime

from bot.chat.port import Answer, Line, Message, Section
from bot.errors import Refusal
from bot.rules.absence import Absence, Report, Source
from bot.rules.people import OWNING_ROLES
from handlers.intents import GoAway
from handlers.visit import Visit


class LaterAbsence(Refusal):
    """A later day was named as the day of an absence; only one that begins now can be recorded."""


async def away(visit: Visit, command: GoAway) -> Answer:
    """Record that the typist is away; what cannot wait for them goes to others at once.

    Raises UnknownOwner, NotAnOwner, and LaterAbsence for "away tomorrow": from now until then is not what was meant.
    """
    worktime = visit.desk.office.worktime_of(visit.incoming.person)
    if command.day and command.until and worktime.local(command.until.moment).date() > worktime.local(visit.now).date():
        raise LaterAbsence(day=command.day)
    cover = visit.desk.office.directory.owner_named(command.cover).handle if command.cover else None
    until = command.until.moment if command.until else None
    report = Report(Source.SELF, visit.now, until, cover=cover)
    marked = await visit.counter.service.mark_away(visit.incoming.person, report, visit.by)
    absences = (await visit.informed()).desk.absences
    absence = marked.absence or absences.away(visit.incoming.person, visit.now)
    if absence is None:  # the delivery came before, and the person has come back since
        return visit.say("back.none")
    say = visit.reader.language
    said = [say("away.recorded", until=_until(visit, absence.until))]
    also_away = absences.away(absence.cover, visit.now) if absence.cover else None
    if not _owns(visit):
        said.append(say("away.recorded.agent"))
    elif absence.cover is None:
        said.append(say("away.recorded.no_cover"))
    else:
        said.append(say("away.recorded.cover", name=visit.desk.name(absence.cover)))
    if also_away is not None and _owns(visit):
        said.append(say("away.recorded.cover_away", name=visit.desk.name(also_away.person), until=_until(visit, also_away.until)))
    if marked.asked:
        which = say("card.comma").join(
            handover.reference for handover in marked.asked[: visit.desk.office.policy.acts.list_limit]
        )
        said.append(say.plural("away.asked", len(marked.asked), references=which))
    return Answer(Message("".join(said)))


async def back(visit: Visit) -> Answer:
    """Record that the typist is back."""
    ended = await visit.counter.service.back(visit.incoming.person, visit.by)
    if not ended:
        return visit.say("back.none")
    return visit.say("back.recorded" if _owns(visit) else "back.recorded.agent")


async def who(visit: Visit) -> Answer:
    """Say who is away, until when and how that is known; whoever is back first stands first."""
    informed = await visit.informed()
    absences = informed.desk.absences.at(visit.now).values()
    if not absences:
        return visit.say("who.none")
    say = visit.reader.language
    ordered = sorted(absences, key=lambda each: (each.until is None, each.until or each.since))
    lines = tuple(Line(visit.desk.name(absence.person), _told(visit, absence)) for absence in ordered)
    headline = say.plural("who.headline", len(lines))
    text = say("card.semicolon").join(f"{line.label} {line.plain}" for line in lines)
    return Answer(Message(f"{headline}: {text}", headline, sections=(Section(lines),)))


def _owns(visit: Visit) -> bool:
    """Tell whether callbacks come to the typist at all: to a front-line agent they do not."""
    return bool(visit.desk.office.directory.person(visit.incoming.person).roles & OWNING_ROLES)


def _told(visit: Visit, absence: Absence) -> str:
    say, until = visit.reader.language, _until(visit, absence.until)
    how = say(f"source.{absence.source}")
    if absence.cover is None:
        return say("who.line", until=until, how=how)
    return say("who.cover", until=until, how=how, name=visit.desk.name(absence.cover))


def _until(visit: Visit, until: datetime | None) -> str:
    say = visit.reader.language
    return say("away.no_end") if until is None else say("away.until", until=say.moment(until, visit.reader.zone))
