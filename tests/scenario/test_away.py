"""Away: the supervisor is asked at once, and the owner changes only by *Take it* or *Assign to …* (section 6)."""

from bot.address import Address
from bot.errors import SendFailed
from bot.rules.handover import Status
from bot.store import tables
from tests.scenario.absent import automatic_reply, bounce
from tests.scenario.house import House, said

SOON = "6869419583 REQ-20418 10:00 @ben customs fee"
IMMEDIATE = "6869419583 REQ-20418 09:30 @ben customs fee"
STANDARD = "6869419583 REQ-20418 @ben customs fee"
ASKED = "is away"


async def test_an_urgent_handover_goes_to_the_supervisor_at_once(house: House) -> None:
    """Ben's automatic reply comes: Wang is pinged with *Take it* and *Assign to …*, Anna reads it in the thread."""
    await house.person("anna").callback(SOON)
    await automatic_reply(house, "ben", "15:00")
    (ping,) = house.person("wang").pings(ASKED)
    assert ping == ("Ben Huang is away until Mon 23 Nov 15:00, please take this one – the call is due Mon 23 Nov 10:00.")
    message = house.person("wang").messages[-1].message
    labels = [button.label for section in message.sections for button in section.buttons]
    assert labels[:2] == ["Take it", "Assign to…"]
    assert house.thread() == [
        "For Anna Li: Ben Huang is away until Mon 23 Nov 15:00 (automatic reply). Wang Lei asked to take it."
    ]
    assert (await house.handover()).owner == "ben", "the owner changes only by Take it or Assign to"
    assert "Ben Huang – away until Mon 23 Nov 15:00; Wang Lei asked to take it" in said(house.channel()[0])


async def test_the_supervisor_takes_it(house: House) -> None:
    """One press, and it is Wang's; Ben is pinged no more."""
    await house.person("anna").callback(SOON)
    await automatic_reply(house, "ben", "15:00")
    await house.person("wang").presses("Take it", house.person("wang").messages[-1])
    handover = await house.handover()
    assert (handover.owner, handover.status) == ("wang", Status.ACKNOWLEDGED)
    told = len(house.person("ben").messages)
    await house.to("10:45")
    assert len(house.person("ben").messages) == told


async def test_the_supervisor_assigns_it(house: House) -> None:
    """*Assign to …* gives it to somebody who is there."""
    await house.person("anna").callback(SOON)
    await automatic_reply(house, "ben", "15:00")
    form = await house.person("wang").presses("Assign to…", house.person("wang").messages[-1])
    await house.person("wang").fills(form, owner="@zhou")
    assert (await house.handover()).owner == "zhou"
    assert len(house.person("zhou").messages) == 1


async def test_an_acknowledged_one_is_taken_over_with_one_press(house: House) -> None:
    """Ben had said: mine. He is away all the same, so Wang is asked; *Take it* takes it over."""
    await house.person("anna").callback(SOON)
    await house.person("ben").callback("got CB-1")
    await automatic_reply(house, "ben", "15:00")
    assert len(house.person("wang").pings(ASKED)) == 1
    await house.person("wang").presses("Take it", house.person("wang").messages[-1])
    assert (await house.handover()).owner == "wang"


async def test_a_standard_one_that_is_due_before_they_are_back(house: House) -> None:
    """Due at 11:10, back at 15:00: the supervisor is asked."""
    await house.person("anna").callback(STANDARD)
    await automatic_reply(house, "ben", "15:00")
    assert len(house.person("wang").pings(ASKED)) == 1


async def test_a_standard_one_that_is_due_after_they_are_back_waits(house: House) -> None:
    """Due at 11:10, back at 11:00: nobody is troubled; the card says that Ben is away."""
    await house.person("anna").callback(STANDARD)
    await automatic_reply(house, "ben", "11:00")
    assert house.person("wang").messages == []
    assert (await house.handover()).version == 1


async def test_without_a_time_it_is_the_end_of_the_working_day(house: House) -> None:
    """A reply that does not say when: until 17:30; after closing until the end of the next working day."""
    await house.person("anna").callback(SOON)
    await automatic_reply(house, "ben")
    assert "away until Mon 23 Nov 17:30" in house.person("wang").pings(ASKED)[0]
    await house.to("18:00")
    marked = await automatic_reply(house, "zhou")
    assert marked.absence is not None
    assert marked.absence.until == house.moment("2026-11-24 17:30")


async def test_the_same_reply_again_escalates_nothing_twice(house: House) -> None:
    """Repeated and late replies change nothing; a later end asks for what has come to be covered by it."""
    await house.person("anna").callback(SOON)
    await house.person("anna").callback("6869419583 REQ-20419 15:30 @ben where is it")
    await house.person("anna").callback("6869419583 REQ-20420 2026-11-24 15:00 @ben where is it")
    await automatic_reply(house, "ben", "15:00")
    before = await house.everything()
    for _ in range(2):
        assert (await automatic_reply(house, "ben", "15:00")).absence is None
    assert (await automatic_reply(house, "ben")).absence is None, "a presumed end lengthens nothing that was said"
    assert await house.everything() == before
    marked = await automatic_reply(house, "ben", "16:00")
    assert [handover.reference for handover in marked.asked] == ["CB-2"]
    marked = await automatic_reply(house, "ben", "2026-11-25 09:00")
    assert [handover.reference for handover in marked.asked] == ["CB-3"]


async def test_many_at_once_are_one_message(house: House) -> None:
    """Ben has three that cannot wait: Wang gets one message that lists them, each with *Take it*."""
    for number in range(3):
        await house.person("anna").callback(f"6869419583 REQ-2041{number} 10:0{number} @ben where is it")
    await automatic_reply(house, "ben", "15:00")
    (message,) = house.person("wang").messages
    assert message.message.headline == "3 callbacks need you, soonest first."
    assert [section.buttons[0].label for section in message.message.sections] == ["Take it"] * 3


async def test_the_ladder_goes_on_with_the_supervisor(house: House) -> None:
    """Rungs of an owner who is away reach them all the same, and the next rung with them."""
    await house.person("anna").callback(IMMEDIATE)
    await automatic_reply(house, "ben", "15:00")
    assert house.person("wang").pings(ASKED)
    await house.to("09:31")
    assert "Mon 09:13 ben wang" in house.diary()
    assert "Mon 09:30 ben wang" in house.diary()


async def test_the_duty_leader_stands_in_for_the_supervisor(house: House) -> None:
    """Wang is away too: Zhao is asked, may take it, and stands in on the supervisor's rungs."""
    await automatic_reply(house, "wang", "17:00")
    await house.person("anna").callback(SOON)
    await automatic_reply(house, "ben", "15:00")
    assert house.person("wang").messages == []
    (ping,) = house.person("zhao").messages
    await house.person("zhao").presses("我来接手", ping)
    assert (await house.handover()).owner == "zhao"


async def test_a_supervisor_who_turns_out_to_be_away_is_replaced_at_once(house: House) -> None:
    """Wang was asked; then Wang's own automatic reply comes: Zhao is asked, not in half an hour but now."""
    await house.person("anna").callback(SOON)
    await automatic_reply(house, "ben", "15:00")
    assert house.person("zhao").messages == []
    marked = await automatic_reply(house, "wang", "16:00")
    assert len(marked.asked) == 1
    assert len(house.person("zhao").messages) == 1
    assert house.thread()[-1].endswith("赵敏 asked to take it.")


async def test_when_everybody_is_away_the_last_rung_is_pinged_all_the_same(house: House) -> None:
    """A ladder never ends in silence: the manager and the channel."""
    for handle in ("wang", "zhao", "ma"):
        await automatic_reply(house, handle, "17:00")
    await house.person("anna").callback(SOON)
    await automatic_reply(house, "ben", "15:00")
    assert len(house.person("ma").pings(ASKED)) == 1
    assert [posted.versions[0].headline for posted in house.channel()][1].startswith("Ben Huang is away")


async def test_nobody_is_asked_in_their_own_place(house: House) -> None:
    """The manager has it and is away, as are all others: the channel is asked, and not the manager to take over from herself."""
    for handle in ("wang", "zhao", "ma"):
        await automatic_reply(house, handle, "17:00")
    answer = await house.person("anna").callback("6869419583 REQ-20418 09:50 @ma wants to know the customs fee")
    assert "so is everybody who could have it instead: please find somebody" in said(answer)
    assert (await house.handover()).owner == "ma"
    assert house.person("ma").pings("is away until") == []
    assert any(posted.versions[0].headline.startswith("Ma Jing is away") for posted in house.channel())
    assert any(said(posted).endswith("the channel asked to take it.\n") for posted in house.chat.posted)


async def test_one_that_was_handed_back_to_a_supervisor_who_is_away(house: House) -> None:
    """Ben can't take it, and Wang leaves: Zhao is asked."""
    await house.person("anna").callback(SOON)
    await house.person("ben").callback("cant CB-1 in a training")
    assert house.person("zhao").messages == []
    await automatic_reply(house, "wang", "17:00")
    assert len(house.person("zhao").messages) == 1


async def test_an_undeliverable_address_is_reported_to_the_operators(house: House) -> None:
    """The mail bounced: Ben counts as away for today, Wang is asked, and Ma, who runs the bot, is told of the address."""
    await house.person("anna").callback(SOON)
    await bounce(house, "ben")
    assert "away until Mon 23 Nov 17:30" in house.person("wang").pings(ASKED)[0]
    (alarm,) = house.person("ma").pings()
    assert alarm == "Mail to Ben Huang cannot be delivered: the address in the directory is wrong, or closed (CB-1)."
    await bounce(house, "ben")
    assert len(house.person("ma").pings()) == 1


async def test_who_has_left_has_no_end(house: House) -> None:
    """Somebody who left is away for good: everything of theirs is asked for, however far ahead."""
    await house.person("anna").callback("6869419583 REQ-20418 2026-12-03 15:00 @ben where is it")
    marked = await automatic_reply(house, "ben", left=True)
    assert len(marked.asked) == 1
    assert "Ben Huang is away for the time being" in house.person("wang").pings(ASKED)[0]


async def test_nobody_is_asked_for_what_was_dealt_with_meanwhile(house: House) -> None:
    """The platform takes nothing for a while; Ma has it by the time that Wang could be asked."""
    await house.person("anna").callback(SOON)
    house.chat.failing = refused
    await automatic_reply(house, "ben", "15:00")
    await house.person("ma").callback("got CB-1")
    house.chat.failing = lambda _: None
    await house.to("09:20")
    assert house.person("wang").messages == []


def refused(_: Address) -> None:
    """Take nothing."""
    raise SendFailed("ratelimited", patient=True)  # noqa: EM101


async def test_the_phone_list_goes_on_to_who_is_there(house: House) -> None:
    """Nobody is phoned who is known to be away: the list shows it, and asks for the supervisor."""
    await house.person("anna").callback(IMMEDIATE)
    await automatic_reply(house, "ben", "15:00")
    assert (await house.handover()).phone_next == 1
    phone = next(posted for posted in house.chat.posted if posted.message.headline.startswith("Somebody must be reached"))
    assert "Ben Huang, +86 21 5550 0202 – away until Mon 23 Nov 15:00" in said(phone)
    assert phone.message.text == "CB-1: please phone Wang Lei now."


async def test_the_history_shows_it(house: House) -> None:
    """Every change leaves a trace: who was away until when, how that is known, and who was asked."""
    await house.person("anna").callback(SOON)
    await automatic_reply(house, "ben", "15:00", cover="Kate Sun")
    shown = said(await house.person("wang").callback("show CB-1"))
    assert "Ben Huang is away until Mon 23 Nov 15:00 (automatic reply). Wang Lei asked to take it. Kate Sun covers." in shown


async def test_a_later_day_is_no_end_of_an_absence_that_begins_now(house: House) -> None:
    """Being away tomorrow is not from now until tomorrow: nothing is recorded, and what to type is said."""
    for typed in ("away tomorrow", "away on Friday", "away 27 Nov", "请假明天"):
        answer = await house.person("ben").types(typed)
        assert (answer.refused, await house.rows(tables.absences)) == (True, []), typed
    assert "/callback away until tomorrow" in said(await house.person("ben").types("away tomorrow"))
    for typed in ("away until tomorrow", "away for 2 days", "away 15:00"):
        assert not (await house.person("ben").types(typed)).refused, typed


async def test_the_history_says_who_was_asked(house: House) -> None:
    """In words, as for every other ping."""
    await house.person("anna").callback(SOON)
    await automatic_reply(house, "ben", "15:00")
    assert "Wang Lei asked to take it. Sent" in said(await house.person("anna").types("show CB-1"))


async def test_who_cannot_take_it_says_so_in_the_thread(house: House) -> None:
    """As by the button: the supervisor is asked, with the reason; without a reason the owner is asked for it."""
    await house.person("anna").callback(STANDARD)
    answer = await house.person("ben").replies("can't take it")
    assert (answer.refused, (await house.handover()).declined) == (True, False)
    await house.person("ben").replies("can't take this one, in a training")
    assert (await house.handover()).declined
    assert "in a training" in house.thread()[-1]
