"""Setting the bot up on Slack: tokens, people, channels, the manifest, and what says that something is missing."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.chat.slack_lookup import find_people, lookup_client
from bot.cli.manifest import manifest
from config.files import ConfigError
from config.people import People, load_people
from config.settings import Transport, load_settings
from tests.integration.test_commands import bot
from tests.slack.stub import CHANNEL, Stub, user_id

TOKENS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL")
ADDRESS = "https://callback.example.org"


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """Return an environment without Slack, in a folder without settings."""
    for name in TOKENS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return monkeypatch


@pytest.mark.parametrize(
    ("tokens", "transport"),
    [
        ({}, None),
        ({"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": ""}, None),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}, Transport.SOCKET),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}, Transport.HTTP),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_SIGNING_SECRET": "s"}, Transport.SOCKET),
    ],
)
def test_tokens_say_how_slack_reaches_the_bot(
    environment: pytest.MonkeyPatch, tokens: dict[str, str], transport: Transport | None
) -> None:
    """Without tokens there is the local workspace; no token is ever printed."""
    for name, value in tokens.items():
        environment.setenv(name, value)
    settings = load_settings()
    assert settings.transport is transport
    assert "xoxb" not in repr(settings)
    assert "xapp" not in str(settings)


@pytest.mark.parametrize(
    ("tokens", "wrong", "reason"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_BOT_TOKEN", "needs SLACK_APP_TOKEN as well"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN", "is missing"),
        ({"SLACK_SIGNING_SECRET": "s"}, "SLACK_BOT_TOKEN", "is missing"),
        ({"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xoxb-1"}, "SLACK_BOT_TOKEN", "begins with xoxb-"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xoxb-2"}, "SLACK_APP_TOKEN", "begins with xapp-"),
        ({"SLACK_API_URL": "http://example.com/"}, "SLACK_API_URL", "pattern"),
    ],
)
def test_tokens_that_make_no_whole_are_refused(
    environment: pytest.MonkeyPatch, tokens: dict[str, str], wrong: str, reason: str
) -> None:
    """The variable and the reason are named, the token is not."""
    for name, value in tokens.items():
        environment.setenv(name, value)
    with pytest.raises(ConfigError) as refused:
        load_settings()
    (problem,) = refused.value.problems
    assert (problem.key, reason in problem.reason) == (wrong, True)
    assert not any(value in str(problem) for value in tokens.values() if value.endswith("1"))


@pytest.mark.parametrize("url", [ADDRESS, f"{ADDRESS}/", f"{ADDRESS}/slack/events", f"{ADDRESS}/sub/"])
def test_the_manifest_has_the_operators_address(url: str) -> None:
    """Commands, events and interactivity go to the one route; Slack escapes mentions, and direct messages may be answered."""
    found = manifest(url)
    route = f"{url.rstrip('/').removesuffix('/slack/events')}/slack/events"
    settings = found["settings"]
    addresses = {
        found["features"]["slash_commands"][0]["url"],
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
    }
    assert (addresses, settings["socket_mode_enabled"]) == ({route}, False)
    assert found["features"]["slash_commands"][0]["should_escape"] is True
    assert found["features"]["app_home"]["messages_tab_read_only_enabled"] is False


def test_the_manifest_for_socket_mode_has_no_address() -> None:
    """Nothing has to be reachable from outside."""
    text = json.dumps(manifest(None))
    assert '"socket_mode_enabled": true' in text
    assert "https://" not in text


def test_every_scope_of_an_event_is_asked_for() -> None:
    """An event without its scope is never delivered."""
    found = manifest(None)
    scopes = {"message.channels": "channels:history", "message.groups": "groups:history", "message.im": "im:history"}
    wanted = {scopes[event] for event in found["settings"]["event_subscriptions"]["bot_events"]}
    assert wanted | {"commands", "chat:write", "users:read.email"} <= set(found["oauth_config"]["scopes"]["bot"])


@pytest.mark.parametrize("url", ["http://example.org", "callback.example.org", "https://", f"{ADDRESS}/?x=1"])
def test_an_address_that_slack_would_not_take_is_refused(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The sentence says what one looks like."""
    assert main(["manifest", "--url", url]) == 2
    assert "https://callback.example.com" in capsys.readouterr().err


def directory(**changes: dict[str, Any]) -> People:
    """Return the example directory with some entries changed."""
    people = load_people(Path("config/people.toml"), None)
    whole = people.model_dump()
    for handle, change in changes.items():
        (whole["teams"] if handle == "express" else whole["people"])[handle] |= change
    return People.model_validate(whole)


async def looked_up(stub: Stub, people: People) -> Any:  # noqa: ANN401
    """Find everybody on the stand-in."""
    return await find_people(lookup_client("xoxb-1", f"{stub.root}/api/"), people)


async def test_people_are_found_by_address_and_channels_by_name(stub: Stub) -> None:
    """Each address is asked for once; whose id stands in the directory is not asked for."""
    found = await looked_up(stub, directory(zhou={"slack": "U0OWN"}))
    assert found.problems == ()
    assert (await found.people.user_id("ben"), await found.people.user_id("zhou")) == (user_id("ben"), "U0OWN")
    assert (found.people.handle_of(user_id("ben")), found.people.handle_of("U0OTHER")) == ("ben", None)
    assert (await found.people.channel_id("express"), found.people.team_of(CHANNEL)) == (CHANNEL, "express")
    asked = [call["email"] for call in stub.of("users.lookupByEmail")]
    assert len(asked) == len(set(asked)) == len(directory().people) - 1


async def test_who_is_not_found_is_named(stub: Stub) -> None:
    """Everybody at once, each with the key of the directory; the others are found all the same."""
    people = directory(
        ben={"email": "ben@elsewhere.example"}, kate={"email": "wang.lei@example.com"}, express={"channel": "elsewhere"}
    )
    found = await looked_up(stub, people)
    assert {problem.key for problem in found.problems} == {"people.ben.email", "people.wang.email", "teams.express.channel"}
    assert await found.people.user_id("ben") is None
    assert await found.people.user_id("zhou") == user_id("zhou")


async def test_slack_asks_to_wait_and_is_asked_again(stub: Stub) -> None:
    """A busy Slack delays the start and fails nobody."""
    stub.limited.append("users.lookupByEmail")
    found = await looked_up(stub, directory())
    assert found.problems == ()


def by_socket(api_url: str) -> dict[str, str]:
    """Return the environment of a bot on Socket Mode."""
    return {"SLACK_BOT_TOKEN": "xoxb-secret", "SLACK_APP_TOKEN": "xapp-secret", "SLACK_API_URL": api_url}


@pytest.mark.parametrize("command", ["run", "web"])
async def test_a_wrong_app_token_ends_the_start(stub: Stub, tmp_path: Path, command: str) -> None:
    """Nothing says that the bot is on Slack: the token is named in one sentence, and no traceback follows."""
    stub.failing["apps.connections.open"] = "invalid_auth"
    ended = await asyncio.to_thread(bot, command, env=by_socket(f"{stub.root}/api/"), cwd=tmp_path)
    said = "The bot cannot start: SLACK_APP_TOKEN: Slack refuses the app token: invalid_auth\n"
    assert (ended.returncode, ended.stdout, ended.stderr.decode()) == (1, b"", said)


async def test_a_worker_needs_no_app_token(stub: Stub, tmp_path: Path) -> None:
    """It listens to nobody: what ends this one is that it has no database to share."""
    stub.failing["apps.connections.open"] = "invalid_auth"
    ended = await asyncio.to_thread(bot, "worker", env=by_socket(f"{stub.root}/api/"), cwd=tmp_path)
    assert b"PostgreSQL" in ended.stderr
    assert not stub.of("apps.connections.open")


async def test_check_names_the_people_first_and_then_the_app_token(stub: Stub, tmp_path: Path) -> None:
    """All that has to be mended is said at once."""
    stub.failing |= {"apps.connections.open": "invalid_auth", "users.lookupByEmail": "users_not_found"}
    ended = await asyncio.to_thread(bot, "check", env=by_socket(f"{stub.root}/api/"), cwd=tmp_path)
    *people, last = ended.stderr.decode().splitlines()
    assert ended.returncode == 1
    assert len(people) == len(directory().people)
    assert all(line.startswith("people.toml: people.") for line in people)
    assert last == "environment: SLACK_APP_TOKEN: Slack refuses the app token: invalid_auth"


async def test_check_names_the_bot_token(stub: Stub, tmp_path: Path) -> None:
    """The other token is not suspected, and nobody wanted to start."""
    stub.failing["auth.test"] = "invalid_auth"
    ended = await asyncio.to_thread(bot, "check", env=by_socket(f"{stub.root}/api/"), cwd=tmp_path)
    said = "environment: SLACK_BOT_TOKEN: Slack refuses the bot token: invalid_auth\n"
    assert (ended.returncode, ended.stderr.decode()) == (1, said)


async def test_a_busy_slack_is_no_wrong_token(stub: Stub, tmp_path: Path) -> None:
    """What passes by itself sends nobody to change a token."""
    stub.failing["auth.test"] = "service_unavailable"
    ended = await asyncio.to_thread(bot, "check", env=by_socket(f"{stub.root}/api/"), cwd=tmp_path)
    assert (ended.returncode, ended.stderr) == (1, b"Slack does not answer now: service_unavailable; try again in a minute\n")


@pytest.mark.parametrize("command", ["check", "run"])
def test_a_slack_that_is_not_reached_is_said_plainly(tmp_path: Path, command: str) -> None:
    """Nobody listens at this address: it is named with what to look at, without a token and without a name of the code's."""
    ended = bot(command, env=by_socket("http://127.0.0.1:9/api/"), cwd=tmp_path)
    said = ended.stderr.decode()
    assert (ended.returncode, said.count("\n")) == (1, 1)
    assert "Slack cannot be reached at http://127.0.0.1:9/api/: is this machine on the network" in said
    assert ("cannot start" in said) is (command == "run")
    assert not any(word in said for word in ("secret", "Client", "Error"))
