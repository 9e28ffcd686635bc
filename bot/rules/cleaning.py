"""What people type, cleaned of odd characters, and in one plain spelling."""

import re
import unicodedata
from typing import Final

from bot.errors import Refusal

_UNSEEN: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_LINE_ENDS: Final = re.compile("\r\n|[\r\x85\u2028\u2029]")
CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

_HYPHENS: Final = re.compile("[\u2010-\u2015\u2212]")


class ControlCharacters(Refusal):
    """The text contains a character that controls a terminal or a printer and means nothing to a reader."""


class TooLong(Refusal):
    """The text is longer than the bot keeps."""


def clean(text: str, limit: int) -> str:
    """Return the text in NFC, with line ends as newlines and without invisible characters (zero-width, direction, byte order).

    Raises TooLong when more than `limit` characters remain, ControlCharacters when one of those is among them.
    """
    seen = _LINE_ENDS.sub("\n", _UNSEEN.sub("", text))
    # Before composing too: composing a long run of combining marks takes time that grows with its square.
    _check_length(seen, limit)
    if found := CONTROL.search(seen):
        raise ControlCharacters(character=f"U+{ord(found[0]):04X}", place=found.start() + 1)
    composed = unicodedata.normalize("NFC", seen)
    _check_length(composed, limit)
    return composed


def flat(text: str) -> str:
    """Return the text with full-width digits, letters and signs, and every kind of hyphen, as plain ones, each in its place."""
    if text.isascii():
        return text
    plain = (plain if len(plain := unicodedata.normalize("NFKC", sign)) == 1 else sign for sign in text)
    return _HYPHENS.sub("-", "".join(plain))


def _check_length(text: str, limit: int) -> None:
    if len(text) > limit:
        raise TooLong(limit=limit, length=len(text))
