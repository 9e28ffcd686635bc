"""The audit finds from the events alone what was missed, and tells the operators in chat and somebody outside (section 5)."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot.errors import SendFailed
from bot.mail.mailbox import Mailbox
from bot.service import Target
from bot.store import tables
from bot.store.database import Database
from config.mail import MailSettings
from scheduler.audit import Auditor, audit
from scheduler.proof import Outcome, prove
from tests.scenario.example import languages
from tests.scenario.house import House

CASE = "6869419583 REQ-20418 @ben customs fee"
missed = pytest.mark.something_is_missed


@dataclass(slots=True)
class Recorded:
    """Somebody outside who writes down what is said, when they hear it."""

    said: list[str] = field(default_factory=list)
    hears: bool = True

    async def alarm(self, text: str) -> bool:
        """Write the alarm down."""
        if self.hears:
            self.said.append(text)
        return self.hears

    async def well(self) -> bool:
        """Write down that all is well."""
        self.said.append("well")
        return True


def auditor(house: House, outside: Recorded) -> Auditor:
    """Return the auditor of a house."""
    return Auditor(house.database, house.office, outside, languages().of("en"), house.clock)


async def forgotten(house: House, until: datetime | None = None) -> None:
    """Have the sweep look at the handovers at a wrong time: as a bug would, or a hand in the database."""
    async with house.database.transaction() as connection:
        await connection.execute(update(tables.handovers).values(next_due_at=until))


async def found(house: House) -> list[tuple[str, str]]:
    """Return the rungs of the last ten days, and what became of each."""
    now = house.clock.now()
    proof = await prove(house.database, house.office, now - timedelta(days=10), now - timedelta(minutes=1))
    return [(each.rung.rung, each.outcome) for each in proof.found]


async def test_while_nothing_is_missed_the_dead_mans_switch_hears_of_it(house: House) -> None:
    """Once a minute, whatever many processes audit, and no operator is disturbed."""
    outside = Recorded()
    await house.person("anna").callback(CASE)
    await house.to("11:25")
    await auditor(house, outside).run()
    await auditor(house, outside).run()
    assert outside.said == ["well"]
    house.clock.set(house.moment("11:26"))
    await auditor(house, outside).run()
    assert outside.said == ["well", "well"]
    assert not [row for row in await house.rows(tables.outbox) if row["kind"] == "alarm"]
    assert await found(house) == [
        ("owner_again", Outcome.SENT),
        ("unacknowledged", Outcome.SENT),
        ("before_due", Outcome.SENT),
        ("due", Outcome.SENT),
        ("overdue_first", Outcome.SENT),
    ]


@missed
@pytest.mark.parametrize("wrongly", ["never", "far too late"])
async def test_a_rung_that_the_sweep_does_not_know_of_is_missed(house: House, wrongly: str) -> None:
    """The audit asks the events, not `next_due_at`: the operators hear of it in chat, and somebody outside, once each."""
    outside = Recorded()
    await house.person("anna").callback(CASE)
    await house.to("09:11")
    await forgotten(house, None if wrongly == "never" else house.moment("2026-11-30 09:00"))
    await house.to("09:42")
    for _ in range(2):
        await auditor(house, outside).run()
        await house.to("09:43")
    assert await found(house) == [("owner_again", Outcome.MISSING)]
    said = house.person("ma").pings("CB-1")
    assert said == [
        "CB-1 should have pinged somebody and did not (owner_again, 2026-11-23 01:40 UTC, missing). Is the scheduler running?"
    ]
    assert outside.said == ["The callback bot has missed something: missing CB-1."] * 2, "each process says it once"


@missed
async def test_it_is_said_again_while_it_lasts_and_until_it_is_heard(house: House) -> None:
    """An alarm that nobody hears comes again at the next audit; one that was heard after ten minutes."""
    outside = Recorded(hears=False)
    await house.person("anna").callback(CASE)
    await house.to("09:11")
    await forgotten(house)
    watching = auditor(house, outside)
    for at, heard in (("09:42", 0), ("09:43", 1), ("09:44", 1), ("09:53", 2)):
        outside.hears = at != "09:42"
        house.clock.set(house.moment(at))
        await watching.run()
        assert len(outside.said) == heard, at


@missed
async def test_a_ping_that_was_dropped_without_a_reason_is_found(house: House) -> None:
    """Nobody has acted, and the ping was superseded all the same."""
    await house.person("anna").callback(CASE)
    await house.to("09:39")
    house.clock.set(house.moment("09:40"))
    await house.ticker.claim()
    async with house.database.transaction() as connection:
        ping = tables.outbox.c.kind == "ping"
        await connection.execute(update(tables.outbox).where(ping).values(state="superseded", next_try_at=None, reason="a bug"))
    await house.to("09:42")
    assert await found(house) == [("owner_again", Outcome.DROPPED)]
    assert not (await audit(house.database, house.office, house.clock.now())).well
    await house.ticker.run()
    assert "a bug" in house.person("ma").pings("CB-1")[0]


async def test_a_mailbox_that_is_not_got_at_is_said_outside(house: House) -> None:
    """Automatic replies are not noticed then, and the dead man's switch hears of no well, until it is read again."""
    outside, mailbox = Recorded(), Mailbox(MailSettings(), looked=time.monotonic() - 400)
    reading = auditor(house, outside)
    reading.mailbox = mailbox
    await reading.run()
    assert outside.said == [
        "The callback bot has not got at its mailbox for 6 min: automatic replies and answers are not noticed."
    ]
    mailbox.looked = time.monotonic()
    house.clock.set(house.moment("09:32"))
    await reading.run()
    assert outside.said[1:] == ["well"]


@missed
async def test_what_waits_unsent_is_not_well(house: House) -> None:
    """While the platform takes nothing, alarms could not be sent either: somebody outside hears of it."""
    outside = Recorded()

    def refuse(_: object) -> None:
        reason = "down"
        raise SendFailed(reason, retry_after=3600)

    await house.person("anna").callback(CASE)
    house.chat.failing = refuse
    await house.to("09:43")
    await auditor(house, outside).run()
    assert outside.said == ["The callback bot has missed something: waiting to be sent CB-1."]
    house.chat.failing = lambda _: None
    await house.to("10:45")
    assert await found(house) == [("owner_again", Outcome.SENT), ("unacknowledged", Outcome.SENT)]


async def test_somebody_who_acts_within_the_minute_was_quicker(house: House) -> None:
    """A rung that fell due, and was dealt with before anything claimed it, need not have been sent."""
    await house.person("anna").callback(CASE)
    house.clock.set(house.moment("09:40:30"))
    await house.service.acknowledge(Target(1), house.by("ben"))
    await house.to("10:30")
    assert await found(house) == []


async def test_a_due_ping_is_planned_whoever_has_it(house: House) -> None:
    """Acknowledging in the minute in which it is due takes nothing off: the due ping still has to come."""
    await house.person("anna").callback(CASE)
    await house.to("11:09")
    house.clock.set(house.moment("11:10:20"))
    await house.service.acknowledge(Target(1), house.by("ben"))
    await house.to("11:12")
    assert [each for each in await found(house) if each[0] == "due"] == [("due", Outcome.SENT)]


async def test_missed_repeats_are_one_ping_and_late(house: House) -> None:
    """After a night without the bot each planned occurrence is accounted for by the one message, and is late."""
    await house.person("anna").callback("6869419583 REQ-20418 @ben 17:20 customs fee", at="17:05")
    await house.to("17:30")
    await house.sleeps_until("18:35")
    now = house.clock.now()
    proof = await prove(house.database, house.office, now - timedelta(days=1), now)
    assert {each.outcome for each in proof.found} == {Outcome.SENT}
    assert proof.lateness[-1] > timedelta(minutes=50)


@missed
async def test_without_a_database_somebody_outside_hears_of_it(house: House) -> None:
    """The second way needs no database."""
    await auditor(house, Recorded()).run()
    house.clock.set(house.moment("09:12"))
    outside = Recorded()
    async with house.database.transaction() as connection:  # whoever writes has to wait for it, and gives up
        await connection.execute(update(tables.facts).values(value="held"))
        database = Database(str(house.database.url), deadline=0.2)
        await Auditor(database, house.office, outside, languages().of("en"), house.clock).run()
        await database.close()
    assert outside.said[0].startswith("The callback bot has no database")


async def test_an_audit_that_hangs_is_given_up_and_the_next_one_goes_on(house: House) -> None:
    """Whoever outside takes the connection and never answers holds up no later audit."""

    class Deaf(Recorded):
        async def well(self) -> bool:
            never: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
            return await never

    hung = auditor(house, Deaf())
    hung.auditing.deadline = 0.5
    await hung.run()
    assert hung.auditing.well is None
    house.clock.set(house.moment("09:12"))
    hung.outside = heard = Recorded()
    hung.auditing.deadline = 60
    await hung.run()
    assert heard.said == ["well"]
    assert hung.auditing.well is not None


async def test_the_history_says_when_each_ping_was_planned_and_sent(house: House) -> None:
    """Planned first, then when it was sent to the second; a late one says so, one that was dealt with too."""
    anna = house.person("anna")
    await anna.callback(CASE)
    await house.sleeps_until("09:45:20")
    house.clock.set(house.moment("10:10"))
    await house.ticker.claim()
    await house.service.acknowledge(Target(1), house.by("ben"))
    await house.to("10:11")
    lines = [f"{line.label}: {line.plain}" for line in (await anna.callback("show CB-1")).message.sections[-1].lines]  # type: ignore[union-attr]
    assert lines[1:] == [
        "Mon 23 Nov 09:10: Anna Li opened it.",
        "Mon 23 Nov 09:10: Ben Huang told at once. Sent 09:10:00.",
        "Mon 23 Nov 09:40: Not acknowledged: Ben Huang pinged again. Sent 09:45:20, 5 min late.",
        "Mon 23 Nov 10:10: Ben Huang has it.",
        "Mon 23 Nov 10:10: Not acknowledged: Wang Lei pinged. Not sent: dealt with by then.",
    ]
