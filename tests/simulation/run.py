"""Plays a story: one thread, no time, two processes of the bot on one database; whatever happens is drawn from the seed."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random

from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.cards.reader import Desk
from bot.chat.port import Answer
from bot.errors import StoreUnavailable
from bot.rules.office import Office
from scheduler.audit import audit
from tests.scenario.example import example_policy, languages, worktimes
from tests.simulation.ending import Ending
from tests.simulation.fresh import fresh_database
from tests.simulation.house import drawn_directory
from tests.simulation.letters import Letter, Letters
from tests.simulation.loop import Loop
from tests.simulation.machine import Machine, Parts, World
from tests.simulation.people import EVERYBODY, Call, People
from tests.simulation.planner import Hours, Planner
from tests.simulation.platform import Platform, Weather
from tests.simulation.signs import Sign, Signs
from tests.simulation.story import Kind, Step, Story
from tests.simulation.watch import Watch

Incident = Call | Sign | Letter
TICK_SECONDS = 0.25
MEANWHILE_SECONDS = 5.0  # between two ticks while something is under way
MOST_TURNS = 150_000
MOST_TICKS = 2000  # without anything that goes on: for an hour a platform that is down refuses this and that
SETTLING = (1.0, 40.0, 400.0)  # seconds after which a lease, then the longest pause between tries, have passed
SITE = "shanghai"
ALARMING = {"failed", "took too long", "message could not be made", "ladder could not be worked out"}  # of what is logged


class Play:
    """One run."""

    def __init__(self, told: Story, parts: Parts) -> None:
        """Build two processes, and what outlives them."""
        self.story = told
        self.loop = _loop()
        self.loop.reset()
        path = fresh_database(parts.schema)
        hours = _hours()
        directory = drawn_directory(Random(f"{told.seed}/people"), told.start, hours.zone)
        office = Office(told.policy, directory, worktimes(example_policy()))
        self.watch = Watch(self.loop, told.start, office, Planner(told.ladder, hours), path)
        self.platform = Platform(self.loop, self.watch)
        chat, mailer, desk = self.platform.chat, self.platform.mailer, Desk(office, languages())
        world = World(self.loop, self.now, self.watch, chat, mailer, desk, parts, self.luck)
        self.machines = (Machine("a", path, world), Machine("b", path, world))
        self.people = People(self.platform)
        self.signs, self.letters = Signs(), Letters(self.platform)
        self.calls: list[Incident] = []
        self.unanswered: list[Incident] = []
        self.under_way: list[asyncio.Task[None]] = []
        self.ticks: list[tuple[float, float]] = []
        self.office = office
        self.logs: list[EventDict] = []

    def now(self) -> datetime:
        """Return the present moment (aware UTC)."""
        return self.story.start + timedelta(seconds=self.loop.now)

    def luck(self) -> float:
        """Draw from the dice of the step."""
        return self.loop.rng.random()

    def run(self) -> None:
        """Play every step, let everything come to rest, and look whether all was kept."""
        with self.loop.running(), capture_logs() as self.logs:
            for machine in self.machines:
                if machine.dead:
                    machine.start()
            for step in self.story.steps:
                self._step(step)
                if self.watch.broken:
                    return
            self._settle()
            if self.watch.broken is None:
                Ending(self.watch, self.platform, self.ticks).all_kept()
            for complaint in self.loop.complaints:
                self.watch.broke("nothing fails unforeseen", repr(complaint))

    def close(self) -> None:
        """End every process, and let what was under way find out."""
        with self.loop.running(), capture_logs():
            for machine in self.machines:
                machine.kill()
            while any(machine.tasks for machine in self.machines) and self.loop.turn():
                pass
        self.watch.close()

    # Steps.

    def _step(self, step: Step) -> None:
        self._roll(step)
        if not step.together:
            self.finish()
            self._pass_time(step)
        self.watch.note(f"-- {step}")
        self.platform.weather = step.weather
        machine = self.machines[step.struck]
        if step.trouble is not None and not machine.dead:
            machine.trouble, machine.countdown = step.trouble, step.countdown
        self._happens(step)
        if self.loop.rng.random() < 0.7:
            self.tick()

    def _happens(self, step: Step) -> None:
        match step.kind:
            case Kind.ACT:
                self.bring(self.people.act(self.loop.rng, self.watch.handovers))
            case Kind.SIGN:
                self.bring(self.signs.come(self.loop.rng, self.watch.handovers, self.now()))
            case Kind.MAIL:
                if letter := self.letters.come(self.loop.rng, self.now()):
                    self.bring(letter)
            case Kind.AGAIN if self.calls:
                self.bring(self.loop.rng.choice(self.unanswered or self.calls))
            case Kind.AUDIT:
                for machine in dict.fromkeys((self._alive(), self._alive())):  # every process audits, every minute
                    self._do(machine, self._audit)
            case Kind.END:
                self.machines[self.loop.rng.randrange(2)].kill()
            case Kind.GONE:
                self.platform.gone.add(self.loop.rng.choice(EVERYBODY))

    def _roll(self, step: Step | None) -> None:
        self.loop.rng = self.story.dice(step)
        self.platform.rng = self.loop.rng

    def _pass_time(self, step: Step) -> None:
        due = self._due()
        if step.lap is None:
            if due is not None:
                self.loop.advance(due)
        elif step.jump:
            self.loop.advance(self.loop.now + step.lap)
        else:
            self._until(self.loop.now + step.lap)

    def _until(self, end: float) -> None:
        """Let time pass: the bot ticks when something is due, as it would between by doing nothing."""
        idle = 0
        while self.watch.broken is None and (due := self._due()) is not None and due <= end:
            self.loop.advance(max(due, self.loop.now) + self.loop.rng.random() * TICK_SECONDS)
            before = len(self.watch.story)
            self.tick()
            self.finish()
            idle = idle + 1 if len(self.watch.story) == before else 0
            if idle > MOST_TICKS:
                self.watch.broke("the bot comes to rest", "it ticks, and what is due stays due")
            if idle:
                self.loop.advance(self.loop.now + 1)
        self.loop.advance(end)

    def _due(self) -> float | None:
        """Return when something falls due, in seconds of the run: a rung or a message, or somebody leaves as planned."""
        query = (
            "SELECT min(moment) FROM (SELECT min(next_due_at) AS moment FROM handovers UNION SELECT min(next_try_at) FROM outbox)"
        )
        found = self.watch.ask(query)
        moments = [each.since for each in self.office.roster if each.since > self.now()]
        if found is not None:
            moments.append(datetime.fromisoformat(found).replace(tzinfo=UTC))
        return min(((moment - self.story.start).total_seconds() for moment in moments), default=None)

    def _alive(self) -> Machine:
        """Return a process, which a supervisor has started again if it had died."""
        machine = self.machines[self.loop.rng.randrange(2)]
        if machine.dead:
            while machine.tasks and self.loop.turn():  # nothing of it goes on, but it has to find that out
                pass
            self.watch.note(f"process {machine.name} starts")
            machine.start()
        return machine

    def tick(self) -> None:
        """Let one process tick, or both at the same time."""
        chosen = {self._alive().name for _ in range(1 + (self.loop.rng.random() < 0.4))}
        for machine in self.machines:
            if machine.name in chosen and not machine.dead:
                self._do(machine, self._ticking)

    async def _ticking(self, machine: Machine) -> None:
        begun, before = self.watch.now(), machine.ticker.last
        await machine.ticker.tick()
        if machine.ticker.last != before:
            self.ticks.append((begun, self.watch.now()))

    async def _audit(self, machine: Machine) -> None:
        try:
            await audit(machine.database, self.office, self.now())
            await machine.service.recheck_calendar(self.now())
        except StoreUnavailable:
            self.watch.note("audit without database")

    def bring(self, call: Incident) -> None:
        """Bring something to one of the processes."""
        self._do(self._alive(), lambda machine: self._brought(machine, call))

    async def _brought(self, machine: Machine, call: Incident) -> None:
        following: Incident | None = call
        while following is not None:
            following = await self._answered(machine, following)

    async def _answered(self, machine: Machine, call: Incident) -> Call | None:
        task = asyncio.current_task()
        assert task is not None
        self.watch.deliveries[task] = call.delivery
        self.watch.note(str(call))
        if call not in self.calls:
            self.calls.append(call)
        self.unanswered = [*(each for each in self.unanswered if each != call), call]
        try:
            answer: Answer = await call.bring(machine)
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not have come out
            self.watch.broke("bad input never raises past the front", f"{call}: {error!r}")
            return None
        self.watch.answered(call.delivery, answer)
        if not answer.failed:
            self.unanswered = [each for each in self.unanswered if each != call]
        return self.people.follow(self.loop.rng, call, answer) if isinstance(call, Call) else None

    def _do(self, machine: Machine, work: "Callable[[Machine], object]") -> None:
        self.under_way.append(machine.run(work(machine)))  # type: ignore[arg-type]

    def finish(self) -> None:
        """Let everything that is under way come to its end; whoever is free ticks meanwhile."""
        following = self.loop.now + MEANWHILE_SECONDS
        while self.watch.broken is None and any(not task.done() for task in self.under_way):
            if not self.loop.turn():
                self.watch.broke("the bot comes to rest", "nothing can go on, and something waits")
            if self.loop.now >= following:
                following = self.loop.now + MEANWHILE_SECONDS
                self.tick()
            if self.loop.turns > MOST_TURNS:
                self.watch.broke("the bot comes to rest", "it goes on and on")
        self.under_way.clear()
        for entry in self.logs:
            if entry["event"] in ALARMING:
                self.watch.broke("nothing fails unforeseen", str(sorted(entry.items())))
        self.logs.clear()

    # The end.

    def _settle(self) -> None:
        """Let the sky clear: everything that waits is tried again."""
        self._roll(None)
        self.finish()
        self.platform.weather = Weather.FINE
        for machine in self.machines:
            machine.trouble = None
        for seconds in SETTLING:
            self._until(self.loop.now + seconds)
        self.tick()
        self.finish()


@cache
def _loop() -> Loop:
    return Loop()  # type: ignore[abstract]  # what it does not offer nobody may use


@cache
def _hours() -> Hours:
    return Hours(worktimes(example_policy())[SITE])
