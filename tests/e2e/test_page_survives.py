"""The local page lives in the database: a restart, a lock and a database that is gone are told and survived."""

import re
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Double
from tests.e2e.seen import card, field, say


def status(url: str, host: str | None = None) -> tuple[int, str]:
    """Return status and text of an address."""
    request = urllib.request.Request(url, headers={"Host": host} if host else {})  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_it_survives_a_restart(double: Double, new_page: Callable[[], Page]) -> None:
    """After a crash the tab comes back by itself: messages, open thread, and what was half-typed."""
    page = new_page()
    page.goto(f"{double.url}/?as=anna")
    say(page, "/callback card")
    page.get_by_role("button", name="1 reply").click()
    expect(page.locator(".side").get_by_text("Opened.")).to_be_visible()
    field(page).fill("half-typed")
    double.stop()
    double.start()
    page.wait_for_event("load")
    expect(card(page)).to_be_visible()
    expect(page.locator(".side").get_by_text("Opened.")).to_be_visible()
    expect(field(page)).to_have_value("half-typed")
    say(page, "/callback again")
    expect(page.get_by_text("You typed 15 characters.")).to_be_visible()


def test_a_locked_database_is_told_and_nothing_is_lost(double: Double, new_page: Callable[[], Page]) -> None:
    """While another program holds the database, the typed line stays in the field and the bot was not asked."""
    page = new_page()
    page.goto(f"{double.url}/?as=anna")
    say(page, "hello")
    expect(page.locator(".middle").get_by_text("hello")).to_be_visible()
    holder = sqlite3.connect(double.folder / "bot.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    field(page).fill("/callback card")
    field(page).press("Enter")
    expect(page.locator(".q-notification", has_text="The database cannot be used at the moment.")).to_be_visible()
    expect(field(page)).to_have_value("/callback card")
    assert double.calls("command") == []
    holder.execute("ROLLBACK")
    holder.close()
    field(page).press("Enter")
    expect(card(page)).to_be_visible()


def test_health_is_a_read_of_the_database(double: Double) -> None:
    """Ready means that the database was read; without it the process is still worth keeping."""
    assert status(f"{double.url}/readyz") == (200, "ok")
    database = sqlite3.connect(double.folder / "bot.sqlite")
    database.execute("DROP TABLE workspace_messages")
    database.commit()
    database.close()
    assert status(f"{double.url}/readyz")[0] == 503
    assert status(f"{double.url}/healthz") == (200, "ok")


def test_a_foreign_name_is_refused(double: Double) -> None:
    """A web site whose name points at this machine does not reach the page through a browser."""
    for host in ("bot.example.com", "127.0.0.1", "127.0.0.1:1", f"localhost.example.com:{double.port}"):
        assert status(f"{double.url}/?as=anna", host)[0] == 403
    assert status(f"{double.url}/?as=anna", f"localhost:{double.port}")[0] == 200


def test_a_wrong_address_shows_something_sensible(double: Double, new_page: Callable[[], Page]) -> None:
    """An unknown person is the first of the directory; nobody reads another's messages by address."""
    page = new_page()
    for query in ("", "?as=nobody", "?as=zhou&in=person:anna", "?as=anna&thread=99999999999999999999&in=x"):
        page.goto(f"{double.url}/{query}")
        expect(page.locator(".middle h2")).to_have_text("# express-callbacks")
        expect(page).to_have_url(re.compile("in=channel"))
