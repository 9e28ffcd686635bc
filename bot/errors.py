"""What can go wrong, one small class each. The sentence that people read is in the catalogues under `refusal.<key>`."""

from typing import ClassVar


class Refusal(Exception):
    """Bad input or an act that the procedure does not allow: the typist is told why, privately, and nothing has changed.

    `params` fill the sentence. They may hold what the typist wrote, so a refusal is shown to that person and never logged with
    its params.
    """

    key: ClassVar[str]

    def __init__(self, **params: object) -> None:
        """Keep what fills the sentence."""
        super().__init__(self.key)
        self.params = params

    def __init_subclass__(cls) -> None:
        """Derive the key of the sentence from the class name: NoWaybill → no_waybill."""
        cls.key = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in cls.__name__).lstrip("_")


class PastTime(Refusal):
    """The asked time has passed; the sentence gives the first offer to use instead."""


class TooFarAhead(Refusal):
    """The asked time is further ahead than the policy allows; the sentence gives the first offer to use instead."""


class StoreUnavailable(Exception):
    """The database is locked or gone. The typist is told; nothing is half-done."""


class SendFailed(Exception):
    """A platform or mail server did not take a message. `permanent` ones are not tried again; `retry_after` is in seconds.

    `patient`: nothing is wrong with the message (the platform is down, busy or closed to the bot), so tries do not count.
    """

    def __init__(self, reason: str, *, permanent: bool = False, retry_after: float | None = None, patient: bool = False) -> None:
        """Keep the reason, which names no customer."""
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent
        self.retry_after = retry_after
        self.patient = patient
