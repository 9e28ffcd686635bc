"""What is kept of a message in the local workspace is what was said."""

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.codec import decode, encode
from bot.chat.port import Button, Confirm, Line, Message, Section, Style, Tone

texts = st.text(max_size=20)
buttons = st.builds(Button, texts, texts, texts, st.sampled_from(Style), st.none() | st.builds(Confirm, texts, texts, texts))
lines = st.builds(Line, texts, texts, st.none() | texts)
sections = st.builds(
    Section,
    st.lists(lines, max_size=3).map(tuple),
    st.lists(buttons, max_size=3).map(tuple),
    st.lists(buttons, max_size=2).map(tuple),
    texts,
)
messages = st.builds(Message, texts, texts, texts, st.lists(sections, max_size=3).map(tuple), texts, st.sampled_from(Tone))


@given(messages)
def test_every_message_survives(message: Message) -> None:
    """Whatever is written into the log reads the same."""
    assert decode(encode(message)) == message


def test_a_later_version_is_read_as_far_as_it_is_understood() -> None:
    """Unknown fields and words are passed over: a database outlives the version that wrote it."""
    body = {
        "text": "hello",
        "tone": "furious",
        "picture": "x",
        "sections": [{"lines": [{"plain": "p", "colour": "red"}], "buttons": [{"label": "b", "style": "round"}]}],
    }
    assert decode(body) == Message("hello", sections=(Section((Line("", "p"),), (Button("b", "", ""),)),))
