"""What stands beside the conversation on the local page: the clock, the people, the mails; and how it all fits."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Double, Open
from tests.e2e.double import SUBJECT
from tests.e2e.seen import card, say

NAMELESS = """() => [...document.querySelectorAll("button, a, textarea, [role=menuitem]")].filter((element) => {
  const copy = element.cloneNode(true);
  copy.querySelectorAll("[aria-hidden=true]").forEach((hidden) => hidden.remove());
  return !element.ariaLabel && !copy.textContent.trim();
}).map((element) => element.outerHTML)"""


def test_the_clock_moves_and_the_next_ping_comes(tab: Open) -> None:
    """The clock of the bot is moved by buttons; who is pinged sees it as unread, in the title as well."""
    anna, zhou = tab("anna"), tab("zhou")
    clock = anna.locator("[data-clock]")
    anna.bring_to_front()
    expect(clock).to_have_text("Mon 23 Nov 09:10")
    for move, then in (("plus_1", "Mon 23 Nov 09:11"), ("plus_15", "Mon 23 Nov 09:26"), ("to_ping", "Mon 23 Nov 09:40")):
        anna.locator(f"[data-move={move}]").click()
        expect(clock).to_have_text(then)
    expect(zhou.locator("[data-clock]")).to_have_text("11月23日 周一 09:40")
    expect(zhou.get_by_label("1 条未读").first).to_be_visible()
    expect(zhou).to_have_title("(1) 周洁 · 回电工作台")
    zhou.bring_to_front()
    zhou.locator('[data-place="person:zhou"]').click()
    expect(card(zhou).get_by_text("已超时")).to_be_visible()
    expect(zhou).to_have_title("周洁 · 回电工作台")
    anna.bring_to_front()
    anna.locator("[data-move=to_ping]").click()
    expect(anna.get_by_text("no callback is open")).to_be_visible()
    anna.locator("[data-move=to_opening]").click()
    expect(clock).to_have_text("Tue 24 Nov 08:30")


def test_one_can_be_anybody(tab: Open) -> None:
    """The list of people says who does what; the address of the tab says who one is, in that person's language."""
    page = tab("anna")
    page.get_by_role("button", name="You are Anna Li").click()
    people = page.locator("[data-person]")
    expect(people).to_have_count(9)
    expect(people.nth(4)).to_contain_text("key-account owner")
    people.nth(1).click()
    expect(page).to_have_url(re.compile("as=chen"))
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator(".who")).to_contain_text("前线")


def test_the_mail_pane_shows_what_was_mailed(tab: Open) -> None:
    """Mails are read with their recipients, as text."""
    anna = tab("anna")
    anna.locator('[data-place="mail"]').click()
    mail = anna.locator(".mail")
    expect(mail.locator(".card-subject")).to_have_text(SUBJECT)
    expect(mail).to_contain_text("周洁 <zhou.jie@example.com>")
    expect(mail).to_contain_text("<script>")


def test_a_mailbox_answers_by_itself(tab: Open, double: Double) -> None:
    """What it answers is read as an absence until the time that the button named, in the reader's own language."""
    anna = tab("anna")
    anna.locator('[data-place="mail"]').click()
    button = anna.locator("[data-action=answer_away]")
    expect(button).to_have_text("Answer automatically: away until 15:00")
    button.click()
    expect(anna.get_by_text("周洁's mailbox has answered by itself.")).to_be_visible()
    for name in ("+1 min", "+15 min", "To the next ping", "To the next opening"):
        anna.get_by_role("button", name=name, exact=True).click(trial=True, timeout=2000)
    assert double.calls("mail") == [{"kind": "mail", "verdict": "away", "until": "2026-11-23 15:00:00+08:00"}]


@pytest.mark.parametrize("person", ["anna", "chen"])
def test_it_fits_and_every_button_has_a_name(tab: Open, person: str) -> None:
    """From a small notebook to a wide screen nothing is cut off, and a screen reader has a name for everything that acts."""
    page = tab(person)
    say(page, "/callback card")
    page.locator(".thread-link").first.click()
    expect(page.locator(".side .card")).to_be_visible()
    for width in (1100, 1360, 1920):
        page.set_viewport_size({"width": width, "height": 760})
        for selector in (".topbar", ".middle", ".side", ".middle .card", ".side .card"):
            box = page.locator(selector).first
            assert box.evaluate("box => box.scrollWidth <= box.clientWidth + 1"), f"{selector} at {width}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(NAMELESS) == []
