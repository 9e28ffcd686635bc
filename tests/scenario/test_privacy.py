"""A customer's name and phone go only to people on the ladder: never to the channel, to others, into logs or the outbox."""

import dataclasses
import json
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from structlog.testing import capture_logs

from bot.address import Address, Place
from bot.chat.recording import Posted
from bot.errors import SendFailed
from bot.store import tables
from tests.scenario.house import Builder, House

SQLITE_ONLY = True  # what is said is the same on every database

NAME, PHONE = "Gu Xiaolan", "13800138000"
OPENING = f'6869419583 REQ-20418 @ben name:"{NAME}" tel:{PHONE} call {NAME} on 138-0013-8000 about customs'
SECRETS = ("Gu Xiaolan", "Xiaolan", "Qing", "13800138000", "138-0013-8000", "1380013", "13900139000", "1390013")
OFF_THE_LADDER = ("anna", "chen", "zhou", "kate")


def whole(value: object) -> str:
    """Return everything that an object holds, as text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return json.dumps(dataclasses.asdict(value), default=str, ensure_ascii=False)
    return json.dumps(value, default=str, ensure_ascii=False)


def shows(value: object, secrets: tuple[str, ...] = SECRETS) -> list[str]:
    """Return which of the secrets stand in what is shown."""
    text = whole(value)
    return [secret for secret in secrets if secret in text]


def public(house: House) -> list[Posted]:
    """Return every version of everything that did not go to one person: cards, threads, lists."""
    return [posted for posted in house.chat.posted if posted.to.place is not Place.PERSON]


async def whole_life(house: House) -> None:
    """Let a handover go through every act that has something to say about the customer."""
    anna, ben, wang, ma = (house.person(handle) for handle in ("anna", "ben", "wang", "ma"))
    await anna.callback(OPENING)
    await anna.callback(f"again CB-1 {NAME} wants it now, call {PHONE}")
    await anna.callback(f'correct CB-1 tel:13900139000 name:"Gu Xiaolan Qing" wish:"{NAME} again, 13900139000 or {PHONE}"')
    await ben.callback(f"cant CB-1 {NAME} shouts at me, {PHONE}")
    await house.to("11:45")
    await wang.callback("got CB-1")
    await wang.callback("time CB-1 12:30")
    await wang.callback("assign CB-1 @ben")
    await house.to("12:40")
    await ma.callback("noanswer CB-1 16:00")
    await ma.fills(await ma.presses("Done", house.channel()[0]), outcome="not_needed")
    await ma.callback(f"reopen CB-1 {NAME} called, {PHONE}")
    await house.to("17:00")
    await anna.fills(await anna.callback(f"cancel CB-1 {NAME} is done, {PHONE}"))


async def test_the_channel_never_sees_the_customer(house: House) -> None:
    """No card, note, phone list, headline or fallback text in the channel names the customer, over a whole life."""
    await whole_life(house)
    assert len(public(house)) > 10
    for posted in public(house):
        assert shows(posted.versions) == [], posted.versions[-1]
    assert "G•••" in whole(house.channel()[0].versions[0])


async def test_the_ladder_sees_the_customer(house: House) -> None:
    """The owner and the supervisor see name and phone in their direct messages, with a link to dial."""
    await house.person("anna").callback(OPENING)
    await house.to("10:10")
    for handle in ("ben", "wang"):
        seen = whole(house.person(handle).messages[0].versions[0])
        assert NAME in seen
        assert "tel:+8613800138000" in seen


async def test_mails_name_the_customer_to_people_on_the_ladder_only(house: House) -> None:
    """The mail of an urgent route goes to owner and supervisor; its subject is the standard one."""
    await house.person("anna").callback(f"{OPENING} 09:30")
    (mail,) = house.mails
    assert NAME in mail.body
    assert {address.split("<")[1] for address in (*mail.to, *mail.cc)} == {"ben.huang@example.com>", "wang.lei@example.com>"}
    assert shows(mail.subject) == []


async def test_what_others_are_answered_is_masked(house: House) -> None:
    """Cards, histories and lists that others ask for show no customer, also after corrections and remarks; nor do refusals."""
    await whole_life(house)
    for handle in OFF_THE_LADDER:
        for command in ("show CB-1", "list all", "mine", "show REQ-20418", "list 6869419583", "done CB-1"):
            assert shows(await house.person(handle).callback(command)) == [], (handle, command)


async def test_forms_for_others_are_masked(house: House) -> None:
    """A form or a refusal for somebody off the ladder holds no customer's name, phone or wish, even for the opener."""
    await house.person("anna").callback(OPENING)
    for handle in OFF_THE_LADDER:
        for label in ("Done", "Can't take it", "Assign to…", "New time…", "Correct…"):
            assert shows(await house.person(handle).presses(label, house.channel()[0])) == [], (handle, label)


async def test_a_correction_shows_neither_the_old_name_nor_the_new_one(house: House) -> None:
    """A wish that names the customer by the old name stays masked after the name was corrected, and so does the history."""
    anna = house.person("anna")
    await anna.callback(f'6869419583 REQ-20418 @ben name:"{NAME}" says {NAME} waits')
    await anna.callback('correct CB-1 name:"Wang Fang"')
    for seen in (house.channel()[0].message, house.thread(), await house.person("chen").callback("show CB-1")):
        assert shows(seen, ("Gu Xiaolan", "Xiaolan", "Wang Fang", "Fang")) == []


async def test_whoever_is_reassigned_away_sees_the_masked_card(house: House) -> None:
    """The former owner's card is masked at its next edit; the new owner's is plain."""
    await house.person("anna").callback(OPENING)
    (card,) = house.person("ben").messages
    assert NAME in whole(card.message)
    await house.person("wang").callback("assign CB-1 @zhou")
    assert shows(card.message) == []
    assert NAME in whole(house.person("zhou").messages[0].message)


async def test_the_stores_of_what_is_to_be_said_hold_no_customer(house: House) -> None:
    """Outbox, deliveries and shown cards name what to say; only the handover and its history hold the customer."""
    await whole_life(house)
    async with house.database.reading() as connection:
        for table in (tables.outbox, tables.deliveries, tables.shown, tables.facts):
            rows = (await connection.execute(table.select())).mappings().all()
            assert shows([dict(row) for row in rows]) == [], table.name


def _fails(kind: str) -> Callable[[Address], None]:
    def failing(address: Address) -> None:
        if kind == "platform":
            reason = "channel_not_found"
            raise SendFailed(reason, permanent=True)
        message = f"{address} could not take it"
        raise RuntimeError(message)

    return failing


@pytest.mark.parametrize("kind", ["platform", "mistake"])
async def test_logs_hold_no_customer_whatever_goes_wrong(house: House, kind: str) -> None:
    """Refusals, failed messages, mistakes in composing and a ladder that cannot be worked out: no log line names the customer."""
    with capture_logs() as lines:
        await whole_life(house)
        house.chat.failing = _fails(kind)
        await house.person("anna").callback(OPENING.replace("20418", "20419"))
        await house.person("anna").callback(OPENING.replace("20418", "20419"))
        await house.person("anna").callback(f"{NAME} {PHONE}")
        await house.to("17:20")
    assert lines
    assert shows(lines) == []


async def test_an_error_of_the_database_names_no_customer(house: House) -> None:
    """The text of what the database raises, which ends up in the log, holds none of the statement's values."""
    half = tables.handovers.insert().values(customer_name=NAME, customer_phone=PHONE, wish=NAME)
    with pytest.raises(IntegrityError) as raised:
        async with house.database.transaction() as connection:
            await connection.execute(half)
    assert shows([str(raised.value), repr(raised.value), traceback.format_exception(raised.value)]) == []


NAMES = st.one_of(
    st.sampled_from(["Li Hua", "王小明", "欧阳娜娜", "Jean-Luc O'Neill", "MÜLLER", "Anna Maria Rossi", "陈先生", "司马光"]),
    st.from_regex(r"\A[A-Z][a-z]{3,9} [A-Z][a-z]{3,9}\Z"),
)
PHONES = st.one_of(
    st.from_regex(r"\A1[3-9][0-9]{9}\Z"),
    st.from_regex(r"\A\+49 [1-9][0-9]{2} [0-9]{7}\Z"),
    st.from_regex(r"\A021-[2-8][0-9]{7}\Z"),
    st.from_regex(r"\A[1-8][0-9]{4}\Z").filter(lambda number: number not in "6869419583"),
)
SHORT = 5
PLACES = st.sampled_from(
    ["{name} waits, phone {phone}", "{phone} {name}", "please call{phone}.", "{name}急，电话{phone}", "ask for {name}!"]
)


CUSTOMERS = st.lists(st.tuples(NAMES, PHONES, PLACES), min_size=10, max_size=20)


@settings(max_examples=4, deadline=None)
@given(customers=CUSTOMERS)
async def test_no_name_and_no_phone_reaches_the_channel(customers: list[tuple[str, str, str]]) -> None:
    """Whatever customers are called, whatever their numbers: the channel sees neither, in cards, notes or fallback texts."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "callback.db"
        async with Builder(f"sqlite+aiosqlite:///{path}", path).house() as house:
            for number, (name, phone, place) in enumerate(customers, 1):
                words = place.format(name=name, phone=phone)
                secrets = (name, phone, phone[:-2]) if len(phone) > SHORT else (name, phone)
                opening = f'6869419583 REQ-{9000000 + number} @ben name:"{name}" tel:"{phone}" wish:"{words}"'
                answers = [
                    await house.person("anna").callback(opening),
                    await house.person("anna").callback(f"again CB-{number} {words}"),
                    await house.person("ben").callback(f"cant CB-{number} {words}"),
                ]
                assert not any(answer.refused for answer in answers)
                card = house.channel()[number - 1]
                assert shows(card.versions, secrets) == []
                assert shows(house.chat.notes(card.ref), secrets) == []
