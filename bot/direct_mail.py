"""Mail without a mail server: whoever should have had a mail has a direct message that says so, and what it would have said."""

from dataclasses import dataclass
from datetime import datetime

from bot.address import Address, Place
from bot.chat.port import Chat, Line, Message, Section
from bot.i18n import Language, Languages
from bot.mail.port import Mail


@dataclass(frozen=True, slots=True)
class DirectMailer:
    """The mail port over the chat port."""

    chat: Chat
    languages: Languages

    async def send(self, mail: Mail, *, key: str, at: datetime) -> None:
        """Write to the reader of this copy. Raises SendFailed."""
        message = as_message(self.languages.of(mail.language), mail)
        # It may be another try of a mail that has arrived: the chat looks before it posts again.
        await self.chat.post(Address(Place.PERSON, mail.reader), message, key=key, thread=None, at=at, tried=True)


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
