"""What a person can do on the local page, and that it is nothing but a chat: every act reaches the bot's front door once."""

import json
import re
import sqlite3
from contextlib import closing

from playwright.sync_api import expect

from tests.e2e.conftest import Double, Open
from tests.e2e.double import CHANNEL, HOSTILE, NOW, SUBJECT
from tests.e2e.seen import card, field, say


def fill(double: Double, count: int) -> None:
    """Let the bot have said something many times."""
    rows = [
        (f"message-{n}", str(CHANNEL), str(NOW.replace(tzinfo=None)), n + 1, json.dumps({"text": f"message {n}"}))
        for n in range(count)
    ]
    with closing(sqlite3.connect(double.folder / "bot.sqlite")) as database, database:
        database.executemany("INSERT INTO workspace_messages (key, place, at, change, body) VALUES (?, ?, ?, ?, ?)", rows)


def test_a_command_reaches_the_bot_once_and_its_answer_is_private(double: Double, tab: Open) -> None:
    """Full-width or not, a command goes to the bot; only the typist sees it and its answer."""
    anna, ben = tab("anna"), tab("ben")
    say(anna, "／callback card please")
    expect(anna.get_by_text("Tell the customer: today at 11:10.")).to_be_visible()
    expect(anna.get_by_text("Only you can see this")).to_have_count(2)
    expect(card(ben)).to_contain_text(SUBJECT)
    expect(ben.get_by_text("Only you can see this")).to_have_count(0)
    assert [(call["person"], call["text"]) for call in double.calls("command")] == [("anna", "／callback card please")]


def test_other_words_in_a_channel_are_for_everybody(double: Double, tab: Open) -> None:
    """What is no command is an ordinary message, and the bot is not asked."""
    anna, ben = tab("anna"), tab("ben")
    say(anna, "Good morning")
    expect(ben.get_by_text("Good morning")).to_be_visible()
    assert double.calls("command") == []


def test_in_direct_messages_every_line_is_a_command(double: Double, tab: Open) -> None:
    """With the bot one needs no slash."""
    zhou = tab("zhou")
    zhou.locator('[data-place="person:zhou"]').click()
    say(zhou, "我的")
    expect(zhou.get_by_text("Tell the customer")).to_be_visible()
    assert [call["text"] for call in double.calls("command")] == ["我的"]


def test_what_customers_write_is_shown_as_text(tab: Open) -> None:
    """Markup, mentions and marks that turn the direction are shown, never obeyed; a link to a script is no link."""
    anna = tab("anna")
    say(anna, "/callback card")
    say(anna, HOSTILE)
    seen = HOSTILE.replace("\u202e", "⟨U+202E⟩").replace("\u202c", "⟨U+202C⟩")
    expect(card(anna).get_by_text(seen)).to_be_visible()
    expect(anna.locator(".middle .text", has_text=seen)).to_be_visible()
    expect(anna.locator(".workspace script, .workspace b")).to_have_count(0)
    expect(anna).to_have_title(re.compile("Anna Li"))
    expect(card(anna).get_by_text("not a link")).not_to_have_attribute("href", re.compile(".*"))
    expect(card(anna).get_by_role("link", name="138 0013 8000")).to_have_attribute("href", "tel:+8613800138000")


def test_a_text_of_forty_thousand_characters_stays_readable(tab: Open) -> None:
    """A very long line is taken whole and shown in a frame that scrolls."""
    anna = tab("anna")
    say(anna, "/callback " + "long " * 8000)
    expect(anna.get_by_text("You typed 40010 characters.")).to_be_visible()
    frame = anna.locator(".middle .long").bounding_box()
    assert frame is not None
    assert frame["height"] < 300


def test_pressing_twice_sends_two_deliveries(double: Double, tab: Open) -> None:
    """Each press has a key of its own: the bot decides what the second one means."""
    anna = tab("anna")
    say(anna, "/callback card")
    card(anna).locator('[data-action="slow"]').dblclick()
    expect(anna.get_by_text("Pressed slow.")).to_have_count(2)
    presses = double.calls("press")
    assert [(press["action"], press["value"]) for press in presses] == [("slow", "1:1")] * 2
    assert len({press["delivery"] for press in presses}) == 2


def test_a_rare_act_is_under_more_and_asks_before_it_counts(double: Double, tab: Open) -> None:
    """No leaves everything as it is, yes presses."""
    anna = tab("anna")
    say(anna, "/callback card")
    for answer in ("Keep it", "Cancel it"):
        card(anna).get_by_role("button", name="More").click()
        anna.get_by_role("menuitem", name="Cancel it").click()
        expect(anna.get_by_text("Cancel CB-1?")).to_be_visible()
        assert double.calls("press") == []
        anna.locator(".dialog").get_by_role("button", name=answer).click()
        expect(anna.locator(".dialog")).to_have_count(0)
    expect(anna.get_by_text("Pressed cancel.")).to_be_visible()
    assert [press["action"] for press in double.calls("press")] == ["cancel"]


def test_a_refused_form_keeps_what_was_typed(double: Double, tab: Open) -> None:
    """The sentence stands under the fields until the bot takes them."""
    anna = tab("anna")
    say(anna, "/callback card")
    card(anna).locator('[data-action="finish"]').click()
    form = anna.locator(".dialog.form")
    expect(form.locator(".field").first.locator("input")).to_be_focused()
    form.locator(".field").first.click()
    anna.get_by_role("option", name="No answer").click()
    form.get_by_label("Again at (optional)").fill("whenever")
    form.get_by_label("Note (optional)").fill("rang\ntwice")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert")).to_have_text("I do not understand “whenever”. Try 16:30.")
    expect(form.get_by_label("Again at (optional)")).to_have_value("whenever")
    form.get_by_label("Again at (optional)").fill("16:30")
    form.get_by_label("Again at (optional)").press("Enter")
    expect(form).to_have_count(0)
    expect(anna.get_by_text("Saved.")).to_be_visible()
    assert [call["fields"] for call in double.calls("submit")] == [
        {"outcome": "no_answer", "again": "whenever", "note": "rang\ntwice"},
        {"outcome": "no_answer", "again": "16:30", "note": "rang\ntwice"},
    ]


def test_a_card_that_was_out_of_date_is_brought_up_to_date_for_everybody(tab: Open) -> None:
    """What a press replaces is replaced in place, with its tone as a word."""
    anna, ben = tab("anna"), tab("ben")
    say(anna, "/callback card")
    card(anna).get_by_role("button", name="I've got it").click()
    expect(card(ben).get_by_text("Acknowledged")).to_be_visible()
    expect(card(ben).get_by_text("closed", exact=True)).to_be_visible()
    expect(ben.locator(".middle .card")).to_have_count(1)


def test_words_in_a_thread_reach_the_bot(double: Double, tab: Open) -> None:
    """A thread shows the card and its notes; a reply is seen by everybody, the bot's answer to it by one."""
    anna, ben = tab("anna"), tab("ben")
    say(anna, "/callback card")
    for page in (anna, ben):
        page.get_by_role("button", name="1 reply").click()
        expect(page.locator(".side").get_by_text("Opened.")).to_be_visible()
    reply = ben.get_by_role("textbox", name="Reply in the thread")
    reply.fill("on it")
    reply.press("Enter")
    expect(anna.locator(".side").get_by_text("on it")).to_be_visible()
    expect(ben.locator(".side").get_by_text("Noted for you.")).to_be_visible()
    expect(anna.locator(".side").get_by_text("Noted for you.")).to_have_count(0)
    assert [(call["person"], call["thread"], call["text"]) for call in double.calls("reply")] == [("ben", "2", "on it")]
    ben.get_by_role("button", name="Close the thread").click()
    expect(ben.locator(".side")).to_be_hidden()


def test_news_disturb_neither_what_is_half_typed_nor_what_is_being_read(double: Double, tab: Open) -> None:
    """New messages arrive while somebody types, or reads further up."""
    anna, ben = tab("anna"), tab("ben")
    fill(double, 30)
    expect(anna.get_by_text("message 29")).to_be_visible()
    box = anna.locator(".middle .scroller")
    expect(anna.get_by_text("message 29")).to_be_in_viewport()
    box.evaluate("box => { box.scrollTop = 100; }")
    field(anna).fill("half-typed")
    say(ben, "news")
    expect(anna.locator(".middle").get_by_text("news", exact=True)).to_have_count(1)
    expect(field(anna)).to_have_value("half-typed")
    assert box.evaluate("box => box.scrollTop") == 100


def test_earlier_messages_come_when_asked_for(double: Double, tab: Open) -> None:
    """A place begins with its last messages; earlier ones come in above what one was reading."""
    fill(double, 70)
    anna = tab("anna")
    messages = anna.locator(".middle .entry")
    expect(messages).to_have_count(60)
    expect(anna.get_by_text("message 69", exact=True)).to_be_in_viewport()
    anna.get_by_role("button", name="Show earlier messages").click()
    expect(messages).to_have_count(70)
    expect(messages.first).to_contain_text("message 0")
    expect(anna.get_by_text("message 10", exact=True)).to_be_in_viewport()
    expect(anna.get_by_text("message 0", exact=True)).not_to_be_in_viewport()
    expect(anna.locator(".middle .day")).to_have_count(1)


def test_an_input_method_may_use_enter(double: Double, tab: Open) -> None:
    """While Chinese is being composed, Enter chooses a word and sends nothing; Shift+Enter begins a line."""
    anna = tab("anna")
    field(anna).fill("/callback 关税")
    field(anna).dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    field(anna).press("Shift+Enter")
    expect(field(anna)).to_have_value("/callback 关税\n")
    assert double.calls("command") == []


def test_examples_and_the_last_line_come_back_into_the_field(double: Double, tab: Open) -> None:
    """A newcomer clicks an example; an arrow brings the last line back to be typed again."""
    anna = tab("anna")
    anna.locator(".hint [data-example='2']").click()
    expect(field(anna)).to_have_value("/callback when 17:20")
    expect(field(anna)).to_be_focused()
    field(anna).press("Enter")
    expect(anna.get_by_text("Tell the customer: today at 11:10.")).to_be_visible()
    expect(anna.locator(".hint")).to_be_hidden()
    field(anna).press("ArrowUp")
    expect(field(anna)).to_have_value("/callback when 17:20")
    assert len(double.calls("command")) == 1
