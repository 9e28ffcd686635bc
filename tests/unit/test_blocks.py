"""A message as Slack's blocks and a form as its modal: every limit holds for any input, and what was typed is text."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.blocks import blocks_of, escaped, fallback, filled, pressed, view_of
from bot.chat.port import Button, Confirm, Field, Form, Line, Message, Option, Section, Style, Tone
from tests.unit.slack_limits import check_message, check_view, everything

LONG = 40_000
texts = st.text(max_size=60) | st.sampled_from(
    ["", " ", "\n", "<!channel>", "x" * LONG, "运单" * 9_000, "&" * 5_000, "\u202e" * 900]
)
names = st.text("abcdefgh_", min_size=1, max_size=20)
confirms = st.none() | st.builds(Confirm, texts, texts, texts)
some_buttons = st.builds(Button, texts, names, st.text(max_size=20), st.sampled_from(Style), confirms)
lines = st.builds(
    Line, texts, texts, st.none() | st.sampled_from(["https://case.example/1", "tel:+862155500101", "javascript:1"])
)
sections = st.builds(
    Section,
    st.lists(lines, max_size=120).map(tuple),
    st.lists(some_buttons, max_size=30).map(tuple),
    st.lists(some_buttons, max_size=12).map(tuple),
    texts,
)
messages = st.builds(
    Message,
    texts.map(lambda text: text or "-"),
    texts,
    texts,
    st.lists(sections, max_size=5).map(tuple) | sections.map(lambda section: (section,) * 60),
    texts,
    st.sampled_from(Tone),
)
fields = st.builds(
    Field,
    names,
    texts,
    texts,
    texts,
    st.lists(st.builds(Option, texts, names), max_size=250).map(tuple),
    st.booleans(),
    st.booleans(),
)
forms = st.builds(
    Form,
    texts,
    names,
    st.text(max_size=20),
    texts,
    texts,
    st.lists(fields, min_size=1, max_size=8, unique_by=lambda f: f.name).map(tuple),
    texts,
)

CARD = Message(
    "CB-1: 6869419583 REQ-20418 2026-11-23 11:10. Open. Owner: Ben Huang.",
    "New callback",
    "6869419583 REQ-20418 2026-11-23 11:10",
    (
        Section(
            (Line("Owner", "Ben Huang"), Line("Phone", "+86 21 5550 0101", "tel:+862155500101"), Line("Wants", "customs fee")),
            (Button("I've got it", "acknowledge", "1:2", Style.PRIMARY), Button("Done", "finish", "1:2")),
            (
                Button("Assign to…", "assign", "1:2"),
                Button("New time…", "new_time", "1:2"),
                Button("Cancel", "cancel", "1:2", Style.DANGER, Confirm("Cancel CB-1?", "Yes", "No")),
            ),
            "More",
        ),
    ),
    "CB-1 · opened by Anna Li",
)


def wanting(wish: str) -> Message:
    """Return a card on which the customer wants that."""
    section = CARD.sections[0]
    return replace(CARD, sections=(replace(section, lines=(*section.lines[:2], Line("Wants", wish))),))


def shown(message: Message) -> str:
    """Return every text of the blocks as people see it."""
    return "".join(found["text"] for found in everything(blocks_of(message)) if isinstance(found.get("text"), str))


@settings(max_examples=60, deadline=None)
@given(messages)
def test_slack_takes_any_message(message: Message) -> None:
    """Whatever stands in a message, its blocks stay within the limits and nothing in them is parsed as markup."""
    if message.text.strip() or message.headline.strip() or message.subject.strip():
        check_message(blocks_of(message, "key"))
    assert 1 <= len(fallback(message)) <= LONG


@settings(max_examples=40, deadline=None)
@given(forms)
def test_slack_opens_any_form(form: Form) -> None:
    """Titles, labels, hints, values and hundreds of options stay within the limits."""
    check_view(view_of(form, "1:2"))


@pytest.mark.parametrize(
    "typed",
    [
        "<!channel> and <!here>",
        "@here @channel",
        "<https://evil.example|your bank>",
        "&<>",
        "&lt;!channel&gt;",
        "*bold* `code` ~x~ :tada:",
    ],
)
def test_what_was_typed_is_shown_as_it_was_typed(typed: str) -> None:
    """No mention, no link, no format: in a text element of rich text, exactly as written."""
    assert typed in shown(wanting(typed))
    assert typed in shown(Message(typed)), "a thread note is a text element as well"


@pytest.mark.parametrize(
    ("typed", "said"),
    [("<!channel>", "&lt;!channel&gt;"), ("<https://e.example|x>", "&lt;https://e.example|x&gt;"), ("a & b", "a &amp; b")],
)
def test_the_fallback_text_is_escaped(typed: str, said: str) -> None:
    """Notifications show what was written; nothing in it pings or links."""
    assert fallback(Message(typed)) == said


@given(st.text())
def test_an_escaped_text_has_no_markup_left(text: str) -> None:
    """No angle bracket survives, and the text can be read back."""
    said = escaped(text)
    assert not set(said) & set("<>")
    assert said.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


@pytest.mark.parametrize(
    ("hidden", "seen"),
    [("\u202e", "⟨U+202E⟩"), ("\u200b", "⟨U+200B⟩"), ("\u2066", "⟨U+2066⟩"), ("\x07", "␇"), ("\ud83d", "⟨U+D83D⟩")],
)
def test_a_character_that_hides_something_is_seen(hidden: str, seen: str) -> None:
    """Zero-width and bidi control characters cannot turn a number round or hide between its digits."""
    message = wanting(f"68{hidden}69")
    assert f"68{seen}69" in shown(message)
    assert f"68{seen}69" in fallback(Message(f"68{hidden}69"))
    json.dumps(blocks_of(message)).encode()


def test_a_wish_at_the_policys_limit_is_shown_whole() -> None:
    """A thousand characters, Chinese as well, are cut nowhere."""
    wish = "客户要求改派地址。" * 111
    assert wish in shown(wanting(wish))
    assert "…" not in "".join(shown(wanting(wish)).split("…")[1:])


def test_forty_thousand_characters_are_cut_with_a_way_to_the_rest_and_all_buttons() -> None:
    """The text ends in "…", the command that shows the handover is named, and no button is lost."""
    message = wanting("x" * LONG)
    blocks = blocks_of(message)
    check_message(blocks)
    assert "x…" in shown(message)
    assert "/callback show CB-1" in shown(message)
    assert [each["action_id"] for block in blocks if block["type"] == "actions" for each in block["elements"]] == [
        "acknowledge",
        "finish",
        "cancel",
        "more",
    ]


def test_a_long_list_keeps_its_first_and_its_last_lines() -> None:
    """A history of three hundred lines shows how it began and what happened last."""
    history = Section(tuple(Line(f"Mon {number:03}", "pinged") for number in range(300)))
    seen = shown(replace(CARD, sections=(*CARD.sections, history)))
    assert "Mon 000" in seen
    assert "Mon 299" in seen
    assert "Mon 150" not in seen


def test_the_standard_subject_comes_first_and_the_reason_after_it() -> None:
    """The first line of every card is the standard subject (section 3)."""
    header, headline, *_ = blocks_of(CARD)
    assert (header["type"], header["text"]["text"]) == ("header", CARD.subject)
    assert headline["elements"][0]["elements"][-1] == {"type": "text", "text": "New callback", "style": {"bold": True}}


@pytest.mark.parametrize(
    ("tone", "sign"), [(Tone.CALM, None), (Tone.URGENT, "zap"), (Tone.LATE, "alarm_clock"), (Tone.DONE, "white_check_mark")]
)
def test_a_tone_is_a_sign_beside_the_words(tone: Tone, sign: str | None) -> None:
    """No colour: a sign of its own shape stands before the headline, which says it in words."""
    signs = [found["name"] for found in everything(blocks_of(replace(CARD, tone=tone))) if found.get("type") == "emoji"]
    assert signs == ([sign] if sign else [])


def test_the_sign_of_a_card_that_comes_for_no_reason_stands_before_its_state() -> None:
    """Without a headline the sign begins the first line, which says the same in words."""
    card = replace(CARD, headline="", tone=Tone.LATE)
    (lines, *_) = [block for block in blocks_of(card) if block["type"] == "rich_text"]
    assert [found.get("name") or found["text"] for found in lines["elements"][0]["elements"]][:3] == ["alarm_clock", " ", "Owner"]


def test_an_item_of_a_list_has_its_button_beside_it() -> None:
    """Ten callbacks are ten short items; the first thing in each is its reference."""
    item = Section((Line("CB-1", CARD.subject), Line("Ben Huang", "Open")), (Button("Show", "show", "1:2"),))
    (block,) = [block for block in blocks_of(Message("-", "1 callback", sections=(item,))) if block["type"] == "section"]
    assert (block["text"]["text"].split()[0], pressed(block["accessory"])) == ("CB-1", ("show", "1:2"))


def test_a_phone_number_and_a_case_are_links() -> None:
    """A tap phones or opens the case; a link that leads elsewhere stays text."""
    lines = (
        Line("Phone", "+86 21", "tel:+8621"),
        Line("Case", "REQ-1", "https://case.example/1"),
        Line("Bad", "x", "javascript:1"),
    )
    links = [found for found in everything(blocks_of(Message("-", sections=(Section(lines),)))) if found.get("type") == "link"]
    assert [(link["url"], link["text"]) for link in links] == [("tel:+8621", "+86 21"), ("https://case.example/1", "REQ-1")]


def test_cancel_asks_by_itself_and_the_other_rare_acts_are_in_a_menu() -> None:
    """A menu has one question for all of its items, so an act that is asked about is a button with its own question."""
    elements = {each["action_id"]: each for block in blocks_of(CARD) if block["type"] == "actions" for each in block["elements"]}
    assert elements["cancel"]["confirm"]["text"]["text"] == "Cancel CB-1?"
    assert (elements["cancel"]["style"], elements["more"]["type"]) == ("danger", "overflow")
    assert [option["text"]["text"] for option in elements["more"]["options"]] == ["Assign to…", "New time…"]
    assert "confirm" not in elements["more"]


@given(st.lists(some_buttons, min_size=1, max_size=20).map(tuple))
def test_every_press_says_its_act_and_its_handover(rare: tuple[Button, ...]) -> None:
    """Button, menu or list: what comes back names the action and the "id:version" that it was drawn for."""
    rare = tuple(button for button in rare if len(button.action + button.value) < 150 and "|" not in button.action)
    drawn = [
        each
        for block in blocks_of(Message("-", sections=(Section(more=rare),)))
        if block["type"] == "actions"
        for each in block["elements"]
    ]
    presses = [
        pressed({"action_id": each["action_id"], "selected_option": option} if option else each)
        for each in drawn
        for option in each.get("options", [None])
    ]
    assert sorted(presses) == sorted((button.action, button.value) for button in rare)


def test_more_than_five_rare_acts_are_a_list() -> None:
    """An overflow menu holds five; a list has a label as well."""
    rare = tuple(Button(f"Act {number}", f"act_{number}", "1:2") for number in range(6))
    (block,) = [
        block
        for block in blocks_of(Message("-", sections=(Section(more=rare, more_label="More"),)))
        if block["type"] == "actions"
    ]
    assert [(each["type"], each["placeholder"]["text"]) for each in block["elements"]] == [("static_select", "More")]


def test_blocks_of_an_edit_are_new() -> None:
    """Slack keeps a block's state by its id: an edit has other ids."""
    first, second = ({block["block_id"] for block in blocks_of(CARD, stamp)} for stamp in ("a", "b"))
    assert first.isdisjoint(second)


@given(st.dictionaries(names, st.text("abc 好", max_size=20), min_size=1, max_size=6))
def test_a_form_comes_back_as_it_was_filled(values: dict[str, str]) -> None:
    """Fields come back by name; one that was left empty is "", like the choice "by rule"."""
    state: dict[str, dict[str, dict[str, Any]]] = {
        name: {name: {"type": "plain_text_input", "value": value or None}} for name, value in values.items()
    }
    for name, option in (("owner", {"value": "=@ben"}), ("marks", {"value": "="}), ("none", None)):
        state[name] = {name: {"type": "static_select", "selected_option": option}}
    assert filled(state) == values | {"owner": "@ben", "marks": "", "none": ""}


def test_three_hundred_owners_are_in_groups_with_the_present_one_chosen() -> None:
    """Slack takes a hundred options in a list."""
    options = tuple(Option(f"Person {number:03}", f"@p{number}") for number in range(300))
    form = Form("Assign", "assign", "1:2", "Assign", "Back", (Field("owner", "Owner", "@p250", options=options),))
    element = view_of(form, "-")["blocks"][0]["element"]
    assert [group["label"]["text"] for group in element["option_groups"]] == [
        "Person 000 – Person 099",
        "Person 100 – Person 199",
        "Person 200 – Person 299",
    ]
    assert element["initial_option"]["text"]["text"] == "Person 250"


def test_a_title_that_is_too_long_is_said_again_in_full() -> None:
    """Slack's titles have 24 characters; the whole question stands above the fields."""
    form = Form("Cancel CB-1? Nobody will call the customer.", "cancel", "1:2", "Cancel it", "Keep it", (), CARD.subject)
    view = view_of(form, "-")
    assert view["title"]["text"] == "Cancel CB-1? Nobody wil…"
    assert [block["elements"][0]["elements"][0]["text"] for block in view["blocks"]] == [form.title, CARD.subject]
