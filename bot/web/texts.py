"""Texts as the page shows them."""

import re
import unicodedata
from typing import Final

COMMAND: Final = re.compile(r"/|(回访|回訪)(\s|$)")
SAFE_LINK: Final = re.compile(r"(https?|tel|mailto):", re.IGNORECASE)


def is_command(text: str) -> bool:
    """Tell whether the line is meant for the bot: it begins with a slash, full-width or not, or with 回访.

    A slash and a slip ("/callbak …") is a command too: what an agent types about a customer must not end up in the channel.
    """
    return COMMAND.match(unicodedata.normalize("NFKC", text).lstrip()) is not None


def safe_link(link: str | None) -> str | None:
    """Return the link when it leads to a page, a phone or a mail, else nothing."""
    return link if link is not None and SAFE_LINK.match(link) else None


def initials(name: str) -> str:
    """Return what stands in the picture of somebody without a picture: "AL" for Anna Li, "洁" for 周洁."""
    words = name.split()
    if len(words) > 1:
        return (words[0][0] + words[-1][0]).upper()
    return name[-1:] if name[-1:] > "\u2e80" else name[:2].upper()
