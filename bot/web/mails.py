"""The mail pane: what was mailed, newest first. In the local workspace nothing leaves the machine, so mailboxes answer here."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, time, timedelta
from typing import Final

from bot.i18n import Language
from bot.mail.local import automatic_reply, decode
from bot.mail.port import Envelope, Mail
from bot.store.workspace import PostedMail
from bot.web.deps import PageDeps
from bot.web.elements import Tag, plain, tag
from bot.web.viewer import Viewer

BACK: Final = time(15)

Answered = Callable[[str], Awaitable[None]]
"""Hears whose mailbox has answered."""


class MailPane:
    """The list of mails."""

    def __init__(self, deps: PageDeps, viewer: Viewer, container: Tag, answered: Answered) -> None:
        """Draw into `container`."""
        self._deps = deps
        self._viewer = viewer
        self._container = container
        self._answered = answered
        self._shown: set[int] = set()
        self._buttons: list[Tag] = []
        with container:
            self._empty = plain("p", "empty-mails", viewer("no_mails"))

    def show(self, mails: Sequence[PostedMail]) -> None:
        """Bring the pane to what the log says."""
        self._empty.set_visibility(not mails)
        for mail in reversed(mails):
            if mail.id not in self._shown:
                self._shown.add(mail.id)
                with self._container:
                    row = tag("div", "entry")
                row.move(target_index=0)
                with row:
                    self._mail(mail)
        until = self._until(self._deps.clock.now(), self._viewer.language)
        for button in self._buttons:
            button.text = self._viewer("answer_away", until=until)

    def _mail(self, posted: PostedMail) -> None:
        mail, envelope = decode(posted.body)
        with tag("article", "mail").props(f"data-reader={mail.reader}"):
            with tag("div", "card-top"):
                plain("h3", "card-subject", mail.subject)
                plain("time", "time", self._viewer.language.moment(posted.at, self._viewer.zone))
            with tag("dl", "lines"):
                for key, people in (("mail_to", mail.to), ("mail_cc", mail.cc), ("mail_copy", mail.address and (mail.address,))):
                    if people:
                        with tag("div", "line"):
                            plain("dt", "", self._viewer(key))
                            plain("dd", "plain", self._viewer("comma").join(people))
            plain("div", "mail-body", mail.body)
            if envelope is not None and mail.reader in self._viewer.directory.people:
                self._answer(mail, envelope)

    def _answer(self, mail: Mail, envelope: Envelope) -> None:
        async def answer() -> None:
            now, language = self._deps.clock.now(), self._deps.languages.of(mail.language)
            subject = language("page.away.subject", subject=mail.subject)
            text = language("page.away.text", until=self._until(now, language))
            await self._deps.postroom(automatic_reply(mail, envelope, subject, text, now))
            await self._answered(mail.reader)

        button = plain("button", "btn small", "").props("type=button data-action=answer_away")
        button.on("click", answer, args=[])
        self._buttons.append(button)

    def _until(self, now: datetime, language: Language) -> str:
        """Return the next 15:00 as people say it: the time alone when it is today's."""
        zone = self._viewer.zone
        today = now.astimezone(zone)
        if today.time() < BACK:
            return language.clock(datetime.combine(today, BACK, zone), zone)
        return language.moment(datetime.combine(today + timedelta(days=1), BACK, zone), zone)
