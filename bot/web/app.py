"""The local workspace as a web application on this machine. Nothing is created before `build_app` is called."""

import hashlib
import socket
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from nicegui import Client, ui
from starlette.staticfiles import StaticFiles

from bot.errors import StoreUnavailable
from bot.rules.people import UnknownPerson
from bot.web.clockbar import Mover
from bot.web.deps import PageDeps
from bot.web.health import Check, Scraping, add_health
from bot.web.listening import listen
from bot.web.loopback import LoopbackOnly, check_loopback
from bot.web.page import Tab
from bot.web.viewer import Viewer

STATIC: Final = Path(__file__).parent / "static"


def build_app(deps: PageDeps, alive: Check | None = None, scrape: Scraping | None = None) -> FastAPI:
    """Return the application: the page at `/`, `/healthz`, `/readyz`, `/metrics`. NiceGUI serves one of it in a process."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(LoopbackOnly)
    app.mount("/workspace", StaticFiles(directory=STATIC))
    mover = Mover(deps)

    async def ready() -> str | None:
        try:
            await deps.log.latest()
        except StoreUnavailable:
            return "the database cannot be read"
        return None

    add_health(app, ready, alive, scrape)

    @ui.page("/", reconnect_timeout=30)
    async def page(client: Client) -> None:
        asked = client.request.query_params
        viewer = _viewer(deps, asked.get("as"))
        _head(viewer)
        tab = Tab(deps, mover, viewer, client)
        thread = asked.get("thread", "")
        await tab.open(asked.get("in"), int(thread) if thread.isdecimal() and len(thread) < 19 else None)  # noqa: PLR2004

    ui.run_with(app, title="Callback", favicon=STATIC / "icon.svg", tailwind=False, show_welcome_message=False)
    return app


def listen_here(host: str, port: int) -> socket.socket:
    """Return a socket that listens on a loopback address; port 0 takes a free one. Raises NotLoopback and CannotListen."""
    check_loopback(host)
    return listen(host, port)


def _viewer(deps: PageDeps, handle: str | None) -> Viewer:
    try:
        return Viewer.of(deps, handle or next(iter(deps.directory.people)))
    except UnknownPerson:
        return Viewer.of(deps, next(iter(deps.directory.people)))


def _head(viewer: Viewer) -> None:
    for name in ("workspace.css", "workspace.js"):
        version = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
        source = f"/workspace/{name}?{version}"
        ui.add_head_html(
            f'<link rel="stylesheet" href="{source}">' if name.endswith("css") else f'<script src="{source}"></script>'
        )
    ui.add_head_html(f'<script>document.documentElement.lang = "{viewer.language.code.replace("_", "-")}";</script>')
