"""A mail as the classification reads it: bytes in, decoded headers, text and what binds it to a mail of ours out.

Nothing here raises, whatever the bytes. Of a large mail only the beginning of each part is read.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Final

from bot.rules.autoreply import fields as heads
from bot.rules.autoreply.fields import Fields, Mailbox
from bot.rules.autoreply.parts import Part, parts

_HELD_FOR: Final = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-real-to", "x-delivered-to")
_PARENTS: Final = ("x-ms-exchange-parent-message-id", "x-cm-original-message-id")
_FIRST_YEAR: Final = 1990
_SKEW: Final = timedelta(days=2)  # a Date further than this from the arrival is a wrong clock
_LINE_ENDS: Final = 64 * 1024
_MOST_TEXT: Final = 160_000  # letters of all parts together
_TOO_SHORT: Final = 4
_TEXT_ID: Final = re.compile(r"^[> \t]*Message-ID:\s*(<[^<>\s]{1,900}>)", re.IGNORECASE | re.MULTILINE)
_GROUPS: Final = re.compile(r"\n[ \t]*\n+")
_STATUS_FIELD: Final = re.compile(r"^([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*(?:\n[ \t]+.*)*)", re.MULTILINE)


@dataclass(frozen=True)
class Letter:
    """One incoming mail. Addresses and Message-IDs are as written; compare them without regard to case.

    `failed` holds the recipients that a delivery report's machine half or `X-Failed-Recipients` names; `classify` looks for
    more in its text. `quoted_ids` are the Message-IDs of mails that are attached, or whose head is repeated in the text.
    """

    fields: Fields
    subject: str
    sender: Mailbox
    to: tuple[str, ...]
    cc: tuple[str, ...]
    delivered_to: tuple[str, ...]
    return_path: str | None  # "" when it is the empty one, <>; None when there is none
    message_id: str | None
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    parent_ids: tuple[str, ...]  # what Exchange and Coremail say that they answer
    authentication: tuple[str, ...]
    date: datetime | None  # aware
    received: datetime | None  # aware; when the last host took it
    parts: tuple[Part, ...]

    @cached_property
    def when(self) -> datetime | None:
        """Return when it was written: its date, unless that is missing or impossible; then when it arrived."""
        if self.date is None or self.date.astimezone(UTC).year < _FIRST_YEAR:
            return self.received
        if self.received is not None and abs(self.date - self.received) > _SKEW:
            return self.received
        return self.date

    @cached_property
    def text(self) -> str:
        """Return what the mail says: its plain text, or what HTML shows; without files and attached mails."""
        shown = [part for part in self.parts if not (part.original or part.attached or part.letter or part.status)]
        plain = "\n".join(part.text() for part in shown if part.type == "text/plain" or part.type.startswith("multipart/"))
        if len(plain.strip()) < _TOO_SHORT:
            plain = "\n".join(part.text() for part in shown if part.type in {"text/html", "text/enriched"}) or plain
        return plain[:_MOST_TEXT]

    @cached_property
    def types(self) -> frozenset[str]:
        """Return the types of its leaves, of the mail as a whole, and what a report says that it reports."""
        whole = self.fields.plain("content-type")
        report = heads.parameters(whole).get("report-type", "")
        own = {part.type for part in self.parts if not part.original}
        return frozenset({*own, whole.partition(";")[0].strip(), report} - {""})

    @cached_property
    def reports(self) -> tuple[dict[str, str], ...]:
        """Return the groups of fields of its delivery reports, names in lower case: one about the mail, then one a recipient."""
        texts = [part.text() for part in self.parts if part.status and not part.original]
        groups = [dict(_fields(group)) for text in texts for group in _GROUPS.split(text)]
        return tuple(group for group in groups if group)

    @cached_property
    def failed(self) -> tuple[str, ...]:
        """Return the recipients that its machine half says have failed, each once."""
        named = [
            address
            for group in self.reports
            if group.get("action", "failed").startswith("fail")
            for key in ("final-recipient", "original-recipient")
            for address in heads.addresses(group.get(key, ""))[:1]
        ]
        named += [one for text in self.fields.every("x-failed-recipients") for one in heads.addresses(text)]
        return tuple({one.lower(): one for one in reversed(named)}.values())[::-1]

    @cached_property
    def quoted_ids(self) -> tuple[str, ...]:
        """Return the Message-IDs of attached mails, and of heads of mails that the text repeats."""
        found: list[str] = []
        for part in self.parts:
            if part.letter:
                found += _ids_within(part)
            elif not part.original and part.type in {"text/plain", "text/html", "message/delivery-status"}:
                found += _TEXT_ID.findall(part.text())
        return tuple(dict.fromkeys(found))


def read(raw: bytes) -> Letter:
    """Return the mail; whatever cannot be read is empty or missing. Never raises."""
    if b"\n" not in raw[:_LINE_ENDS] and b"\r" in raw[:_LINE_ENDS]:
        raw = raw.replace(b"\r", b"\n")
    start = len(raw) - len(raw[:_LINE_ENDS].lstrip(b"\r\n \xef\xbb\xbf")) if len(raw) < _LINE_ENDS else 0
    fields, body = heads.read_fields(raw, start, len(raw))
    path = fields.every("return-path")[:1]
    own = heads.message_ids(fields.text("message-id"))
    return Letter(
        fields=fields,
        subject=" ".join(fields.text("subject").split()),
        sender=heads.mailbox(fields.first.get("from", fields.first.get("sender", b""))),
        to=_addresses(fields, "to", "apparently-to"),
        cc=_addresses(fields, "cc"),
        delivered_to=_addresses(fields, *_HELD_FOR),
        return_path="".join(heads.addresses(path[0])[:1]) if path else None,
        message_id=own[0] if own else None,
        in_reply_to=_ids(fields, "in-reply-to"),
        references=_ids(fields, "references"),
        parent_ids=_ids(fields, *_PARENTS),
        authentication=fields.every("authentication-results"),
        date=heads.moment(fields.text("date")),
        received=heads.moment(fields.text("received").rpartition(";")[2]),
        parts=tuple(parts(raw, fields, body)),
    )


def _addresses(fields: Fields, *names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for name in names for text in fields.every(name) for one in heads.addresses(text)))


def _ids(fields: Fields, *names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for name in names for text in fields.every(name) for one in heads.message_ids(text)))


def _fields(group: str) -> list[tuple[str, str]]:
    return [(name.lower(), " ".join(value.split())) for name, value in _STATUS_FIELD.findall(group)]


def _ids_within(part: Part) -> tuple[str, ...]:
    data = part.content()
    fields, _ = heads.read_fields(data, 0, len(data))
    return heads.message_ids(fields.text("message-id")) or tuple(_TEXT_ID.findall(data.decode("latin-1")))
