"""Where the log goes, and what never stands in it: tokens, signing secrets, and addresses that are as good as one."""

import logging
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

import structlog
from structlog.processors import JSONRenderer, KeyValueRenderer
from structlog.typing import EventDict, WrappedLogger

Renderer = JSONRenderer | KeyValueRenderer

HIDDEN: Final = "[hidden]"
SECRET: Final = re.compile(r"\bx(?:ox[a-z]|app)[-.][\w.-]+|https?://hooks\.slack\.com/\S+|(?<=[?&]ticket=)[^&\s'\"]+")


class Redactor(logging.Filter):
    """Takes secrets out of whatever is logged, here and by libraries."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        """Know the secrets of this process by value, and others by their look."""
        super().__init__()
        self._known = tuple(secret for secret in secrets if secret)

    def clean(self, text: str) -> str:
        """Return the text without secrets."""
        for secret in self._known:
            text = text.replace(secret, HIDDEN)
        return SECRET.sub(HIDDEN, text)

    def __call__(self, _logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
        """Clean what structlog is about to write."""
        return {
            key: value if isinstance(value, bool | int | float | None) else self.clean(str(value)) for key, value in event.items()
        }

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean what a library is about to write, with its traceback."""
        formatter = logging.Formatter()
        text = record.getMessage()
        if record.exc_info:
            text = f"{text}\n{formatter.formatException(record.exc_info)}"
        record.msg, record.args, record.exc_info, record.exc_text = self.clean(text), (), None, None
        return True


class Lines(logging.Formatter):
    """Writes what a library logs as the bot's own lines are written."""

    def __init__(self, render: Renderer) -> None:
        """Know how."""
        super().__init__()
        self._render = render

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        stamp = datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z")
        event = {"timestamp": stamp, "level": record.levelname.lower(), "event": record.getMessage(), "logger": record.name}
        return str(self._render(None, record.levelname, event))


def log_to_stderr(level: str, secrets: Iterable[str] = (), *, terminal: bool | None = None) -> None:
    """Log to standard error, from that level on; of libraries only warnings. One JSON object a line, but words on a terminal."""
    redactor, stream = Redactor(secrets), sys.stderr
    words = stream.isatty() if terminal is None else terminal
    order = ["timestamp", "level", "event", "handover"]
    render: Renderer = KeyValueRenderer(key_order=order, drop_missing=True) if words else JSONRenderer(ensure_ascii=False)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines(render))
    handler.addFilter(redactor)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redactor,
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(stream),
    )
