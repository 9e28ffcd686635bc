"""The example directory with a second team, at Frankfurt, whose channel reads English."""

from config.people import People, PersonEntry, TeamEntry
from tests.scenario.example import example_people


def people() -> People:
    """Return the example's people and a team at Frankfurt: Lena calls back, Jonas supervises, the rest is Shanghai's."""
    known = example_people()
    team = TeamEntry(
        name={"en": "Express Frankfurt", "zh_CN": "法兰克福快递组"},
        site="frankfurt",
        channel="express-frankfurt",
        language="en",
        supervisor="jonas",
        manager="ma",
        duty_leader="jonas",
        night_shift=("ning",),
        duty_roster={},
    )
    lena, jonas = (
        PersonEntry(
            name=name,
            roles=(role,),
            team="frankfurt",
            language="en",
            phone=f"+49 69 5550 010{number}",
            email=f"{name.split()[0].lower()}@example.com",
        )
        for number, (name, role) in enumerate((("Lena Vogt", "back_line"), ("Jonas Roth", "supervisor")))
    )
    return known.model_copy(
        update={"teams": {**known.teams, "frankfurt": team}, "people": {**known.people, "lena": lena, "jonas": jonas}}
    )
