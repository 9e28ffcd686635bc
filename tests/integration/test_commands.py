"""`python -m bot …` as a script uses it: real processes, lines in, JSON lines out."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
POLICY = ROOT / "config" / "policy.toml"
PEOPLE = ROOT / "config" / "people.toml"
HOLIDAY = 'source = "an example"\nclosed = ["2026-11-24"]\n'


def bot(
    *arguments: str, lines: bytes = b"", env: Mapping[str, str] | None = None, cwd: Path = ROOT
) -> subprocess.CompletedProcess[bytes]:
    """Run one command to its end."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CALLBACK_")}
    environment |= {"PYTHONPATH": str(ROOT), **(env or {})}
    command = [sys.executable, "-W", "error", "-m", "bot", *arguments]
    return subprocess.run(command, input=lines, capture_output=True, cwd=cwd, env=environment, timeout=60, check=False)


ODD_LINES = b"2026-11-23T16:50\r\n\r\n\xff\xfe\n \nsoon\n2026-11-23T17:05\t2026-11-23T17:20"


def test_promise_answers_every_line_in_order(tmp_path: Path) -> None:
    """CRLF, blank lines, bytes that are no text and a last line without end: one JSON line each, exit code 0, from any folder."""
    run = bot("promise", lines=ODD_LINES, cwd=tmp_path, env={"LC_ALL": "C", "PYTHONUTF8": "0"})
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert (run.returncode, run.stderr) == (0, b"")
    assert ["error" in answer for answer in answers] == [False, True, True, True, True, False]
    assert answers[0]["first_offer"] == "2026-11-24T09:50:00+08:00"
    assert answers[5]["routes"] == ["immediate", "end_of_day"]


def test_promise_in_chinese_at_another_site() -> None:
    """`--site` and `--lang`: the clock of Frankfurt, the explanation in Chinese, in UTF-8 whatever the locale."""
    run = bot("promise", "--site", "frankfurt", "--lang", "zh", lines=b"2026-11-23T16:50", env={"LC_ALL": "C", "PYTHONUTF8": "0"})
    (answer,) = [json.loads(line) for line in run.stdout.splitlines()]
    assert answer["first_offer"] == "2026-11-24T09:50:00+01:00"
    assert "个工作小时" in answer["explanation"]
    assert "个工作小时".encode() in run.stdout


def test_phrase_answers_every_line_in_order() -> None:
    """A moment with offset, or null with the reason; a line that is no text is an error; exit code 0."""
    lines = "明天上午10点半\r\n\r\n".encode() + b"\xff\n" + "改天\n\uff11\uff15\uff1a\uff13\uff10".encode()
    run = bot("phrase", "--now", "2026-11-23T10:00", "--lang", "zh", lines=lines)
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert (run.returncode, run.stderr) == (0, b"")
    assert answers[0]["moment"] == "2026-11-24T10:30:00+08:00"
    assert (answers[1]["text"], answers[1]["moment"]) == ("", None)
    assert list(answers[2]) == ["error"]
    assert (answers[3]["moment"], answers[3]["text"]) == (None, "改天")
    assert "太含糊" in answers[3]["reason"]
    assert answers[4]["moment"] == "2026-11-23T15:30:00+08:00"


@pytest.mark.parametrize("command", [("promise",), ("phrase", "--now", "2026-11-23T10:00")])
def test_nothing_in_nothing_out(command: tuple[str, ...]) -> None:
    """Empty input has no answers and is no mistake."""
    run = bot(*command)
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"")


@pytest.mark.parametrize("command", [("promise",), ("phrase", "--now", "2026-11-23T10:00")])
def test_a_reader_who_leaves_ends_it_quietly(command: tuple[str, ...]) -> None:
    """A pipe that is closed early (`| head -1`) is no error."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    with process, process.stdin, process.stderr:
        process.stdin.write(b"2026-11-23T16:50\n")
        process.stdin.flush()
        assert process.stdout.readline()
        process.stdout.close()
        process.stdin.write(b"2026-11-23T16:50\n" * 2000)
        process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=30) == 0


def test_an_answer_comes_before_the_next_line_is_asked_for() -> None:
    """A script may talk line by line."""
    command = [sys.executable, "-m", "bot", "promise"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for opened, offer in (("2026-11-23T09:10", "11:10"), ("2026-11-23T10:00", "13:30")):
            process.stdin.write(opened.encode() + b"\n")
            process.stdin.flush()
            assert offer in json.loads(process.stdout.readline())["first_offer"]
        process.stdin.close()
        assert process.wait(timeout=30) == 0


def test_they_work_by_the_configuration_of_the_bot(tmp_path: Path) -> None:
    """CALLBACK_POLICY and CALLBACK_CALENDARS hold for the scripts too."""
    policy, calendars = tmp_path / "policy.toml", tmp_path / "calendars"
    policy.write_text(
        POLICY.read_text(encoding="utf-8").replace("first_offer_minutes = 120", "first_offer_minutes = 60"), encoding="utf-8"
    )
    calendars.mkdir()
    (calendars / "CN-2026.toml").write_text(HOLIDAY, encoding="utf-8")
    env = {"CALLBACK_POLICY": str(policy), "CALLBACK_CALENDARS": str(calendars)}
    (promised,) = bot("promise", lines=b"2026-11-23T16:50", env=env).stdout.splitlines()
    assert json.loads(promised)["first_offer"] == "2026-11-25T09:20:00+08:00".replace("09:20", "09:00")
    (read,) = bot("phrase", "--now", "2026-11-23T17:00", lines=b"in 2 working hours", env=env).stdout.splitlines()
    assert json.loads(read)["moment"] == "2026-11-25T10:00:00+08:00"


@pytest.mark.parametrize("command", ["promise", "phrase"])
def test_an_unknown_site_or_a_wrong_file_is_said_on_standard_error(tmp_path: Path, command: str) -> None:
    """Exit code 2 for what was typed, 1 for a wrong file; nothing on standard output, and no traceback."""
    unknown = bot(command, "--site", "atlantis")
    assert (unknown.returncode, unknown.stdout) == (2, b"")
    assert unknown.stderr == b"No site is called atlantis. Sites: shanghai, frankfurt.\n"
    wrong = bot(command, env={"CALLBACK_POLICY": str(tmp_path / "none.toml")})
    assert (wrong.returncode, wrong.stdout) == (1, b"")
    assert wrong.stderr.startswith(b"none.toml: -: no such file")
    assert wrong.stderr.count(b"\n") == 1


def test_check_is_content_with_the_example() -> None:
    """The configuration that ships is right."""
    run = bot("check")
    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout == b"The configuration is fine: 2 sites, 1 team, 9 people.\n"


def test_check_names_variables_that_nobody_reads(tmp_path: Path) -> None:
    """A slip in a name is said with the closest one, from the environment and from .env; a value is not repeated."""
    (tmp_path / ".env").write_text("CALLBACK_ALRM_URL=https://secret\nOTHER=1\n", encoding="utf-8")
    names = {"SLACK_BOT_TOKN": "xoxb-secret", "CALLBACK_PRT": "8123", "CALLBACK_XYZ": "1", "CALLBACK_LOG_LEVEL": "info"}
    run = bot("check", env=names, cwd=tmp_path)
    assert (run.returncode, run.stdout) == (0, b"The configuration is fine: 2 sites, 1 team, 9 people.\n")
    assert run.stderr.decode().splitlines() == [
        "CALLBACK_ALRM_URL is no setting, so nothing reads it. Did you mean CALLBACK_ALARM_URL?",
        "CALLBACK_PRT is no setting, so nothing reads it. Did you mean CALLBACK_PORT?",
        "CALLBACK_XYZ is no setting, so nothing reads it. All of them: docs/settings.md",
        "SLACK_BOT_TOKN is no setting, so nothing reads it. Did you mean SLACK_BOT_TOKEN?",
    ]


def test_check_says_everything_that_is_wrong_at_once(tmp_path: Path) -> None:
    """Policy, people and calendars that are all wrong: every mistake by file, key and reason, in one run."""
    policy, people, calendars = tmp_path / "policy.toml", tmp_path / "people.toml", tmp_path / "calendars"
    text = (
        POLICY.read_text(encoding="utf-8")
        .replace('country = "DE"', 'country = "ZZ"')
        .replace('["12:00", "13:30"]', '["08:00", "17:31"]', 1)
    )
    policy.write_text(text, encoding="utf-8")
    people.write_text(
        PEOPLE.read_text(encoding="utf-8").replace('supervisor = "wang"', 'supervisor = "nobody"'), encoding="utf-8"
    )
    calendars.mkdir()
    (calendars / "holidays.toml").write_text("closed = []", encoding="utf-8")
    (calendars / "CN-2027.toml").write_text('closed = ["2026-01-01"]', encoding="utf-8")
    env = {
        "CALLBACK_POLICY": str(policy),
        "CALLBACK_PEOPLE": str(people),
        "CALLBACK_CALENDARS": str(calendars),
        "CALLBACK_PORT": "0x10",
    }
    run = bot("check", env=env)
    said = run.stderr.decode()
    assert (run.returncode, run.stdout) == (1, b"")
    for expected in (
        "people.toml: teams.express.supervisor: no person is called 'nobody'",
        "holidays.toml: -:",
        "CN-2027.toml: 2026-01-01:",
        "environment: CALLBACK_PORT:",
        "policy.toml: sites.frankfurt.country: ",
        "policy.toml: sites.shanghai.hours: ",
    ):
        assert expected in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CALLBACK_PORT", "many"),
        ("CALLBACK_DATABASE_URL", "mysql://x"),
        ("CALLBACK_CLOCK_AT", "soon"),
        ("CALLBACK_LOG_LEVEL", "loud"),
    ],
)
@pytest.mark.parametrize("command", ["check", "run"])
def test_a_wrong_environment_stops_the_start_by_name(command: str, name: str, value: str) -> None:
    """The variable is named, its value (it may be a secret) is not repeated."""
    run = bot(command, env={name: value})
    assert run.returncode == 1
    assert run.stderr.decode().startswith(f"environment: {name}: ")
    assert run.stderr.count(b"\n") == 1
    assert value.encode() not in run.stderr
