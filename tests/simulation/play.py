"""Plays stories, and shortens those that break a promise."""

from dataclasses import dataclass

from tests.simulation.machine import Parts
from tests.simulation.promises import Broken
from tests.simulation.run import Play
from tests.simulation.story import Story, story


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a story: the promise that was broken, if any, and what happened line by line."""

    story: Story
    broken: Broken | None
    told: tuple[str, ...]

    def report(self) -> str:
        """Return everything that somebody needs who wants to mend it."""
        steps = "\n".join(f"  {step}" for step in self.story.steps)
        told = "\n".join(f"  {line}" for line in self.told)
        return f"seed {self.story.seed}: {self.broken}\nsteps:\n{steps}\nwhat happened:\n{told}"


def play(told: Story, parts: Parts | None = None) -> Outcome:
    """Play a story to its end, or to the first broken promise."""
    playing = Play(told, parts or Parts())
    try:
        playing.run()
    finally:
        playing.close()
    return Outcome(told, playing.watch.broken, tuple(playing.watch.story))


def shortened(outcome: Outcome, parts: Parts | None = None, tries: int = 150) -> Outcome:
    """Return the shortest story found that breaks the same promise."""
    best, found = outcome, True
    while found and tries > 0:
        found = False
        for shorter in best.story.shorter():
            tries -= 1
            again = play(shorter, parts)
            if again.broken and outcome.broken and again.broken.invariant == outcome.broken.invariant:
                best, found = again, True
                break
            if tries <= 0:
                break
    return best


def simulate(seed: int, parts: Parts | None = None) -> Outcome:
    """Play the story of a seed."""
    return play(story(seed), parts)
