"""What a scenario says of absences: the bot hears of one as it does from a mailbox, and what follows is sent."""

from bot.attendance import Marked
from bot.chat.presence import Seen, Shown, Sign
from bot.ledger import BOT, By
from bot.rules.absence import Report, Source
from config.people import People
from tests.scenario.example import example_people
from tests.scenario.house import House


async def automatic_reply(
    house: House, handle: str, until: str | None = None, *, cover: str | None = None, said: str | None = None, left: bool = False
) -> Marked:
    """An automatic reply of that person has come, written at `said` (now, when it is not given)."""
    said_at = house.moment(said) if said else house.clock.now()
    report = Report(Source.MAIL, said_at, house.moment(until) if until else None, lasting=left, cover=cover, handover_id=None)
    marked = await house.service.mark_away(handle, report, _by(house))
    await house.ticker.run()
    return marked


async def bounce(house: House, handle: str, number: int = 1) -> Marked:
    """The handover's mail to that person has come back as undeliverable."""
    report = Report(Source.BOUNCE, house.clock.now(), handover_id=number)
    marked = await house.service.mark_unreachable(handle, report, _by(house))
    await house.ticker.run()
    return marked


def on_leave(house: House, until: str | None = None) -> Seen:
    """Return what shows a palm tree, with or without an end."""
    return Seen((Shown(Sign.STATUS, away=True, until=house.moment(until) if until else None, words=":palm_tree:"),))


def rostered(handle: str, away: list[dict[str, object]], **person: object) -> People:
    """Return the example directory with planned absences of one person."""
    example = example_people().model_dump(by_alias=True)
    example["people"][handle] |= {"away": away} | person
    return People.model_validate(example)


def _by(house: House) -> By:
    return By(BOT, house.clock.now(), f"mail-{next(house.deliveries)}")
