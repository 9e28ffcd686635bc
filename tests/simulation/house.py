"""The people of a run: the example directory, or one with covers, other supervisors, and absences that were planned."""

from datetime import datetime, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from bot.rules.people import Directory
from config.people import People
from tests.scenario.example import example_people

COVERS = ("kate", "zhou", "ben", "wang")
LEAVING = ("ben", "ben", "zhou", "kate", "wang", "zhao", "ma")
LENGTHS = (1, 3, 8, 26)  # hours


@cache
def example_directory() -> Directory:
    """Return the example directory."""
    return Directory(example_people())


def drawn_directory(dice: Random, start: datetime, zone: ZoneInfo) -> Directory:
    """Return the directory of a run that starts at `start` (aware): in two of five runs another than the example."""
    if dice.random() < 0.6:
        return example_directory()
    changed = example_people().model_dump(by_alias=True)
    for handle in ("ben", "zhou"):
        if dice.random() < 0.4:
            changed["people"][handle]["cover"] = dice.choice([each for each in COVERS if each != handle])
    if dice.random() < 0.3:
        changed["people"]["ben"]["supervisor"] = dice.choice(("zhao", "ma"))
    for _ in range(dice.randrange(4)):
        begin = (start + timedelta(minutes=dice.randrange(-120, 600))).astimezone(zone).replace(tzinfo=None, microsecond=0)
        entry = {"from": begin, "back": begin + timedelta(hours=dice.choice(LENGTHS)), "cover": dice.choice((None, "kate"))}
        changed["people"][dice.choice(LEAVING)]["away"] += (entry,)
    return Directory(People.model_validate(changed))
