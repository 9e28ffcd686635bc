"""The mail pane: what was mailed, newest first. In the local workspace nothing leaves the machine."""

from collections.abc import Sequence

from bot.mail.local import decode
from bot.store.workspace import PostedMail
from bot.web.elements import Tag, plain, tag
from bot.web.viewer import Viewer


class MailPane:
    """The list of mails."""

    def __init__(self, viewer: Viewer, container: Tag) -> None:
        """Draw into `container`."""
        self._viewer = viewer
        self._container = container
        self._shown: set[int] = set()
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

    def _mail(self, posted: PostedMail) -> None:
        mail = decode(posted.body)
        with tag("article", "mail"):
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
