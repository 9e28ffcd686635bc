"""The handover mail of section 3: the standard subject; what the customer wants, who opened it and how to acknowledge.

Everybody has a copy of their own, in their language; To and Cc are the same on all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address

from bot.cards.mail_parts import Fact, Part, Parts, as_html, as_text
from bot.cards.reader import Desk, Reader
from bot.mail.port import Mail
from bot.rules.dialling import dial
from bot.rules.handover import Handover
from bot.rules.minutes import MINUTE
from bot.rules.office import Office
from bot.rules.people import Person
from bot.rules.routes import Obligation, obligations_of


def no_link(_ref: str) -> str | None:
    """Return no link: for platforms whose messages have none."""
    return None


@dataclass(frozen=True, slots=True)
class Mailing:
    """What mails can say here: whether answers to them are read, and how a card's reference becomes a link."""

    answered: bool = False
    link: Callable[[str], str | None] = no_link


@dataclass(frozen=True, slots=True)
class Copy:
    """Whose copy it is (a handle), the reference of the card if it stands, and when it was planned and goes (aware UTC)."""

    handle: str
    card: str | None
    planned_at: datetime
    now: datetime


def handover_mail(desk: Desk, handover: Handover, copy: Copy, mailing: Mailing) -> Mail:
    """Return one reader's copy. Raises UnknownPerson.

    Owner, night shift, supervisor, duty leader and manager are on the ladder: they see the customer's name and phone.
    """
    reader, person = desk.person(copy.handle), desk.office.directory.person(copy.handle)
    to, cc = readers_of(desk.office, handover)
    parts = _parts(desk, handover, reader, copy, mailing, to=to)
    subject = desk.subject(handover)
    return Mail(
        to=tuple(_mailbox(desk.office.directory.person(handle)) for handle in to),
        cc=tuple(_mailbox(desk.office.directory.person(handle)) for handle in cc),
        subject=subject,
        body=as_text(parts, reader.language),
        html=as_html(parts, subject, reader.language),
        reader=copy.handle,
        address=person.email,
        handover_id=handover.id,
        language=reader.language.code,
    )


def readers_of(office: Office, handover: Handover) -> tuple[list[str], list[str]]:
    """Return the handles in To and in Cc (section 3; section 7 for a warned customer), each once."""
    directory, team = office.directory, office.directory.teams[handover.team]
    owed = obligations_of(handover.routes)
    to, cc = [handover.owner], []
    if Obligation.MAIL_NIGHT_SHIFT in owed:
        to += team.night_shift
    if Obligation.CC_SUPERVISOR in owed or handover.warned:
        cc.append(directory.supervisor_of(handover))
    if Obligation.CC_DUTY_LEADER in owed:
        day = office.worktime(handover).local(handover.promised_at).date()
        cc.append(directory.duty_leader(team.key, day))
    if handover.warned:
        cc.append(team.manager)
    first = list(dict.fromkeys(to))
    return first, [handle for handle in dict.fromkeys(cc) if handle not in first]


def _parts(desk: Desk, handover: Handover, reader: Reader, copy: Copy, mailing: Mailing, *, to: list[str]) -> Parts:
    """Return what the copy says, in order."""
    say, zone = reader.language, desk.office.worktime(handover).zone
    whose = "owner" if copy.handle == handover.owner else "night_shift" if copy.handle in to else "copy"
    names = {"reference": handover.reference, "opener": desk.name(handover.opener), "owner": desk.name(handover.owner)}
    parts: list[Part] = [say(f"mail.intro.{whose}", **names)]
    if copy.now - copy.planned_at > timedelta(seconds=desk.office.policy.acts.late_after_seconds):
        late, planned = (copy.now - copy.planned_at) // MINUTE, say.clock(copy.planned_at, zone)
        parts.append(say("mail.late", minutes=late, planned=planned))
    facts = [
        Fact(say("label.due"), desk.when(reader, handover, handover.promised_at)),
        Fact(say("label.route"), say("card.joined").join(say(f"route.{route}") for route in handover.routes)),
    ]
    phone = handover.customer_phone
    link = dial(phone, desk.office.site(handover).phone_country) if phone else None
    for label, text in (("customer", handover.customer_name), ("phone", phone), ("wish", handover.wish)):
        if text:
            facts.append(Fact(say(f"label.{label}"), text, link if label == "phone" else None))
    parts.append(tuple(facts))
    if handover.warned:
        parts.append(say("mail.warned"))
    if copy.card is not None and (card := mailing.link(copy.card)):
        parts.append((Fact(say("mail.card"), card, card),))
    how = "copy" if whose == "copy" else "answer" if mailing.answered else "chat"
    parts.append(say(f"mail.acknowledge.{how}", reference=handover.reference))
    return tuple(parts)


def _mailbox(person: Person) -> str:
    return str(Address(display_name=person.name, addr_spec=person.email))
