"""The README's quickstart, walked as a newcomer would, on the real bot at a fixed clock.

With SCREENSHOTS=docs/screenshots in the environment the walk leaves its pictures there.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Bot, chromium
from tests.e2e.seen import field, say

FOLDER = os.environ.get("SCREENSHOTS")


class RealBot(Bot):
    """`python -m bot` on an embedded database of its own."""

    def __init__(self, folder: Path) -> None:
        """Keep the folder of the database."""
        super().__init__([])
        self.folder = folder

    def start(self) -> None:
        """Start it on Monday at 09:10, and read its address from what it prints."""
        environment = os.environ | {
            "CALLBACK_DATABASE_URL": f"sqlite+aiosqlite:///{self.folder / 'bot.sqlite'}",
            "CALLBACK_PORT": "0",
            "CALLBACK_CLOCK_AT": "2026-11-23T09:10:00+08:00",
        }
        command = [sys.executable, "-W", "error", "-m", "bot"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        assert self.process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", self.process.stdout.readline())
        assert found is not None
        self.port = int(found[1])


class Walk:
    """One browser tab, used by one person after the other."""

    def __init__(self, url: str, page: Page) -> None:
        """Begin at the bot's address."""
        self._url = url
        self.page = page

    def be(self, person: str) -> None:
        """Become somebody by the list of people."""
        self.page.locator(".who").click()
        self.page.locator(f"[data-person={person}]").click()
        expect(self.page).to_have_url(re.compile(f"as={person}&"))
        expect(self.page.locator(".place.current")).to_be_visible()

    def go(self, place: str) -> None:
        """Open a place."""
        self.page.locator(f'[data-place="{place}"]').click()
        expect(self.page.locator(f'[data-place="{place}"]')).to_have_class(re.compile("current"))

    def messages(self, person: str) -> Locator:
        """Become somebody who has been pinged, and open the direct messages; return the last card."""
        self.be(person)
        place = f"person:{person}"
        expect(self.page.locator(f'[data-place="{place}"] .badge')).not_to_have_text("")
        self.go(place)
        return self.last_card()

    def last_card(self, place: str = ".middle") -> Locator:
        """Return the last card that is shown."""
        return self.page.locator(f"{place} .card").last

    def public(self) -> Locator:
        """Return the cards of the channel that everybody sees."""
        return self.page.locator(".middle .message:not(.private) .card")

    def reply(self, text: str) -> None:
        """Write in the open thread."""
        self.page.locator(".side textarea").fill(text)
        self.page.locator(".side textarea").press("Enter")

    def press(self, card: Locator, action: str) -> None:
        """Press a button of a card."""
        card.locator(f'[data-action="{action}"]').click()

    def move(self, move: str, until: str) -> None:
        """Move the clock by one of its buttons."""
        self.page.locator(f"[data-move={move}]").click()
        expect(self.page.locator("[data-clock]")).to_have_text(re.compile(until))

    def picture(self, name: str) -> None:
        """Leave a picture, when one is asked for."""
        if FOLDER:
            self.page.mouse.move(0, 0)
            self.page.wait_for_function("document.fonts.status === 'loaded'")
            self.page.screenshot(path=Path(FOLDER) / f"{name}.png", animations="disabled", caret="hide")


@pytest.fixture
def walk(tmp_path: Path, new_page: Callable[[], Page]) -> Iterator[Walk]:
    """Start the bot and open its page."""
    chromium()
    bot = RealBot(tmp_path)
    bot.start()
    page = new_page()
    page.goto(bot.url)
    yield Walk(bot.url, page)
    bot.stop()


def test_the_quickstart(walk: Walk) -> None:
    """A promise is made, acknowledged and kept; another one is not answered and climbs the ladder until somebody calls."""
    hand_over(walk)
    ask_first(walk)
    hand_over_at_once(walk)
    acknowledge_by_button(walk)
    escalate(walk)
    take_and_try_to_call(walk)
    reach_the_customer(walk)
    read_the_mail(walk)
    be_away(walk)
    work_in_chinese(walk)


def hand_over(walk: Walk) -> None:
    """Anna, a front-line agent, hands a standard callback over: the page begins with an example of it."""
    page = walk.page
    expect(page.locator(".who")).to_contain_text("Anna Li")
    walk.picture("01-start")
    page.locator(".hint [data-example='1']").click()
    expect(field(page)).to_have_value(re.compile("6869419583 REQ-20418"))
    field(page).press("Enter")
    expect(page.locator(".private .card")).to_contain_text("We call you back by 11:10 today.")
    expect(walk.public()).to_contain_text("6869419583 REQ-20418 2026-11-23 11:10")
    expect(walk.public()).to_contain_text("Ben Huang")
    expect(walk.public()).not_to_contain_text("13800138000")
    walk.picture("02-handed-over")


def ask_first(walk: Walk) -> None:
    """She asks what 17:20 would mean, before anything is opened."""
    say(walk.page, "/callback when 17:20")
    expect(walk.last_card()).to_contain_text("17:20")
    expect(walk.public()).to_have_count(1)
    walk.picture("03-asked-first")


def hand_over_at_once(walk: Walk) -> None:
    """A customer wants to be called at 09:30: that is immediate, and the thread says whom to phone."""
    page = walk.page
    say(page, "/callback 1234567891 REQ-20419 09:30 the driver waits at the door")
    expect(walk.public()).to_have_count(2)
    expect(walk.public().last).to_contain_text("1234567891 REQ-20419 2026-11-23 09:30")
    expect(walk.public().last.get_by_text("urgent", exact=True)).to_be_visible()
    page.locator(".middle .thread-link").last.click()
    expect(walk.last_card(".side").locator('a[href^="tel:"]')).to_have_count(3)
    walk.picture("04-immediate")


def acknowledge_by_button(walk: Walk) -> None:
    """Ben sees the customer's number, which the channel did not, and presses the button."""
    card = walk.messages("ben")
    expect(card.get_by_role("link", name="13800138000")).to_be_visible()
    walk.picture("05-owner")
    walk.press(card, "acknowledge")
    expect(walk.page.locator(".middle .card").first).to_contain_text("Acknowledged")


def escalate(walk: Walk) -> None:
    """周洁 has the immediate one and does not say so: after three minutes she and the supervisor are pinged."""
    expect(walk.messages("zhou")).to_contain_text("REQ-20419")
    walk.move("to_ping", "09:13")
    expect(walk.messages("wang")).to_contain_text("Not acknowledged")
    walk.picture("06-escalated")


def take_and_try_to_call(walk: Walk) -> None:
    """Wang Lei takes it, which makes it his. Nobody answers his call: a new time, after one that has passed was refused."""
    walk.press(walk.last_card(), "acknowledge")
    expect(walk.page.locator(".middle .card").first).to_contain_text("Acknowledged")
    walk.press(walk.page.locator(".middle .card").first, "finish")
    form = walk.page.locator(".dialog.form")
    form.locator(".field").first.click()
    walk.page.get_by_role("option", name="No answer").click()
    time = form.get_by_label("New time")
    for asked in ("09:00 today", "10:30"):
        time.fill(asked)
        time.press("Enter")
        if asked == "09:00 today":
            expect(form.get_by_role("alert")).not_to_have_text("")
            walk.picture("07-refused-form")
    expect(form).to_have_count(0)


def reach_the_customer(walk: Walk) -> None:
    """A quarter of an hour before the new time he is reminded, calls, and says so in the thread."""
    walk.move("to_ping", "10:15")
    expect(walk.last_card()).to_contain_text("10:30")
    walk.go("channel:express")
    walk.page.locator(".middle .thread-link").last.click()
    walk.reply("customer reached")
    expect(walk.public().last.get_by_text("closed", exact=True)).to_be_visible()
    walk.picture("08-done-in-the-thread")


def read_the_mail(walk: Walk) -> None:
    """What was mailed is in the mail pane."""
    walk.go("mail")
    expect(walk.page.locator(".mail").last).to_contain_text("1234567891 REQ-20419 2026-11-23 09:30")
    walk.picture("09-mail")


def be_away(walk: Walk) -> None:
    """Ben's mailbox answers an urgent mail by itself: Wang Lei is asked at once, and Ben's next callback is Wang Lei's."""
    walk.be("anna")
    walk.go("channel:express")
    say(walk.page, "/callback 6869419583 REQ-20421 10:40 @ben the customer waits at home")
    expect(walk.public().last).to_contain_text("REQ-20421")
    walk.go("mail")
    mail = walk.page.locator(".mail[data-reader=ben]", has_text="REQ-20421")
    answer = mail.locator("[data-action=answer_away]")
    expect(answer).to_have_text("Answer automatically: away until 15:00")
    walk.picture("10-mailbox")
    answer.click()
    expect(walk.messages("wang")).to_contain_text("Ben Huang is away until")
    walk.picture("11-away")
    walk.be("anna")
    walk.go("channel:express")
    say(walk.page, "/callback 1234567891 REQ-20422 11:00 @ben wants to change the address")
    expect(walk.page.locator(".private .card").last).to_contain_text("Wang Lei")


def work_in_chinese(walk: Walk) -> None:
    """陈晨 works in Chinese: command, time, answer and page; the owner's 收到 in the thread acknowledges."""
    walk.be("chen")
    say(walk.page, "／回访 1234567891 REQ-20420 明天上午10点半 @周洁 客户想改地址")
    expect(walk.page.locator(".private .card").last).to_contain_text("10:30")
    expect(walk.public()).to_have_count(5)
    walk.picture("12-chinese")
    walk.messages("zhou")
    walk.page.locator(".middle .thread-link").last.click()
    walk.reply("收到")
    expect(walk.page.locator(".side .card").first).to_contain_text("已接单")
    walk.picture("13-acknowledged-in-the-thread")
