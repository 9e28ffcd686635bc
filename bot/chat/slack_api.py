"""Calls to Slack's Web API, and what their failures mean for a message."""

import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import SendFailed

TIMEOUT_SECONDS: Final = 10
RETRY_AFTER: Final = 1.0
PAGE: Final = 200
PAGES: Final = 10
TOO_MANY: Final = 429
SERVER_ERROR: Final = 500

BUSY: Final = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
NO_ACCESS: Final = frozenset(
    {
        "access_denied",
        "accesslimited",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "token_expired",
        "token_revoked",
    }
)
"""The bot itself is refused. The message waits: it goes as soon as the operators have mended the token."""
PASSING: Final = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org", "unknown_error"}
)
"""Slack is in trouble, and may have done some of what was asked."""
WHOSE: Final = "account_inactive"
"""Said of the bot's account, and seen for a reader's: only asking tells."""

log = structlog.get_logger()

Answer = Mapping[str, Any]


class Refused(SendFailed):
    """Slack has answered no: nothing was done. `code` is Slack's word for it."""

    def __init__(self, code: str, *, permanent: bool, retry_after: float | None = None) -> None:
        """Keep the code; what is not permanent has nothing to do with the message."""
        super().__init__(code, permanent=permanent, retry_after=retry_after, patient=not permanent)
        self.code = code


@dataclass(frozen=True, slots=True)
class SlackApi:
    """Slack's Web API with the bot's token. `poster` retries nothing, since Slack may have taken what it did not answer."""

    poster: AsyncWebClient
    reader: AsyncWebClient

    async def post(self, arguments: Answer) -> Answer:
        """Call chat.postMessage once. Raises Refused, or SendFailed when nobody knows whether it was taken."""
        return await self.call("chat.postMessage", arguments)

    async def call(self, method: str, arguments: Answer) -> Answer:
        """Call a method once that does something. Raises Refused, or SendFailed when nobody knows whether it was done."""
        return await self._call(self.poster, method, json=_given(arguments))

    async def update(self, arguments: Answer) -> Answer:
        """Call chat.update. Raises Refused and SendFailed."""
        return await self._call(self.reader, "chat.update", json=_given(arguments))

    async def read(self, method: str, **arguments: str | int | bool | None) -> Answer:
        """Call a method that changes nothing, or nothing twice. Raises Refused and SendFailed."""
        return await self._call(self.reader, method, params=_given(arguments))

    async def messages(self, method: str, *, since: datetime, **arguments: str | bool | None) -> AsyncGenerator[Answer]:
        """Go through the messages that a reading method lists `since` a moment (aware), ten pages at the most.

        Raises Refused and SendFailed.
        """
        cursor: str | None = None
        for _ in range(PAGES):
            answer = await self.read(method, **arguments, oldest=f"{since.timestamp():.6f}", limit=PAGE, cursor=cursor)
            for message in answer.get("messages", ()):
                yield message
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return

    async def _call(
        self, client: AsyncWebClient, method: str, *, json: dict[str, Any] | None = None, params: dict[str, Any] | None = None
    ) -> Answer:
        try:
            answer = await client.api_call(method, json=json, params=params)
        except SlackApiError as error:
            raise await self._judged(error, method) from None
        except (TimeoutError, aiohttp.ClientError, SlackClientError, OSError, ValueError, AttributeError) as error:
            # AttributeError is what the SDK makes of an answer in plain text
            reason = f"no answer from Slack: {type(error).__name__}"
            raise SendFailed(reason, patient=True) from None
        if not isinstance(answer.data, dict):
            reason = "Slack's answer cannot be read"
            raise SendFailed(reason, patient=True)
        return answer.data

    async def _judged(self, error: SlackApiError, method: str) -> SendFailed:
        """Return what the failure means. Whatever is not known to pass is permanent: people have to know."""
        response = error.response
        status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
        data = getattr(response, "data", None)
        code = str(data.get("error", "")) if isinstance(data, dict) else ""
        if status == TOO_MANY or code in BUSY:
            return Refused("ratelimited", permanent=False, retry_after=_retry_after(response.headers))
        if status >= SERVER_ERROR or code in PASSING or not code:
            return SendFailed(f"Slack answered {code or status}", patient=True)
        if code in NO_ACCESS or (code == WHOSE and method != "auth.test" and not await self._has_access()):
            log.error("Slack refuses the bot", method=method, reason=code)
            return Refused(code, permanent=False)
        return Refused(code, permanent=True)

    async def _has_access(self) -> bool:
        try:
            await self.read("auth.test")
        except SendFailed:
            return False
        return True


@contextlib.asynccontextmanager
async def slack_api(
    token: str, base_url: str = AsyncWebClient.BASE_URL, timeout_seconds: float = TIMEOUT_SECONDS
) -> AsyncIterator[SlackApi]:
    """Open connections to Slack, and close them at the end."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=timeout_seconds)) as session:
        poster = AsyncWebClient(token, base_url, session=session, retry_handlers=[])
        reader = AsyncWebClient(token, base_url, session=session, retry_handlers=[AsyncConnectionErrorRetryHandler()])
        yield SlackApi(poster, reader)


def _given(arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in arguments.items() if value is not None}


def _retry_after(headers: Mapping[str, str]) -> float:
    try:
        return max(RETRY_AFTER, float(headers.get("Retry-After", RETRY_AFTER)))
    except ValueError:
        return RETRY_AFTER
