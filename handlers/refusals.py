"""What can be wrong with a typed command. The sentences say what to type instead; `closest` holds words to choose from."""

from collections.abc import Mapping
from typing import Final

from bot.errors import PastTime, Refusal, TooFarAhead
from bot.rules.phrases import TimeRefused

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "waybill": ("no_waybill", "not_a_waybill"),
    "request_id": ("no_request_id", "not_a_request_id", "request_already_open"),
    "wish": ("no_wish",),
    "owner": ("unknown_owner", "not_an_owner", "missing_owner", "already_the_owner"),
    "customer_phone": ("not_a_phone",),
    "reason": ("missing_reason",),
}
"""The fields of the forms, and what can be wrong with each but a time."""


def field_of(refusal: Refusal) -> str:
    """Return the name of the form's field that the refusal is about; "" when it is about none or about several."""
    if isinstance(refusal, TimeRefused | PastTime | TooFarAhead):
        return "time"
    if isinstance(refusal, FieldTooLong):
        return str(refusal.params["field"])
    return next((name for name, keys in FIELDS.items() if refusal.key in keys), "")


class FieldTooLong(Refusal):
    """One part of what was typed is longer than the bot keeps; `field` names it as the forms do."""


class NoWaybill(Refusal):
    """A handover is to be opened, and no waybill number was typed."""


class NotAWaybill(Refusal):
    """What was typed as a waybill has the shape of none of the site's kinds."""


class TwoWaybills(Refusal):
    """Two numbers could be the waybill."""


class NoRequestId(Refusal):
    """A handover is to be opened, and no REQ ID was typed."""


class NotARequestId(Refusal):
    """What was typed as a REQ ID does not have the shape of one."""


class TwoRequestIds(Refusal):
    """Two REQ IDs were typed."""


class TwoOwners(Refusal):
    """Two people were named as the owner."""


class NoWish(Refusal):
    """Nothing says what the customer wants."""


class UnknownTag(Refusal):
    """A part with a colon looks like a mistyped name:, tel: or the like."""


class MissingValue(Refusal):
    """Nothing follows the colon of a part."""


class UnclosedQuote(Refusal):
    """A quoted value does not end."""


class DoubleTag(Refusal):
    """The same part was given twice."""


class UnknownFlag(Refusal):
    """A word after an exclamation mark is no mark that the bot knows."""


class UnknownWord(Refusal):
    """The first word is close to a command, but is none."""


class UnknownCommand(Refusal):
    """A single word was typed that is close to nothing."""


class UnknownInvocation(Refusal):
    """The line begins with a slash and a word that is not the bot's."""


class UnknownFilter(Refusal):
    """`list` was given a word that it cannot filter by."""


class UnknownTopic(Refusal):
    """There is no help on that word."""


class MissingReference(Refusal):
    """The command needs to know which handover is meant."""


class MissingTime(Refusal):
    """The command needs a time."""


class MissingReason(Refusal):
    """Handing a callback back needs a reason (section 4)."""


class MissingOwner(Refusal):
    """Assigning needs somebody to assign to."""


class NothingToCorrect(Refusal):
    """`correct` was given nothing to replace."""


class ExtraText(Refusal):
    """Words follow a command that takes none: they may change its meaning, so nothing is done."""


class NotAPhone(Refusal):
    """What was typed as a phone number has too few or too many digits."""
