"""The parts of a mail as places in its bytes: nothing is copied until it is read, and then only its beginning."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.rules.autoreply.charsets import decoded
from bot.rules.autoreply.fields import Fields, base64_bytes, parameters, quoted_bytes, read_fields
from bot.rules.autoreply.markup import plain_text

MOST_PARTS: Final = 60
DEEPEST: Final = 8
MOST_TEXT: Final = 96 * 1024  # bytes of one part that are read: more than any automatic reply says
_TYPE: Final = re.compile(r"\s*([\w.+-]+/[\w.+-]+)")
_SOFT_BREAK: Final = re.compile(rb"=[ \t]*\r?\n")
_LETTER_TYPES: Final = frozenset(
    {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global", "message/global-headers"}
)
_STATUS_TYPES: Final = frozenset({"message/delivery-status", "message/global-delivery-status"})
_AFTER_MARK: Final = frozenset({b"", b"\r", b"\n", b" ", b"\t"})
_HEADER_LINE: Final = re.compile(rb"\s*(?:From \S|[A-Za-z][\w-]*:)")


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its fields, its type, its parameters, and where its body lies."""

    fields: Fields
    type: str
    params: dict[str, str]
    raw: bytes
    start: int
    end: int
    depth: int
    original: bool  # within an attached mail

    @property
    def attached(self) -> bool:
        """Tell whether it is a file rather than something to read in place."""
        return self.fields.plain("content-disposition").startswith("attachment")

    @property
    def letter(self) -> bool:
        """Tell whether it is a mail, or the head of one."""
        name = (self.params.get("name", "") + parameters(self.fields.text("content-disposition")).get("filename", "")).lower()
        return self.type in _LETTER_TYPES or name.endswith(".eml")

    @property
    def status(self) -> bool:
        """Tell whether it is the machine's half of a delivery report."""
        return self.type in _STATUS_TYPES

    def content(self, most: int = MOST_TEXT) -> bytes:
        """Return the beginning of the body with its transfer encoding taken off."""
        encoding = self.fields.plain("content-transfer-encoding").strip('"; ')
        data = self.raw[self.start : min(self.end, self.start + most * (2 if encoding == "base64" else 1))]
        if encoding.startswith("base64") and not self._unencoded(data):
            return base64_bytes(data)
        if encoding.startswith("quoted"):
            return quoted_bytes(_SOFT_BREAK.sub(b"", data))
        return data

    def text(self) -> str:
        """Return the beginning of the body as text; markup is taken off."""
        text = decoded(self.content(), self.params.get("charset")).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
        return plain_text(text) if self.type == "text/html" else text

    def _unencoded(self, data: bytes) -> bool:
        return self.type in _LETTER_TYPES and bool(_HEADER_LINE.match(data))


def parts(raw: bytes, fields: Fields, start: int) -> list[Part]:
    """Return the leaves of a mail whose body begins at `start`, in order; mails within it are leaves, and so are their parts."""
    found: list[Part] = []
    for part in _walk(_part(fields, raw, (start, len(raw)), 0, original=False)):
        found.append(part)
        if len(found) >= MOST_PARTS:
            break
    return found


def _part(fields: Fields, raw: bytes, place: tuple[int, int], depth: int, *, original: bool) -> Part:
    header = fields.text("content-type")
    kind = _TYPE.match(header)
    name = kind[1].lower() if kind else "text/plain"
    return Part(fields, name, parameters(header) if ";" in header else {}, raw, *place, depth, original)


def _walk(part: Part) -> Iterator[Part]:
    boundary = part.params.get("boundary", "").strip()
    if part.depth >= DEEPEST:
        yield part
        return
    if part.type.startswith("multipart/") and boundary:
        places = list(_between(part, b"--" + boundary.encode("utf-8", "replace")))
        for place in places:
            fields, body = read_fields(part.raw, *place)
            yield from _walk(_part(fields, part.raw, (body, place[1]), part.depth + 1, original=part.original))
        if places:
            return
    yield part
    if part.letter and part.fields.plain("content-transfer-encoding") not in {"base64", "quoted-printable"}:
        fields, body = read_fields(part.raw, part.start, part.end)
        yield from _walk(_part(fields, part.raw, (body, part.end), part.depth + 1, original=True))


def _between(part: Part, mark: bytes) -> Iterator[tuple[int, int]]:
    raw, begin, at = part.raw, None, part.start
    while (at := raw.find(mark, at, part.end)) >= 0:
        after = at + len(mark)
        closing = raw[after : after + 2] == b"--"
        if (at != part.start and raw[at - 1] not in b"\r\n") or not (closing or raw[after : after + 1] in _AFTER_MARK):
            at = after
            continue
        if begin is not None:
            yield begin, max(begin, at - 1)
        line = raw.find(b"\n", after, part.end)
        if closing or line < 0:
            return
        begin = at = line + 1
    if begin is not None:
        yield begin, part.end
