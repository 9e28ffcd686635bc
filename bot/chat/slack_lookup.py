"""Finds the directory's people and channels on Slack, once at the start: each is asked for once, and nobody else."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from aiohttp import ClientError, ClientSSLError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler, AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack_api import BUSY, PASSING
from bot.chat.slack_people import SlackPeople
from config.files import Problem
from config.people import People

FILE: Final = "people.toml"
PAGE: Final = 200
TRIES: Final = 10
NOBODY: Final = frozenset({"users_not_found", "user_not_found"})
NO_CHANNEL: Final = frozenset({"channel_not_found"})
PROXY: Final = ", does a proxy stand in the way?"


class SlackNotReady(Exception):
    """Slack cannot be reached, does not answer, or does not take a token."""


class Token(StrEnum):
    """What Slack knows the bot by."""

    BOT = "bot"
    APP = "app"


class TokenRefused(SlackNotReady):
    """Slack does not take a token; `problem` names its variable."""

    def __init__(self, token: Token, error: str) -> None:
        """Name the token and Slack's reason, and never the token's value."""
        self.problem = Problem("environment", f"SLACK_{token.name}_TOKEN", f"Slack refuses the {token} token: {error}")
        super().__init__(f"{self.problem.key}: {self.problem.reason}")


@dataclass(frozen=True, slots=True)
class SlackWorkspace:
    """The workspace that the tokens are of, and who the bot is in it."""

    team_id: str
    team: str
    bot_id: str
    bot_user_id: str
    url: str = ""

    def link(self, ref: str) -> str | None:
        """Return the address of the message with that reference."""
        channel, _, ts = ref.partition(":")
        return f"{self.url}archives/{channel}/p{ts.replace('.', '')}" if self.url and ts else None


@dataclass(frozen=True, slots=True)
class Found:
    """Who was found, and what was not, in the words of the configuration."""

    people: SlackPeople
    problems: tuple[Problem, ...]


def lookup_client(token: str, base_url: str) -> AsyncWebClient:
    """Return a client that only reads: it waits as long as Slack asks it to, and asks again when a connection breaks."""
    handlers = [AsyncConnectionErrorRetryHandler(), AsyncRateLimitErrorRetryHandler(max_retry_count=TRIES)]
    return AsyncWebClient(token, base_url, retry_handlers=handlers)


@contextmanager
def answering(client: AsyncWebClient, token: Token) -> Iterator[None]:
    """Turn what can go wrong with Slack's answers to this token into SlackNotReady."""
    try:
        yield
    except SlackApiError as error:
        said = error.response.get("error")
        if said is None:
            reason = f"what answers at {client.base_url} is not Slack: is the address right{PROXY}"
            raise SlackNotReady(reason) from None
        if said in BUSY | PASSING:
            reason = f"Slack does not answer now: {said}; try again in a minute"
            raise SlackNotReady(reason) from None
        raise TokenRefused(token, said) from None
    except ClientSSLError:
        reason = f"Slack cannot be reached at {client.base_url}: is its certificate trusted here{PROXY}"
        raise SlackNotReady(reason) from None
    except (ClientError, OSError, TimeoutError, SlackClientError):
        reason = f"Slack cannot be reached at {client.base_url}: is this machine on the network, is the address right{PROXY}"
        raise SlackNotReady(reason) from None


async def workspace_of(client: AsyncWebClient) -> SlackWorkspace:
    """Return whose the token is. Raises SlackApiError, and OSError when Slack is not reached."""
    answer = await client.auth_test()
    names = (str(answer.get(key, "")) for key in ("team", "bot_id", "user_id", "url"))
    return SlackWorkspace(str(answer["team_id"]), *names)


async def find_people(client: AsyncWebClient, people: People) -> Found:
    """Find everybody by address and every channel by name, where the directory does not give the id.

    Raises SlackApiError when Slack refuses to answer at all, and OSError when it is not reached.
    """
    problems: list[Problem] = []
    users = {handle: person.slack for handle, person in people.people.items() if person.slack}
    for handle, person in people.people.items():
        if handle in users:
            continue
        user = await _user(client, person.email)
        if user is None:
            reason = f"Slack knows nobody with the address {person.email}; correct it, or give the person's id as slack"
            problems.append(Problem(FILE, f"people.{handle}.email", reason))
        elif user in users.values():
            other = next(name for name, taken in users.items() if taken == user)
            problems.append(Problem(FILE, f"people.{handle}.email", f"is the Slack user of {other!r} already"))
        else:
            users[handle] = user
    channels = await _channels(client, people, problems)
    return Found(SlackPeople(users, channels), tuple(problems))


async def _user(client: AsyncWebClient, email: str) -> str | None:
    try:
        answer = await client.users_lookupByEmail(email=email)
    except SlackApiError as error:
        if error.response.get("error") in NOBODY:
            return None
        raise
    return str(answer["user"]["id"])


async def _channels(client: AsyncWebClient, people: People, problems: list[Problem]) -> dict[str, str]:
    """Return the channel id of each team; where the bot is no member, cards cannot be posted."""
    listed: dict[str, dict[str, Any]] = {}
    if any(team.slack_channel is None for team in people.teams.values()):
        listed = {channel["name"]: channel async for channel in _all_channels(client)}
    found = {}
    for key, team in people.teams.items():
        if team.slack_channel is None:
            name = team.channel.removeprefix("#")
            channel, where = listed.get(name), f"teams.{key}.channel"
            missing = f"Slack shows the bot no channel #{name}; correct it, invite the bot, or give the id as slack_channel"
        else:
            channel, where = await _channel(client, team.slack_channel), f"teams.{key}.slack_channel"
            missing = f"Slack shows the bot no channel {team.slack_channel}; invite it there"
        if channel is None:
            problems.append(Problem(FILE, where, missing))
            continue
        found[key] = str(channel["id"])
        if not channel.get("is_member", True):
            problems.append(Problem(FILE, where, f"the bot is not in #{channel.get('name')}; invite it there"))
    return found


async def _channel(client: AsyncWebClient, channel_id: str) -> dict[str, Any] | None:
    try:
        answer = await client.conversations_info(channel=channel_id)
    except SlackApiError as error:
        if error.response.get("error") in NO_CHANNEL:
            return None
        raise
    return dict(answer["channel"])


async def _all_channels(client: AsyncWebClient) -> AsyncIterator[dict[str, Any]]:
    cursor: str | None = None
    while cursor != "":
        answer = await client.conversations_list(
            types="public_channel,private_channel", exclude_archived=True, limit=PAGE, cursor=cursor
        )
        for channel in answer["channels"]:
            yield channel
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
