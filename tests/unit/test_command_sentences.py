"""The sentences of the commands: every refusal has one in both languages, and every example in help and refusals can be typed."""

import re
from pathlib import Path

import pytest

from bot.errors import Refusal
from bot.i18n import Language, load_languages
from bot.rules.cleaning import ControlCharacters, TooLong
from config.policy import load_policy
from handlers import refusals
from handlers.grammar import parse
from handlers.intents import Help
from handlers.thread_words import read_words
from handlers.words import TOPICS, help_keys
from tests.unit import test_grammar, test_grammar_open
from tests.unit.times_double import FewTimes, NotATime, at

SITE = load_policy(Path(__file__).parents[2] / "config" / "policy.toml").sites["shanghai"]
LANGUAGES = load_languages()
BOTH = pytest.mark.parametrize("language", [LANGUAGES.of("en"), LANGUAGES.of("zh_CN")], ids=["en", "zh_CN"])
REFUSED = [(text, kind) for text, kind in (*test_grammar.REFUSED, *test_grammar_open.REFUSED) if kind is not NotATime]


@pytest.mark.parametrize(("text", "kind"), REFUSED)
@BOTH
def test_refusal_is_said(text: str, kind: type[Refusal], language: Language) -> None:
    """Every refusal of a command is a whole sentence in the reader's language."""
    with pytest.raises(kind) as refusal:
        parse(text, SITE, FewTimes(), wish_limit=1000)
    key = f"refusal.{refusal.value.key}"
    assert language.has(key)
    assert language(key, **refusal.value.params)


def test_every_refusal_is_tried() -> None:
    """No refusal of the grammar is without a text that leads to it."""
    known = {kind for kind in vars(refusals).values() if isinstance(kind, type) and kind.__module__ == refusals.__name__}
    assert {kind for _, kind in REFUSED} == known | {ControlCharacters, TooLong}


@BOTH
def test_help_on_everything(language: Language) -> None:
    """Help has a line for every command, and for how times are written and which words act in a thread."""
    assert len(help_keys(None)) == len(TOPICS) + 1
    for key in help_keys(None):
        assert language.has(key)
        assert language(key)


@BOTH
@pytest.mark.parametrize("topic", [topic for topic in TOPICS if topic not in ("times", "thread")])
def test_examples_can_be_typed(topic: str, language: Language) -> None:
    """What help shows as an example is understood as it stands, in both languages."""
    (key,) = help_keys(topic)
    examples, said = re.split(r" (?:–|——) ", language(key), maxsplit=1)
    assert said
    for example in examples.split(" · "):
        command = parse(example, SITE, FewTimes(), wish_limit=1000)
        assert topic == "help" or not isinstance(command, Help)


@BOTH
def test_thread_examples_act(language: Language) -> None:
    """The words that help shows for a thread do act there."""
    for example in re.split(r"[:：]", language("help.thread"), maxsplit=1)[1].split(" · "):
        assert read_words(example, FewTimes()) is not None


@BOTH
def test_what_a_refusal_advises_works(language: Language) -> None:
    """Examples in the sentences about a new callback can be typed as they stand."""
    for key in ("no_waybill", "no_request_id", "no_wish"):
        (example,) = re.findall(r"6869419583 REQ-20418 17:20 (?:customs fee|海关费用)", language(f"refusal.{key}"))
        assert parse(example, SITE, FewTimes(), wish_limit=1000) == test_grammar_open.opened(
            example.removeprefix("6869419583 REQ-20418 17:20 "), asked=at("17:20")
        )


@pytest.mark.parametrize(
    ("code", "typed", "example"),
    [("en", "correct CB-9", "correct CB-9 tel:13800138000"), ("zh_CN", "更正 CB-9", "更正 CB-9 电话：13800138000")],
)
def test_what_is_to_be_corrected_is_asked_in_the_readers_words(code: str, typed: str, example: str) -> None:
    """The example has no word of the other language, and can be typed as it stands."""
    with pytest.raises(refusals.NothingToCorrect) as refusal:
        parse(typed, SITE, FewTimes(), wish_limit=1000)
    assert LANGUAGES.of(code)(f"refusal.{refusal.value.key}", **refusal.value.params).endswith(example)
    assert parse(example, SITE, FewTimes(), wish_limit=1000)
