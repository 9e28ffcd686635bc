"""The part after the plus of an address that one copy of a mail is sent from: it says which copy, and cannot be made up.

A token is a nonce that is looked up, and a keyed digest over it, the handover and the person. Whoever has the copy can read it:
it says what an answer is about, not who wrote it.
"""

import base64
import hashlib
import hmac
import re
from typing import Final

BYTES: Final = 10
LENGTH: Final = 16  # letters of a nonce, and of a digest
_TOKEN: Final = re.compile(rf"[a-z2-7]{{{2 * LENGTH}}}")


def letters(data: bytes) -> str:
    """Return ten bytes as letters and digits that no mail server changes."""
    return base64.b32encode(data[:BYTES]).decode("ascii").lower()


def token(secret: bytes, nonce: str, handover_id: int, person: str) -> str:
    """Return the token of the copy with that nonce, about that handover, to that person (a handle)."""
    said = "\0".join((nonce, str(handover_id), person)).encode()
    return nonce + letters(hmac.digest(secret, said, hashlib.sha256))


def genuine(found: str, secret: bytes, handover_id: int, person: str) -> bool:
    """Tell whether that token was made for that handover and person."""
    return hmac.compare_digest(found, token(secret, nonce_of(found), handover_id, person))


def nonce_of(found: str) -> str:
    """Return the nonce of a token."""
    return found[:LENGTH]


def with_token(address: str, found: str) -> str:
    """Return the plus-address: callback@example.com → callback+<token>@example.com."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{found}@{domain}"


def token_in(address: str, ours: str) -> str | None:
    """Return the token of one of our plus-addresses, whatever its case; None for any other address."""
    local, _, domain = address.casefold().rpartition("@")
    our_local, _, our_domain = ours.casefold().rpartition("@")
    name, plus, found = local.rpartition("+")
    return found if plus and (name, domain) == (our_local, our_domain) and _TOKEN.fullmatch(found) else None


def is_ours(address: str, ours: str) -> bool:
    """Tell whether an address is the bot's own, with whatever after a plus."""
    local, _, domain = address.casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}" == ours.casefold() or f"{local}@{domain}" == ours.casefold()
