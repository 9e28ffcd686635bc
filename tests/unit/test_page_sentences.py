"""Every sentence of the page exists, in every language."""

import re
from pathlib import Path

import pytest

from bot.chat.port import Tone
from bot.i18n import load_languages
from bot.web.clockbar import MOVES
from bot.web.viewer import ROLES

SOURCES = Path("bot/web").glob("*.py")
NAMED = {
    key for source in SOURCES for key in re.findall(r'(?:viewer|_notify)\("([a-z_0-9.]+)"', source.read_text(encoding="utf-8"))
}
MADE = {
    *(f"tone.{tone}" for tone in Tone if tone is not Tone.CALM),
    *(f"role.{role}" for role in ROLES),
    *(f"{move}{hint}" for move in MOVES for hint in ("", "_hint")),
    *(f"example.{doing}.{number}{about}" for doing in ("agent", "other") for number in (1, 2, 3) for about in ("", ".about")),
    *("open", "closed", "moving", "replies", "unread", "broken", "mail_to", "mail_cc", "composer_hint", "composer_hint_direct"),
}


@pytest.mark.parametrize("code", load_languages().codes())
def test_no_sentence_is_missing(code: str) -> None:
    """What the code names stands in the catalogue, so nobody reads a key."""
    assert len(NAMED) > 30
    language = load_languages().of(code)
    missing = [
        key
        for key in sorted(NAMED | MADE)
        if not (language.has(f"page.{key}") or language.plural(f"page.{key}", 2) != f"page.{key}")
    ]
    assert missing == []
