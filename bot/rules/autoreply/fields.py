"""Header fields of a mail or of one of its parts, read from bytes that need not follow any standard."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from bot.rules.autoreply.charsets import decoded

MOST_HEADER_BYTES: Final = 256 * 1024
_FIELD: Final = re.compile(rb"^([!-9;-~]{1,80})[ \t]*:[ \t]*(.*(?:\n[ \t]+.*)*)", re.MULTILINE)
_END: Final = re.compile(rb"\r?\n\r?\n")
_FOLD: Final = re.compile(rb"\r?\n[ \t]+")
_WORD: Final = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*)*?)(?:\?=|$)")
_BETWEEN: Final = re.compile(r"(\?=)\s+(?==\?)")
_HEX: Final = re.compile(rb"=([0-9A-Fa-f]{2})")
_NO_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]")
_ID: Final = re.compile(r"<\s*([^<>\s\"]{1,900})\s*>")
_BARE_ID: Final = re.compile(r"[^<>\s,;\"()]{1,450}@[^<>\s,;\"()]{1,450}")
_QUOTED: Final = re.compile(r"\"(?:\\.|[^\"\\])*\"|\((?:\\.|[^()\\])*\)")
_ADDRESS: Final = re.compile(r"[^\s<>,;:()\"\[\]]{1,250}@[^\s<>,;:()\"]{1,250}")
_PARAM: Final = re.compile(r";\s*([\w.!#$%&+^`{}~-]+?)(\*\d*\*?)?\s*=\s*(?:\"((?:\\.|[^\"\\])*)\"?|([^;\s]*))", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A person as a header names one: the name that is shown, decoded, and the address as written ("" when there is none)."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Fields:
    """Header fields in their order; names in lower case, values unfolded, not yet decoded. What is not there reads as ""."""

    pairs: tuple[tuple[str, bytes], ...]
    first: dict[str, bytes] = field(default_factory=dict, compare=False)

    def __contains__(self, name: str) -> bool:
        """Tell whether the mail has the field, be it empty."""
        return name in self.first

    def text(self, name: str) -> str:
        """Return the first field of that name, with its encoded words decoded."""
        return words(self.first.get(name, b""))

    def plain(self, name: str) -> str:
        """Return the first field of that name as it was written, in lower case: for values that are keywords."""
        return self.first.get(name, b"").decode("latin-1").strip().lower()

    def every(self, name: str) -> tuple[str, ...]:
        """Return all fields of that name in their order, decoded."""
        return tuple(words(value) for key, value in self.pairs if key == name)

    def names(self) -> Iterator[str]:
        """Go through the names, in lower case, each once."""
        return iter(self.first)


def read_fields(data: bytes, start: int, end: int) -> tuple[Fields, int]:
    """Return the fields that begin at `start`, and where the body behind their blank line begins."""
    limit = min(end, start + MOST_HEADER_BYTES)
    if data[start : start + 1] in {b"\n", b"\r"}:
        return Fields(()), min(end, start + (2 if data[start : start + 2] == b"\r\n" else 1))
    blank = _END.search(data, start, limit)
    stop, body = (blank.start(), blank.end()) if blank else (limit, limit)
    pairs = tuple(
        (name.decode("ascii").lower(), _FOLD.sub(b" ", value).strip()) for name, value in _FIELD.findall(data[start:stop])
    )
    first: dict[str, bytes] = {}
    for name, value in pairs:
        first.setdefault(name, value)
    return Fields(pairs, first), body


def words(value: bytes) -> str:
    """Return a header's value as people read it: encoded words joined and decoded, raw 8-bit text guessed."""
    text = value.decode("ascii") if value.isascii() else decoded(value, None)
    if "=?" not in text:
        return text.strip()
    text = _BETWEEN.sub(r"\1", text)
    return "".join(_decoded_words(text)).replace("\n", " ").replace("\r", "").strip()


def _decoded_words(text: str) -> Iterator[str]:
    pending, label, last = b"", "", 0
    for found in _WORD.finditer(text):
        data = _word_bytes(found[2], found[3])
        if pending and (found.start() != last or found[1].lower() != label):
            yield decoded(pending, label)
            pending = b""
        yield text[last : found.start()]
        pending, label, last = pending + data, found[1].lower(), found.end()
    if pending:
        yield decoded(pending, label)
    yield text[last:]


def _word_bytes(encoding: str, text: str) -> bytes:
    raw = text.encode("utf-8", "replace")
    if encoding in "bB":
        return base64_bytes(raw)
    return quoted_bytes(raw.replace(b"_", b" "))


def base64_bytes(data: bytes) -> bytes:
    """Decode base64 that may be broken: what is no letter of it is left out, what is missing at the end is dropped."""
    clean = _NO_BASE64.sub(b"", data)
    clean = clean[: len(clean) - (len(clean) % 4 == 1)]
    try:
        return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))
    except binascii.Error:
        return b""


def quoted_bytes(data: bytes) -> bytes:
    """Decode quoted-printable that may be broken; an equals sign that encodes nothing stays."""
    return _HEX.sub(lambda found: bytes((int(found[1], 16),)), data)


def message_ids(text: str) -> tuple[str, ...]:
    """Return the Message-IDs in a header's value, each with its angle brackets, each once."""
    found = [f"<{one}>" for one in _ID.findall(text)] or [f"<{one}>" for one in _BARE_ID.findall(text)]
    return tuple(dict.fromkeys(found))


def addresses(text: str) -> tuple[str, ...]:
    """Return the addresses in a header's value as written, each once."""
    if '"' in text or "(" in text:
        text = _QUOTED.sub(" ", text)
    return tuple(dict.fromkeys(one.strip("'.") for one in _ADDRESS.findall(text)))


def mailbox(value: bytes) -> Mailbox:
    """Return the first person that a From or Sender names."""
    text = value.decode("ascii") if value.isascii() else decoded(value, None)
    shown, opened, rest = text.rpartition("<")
    found = addresses(rest.partition(">")[0]) if opened else ()
    if found:
        name = shown
    else:
        found = addresses(text)
        name = text.replace(found[0], "") if found else text
    name = words(name.strip(" \t\"'()<>").encode("utf-8", "replace"))
    return Mailbox(name.strip(" \"'"), found[0] if found else "")


def moment(text: str) -> datetime | None:
    """Return a mail's date, aware; None when there is none to read. A date without a zone is UTC's."""
    try:
        found = parsedate_to_datetime(text)
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None
    return found


def parameters(text: str) -> dict[str, str]:
    """Return the parameters of a Content-Type or Content-Disposition, names in lower case; continued ones are joined."""
    found: dict[str, str] = {}
    for name, section, quoted, bare in _PARAM.findall(text):
        key, value = name.lower(), quoted or bare
        found[key] = found.get(key, "") + value if section else found.get(key, value)
    return found
