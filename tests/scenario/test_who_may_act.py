"""Section 4: every act, from every state, by every role: who is allowed, and a refusal that changes nothing."""

from collections.abc import Awaitable, Callable, Mapping

import pytest

from bot.errors import Refusal
from bot.ledger import By
from bot.rules.handover import Act, Handover, NotYours, Status, WrongState
from bot.service import Service, Target
from tests.scenario.house import Builder, House, said

OPENER, AGENT, OWNER, COLLEAGUE = "anna", "chen", "ben", "zhou"
SUPERVISOR, DUTY_LEADER, MANAGER, NIGHT_SHIFT = "wang", "zhao", "ma", "ning"
EVERYBODY = {OPENER, AGENT, OWNER, COLLEAGUE, SUPERVISOR, DUTY_LEADER, MANAGER, NIGHT_SHIFT}

ACTS: Mapping[Act, Callable[[Service, Target, By], Awaitable[Handover]]] = {
    Act.ACKNOWLEDGE: lambda service, target, by: service.acknowledge(target, by),
    Act.TAKE_OVER: lambda service, target, by: service.take_over(target, by),
    Act.DECLINE: lambda service, target, by: service.decline(target, by, "training"),
    Act.ASSIGN: lambda service, target, by: service.assign(target, by, "@kate"),
    Act.REACHED: lambda service, target, by: service.reached(target, by),
    Act.NO_ANSWER: lambda service, target, by: service.no_answer(target, by, None),
    Act.NOT_NEEDED: lambda service, target, by: service.not_needed(target, by),
    Act.CALLED_AGAIN: lambda service, target, by: service.called_again(target, by, "asks for news"),
    Act.CORRECT: lambda service, target, by: service.correct(target, by, {"wish": "address"}),
    Act.NEW_TIME: lambda service, target, by: service.new_time(target, by, None),
    Act.CANCEL: lambda service, target, by: service.cancel(target, by),
    Act.REOPEN: lambda service, target, by: service.reopen(target, by),
}

# In working time, standard route; done by the owner, cancelled by the opener.
ALLOWED: Mapping[Act, Mapping[Status, set[str]]] = {
    Act.ACKNOWLEDGE: {Status.OPEN: {OWNER, SUPERVISOR, DUTY_LEADER, MANAGER}},
    Act.TAKE_OVER: {Status.ACKNOWLEDGED: {SUPERVISOR, DUTY_LEADER, MANAGER}},
    Act.DECLINE: {Status.OPEN: {OWNER}, Status.ACKNOWLEDGED: {OWNER}},
    Act.ASSIGN: {
        Status.OPEN: {OPENER, SUPERVISOR, DUTY_LEADER, MANAGER},
        Status.ACKNOWLEDGED: {SUPERVISOR, DUTY_LEADER, MANAGER},
    },
    Act.REACHED: {Status.OPEN: EVERYBODY, Status.ACKNOWLEDGED: EVERYBODY},
    Act.NO_ANSWER: {Status.OPEN: EVERYBODY, Status.ACKNOWLEDGED: EVERYBODY},
    Act.NOT_NEEDED: {Status.OPEN: {OPENER, OWNER, SUPERVISOR}, Status.ACKNOWLEDGED: {OPENER, OWNER, SUPERVISOR}},
    Act.CALLED_AGAIN: {Status.OPEN: {OPENER, AGENT}, Status.ACKNOWLEDGED: {OPENER, AGENT}},
    Act.CORRECT: {Status.OPEN: {OPENER, OWNER, SUPERVISOR}, Status.ACKNOWLEDGED: {OPENER, OWNER, SUPERVISOR}},
    Act.NEW_TIME: {Status.OPEN: {OPENER, OWNER, SUPERVISOR}, Status.ACKNOWLEDGED: {OPENER, OWNER, SUPERVISOR}},
    Act.CANCEL: {Status.OPEN: {OPENER, SUPERVISOR}, Status.ACKNOWLEDGED: {OPENER, SUPERVISOR}},
    Act.REOPEN: {Status.DONE: {OWNER, SUPERVISOR}, Status.CANCELLED: {OPENER, SUPERVISOR}},
}


async def bring_to(house: House, status: Status) -> None:
    """Open a handover of Ben's and bring it into a state."""
    target = Target(1)
    await house.person(OPENER).callback("6869419583 REQ-20418 @ben customs fee")
    if status in {Status.ACKNOWLEDGED, Status.DONE}:
        await house.service.acknowledge(target, house.by(OWNER))
    if status is Status.DONE:
        await house.service.reached(target, house.by(OWNER))
    if status is Status.CANCELLED:
        await house.service.cancel(target, house.by(OPENER))
    assert (await house.handover()).status is status


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("act", list(ACTS))
async def test_each_cell_of_the_table_of_acts(house: House, act: Act, status: Status) -> None:
    """The roles that the table names may do it; every other one is refused with the reason, and nothing changes."""
    await bring_to(house, status)
    allowed = ALLOWED[act].get(status, set())
    for handle in sorted(allowed):
        await house.service.check(act, Target(1), house.by(handle))
    before = await house.everything()
    reason: type[Refusal] = NotYours if allowed else WrongState
    for handle in sorted(EVERYBODY - allowed):
        with pytest.raises(reason):
            await ACTS[act](house.service, Target(1), house.by(handle))
    assert await house.everything() == before
    for handle in sorted(allowed)[:1]:
        await ACTS[act](house.service, Target(1), house.by(handle))
        handovers, events, _ = await house.everything()
        assert events[-1]["act"] == act, "every change, with who and when, stays readable"
        assert (events[-1]["actor"], events[-1]["at"]) == (handle, house.clock.now())
        assert handovers[0]["version"] == before[0][0]["version"] + 1


AT_NIGHT: Mapping[Act, set[str]] = {
    Act.ACKNOWLEDGE: {OWNER, SUPERVISOR, DUTY_LEADER, MANAGER, NIGHT_SHIFT},
    Act.DECLINE: {OWNER},
    Act.ASSIGN: {OPENER, SUPERVISOR, DUTY_LEADER, MANAGER},
    Act.NOT_NEEDED: {OPENER, OWNER, SUPERVISOR, DUTY_LEADER},
    Act.CORRECT: {OPENER, OWNER, SUPERVISOR, DUTY_LEADER},
    Act.NEW_TIME: {OPENER, OWNER, SUPERVISOR, DUTY_LEADER},
    Act.CANCEL: {OPENER, SUPERVISOR, DUTY_LEADER},
}


@pytest.mark.parametrize("act", list(AT_NIGHT))
async def test_outside_working_time_the_duty_leader_is_the_supervisor_and_the_night_shift_may_take_it(
    builder: Builder, act: Act
) -> None:
    """Outside working time the duty leader acts for the supervisor, and the night shift stands on the ladder."""
    async with builder.house("2026-11-23 20:00") as house:
        await bring_to(house, Status.OPEN)
        for handle in sorted(EVERYBODY):
            if handle in AT_NIGHT[act]:
                await house.service.check(act, Target(1), house.by(handle))
            else:
                with pytest.raises(NotYours):
                    await house.service.check(act, Target(1), house.by(handle))


async def test_a_refusal_names_the_act_the_state_and_who_may(house: House) -> None:
    """Every act is refused with a plain reason."""
    await bring_to(house, Status.OPEN)
    refused = await house.person(NIGHT_SHIFT).types("/callback got CB-1")
    assert refused.refused
    assert said(refused).strip() == (
        "Only the owner (Ben Huang), the supervisor (Wang Lei), the duty leader (赵敏) or the manager (Ma Jing) can do that "
        "on CB-1 (“I've got it”). Ask them, or write in the card's thread."
    )
    refused = await house.person(MANAGER).types("/callback again CB-1")
    assert "Only front-line agents can do that on CB-1 (“customer called again”)." in said(refused)
    await house.service.reached(Target(1), house.by(OWNER))
    late = await house.person(OPENER).types("/callback again CB-1")
    assert said(late).strip() == (
        "CB-1 is done, so “customer called again” is not possible. Type show CB-1 to see what happened."
    )


async def test_at_night_a_refusal_names_who_may_then(builder: Builder) -> None:
    """The duty leader beside the supervisor whom they stand in for, and the night shift; nobody is named twice."""
    async with builder.house("2026-11-23 20:00") as house:
        await bring_to(house, Status.OPEN)
        assert (
            "Only the owner (Ben Huang), the supervisor (Wang Lei, 赵敏), the manager (Ma Jing) or night shift (Ning Ye) can do"
        ) in said(await house.person(OPENER).types("/callback got CB-1"))
