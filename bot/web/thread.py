"""The open thread on the right: the card, what happened to it, and a field to reply."""

from collections.abc import Awaitable, Callable, Sequence

from bot.store.workspace import Posted
from bot.web.composer import Composer
from bot.web.elements import icon_button, plain, tag
from bot.web.messages import Handlers, MessageList
from bot.web.viewer import Viewer


class ThreadPane:
    """One open thread."""

    def __init__(
        self,
        viewer: Viewer,
        handlers: Handlers,
        root: int,
        *,
        reply: Callable[[str], Awaitable[None]],
        close: Callable[[], Awaitable[None]],
    ) -> None:
        """Draw the thread of the message `root` in the present element."""
        self.root = root
        with tag("div", "pane-head"):
            plain("h2", "", viewer("thread"))
            icon_button("close", viewer("close_thread")).on("click", close, args=[])
        with tag("div", "scroller"), tag("div", "stream") as stream:
            stream.props("role=log")
            stream.props["aria-label"] = viewer("thread")
        self._list = MessageList(viewer, handlers, stream, thread=root)
        self._composer = Composer(viewer, reply)
        self._composer.belong_to(f"{viewer.person.handle}/{root}", viewer("reply"), viewer("reply_hint"))

    def show(self, posted: Sequence[Posted]) -> None:
        """Bring the thread to what the log says."""
        self._list.show(posted, {})

    def fill(self, text: str) -> None:
        """Put text into the reply field."""
        self._composer.fill(text)
