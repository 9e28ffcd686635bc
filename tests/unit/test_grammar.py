"""Every command but opening: its words in both languages, which handover, what else it needs, and what is refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.rules.handover import ACTIVE, Act, Status
from bot.rules.waybill import Waybill
from config.policy import load_policy
from handlers import refusals
from handlers.grammar import parse
from handlers.intents import (
    AssignTo,
    Command,
    CorrectHandover,
    Help,
    ListHandovers,
    Mine,
    OpenCallback,
    Perform,
    PerformAt,
    Show,
    TellTime,
)
from handlers.words import TOPICS, WORDS, Word, strip_invocation
from tests.unit.times_double import FewTimes, NotATime, at

SITE = load_policy(Path(__file__).parents[2] / "config" / "policy.toml").sites["shanghai"]


def read(text: str) -> Command:
    """Read a command with the double's times."""
    return parse(text, SITE, FewTimes(), wish_limit=1000)


PLAIN = {
    Word.GOT: Act.ACKNOWLEDGE,
    Word.TAKE: Act.TAKE_OVER,
    Word.DONE: Act.REACHED,
    Word.NONEED: Act.NOT_NEEDED,
    Word.AGAIN: Act.CALLED_AGAIN,
    Word.CANCEL: Act.CANCEL,
    Word.REOPEN: Act.REOPEN,
}


@pytest.mark.parametrize(("word", "typed"), [(word, form) for word in PLAIN for form in WORDS[word]])
def test_acts(word: Word, typed: str) -> None:
    """Every word for an act of section 4 does it, in any case, and also behind the handover's number."""
    meant = Perform(PLAIN[word], 12)
    assert read(f"{typed} CB-12") == meant
    assert read(f"{typed.upper()}　ｃｂ－１２") == meant
    assert read(f"CB-12 {typed}") == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("mine", Mine()),
        ("我的", Mine()),
        ("ＭＩＮＥ", Mine()),
        ("when", TellTime(None)),
        ("when 17:20", TellTime(at("17:20"))),
        ("何时 17:20", TellTime(at("17:20"))),
        ("when !warned", TellTime(None, warned=True)),
        ("何时 17:20 ！预警", TellTime(at("17:20"), warned=True)),
        ("几点17:20", TellTime(at("17:20"))),
        ("show CB-12", Show(12)),
        ("CB-12", Show(12)),
        ("#12", Show(12)),
        ("show 12", Show(12)),
        ("show #12", Show(12)),
        ("查看cb12", Show(12)),
        ("查看 ＃12", Show(12)),
        ("show REQ-20418", ListHandovers(frozenset(Status), request_id="REQ-20418")),
        ("show 6869419583", ListHandovers(frozenset(Status), waybill="6869419583")),
        ("again CB-12 wants it today", Perform(Act.CALLED_AGAIN, 12, "wants it today")),
        ("called again CB-12", Perform(Act.CALLED_AGAIN, 12)),
        ("又来电CB-12 很急", Perform(Act.CALLED_AGAIN, 12, "很急")),
        ("cant CB-12 in a meeting", Perform(Act.DECLINE, 12, "in a meeting")),
        ("can't take cb-12: in a meeting", Perform(Act.DECLINE, 12, "in a meeting")),
        ("处理不了 CB-12 正在培训", Perform(Act.DECLINE, 12, "正在培训")),
        ("cancel CB-12 typed twice", Perform(Act.CANCEL, 12, "typed twice")),
        ("noanswer CB-12 16:00", PerformAt(Act.NO_ANSWER, 12, at("16:00"))),
        ("no-answer CB-12, again at 16:00", PerformAt(Act.NO_ANSWER, 12, at("16:00"))),
        ("没人接CB-12 16:00再打", PerformAt(Act.NO_ANSWER, 12, at("16:00"))),
        ("time CB-12 16:00", PerformAt(Act.NEW_TIME, 12, at("16:00"))),
        ("time 12 to 16:00", PerformAt(Act.NEW_TIME, 12, at("16:00"))),
        ("改时间 CB-12 到16:00", PerformAt(Act.NEW_TIME, 12, at("16:00"))),
        ("assign CB-12 @zhou", AssignTo(12, "@zhou")),
        ("assign CB-12 zhou", AssignTo(12, "@zhou")),
        ("assign CB-12 to @zhou", AssignTo(12, "@zhou")),
        ("assign CB-12 <@U123>", AssignTo(12, "<@U123>")),
        ("指派CB-12给周洁", AssignTo(12, "@周洁")),
        ("转派 CB-12 ＠周洁", AssignTo(12, "@周洁")),
        ("correct CB-12 name:Li", CorrectHandover(12, customer_name="Li")),
        (
            "correct CB-12 req:REQ-20419 tel:138 0013 8000",
            CorrectHandover(12, request_id="REQ-20419", customer_phone="138 0013 8000"),
        ),
        ("correct CB-12 waybill:6869419583", CorrectHandover(12, waybill=Waybill("6869419583", "DHL Express", check_ok=True))),
        ("correct CB-12 wish:deliver by 17:20 @home", CorrectHandover(12, wish="deliver by 17:20 @home")),
        ("更正 CB-12 姓名：李雷 诉求：改送公司", CorrectHandover(12, customer_name="李雷", wish="改送公司")),
        ("help", Help()),
        ("", Help()),
        ("?", Help()),
        ("help correct", Help("correct")),
        ("帮助 更正", Help("correct")),
        ("帮助时间", Help("times")),
        ("help open", Help("open")),
    ],
)
def test_commands(text: str, meant: Command) -> None:
    """Each command is understood in English and Chinese, full-width, with and without the spaces that Chinese omits."""
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("list", ListHandovers()),
        ("list open", ListHandovers(ACTIVE)),
        ("list unacknowledged", ListHandovers(frozenset({Status.OPEN}))),
        ("list not acknowledged", ListHandovers(frozenset({Status.OPEN}))),
        ("list acknowledged", ListHandovers(frozenset({Status.ACKNOWLEDGED}))),
        ("list done, cancelled", ListHandovers(frozenset({Status.DONE, Status.CANCELLED}))),
        ("list all", ListHandovers(frozenset(Status))),
        ("list overdue today", ListHandovers(overdue=True, today=True)),
        ("list off-hours warned", ListHandovers(off_hours=True, warned=True)),
        ("list team @zhou", ListHandovers(own_team=True, owner="@zhou")),
        ("list REQ-20418", ListHandovers(frozenset(Status), request_id="REQ-20418")),
        ("list 6869419583 open", ListHandovers(ACTIVE, waybill="6869419583")),
        ("列表 逾期", ListHandovers(overdue=True)),
        ("列表今天的", ListHandovers(today=True)),
        ("列表 未接单、非工作时间", ListHandovers(frozenset({Status.OPEN}), off_hours=True)),
        ("列表 ＠周洁 全部", ListHandovers(frozenset(Status), owner="@周洁")),
    ],
)
def test_list(text: str, meant: ListHandovers) -> None:
    """`list` takes filters in any order; without a state it lists what is still to be done."""
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("cant CB-12 {}", "reason"),
        ("cancel CB-12 {}", "reason"),
        ("again CB-12 {}", "note"),
        ("correct CB-12 wish:{}", "wish"),
        ("correct CB-12 name:{}", "customer_name"),
    ],
)
def test_what_is_too_long_is_named(text: str, field: str) -> None:
    """A part of a command that is too long is refused by its name."""
    with pytest.raises(refusals.FieldTooLong) as refusal:
        read(text.format("x" * 1001))
    assert refusal.value.params["field"] == field


def test_a_phone_is_corrected_without_its_colon() -> None:
    """`correct` reads a phone as opening does."""
    assert read("correct CB-12 tel 13800138000") == read("correct CB-12 tel:13800138000")
    assert read("更正 CB-12 电话13800138000") == read("更正 CB-12 电话：13800138000")


REFUSED: list[tuple[str, type[Refusal]]] = [
    ("/calback done CB-12", refusals.UnknownInvocation),
    ("/help", refusals.UnknownInvocation),
    ("done", refusals.MissingReference),
    ("26 done", refusals.MissingReference),
    ("26 parcels", refusals.NoWaybill),
    ("done REQ-20418", refusals.MissingReference),
    ("cancel 6869419583 REQ-20418", refusals.MissingReference),
    ("show", refusals.MissingReference),
    ("time 12:30", refusals.MissingReference),
    ("time 12/1 9:30", refusals.MissingReference),
    ("show CB-1234567890", refusals.MissingReference),
    ("time CB-12", refusals.MissingTime),
    ("noanswer CB-12", refusals.MissingTime),
    ("noanswer CB-12 later", NotATime),
    ("when later", NotATime),
    ("cant CB-12", refusals.MissingReason),
    ("assign CB-12", refusals.MissingOwner),
    ("assign CB-12 to", refusals.MissingOwner),
    ("assign CB-12 @here", refusals.MissingOwner),
    ("assign CB-12 @zhou @li", refusals.TwoOwners),
    ("assign CB-12 @zhou please", refusals.ExtraText),
    ("correct CB-12", refusals.NothingToCorrect),
    ("correct CB-12 Li", refusals.NothingToCorrect),
    ("correct CB-12 name:Li Lei", refusals.ExtraText),
    ("correct CB-12 time:17:20 name:Li", refusals.ExtraText),
    ("correct CB-12 waybill:12", refusals.NotAWaybill),
    ("correct CB-12 req:12", refusals.NotARequestId),
    ("done CB-12 no answer", refusals.ExtraText),
    ("got CB-12 but cannot call", refusals.ExtraText),
    ("mine please", refusals.ExtraText),
    ("show CB-12 CB-13", refusals.ExtraText),
    ("list yesterday", refusals.UnknownFilter),
    ("list @zhou @li", refusals.TwoOwners),
    ("help me", refusals.UnknownTopic),
    ("lsit open", refusals.UnknownWord),
    ("CB-12 dnoe", refusals.UnknownWord),
    ("哈哈", refusals.UnknownCommand),
    ("awol until 15:00", refusals.NoWaybill),
    ("back soon", refusals.ExtraText),
    ("hello", refusals.UnknownCommand),
    ("cancel CB-12 " + "x" * 1001, refusals.FieldTooLong),
]


@pytest.mark.parametrize(("text", "refusal"), REFUSED)
def test_refused(text: str, refusal: type[Refusal]) -> None:
    """What a command lacks, or has too much of, is refused by its own name; nothing is guessed."""
    with pytest.raises(refusal):
        read(text)


@pytest.mark.parametrize(("text", "word"), [("lsit", "list"), ("dnoe CB-12", "done"), ("已回店 CB-12", "已回电")])
def test_closest_words(text: str, word: str) -> None:
    """A mistyped word is refused with those that look like it, in its own language."""
    with pytest.raises(refusals.UnknownWord) as refusal:
        read(text)
    assert refusal.value.params["word"] == text.split(maxsplit=1)[0]
    assert word in str(refusal.value.params["closest"]).split(" / ")


@pytest.mark.parametrize(
    ("text", "example"), [("26 done", "CB-26 done"), ("26，没人接 16:00", "CB-26 没人接 16:00"), ("12 no need", "CB-12 no need")]
)
def test_a_bare_number_in_front_is_taken_for_no_callback(text: str, example: str) -> None:
    """It may count something: the refusal shows how the callback of that number is named there."""
    with pytest.raises(refusals.MissingReference) as refusal:
        read(text)
    assert refusal.value.params["example"] == example


def test_example_shows_the_word_that_was_typed() -> None:
    """The refusal shows the same word with a number, so that it can be typed again."""
    with pytest.raises(refusals.MissingReference) as refusal:
        read("已回电")
    assert refusal.value.params == {"word": "已回电", "example": "已回电 CB-12"}


def test_a_command_word_in_a_wish_opens() -> None:
    """A text with waybill and REQ ID opens a handover, also when it begins with a command's word; with a number it acts."""
    assert isinstance(read("cancel the delivery 6869419583 REQ-20418"), OpenCallback)
    assert isinstance(read("again 6869419583 REQ-20418 no delivery"), OpenCallback)
    assert read("again CB-12 6869419583 REQ-20418") == Perform(Act.CALLED_AGAIN, 12, "6869419583 REQ-20418")


@given(st.sampled_from(list(Word)), st.integers(min_value=1, max_value=10**9 - 1))
def test_every_word_of_a_command_is_alike(word: Word, number: int) -> None:
    """All words for a command mean the same, English and Chinese."""

    def outcome(typed: str) -> object:
        try:
            return read(f"{typed} CB-{number} 16:00")
        except Refusal as refusal:
            return type(refusal)

    assert len({outcome(form) for form in WORDS[word]}) == 1


def test_no_word_means_two_commands() -> None:
    """No word stands for two commands or two topics of help."""
    for table in (list(WORDS.values()), list(TOPICS.values())):
        forms = [form for all_forms in table for form in all_forms]
        assert len(forms) == len(set(forms))


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("/callback 6869419583", "6869419583"),
        ("／callback　list", "list"),
        ("／ＣＡＬＬＢＡＣＫ list", "list"),
        ("/callback", ""),
        ("  /Callback: help", "help"),
        ("/回访 列表", "列表"),
        ("／回访列表", "列表"),
        ("回访 列表", "列表"),
        ("回访", ""),
        ("回访6869419583", "6869419583"),
        ("回访：列表", "列表"),
        ("/callbacks list", None),
        ("回访客户了吗", None),
        ("please /callback", None),
        ("callback list", None),
        ("", None),
    ],
)
def test_invocation(text: str, rest: str | None) -> None:
    """`/callback`, full-width or as 回访, begins a command; any other text is none."""
    assert strip_invocation(text) == rest
