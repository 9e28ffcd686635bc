"""Where the log goes, and what never stands in it: tokens, signing secrets, and addresses that are as good as one."""

import logging
import re
import sys
from collections.abc import Iterable
from typing import Final

import structlog
from structlog.typing import EventDict, WrappedLogger

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


def log_to_stderr(level: str, secrets: Iterable[str] = ()) -> None:
    """Log to standard error, from that level on; of libraries only warnings."""
    redactor = Redactor(secrets)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(logging.BASIC_FORMAT))
    handler.addFilter(redactor)
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redactor,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
