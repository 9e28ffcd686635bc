"""What is said when something breaks: a number for the people who run the bot, and nothing of what people wrote in the log."""

import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self
from uuid import uuid4

import structlog
from slack_bolt.response import BoltResponse

from bot.errors import StoreUnavailable
from bot.i18n import Language

FRAMES: Final = 6

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Failure:
    """One request that broke, under the number that the person is told and the log names."""

    body: Mapping[str, Any]
    sentence: str

    @classmethod
    def of(cls, error: Exception, body: Mapping[str, Any], say: Language) -> Self:
        """Log it and find the sentence."""
        number = uuid4().hex[:8]
        log.error("request failed", number=number, kind=kind_of(body), **broken(error))
        if isinstance(error, StoreUnavailable):
            return cls(body, say("answer.store_unavailable"))
        return cls(body, say("slack.failed", number=number))

    def response(self) -> BoltResponse:
        """Return what Slack is answered; words in threads are asked for again, by a 500."""
        kind = kind_of(self.body)
        if kind == "command":
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": self.sentence})
        if kind == "view_submission":
            names = [block["block_id"] for block in self.body["view"]["blocks"] if block["type"] == "input"]
            return BoltResponse(status=200, body={"response_action": "errors", "errors": {names[0]: self.sentence}})
        return BoltResponse(status=200 if kind == "block_actions" else 500, body="")


def kind_of(body: Mapping[str, Any]) -> str:
    """Return what Slack has brought: "command", or the type of an interaction or event."""
    return "command" if "command" in body else str(body.get("type"))


def broken(error: Exception) -> dict[str, Any]:
    """Return for the log what broke, and the last places that it passed: its message may repeat what people wrote."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    where = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames]
    return {"error": type(error).__name__, "where": where}
