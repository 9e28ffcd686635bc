"""What is going to happen in a run: a seed makes it whole, and any of its steps can be left out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from random import Random

from config.policy import LadderPolicy, Policy
from tests.scenario.example import example_policy
from tests.simulation.machine import Trouble
from tests.simulation.platform import Weather

FIRST_START = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)  # 08:00 on a Friday at the site
LAPS = (0.0, 0.0, 2.0, 30.0, 120.0, 300.0, 900.0, 1800.0, 3600.0)


class Kind(StrEnum):
    """What a step is."""

    ACT = "somebody acts"
    AGAIN = "a delivery comes again"
    REST = "nothing but time"
    AUDIT = "the audit runs"
    END = "a process is killed"
    SIGN = "something says who is away"
    MAIL = "a mail comes"
    GONE = "somebody cannot be reached any more"


KINDS = (
    *(Kind.ACT,) * 14,
    *(Kind.SIGN,) * 4,
    *(Kind.MAIL,) * 4,
    *(Kind.AGAIN,) * 3,
    Kind.REST,
    Kind.REST,
    Kind.AUDIT,
    Kind.AUDIT,
    Kind.END,
    Kind.GONE,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step. It begins `lap` seconds after the last one, or together with it; with no lap, when the next thing is due.

    `number` is its place in the whole story: its dice depend on that and on the seed alone. A `jump` is time that passes while
    nothing runs. Trouble comes to the process `struck`, at the `countdown`th place where it could.
    """

    number: int
    kind: Kind
    lap: float | None
    together: bool = False
    jump: bool = False
    weather: Weather = Weather.FINE
    trouble: Trouble | None = None
    struck: int = 0
    countdown: int = 1

    def __str__(self) -> str:
        """Say what it is in a few words."""
        lap = "when the next is due" if self.lap is None else f"+{self.lap:g} s"
        parts = [f"{self.number:>2}. {lap}", str(self.kind)]
        parts += ["with the step before" if self.together else "", "clock jumps" if self.jump else ""]
        parts += ["" if self.weather is Weather.FINE else f"platform {self.weather}"]
        parts += [f"{self.trouble} in process {self.struck} at {self.countdown}" if self.trouble else ""]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Story:
    """A run before it is played."""

    seed: int
    start: datetime
    ladder: LadderPolicy
    steps: tuple[Step, ...]

    @property
    def policy(self) -> Policy:
        """Return the policy of this run."""
        return example_policy().model_copy(update={"ladder": self.ladder})

    def dice(self, step: Step | None) -> Random:
        """Return the dice of a step, or of what comes after the last."""
        return Random(f"{self.seed}/{step.number if step else 'end'}")

    def shorter(self) -> Iterator["Story"]:
        """Yield the stories that leave something out: many steps first, then single ones, then what goes wrong in one."""
        size = len(self.steps) // 2
        while size:
            for place in range(0, len(self.steps), size):
                yield replace(self, steps=self.steps[:place] + self.steps[place + size :])
            size //= 2
        for place, step in enumerate(self.steps):
            for calmer in (
                replace(step, trouble=None),
                replace(step, weather=Weather.FINE),
                replace(step, together=False),
                replace(step, jump=False),
            ):
                if calmer != step:
                    yield replace(self, steps=(*self.steps[:place], calmer, *self.steps[place + 1 :]))


def story(seed: int) -> Story:
    """Return the story of a seed."""
    dice = Random(f"{seed}/story")
    start = FIRST_START + timedelta(days=dice.randrange(6), minutes=dice.randrange(11 * 60), seconds=dice.randrange(60))
    troubled = dice.random() < 0.75
    steps = tuple(_step(number, dice, troubled=troubled) for number in range(dice.randrange(6, 16)))
    return Story(seed, start, _ladder(dice), steps)


def _step(number: int, dice: Random, *, troubled: bool) -> Step:
    step = Step(
        number,
        Kind.ACT if number == 0 else dice.choice(KINDS),
        lap=None if dice.random() < 0.3 else dice.choice(LAPS),
        together=dice.random() < 0.25,
    )
    if not troubled:
        return step if step.kind not in {Kind.END, Kind.GONE} else replace(step, kind=Kind.ACT)
    if dice.random() < 0.35:
        step = replace(step, trouble=dice.choice(list(Trouble)), struck=dice.randrange(2), countdown=dice.randrange(1, 40))
    if dice.random() < 0.25:
        step = replace(step, weather=dice.choice(list(Weather)))
    return replace(step, jump=step.lap is not None and (dice.random() < 0.1 or step.kind is Kind.AUDIT))


def _ladder(dice: Random) -> LadderPolicy:
    """Return the ladder of the procedure, or one with other numbers."""
    ladder = example_policy().ladder
    if dice.random() < 0.4:
        return ladder
    calm = {name: max(1, value * dice.choice((1, 2, 3)) // 2) for name, value in ladder.calm.model_dump().items()}
    urgent = {name: max(1, value * dice.choice((1, 2, 3)) // 2) for name, value in ladder.urgent.model_dump().items()}
    return LadderPolicy.model_validate({"calm": calm, "urgent": urgent})
