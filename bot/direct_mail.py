"""Mail without a mail server: whoever should have had a mail has a direct message that says so, and what it would have said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import getaddresses

from bot.address import Address, Place
from bot.chat.port import Chat, Line, Message, Section
from bot.errors import SendFailed
from bot.i18n import Language, Languages
from bot.mail.port import Mail
from bot.rules.people import Directory, Person


@dataclass(frozen=True, slots=True)
class DirectMailer:
    """The mail port over the chat port."""

    chat: Chat
    directory: Directory
    languages: Languages

    async def send(self, mail: Mail, *, key: str, at: datetime) -> None:
        """Write to each person of the mail once, whatever fails on the way. Raises SendFailed when it did not reach them all."""
        failures = []
        for person in self._readers(mail):
            message = as_message(self.languages.of(person.language), mail)
            place = Address(Place.PERSON, person.handle)
            try:
                # It may be another try of a mail that reached some of them: the chat looks before it posts again.
                await self.chat.post(place, message, key=f"{key}-{person.handle}", thread=None, at=at, tried=True)
            except SendFailed as failure:
                failures.append(failure)
        if failures:
            waits = [failure.retry_after for failure in failures if failure.retry_after is not None]
            permanent = all(failure.permanent for failure in failures)
            raise SendFailed(failures[0].reason, permanent=permanent, retry_after=max(waits, default=None))

    def _readers(self, mail: Mail) -> list[Person]:
        by_address: Mapping[str, Person] = {person.email.casefold(): person for person in self.directory.people.values()}
        addresses = [address.casefold() for _, address in getaddresses([*mail.to, *mail.cc])]
        return [by_address[address] for address in dict.fromkeys(addresses) if address in by_address]


def as_message(say: Language, mail: Mail) -> Message:
    """Return the mail as a message, under a sentence that says why it is none."""
    people = [Line(say("slack.mail.to"), ", ".join(mail.to))]
    if mail.cc:
        people.append(Line(say("slack.mail.cc"), ", ".join(mail.cc)))
    return Message(
        text=say("slack.mail.text", subject=mail.subject),
        headline=say("slack.mail.headline"),
        subject=mail.subject,
        sections=(Section(lines=(*people, Line("", mail.body.strip()))),),
    )
