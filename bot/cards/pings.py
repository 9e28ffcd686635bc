"""A rung as a message: one handover as its card under a headline, several as a list, soonest first (section 5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.cards.card import button, card, owner_of, take_or_assign, tone, value
from bot.cards.reader import Desk, Reader
from bot.chat.port import Button, Line, Message, Section, Style, Tone
from bot.rules.handover import Act, Handover, Status

LIST_LIMIT = 10
MINUTE = timedelta(minutes=1)
SHOW = "show"


@dataclass(frozen=True, slots=True)
class Ping:
    """One rung of one handover; `first_at` to `planned_at` when several of its occurrences were missed (aware UTC).

    `instead_of` are the names of those who should have had it and cannot be reached.
    """

    handover: Handover
    rung: str
    first_at: datetime
    planned_at: datetime
    missed: int = 1
    instead_of: tuple[str, ...] = ()


def ping_message(desk: Desk, pings: Sequence[Ping], reader: Reader, now: datetime) -> Message:
    """Return the one message that a person gets for all pings that are due."""
    ordered = sorted(pings, key=lambda ping: (ping.handover.promised_at, ping.handover.id))
    if len({ping.handover.id for ping in ordered}) == 1:
        return card(desk, ordered[0].handover, reader, now, _reasons(desk, ordered, reader, now))
    by_handover: dict[int, list[Ping]] = {}
    for ping in ordered:
        by_handover.setdefault(ping.handover.id, []).append(ping)
    groups = list(by_handover.values())
    say = reader.language
    headline = say.plural("ping.several", len(groups))
    sections = [_section(desk, group, reader, now) for group in groups[:LIST_LIMIT]]
    hidden = len(groups) - LIST_LIMIT
    text = " ".join(
        say("ping.item", reference=group[0].handover.reference, reason=_reasons(desk, group, reader, now))
        for group in groups[:LIST_LIMIT]
    )
    return Message(
        text=f"{headline} {text}",
        headline=headline,
        sections=tuple(sections),
        footer=say.plural("ping.hidden", hidden) if hidden > 0 else "",
        tone=_most_pressing(groups, now),
    )


def reason(desk: Desk, ping: Ping, reader: Reader, now: datetime) -> str:
    """Return why a rung comes, and how late when it is."""
    say, handover = reader.language, ping.handover
    if ping.rung == Act.AWAY:
        return _asked(desk, handover, reader, now)
    said = say(
        f"ping.{ping.rung}",
        due=desk.when(reader, handover, handover.promised_at),
        owner=desk.name(handover.owner),
        minutes=abs(now - handover.promised_at) // MINUTE,
        route=say(f"route.{handover.route}"),
    )
    said = instead(reader, ping.instead_of, said)
    if now - ping.planned_at <= timedelta(seconds=desk.office.policy.acts.late_after_seconds):
        return said
    zone = desk.office.worktime(handover).zone
    planned = say.clock(ping.planned_at, zone)
    if ping.missed > 1:
        first = say.clock(ping.first_at, zone)
        return said + say(
            "ping.late_several", count=ping.missed, first=first, last=planned, minutes=(now - ping.first_at) // MINUTE
        )
    return said + say("ping.late", minutes=(now - ping.planned_at) // MINUTE, planned=planned)


def _asked(desk: Desk, handover: Handover, reader: Reader, now: datetime) -> str:
    """Return why somebody else is asked to take it: the owner is away, or has handed it back to a supervisor who is."""
    say, due = reader.language, desk.when(reader, handover, handover.promised_at)
    away = desk.absences.away(handover.owner, now)
    if away is None:
        return say("ping.away.declined", owner=desk.name(handover.owner), due=due)
    until = desk.until(reader, handover, away.until)
    said = say("ping.away", owner=desk.name(handover.owner), until=until, due=due)
    return said + say("ping.away.cover", name=desk.name(away.cover)) if away.cover else said


def instead(reader: Reader, unreached: Sequence[str], said: str) -> str:
    """Return what is said; before it who should have had it and could not be reached, if anybody."""
    say = reader.language
    return say("ping.instead", names=say("card.comma").join(unreached), said=said) if unreached else said


def _reasons(desk: Desk, pings: Sequence[Ping], reader: Reader, now: datetime) -> str:
    """Return the reasons of one handover's pings, each once."""
    return " ".join(dict.fromkeys(reason(desk, ping, reader, now) for ping in pings))


def _section(desk: Desk, pings: Sequence[Ping], reader: Reader, now: datetime) -> Section:
    say, handover = reader.language, pings[0].handover
    lines = (
        Line(handover.reference, desk.subject(handover)),
        Line(say("label.why"), _reasons(desk, pings, reader, now)),
        Line(say("label.owner"), owner_of(desk, handover, reader, now)),
    )
    shortcuts: list[Button] = []
    if any(ping.rung == Act.AWAY for ping in pings):
        shortcuts += take_or_assign(handover, reader)
    elif handover.status is Status.OPEN:
        shortcuts.append(button(handover, reader, Act.ACKNOWLEDGE, Style.PRIMARY))
    shortcuts.append(Button(say("button.show"), SHOW, value(handover)))
    return Section(lines, tuple(shortcuts))


def _most_pressing(groups: Sequence[Sequence[Ping]], now: datetime) -> Tone:
    tones = {tone(group[0].handover, now) for group in groups}
    return next((each for each in (Tone.LATE, Tone.URGENT) if each in tones), Tone.CALM)
