"""What an incoming mail is about: which copy of ours it answers, and whether it comes from where that copy went.

A token or a Message-ID of ours says which copy. Everybody who has the copy can read both, so an answer counts only when it is
from the mailbox that the copy was sent to; a report of a mail host, when it is about that mailbox. Pure; nothing here raises.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.rules import tokens
from bot.rules.autoreply import Kind, Letter, Verdict
from bot.rules.autoreply.signs import daemon

MOST: Final = 50  # tokens and Message-IDs of one mail that are looked up
REPORTS: Final = frozenset({Kind.BOUNCE, Kind.DELAYED})
_RESULT: Final = re.compile(r"\s*(dmarc|dkim|spf)\s*=\s*(\w+)(.*)", re.IGNORECASE | re.DOTALL)
_QUOTED: Final = re.compile(r'"(?:\\.|[^"\\])*"')
_COMMENT: Final = re.compile(r"\([^()]*\)")
_NESTED: Final = 5  # comments in comments; what is deeper proves nothing
_DOMAIN: Final = re.compile(r"(?:header\.d|header\.i|header\.from|smtp\.mailfrom)\s*=\s*(?:[^\s;@]*@)?([\w.-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sent:
    """One copy that was sent, or is about to be: `sent_at` (aware UTC) is its first try, `address` the mailbox it goes to."""

    key: str
    message_id: str
    nonce: str
    handover_id: int
    person: str
    address: str
    sent_at: datetime


class Unbound(StrEnum):
    """Why a mail is about no copy of ours."""

    OWN = "own"  # from the bot itself
    NOTHING = "nothing"  # nothing in it is of ours
    FORGED = "forged"  # a token that the bot did not make
    CONTRADICTION = "contradiction"  # a token of one handover in an answer to the mail of another
    SENDER = "sender"  # not from the mailbox that the copy went to
    UNPROVEN = "unproven"  # the receiving host does not say that it is really from there


@dataclass(frozen=True, slots=True)
class Marks:
    """What a mail has of ours: tokens in addresses, and Message-IDs that it answers or repeats."""

    tokens: tuple[str, ...]
    message_ids: tuple[str, ...]

    @property
    def nonces(self) -> list[str]:
        """Return the nonces of the tokens."""
        return [tokens.nonce_of(found) for found in self.tokens]


@dataclass(frozen=True, slots=True)
class Binder:
    """Binds mails to the bot's `address`. `secret` made the tokens, None without plus-addresses.

    `authserv_id` is the name by which the receiving host signs what it has checked; None when that is not asked for.
    """

    address: str
    secret: bytes | None = None
    authserv_id: str | None = None

    def marks(self, letter: Letter) -> Marks:
        """Return what the mail has of ours."""
        held = (*letter.delivered_to, *letter.to, *letter.cc)
        found = [token for address in held if (token := tokens.token_in(address, self.address))]
        named = (*letter.in_reply_to, *letter.parent_ids, *reversed(letter.references), *letter.quoted_ids)
        return Marks(tuple(dict.fromkeys(found))[:MOST], tuple(dict.fromkeys(named))[:MOST])

    def bind(self, letter: Letter, marks: Marks, copies: Sequence[Sent], verdict: Verdict) -> Sent | Unbound:
        """Return the copy that the mail is about, of those that its marks name; or why it is about none."""
        if tokens.is_ours(letter.sender.address, self.address):
            return Unbound.OWN
        named = self._named(marks, copies)
        if isinstance(named, Unbound):
            return named
        if verdict.kind in REPORTS:
            return next((sent for sent in named if _reported(letter, verdict, sent)), Unbound.SENDER)
        sender = letter.sender.address.casefold()
        sent = next((each for each in named if each.address.casefold() == sender), None)
        if sent is None:
            return Unbound.SENDER
        return sent if self.authserv_id is None or proven(letter, self.authserv_id) else Unbound.UNPROVEN

    def _named(self, marks: Marks, copies: Sequence[Sent]) -> list[Sent] | Unbound:
        """Return the copies that are named: by tokens if there are any, else by Message-IDs."""
        by_id = {sent.message_id.casefold(): sent for sent in copies}
        answered = [by_id[each.casefold()] for each in marks.message_ids if each.casefold() in by_id]
        if not marks.tokens or self.secret is None:
            return answered or Unbound.NOTHING
        by_nonce = {sent.nonce: sent for sent in copies}
        genuine = []
        for token in marks.tokens:
            sent = by_nonce.get(tokens.nonce_of(token))
            if sent is None or not tokens.genuine(token, self.secret, sent.handover_id, sent.person):
                return Unbound.FORGED
            genuine.append(sent)
        handovers = {sent.handover_id for sent in genuine}
        if answered and handovers.isdisjoint(sent.handover_id for sent in answered):
            return Unbound.CONTRADICTION
        return genuine


def proven(letter: Letter, authserv_id: str) -> bool:
    """Tell whether the receiving host says that the mail is from its sender's domain: DMARC passed, or that domain's DKIM or SPF.

    Of several fields in its name only the first is its own: whatever came with the mail stands below.
    """
    domain = letter.sender.address.rpartition("@")[2].casefold()
    for field in letter.authentication:
        host, _, results = _bare(field).partition(";")
        if host.casefold().split()[:1] != [authserv_id.casefold()]:
            continue
        found = [(each[1].lower(), each[2].lower(), each[3]) for each in map(_RESULT.match, results.split(";")) if each]
        policies = [result for method, result, _ in found if method == "dmarc"]
        if policies:
            return set(policies) == {"pass"}
        return any(result == "pass" and _aligned(properties, domain) for _, result, properties in found)
    return False


def _bare(field: str) -> str:
    """Return what the host says without quoted strings and comments, in which it may repeat what a sender made up."""
    bare = _QUOTED.sub("", field)
    for _ in range(_NESTED):
        bare = _COMMENT.sub("", bare)
    return bare.partition("(")[0]


def _aligned(properties: str, domain: str) -> bool:
    return any(domain == found.casefold() for found in _DOMAIN.findall(properties))


def _reported(letter: Letter, verdict: Verdict, sent: Sent) -> bool:
    """Tell whether a mail host reports, and about the mailbox that the copy went to."""
    from_a_host = letter.return_path == "" or daemon(letter)
    failed = {each.address.casefold() for each in verdict.failed}
    return from_a_host and (not failed or sent.address.casefold() in failed)
