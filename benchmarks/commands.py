"""Signed `/callback` commands, as Slack sends them over HTTP."""

import hashlib
import hmac
import time
from urllib.parse import urlencode

SECRET = "of-the-benchmark"  # noqa: S105 - it opens nothing
TOKEN = "xoxb-of-the-benchmark"  # noqa: S105
TEAM = "T0BENCH"


def signed_command(number: int, *, user: str = "U0ANNA", channel: str = "C0EXPRESS") -> tuple[str, dict[str, str]]:
    """Return body and headers of a command that opens a handover of its own for each number."""
    form = {
        "command": "/callback",
        "text": f"6869419583 REQ-{100000 + number} customer asks for the customs fee",
        "team_id": TEAM,
        "channel_id": channel,
        "user_id": user,
        "trigger_id": f"trigger.{number}",
        "response_url": "http://127.0.0.1:9/",
    }
    body, stamp = urlencode(form), str(int(time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return body, {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
    }
