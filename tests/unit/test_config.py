"""A wrong configuration stops the start with file, key and reason; everything that is wrong is said at once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from config.files import ConfigError, Problem
from config.overlays import load_overlays
from config.people import load_people
from config.policy import load_policy
from config.settings import load_settings
from config.whole import load_config, load_rules

CONFIG = Path(__file__).parents[2] / "config"
POLICY = (CONFIG / "policy.toml").read_text(encoding="utf-8")
PEOPLE = (CONFIG / "people.toml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _without_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable of the machine, and no .env, counts here."""
    for name in ("DATABASE_URL", "HOST", "PORT", "POLICY", "PEOPLE", "CALENDARS", "CLOCK_AT", "LOG_LEVEL"):
        monkeypatch.delenv(f"CALLBACK_{name}", raising=False)
    monkeypatch.chdir(tmp_path)


def problems(read: Callable[[], object]) -> list[Problem]:
    """Return what is wrong; each problem reads as one line: file, key, reason."""
    with pytest.raises(ConfigError) as caught:
        read()
    assert str(caught.value).splitlines() == [f"{each.file}: {each.key}: {each.reason}" for each in caught.value.problems]
    assert all("\n" not in each.reason for each in caught.value.problems)
    return caught.value.problems


def edited(text: str, old: str, new: str, path: Path) -> Path:
    """Write a file that differs from the example in one place."""
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ("first_offer_minutes = 120", "first_offer_minutes = 0", "promise.first_offer_minutes", "greater than 0"),
        ("first_offer_minutes = 120", 'first_offer_minutes = "two"', "promise.first_offer_minutes", "valid integer"),
        ("first_offer_minutes = 120", "first_offer_minute = 120", "promise.first_offer_minute", "not permitted"),
        ("soon_minutes = 60", "", "routes.soon_minutes", "required"),
        ("tries = 10 ", "tries = 0 ", "outbox.tries", "greater than 0"),
        ("place_seconds = 1.0", "place_seconds = 0", "outbox.place_seconds", "greater than or equal to 0.05"),
        ("reopen_hours = 24", "reopen_hours = -1", "acts.reopen_hours", "greater than 0"),
        ('default_site = "shanghai"', 'default_site = "atlantis"', "-", "no site is called 'atlantis'"),
        (
            'zone = "Asia/Shanghai"',
            'zone = "Asia/Atlantis"',
            "sites.shanghai.zone",
            "no IANA time zone is called 'Asia/Atlantis'",
        ),
        ('zone = "Asia/Shanghai"', 'zone = "../etc/passwd"', "sites.shanghai.zone", "no IANA time zone"),
        ('lunch = ["12:00", "13:30"]', 'lunch = ["13:30", "12:00"]', "sites.shanghai", "lunch: intervals must be in order"),
        ('mon = [["08:30", "17:30"]]', 'mon = [["17:30", "08:30"]]', "sites.shanghai", "hours.mon: intervals must be in order"),
        ('mon = [["08:30", "17:30"]]', 'mon = [["08:30", "12:00"], ["11:00", "17:30"]]', "sites.shanghai", "hours.mon"),
        ('mon = [["08:30", "17:30"]]', 'mon = [["08:30", "25:00"]]', "sites.shanghai.hours.mon.0.1", "hour"),
        ('mon = [["08:30"', 'monday = [["08:30"', "sites.shanghai.hours.monday.[key]", "Input should be 'mon'"),
        ("request_id = 'REQ-?\\d{3,10}'", "request_id = 'REQ-('", "sites.shanghai.request_id", "not a regular expression"),
        ("/request/{request_id}", "/request", "sites.shanghai.case_url", "must contain {request_id}"),
        ('case_url = "https:', 'case_url = "javascript:', "sites.shanghai.case_url", "should match pattern"),
        ('"dhl_express", "ups"', '"dhl", "ups"', "sites.shanghai.waybills.0", "dhl_express"),
        ('phone_country = "86"', 'phone_country = "+86"', "sites.shanghai.phone_country", "should match pattern"),
    ],
)
def test_a_wrong_policy_is_named_by_key(tmp_path: Path, old: str, new: str, key: str, reason: str) -> None:
    """One wrong number or name in policy.toml: the file, the key as it stands there, and why."""
    found = problems(lambda: load_policy(edited(POLICY, old, new, tmp_path / "policy.toml")))
    assert {each.file for each in found} == {"policy.toml"}
    assert any(each.key.startswith(key) and reason in each.reason for each in found), found


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ('operators = ["ma"]', 'operators = ["nobody"]', "operators", "no person is called 'nobody'"),
        ('operators = ["ma"]', "operators = []", "operators", "at least 1"),
        ('site = "shanghai"', 'site = "atlantis"', "teams.express.site", "policy.toml has no site 'atlantis'"),
        ('supervisor = "wang"', 'supervisor = "nobody"', "teams.express.supervisor", "no person is called 'nobody'"),
        ('night_shift = ["ning"]', "night_shift = []", "teams.express.night_shift", "at least 1"),
        ('night_shift = ["ning"]', 'night_shift = ["nobody"]', "teams.express.night_shift", "no person"),
        ('2026-11-29 = "wang"', '2026-11-29 = "nobody"', "teams.express.duty_roster.2026-11-29", "no person"),
        ('2026-11-29 = "wang"', '2026-11-31 = "wang"', "teams.express.duty_roster.2026-11-31", "date"),
        ('team = "express"', 'team = "nowhere"', "people.anna.team", "no team is called 'nowhere'"),
        ('roles = ["agent"]', 'roles = ["boss"]', "people.anna.roles.0", "Input should be"),
        ('language = "en"\nphone', 'language = "fr"\nphone', "people.anna.language", "Input should be"),
        ('"anna.li@example.com"', '"anna.li"', "people.anna.email", "should match pattern"),
        ('phone = "+86 21 5550 0101"', 'phone = "call me"', "people.anna.phone", "should match pattern"),
        ('owner = "kate"', 'owner = "nobody"', "key_accounts.lumen.owner", "no person"),
        ('name = "Anna Li"', 'nmae = "Anna Li"', "people.anna.nmae", "not permitted"),
        (
            "[people.kate]",
            "[[people.ben.away]]\nfrom = 2026-12-21\nback = 2026-12-21\n[people.kate]",
            "people.ben.away.0",
            "back has to be later than from",
        ),
        (
            "[people.kate]",
            "[[people.ben.away]]\nfrom = 2026-12-21T09:00:00Z\nback = 2026-12-28\n[people.kate]",
            "people.ben.away.0",
            "have no zone",
        ),
        ("[people.kate]", "[[people.ben.away]]\nfrom = 2026-12-21\n[people.kate]", "people.ben.away.0.back", "required"),
        (
            "[people.kate]",
            '[[people.ben.away]]\nfrom = 2026-12-21\nback = 2026-12-28\ncover = "nobody"\n[people.kate]',
            "people.ben.away.0.cover",
            "no person is called 'nobody'",
        ),
        (
            "[people.kate]",
            '[[people.ben.away]]\nfrom = 2026-12-21\nback = 2026-12-28\ncover = "anna"\n[people.kate]',
            "people.ben.away.0.cover",
            "'anna' cannot cover",
        ),
    ],
)
def test_a_wrong_directory_is_named_by_key(tmp_path: Path, old: str, new: str, key: str, reason: str) -> None:
    """One wrong person or team in people.toml: the file, the key as it stands there, and why."""
    policy = load_policy(CONFIG / "policy.toml")
    found = problems(lambda: load_people(edited(PEOPLE, old, new, tmp_path / "people.toml"), policy))
    assert {each.file for each in found} == {"people.toml"}
    assert any(each.key.startswith(key) and reason in each.reason for each in found), found


@pytest.mark.parametrize(
    ("name", "text", "key", "reason"),
    [
        ("china.toml", 'closed = ["2027-01-01"]', "-", "<COUNTRY>-<YEAR>.toml"),
        ("CN-2027.toml", 'closed = ["2026-01-01"]', "2026-01-01", "is not a day of 2027"),
        ("CN-2027.toml", "closed = []", "closed", "at least 1"),
        ("CN-2027.toml", "closed = [", "-", "not valid TOML"),
        ("CN-2027.toml", 'closed = ["2027-01-01"]\nmake_up = ["2027-01-01"]', "-", "listed twice: 2027-01-01"),
        ("CN-2027.toml", 'clsoed = ["2027-01-01"]', "clsoed", "not permitted"),
        ("CN-2027.toml", '[hours]\n2027-01-04 = [["17:30", "08:30"]]', "-", "hours.2027-01-04"),
        ("CN-2027.toml", '[sites.atlantis]\nclosed = ["2027-01-04"]', "sites.atlantis", "no site of that name"),
        ("CN-2027.toml", '[sites.frankfurt]\nclosed = ["2027-01-04"]', "sites.frankfurt", "is a site in DE"),
    ],
)
def test_a_wrong_calendar_is_named_by_key(tmp_path: Path, name: str, text: str, key: str, reason: str) -> None:
    """One wrong day in an overlay: the file, the key as it stands there, and why."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    sites = load_policy(CONFIG / "policy.toml").sites
    found = problems(lambda: load_overlays(tmp_path, sites))
    assert {each.file for each in found} == {name}
    assert any(each.key == key and reason in each.reason for each in found), found


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A file that is missing, is a folder, or is in another encoding is a plain sentence."""
    assert "no such file" in problems(lambda: load_policy(tmp_path / "none.toml"))[0].reason
    assert "cannot be read" in problems(lambda: load_policy(tmp_path))[0].reason
    (tmp_path / "policy.toml").write_bytes("name = '上海'".encode("gbk"))
    assert "not valid TOML" in problems(lambda: load_policy(tmp_path / "policy.toml"))[0].reason


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "many"),
        ("PORT", "70000"),
        ("DATABASE_URL", "oracle://scott:tiger@db"),
        ("CLOCK_AT", "2026-11-23 09:10"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_a_wrong_variable_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """A variable may hold a secret: its name and the reason are said, its value is not."""
    monkeypatch.setenv(f"CALLBACK_{name}", value)
    (found,) = problems(load_settings)
    assert (found.file, found.key) == ("environment", f"CALLBACK_{name}")
    assert value not in found.reason


def test_variables_come_from_a_file_as_well(tmp_path: Path) -> None:
    """A .env in the working folder counts like the environment."""
    (tmp_path / ".env").write_text("CALLBACK_PORT=9000\nOTHER=1\n", encoding="utf-8")
    assert load_settings().port == 9000


def test_everything_that_is_wrong_is_said_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Environment, policy, people and calendars are all read, whatever else is wrong."""
    monkeypatch.setenv("CALLBACK_PORT", "many")
    policy = edited(POLICY, "wish_limit = 1000", "wish_limit = 0", tmp_path / "policy.toml")
    monkeypatch.setenv("CALLBACK_POLICY", str(policy))
    monkeypatch.setenv("CALLBACK_PEOPLE", str(edited(PEOPLE, '["ma"]', '["nobody"]', tmp_path / "people.toml")))
    assert [each.file for each in problems(load_config)] == ["environment", "policy.toml", "people.toml"]
    policy.write_text(POLICY, encoding="utf-8")
    (tmp_path / "calendars").mkdir()
    (tmp_path / "calendars" / "x.toml").write_text("", encoding="utf-8")
    monkeypatch.setenv("CALLBACK_CALENDARS", str(tmp_path / "calendars"))
    assert [each.file for each in problems(load_config)] == ["environment", "people.toml", "x.toml"]


def test_the_example_is_right() -> None:
    """What ships can be used, by the bot and by the scripts."""
    config = load_config()
    assert (config.policy, config.overlays) == load_rules()
    assert config.settings.host == "127.0.0.1"
