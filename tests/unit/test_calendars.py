"""Holidays, make-up days and half days, from the libraries and from overlay files: procedure §2."""

from datetime import date, time
from pathlib import Path

import chinese_calendar
import holidays
import pytest

from bot.rules.calendars import ANNOUNCED, build_worktime, build_worktimes, statutory_days
from config.files import ConfigError
from config.overlays import load_overlays
from config.policy import Site
from tests.unit.clocks import CONFIG, clock, moment, policy, said

SITES = policy().sites

# The form of a year's notice; the days are invented.
NOTICE_2027 = """
source = "made up for this test"
closed = [2027-01-01, 2027-01-04, 2027-02-08, 2026-12-31]
make_up = [2027-01-09, 2026-12-27]

[hours]
2027-02-05 = [["08:30", "12:00"]]

[sites.shanghai]
closed = [2027-06-01]
make_up = [2027-06-05]

[sites.shanghai.hours]
2027-06-02 = [["13:30", "17:30"]]
"""


def site(**changes: object) -> Site:
    """Return the Shanghai site with changes."""
    return Site.model_validate({**SITES["shanghai"].model_dump(), **changes})


def overlay_folder(folder: Path, text: str, name: str = "CN-2027.toml") -> Path:
    """Write one overlay file and return its folder."""
    (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("year", [2025, 2026])
def test_china_follows_the_announced_calendar(year: int) -> None:
    """Every announced holiday is closed and every announced make-up day worked, and no other weekend is."""
    worktime = clock()
    day = date(year, 1, 1)
    while day.year == year:
        assert worktime.is_working_day(day) is chinese_calendar.is_workday(day), day
        day = date.fromordinal(day.toordinal() + 1)


def test_an_unknown_year_has_statutory_days_only() -> None:
    """For the year after the last notice no substitute day and no make-up day is guessed."""
    year = ANNOUNCED[-1] + 1
    days = statutory_days(year)
    observed = holidays.country_holidays("CN", years=year)
    assert days <= set(observed)
    assert len(days) == 13
    worktime = clock()
    weekend_work = [day for day in observed if day.weekday() >= 5 and worktime.is_working_day(day)]
    assert weekend_work == []
    assert date(2027, 5, 3) not in statutory_days(2027)
    assert date(2027, 2, 9) not in statutory_days(2027)


def test_traded_days_are_no_statutory_days() -> None:
    """Days off that a notice trades for make-up days do not count as statutory, also when the library knows the notice."""
    assert date(2026, 10, 6) in holidays.country_holidays("CN", observed=False, years=2026)
    assert date(2026, 10, 6) not in statutory_days(2026)
    assert date(2026, 10, 1) in statutory_days(2026)


def test_known_until_the_last_notice() -> None:
    """The last local day of the last announced year is known, the next is provisional: in the site's zone, not in UTC."""
    worktime = clock()
    assert not worktime.is_provisional(moment(worktime, "2026-12-31 23:59"))
    assert worktime.is_provisional(moment(worktime, "2027-01-01 00:00"))
    assert not clock("frankfurt").is_provisional(moment(worktime, "2027-06-01 00:00"))


def test_other_countries_and_their_subdivisions() -> None:
    """Corpus Christi is a holiday in Hesse, not in Berlin; the first of May is one in both."""
    hesse = clock("frankfurt")
    berlin = build_worktime(Site.model_validate({**SITES["frankfurt"].model_dump(), "subdivision": "BE"}))
    assert not hesse.is_working_day(date(2026, 6, 4))
    assert berlin.is_working_day(date(2026, 6, 4))
    assert not hesse.is_working_day(date(2026, 5, 1))
    assert not berlin.is_working_day(date(2026, 5, 1))


def test_other_countries_make_up_days() -> None:
    """Where a country trades a bridge day for a Saturday, that Saturday has the site's make-up hours."""
    hungary = build_worktime(site(country="HU", zone="Europe/Budapest"))
    assert hungary.is_working_day(date(2024, 8, 3))
    assert not hungary.is_working_day(date(2024, 8, 19))


def test_a_make_up_day_has_its_own_hours() -> None:
    """Make-up days follow `make_up_hours`, not those of their weekday."""
    worktime = build_worktime(site(make_up_hours=[["09:00", "15:00"]]))
    closing = worktime.closing(date(2026, 10, 10))
    assert closing is not None
    assert said(worktime, closing) == "2026-10-10 15:00"


def test_an_overlay_makes_a_year_known(tmp_path: Path) -> None:
    """Its closed, make-up and half days hold instead of the libraries', also in the December before; 2028 stays unknown."""
    worktimes = build_worktimes(policy(), load_overlays(overlay_folder(tmp_path, NOTICE_2027), SITES))
    worktime = worktimes["shanghai"]
    assert not worktime.is_provisional(moment(worktime, "2027-12-31 23:59"))
    assert worktime.is_provisional(moment(worktime, "2028-01-01 00:00"))
    closed = [date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 4), date(2027, 6, 1)]
    worked = [date(2026, 12, 27), date(2027, 1, 9), date(2027, 6, 5), date(2027, 10, 1)]
    assert [worktime.is_working_day(day) for day in closed + worked] == [False] * 4 + [True] * 4
    half = worktime.closing(date(2027, 2, 5))
    assert half is not None
    assert said(worktime, half) == "2027-02-05 12:00"
    assert said(worktime, worktime.intervals(date(2027, 6, 2))[0][0]) == "2027-06-02 13:30"
    assert worktimes["frankfurt"].is_working_day(date(2027, 1, 4))


def test_a_sites_own_days_are_its_own(tmp_path: Path) -> None:
    """Another site of the same country follows the country's days only."""
    overlays = load_overlays(overlay_folder(tmp_path, NOTICE_2027), SITES)
    other = build_worktime(SITES["shanghai"], overlays, name="beijing")
    assert other.is_working_day(date(2027, 6, 1))
    assert not other.is_working_day(date(2027, 1, 4))


def test_an_overlay_without_closed_days_only_adds(tmp_path: Path) -> None:
    """A half day can be added to a year that the libraries know, whose holidays stay; it makes no year known."""
    text = '[sites.shanghai.hours]\n2026-12-31 = [["08:30", "12:00"]]\n'
    overlays = load_overlays(overlay_folder(tmp_path, text, "CN-2026.toml"), SITES)
    worktime = build_worktime(SITES["shanghai"], overlays, name="shanghai")
    assert not worktime.is_working_day(date(2026, 10, 1))
    half = worktime.closing(date(2026, 12, 31))
    assert half is not None
    assert said(worktime, half) == "2026-12-31 12:00"
    only_hours = load_overlays(overlay_folder(tmp_path, '[hours]\n2027-02-05 = [["08:30", "12:00"]]\n'), SITES)
    unknown = build_worktime(SITES["shanghai"], only_hours, name="shanghai")
    assert unknown.is_provisional(moment(unknown, "2027-02-05 09:00"))


@pytest.mark.parametrize(
    ("text", "name", "problem"),
    [
        ("closed = [2027-01-01]", "china.toml", "china.toml: -: the name must be <COUNTRY>-<YEAR>.toml"),
        ("closed = [", "CN-2027.toml", "CN-2027.toml: -: not valid TOML"),
        ("closed = []", "CN-2027.toml", "CN-2027.toml: closed: Tuple should have at least 1 item"),
        ("open = [2027-01-01]", "CN-2027.toml", "CN-2027.toml: open: Extra inputs are not permitted"),
        ('closed = ["soon"]', "CN-2027.toml", "CN-2027.toml: closed.0: Input should be a valid date"),
        ("closed = [2027-02-01]\nmake_up = [2027-02-01]", "CN-2027.toml", "listed twice: 2027-02-01"),
        ("closed = [2027-02-01, 2027-02-01]", "CN-2027.toml", "listed twice: 2027-02-01"),
        ('[hours]\n2027-02-05 = [["12:00", "08:30"]]', "CN-2027.toml", "hours.2027-02-05: intervals must be in order"),
        ("closed = [2028-01-01]", "CN-2027.toml", "CN-2027.toml: 2028-01-01: is not a day of 2027"),
        ("closed = [2026-11-30]", "CN-2027.toml", "CN-2027.toml: 2026-11-30: is not a day of 2027"),
        ("[sites.shanghai]\nclosed = [2028-01-01]", "CN-2027.toml", "2028-01-01: is not a day of 2027"),
        ("[sites.atlantis]", "CN-2027.toml", "CN-2027.toml: sites.atlantis: no site of that name"),
        ("[sites.frankfurt]", "CN-2027.toml", "CN-2027.toml: sites.frankfurt: is a site in DE, not in CN"),
    ],
)
def test_mistakes_in_an_overlay_are_named(tmp_path: Path, text: str, name: str, problem: str) -> None:
    """A wrong overlay is refused with its file, key and reason."""
    with pytest.raises(ConfigError) as error:
        load_overlays(overlay_folder(tmp_path, text, name), SITES)
    assert problem in str(error.value)


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    """Two wrong files give the problems of both."""
    overlay_folder(tmp_path, "closed = []", "CN-2027.toml")
    overlay_folder(tmp_path, "closed = []", "CN-2028.toml")
    with pytest.raises(ConfigError) as error:
        load_overlays(tmp_path, SITES)
    assert {problem.file for problem in error.value.problems} == {"CN-2027.toml", "CN-2028.toml"}


def test_the_shipped_folder_is_sound() -> None:
    """What ships in config/calendars can be read, and a missing folder holds nothing."""
    load_overlays(CONFIG / "calendars", SITES)
    assert load_overlays(CONFIG / "no-such-folder", SITES) == ()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"country": "XX"}, "policy.toml: sites.here.country:"),
        ({"country": "DE", "subdivision": "ZZ"}, "policy.toml: sites.here.country:"),
        ({"hours": {"mon": [["12:00", "13:00"]]}}, "policy.toml: sites.here.hours: has no working time outside"),
    ],
)
def test_a_site_that_cannot_be_used_is_named(changes: dict[str, object], problem: str) -> None:
    """A country or subdivision that no library knows, and hours without room for an offer, are problems of policy.toml."""
    with pytest.raises(ConfigError) as error:
        build_worktime(site(**changes), name="here")
    assert str(error.value).startswith(problem)


def test_weekly_hours_differ_by_day() -> None:
    """Each weekday has its own hours; a weekday without any is closed."""
    worktime = build_worktime(site(hours={"mon": [["10:00", "16:00"]], "sat": [["09:00", "12:00"]]}))
    assert worktime.is_working_day(date(2026, 11, 28))
    assert not worktime.is_working_day(date(2026, 11, 24))
    assert worktime.at(date(2026, 11, 23), time(10)) == worktime.intervals(date(2026, 11, 23))[0][0]


def test_the_documented_examples_can_be_used(tmp_path: Path) -> None:
    """Both files shown in docs/calendars.md are sound, and do what they say there."""
    text = (CONFIG.parent / "docs" / "calendars.md").read_text(encoding="utf-8")
    whole, single = (part.split("```")[0] for part in text.split("```toml\n")[1:])
    [year] = load_overlays(overlay_folder(tmp_path, whole, "CN-2026.toml"), SITES)
    assert year.is_whole_year
    [days] = load_overlays(overlay_folder(tmp_path, single, "CN-2026.toml"), SITES)
    assert not days.is_whole_year
    assert build_worktime(SITES["shanghai"], [days], name="shanghai").is_working_day(date(2026, 12, 26))
