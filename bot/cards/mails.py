"""The handover mail of section 3: the standard subject; what the customer wants, who opened it and how to acknowledge."""

from bot.cards.reader import Desk
from bot.mail.port import Mail
from bot.rules.handover import Handover
from bot.rules.people import Person
from bot.rules.routes import Obligation, obligations_of


def handover_mail(desk: Desk, handover: Handover) -> Mail:
    """Return the mail to the owner and whom the routes and the warning add, in the owner's language.

    Owner, night shift, supervisor, duty leader and manager are on the ladder: they see the customer's name and phone.
    """
    reader = desk.person(handover.owner)
    say = reader.language
    to, cc = recipients_of(desk, handover)
    lines = [
        say("mail.intro", reference=handover.reference, opener=desk.name(handover.opener)),
        "",
        say("mail.line", label=say("label.due"), text=desk.when(reader, handover, handover.promised_at)),
        say(
            "mail.line",
            label=say("label.route"),
            text=say("card.joined").join(say(f"route.{route}") for route in handover.routes),
        ),
    ]
    for label, text in (("customer", handover.customer_name), ("phone", handover.customer_phone), ("wish", handover.wish)):
        if text:
            lines.append(say("mail.line", label=say(f"label.{label}"), text=text))
    if handover.warned:
        lines += ["", say("mail.warned")]
    lines += ["", say("mail.acknowledge", reference=handover.reference)]
    return Mail(
        to=tuple(_mailbox(person) for person in to),
        cc=tuple(_mailbox(person) for person in cc),
        subject=desk.subject(handover),
        body="\n".join(lines) + "\n",
    )


def recipients_of(desk: Desk, handover: Handover) -> tuple[list[Person], list[Person]]:
    """Return the people in To and in Cc (section 3; section 7 for a warned customer), each once."""
    directory, team = desk.office.directory, desk.office.directory.teams[handover.team]
    owed = obligations_of(handover.routes)
    to, cc = [handover.owner], []
    if Obligation.MAIL_NIGHT_SHIFT in owed:
        to += team.night_shift
    if Obligation.CC_SUPERVISOR in owed or handover.warned:
        cc.append(directory.supervisor_of(handover))
    if Obligation.CC_DUTY_LEADER in owed:
        day = desk.office.worktime(handover).local(handover.promised_at).date()
        cc.append(directory.duty_leader(team.key, day))
    if handover.warned:
        cc.append(team.manager)
    first = list(dict.fromkeys(to))
    copies = [handle for handle in dict.fromkeys(cc) if handle not in first]
    return [directory.person(handle) for handle in first], [directory.person(handle) for handle in copies]


def _mailbox(person: Person) -> str:
    return f"{person.name} <{person.email}>"
