"""The owner's words in a thread: which act, and which are just part of the conversation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.handover import Act
from handlers.thread_words import LONGEST, Said, read_words
from tests.unit.times_double import FewTimes, NotATime, Read, at

ACTS = {
    Act.ACKNOWLEDGE: (
        *("收到", "收到！", "收到，谢谢", "好的，收到", "收到👍", "已接单", "我来", "我来打", "马上打", "@chen 收到"),
        *("on it", "On it.", "got it", "Got it, thanks!", "ok, got it", "I've got it", "I’ve got this", "I'll call", "mine"),
        *("ｏｎ　ｉｔ", "<@U123> on it", "收到，马上打", "收到，尽快联系客户", "好的，收到，我会尽快回电", "我会回电"),
        *("Got it, will call", "Received, thanks"),
        *("on it :+1:", "收到 :ok_hand::skin-tone-3:", "Got it! :thumbsup: :pray:", "*on it*", "_收到_", "**on it** :+1:"),
        *("Will do!", "On it. I'll call the customer"),
    ),
    Act.REACHED: (
        *("已回电", "已回电。", "已经回电了", "回电了", "已联系客户", "打通了", "已回电，谢谢"),
        *("done", "Done!", "DONE ✅", "called", "I called them", "called back", "called the customer", "reached"),
        "spoke to the customer",
    ),
    Act.NOT_NEEDED: (
        "客户不需要了",
        "不用回电了",
        "no longer needed",
        "Not needed anymore.",
        "customer doesn't need it any more",
    ),
    Act.NO_ANSWER: (
        "没人接",
        "无人接听",
        "no answer",
        "Nobody answered.",
        "called, no answer",
        "打了，没人接",
        "打不通",
        "客户没接",
        "customer didn't pick up",
    ),
}


@pytest.mark.parametrize(("act", "words"), [(act, words) for act, sentences in ACTS.items() for words in sentences])
def test_acts(act: Act, words: str) -> None:
    """A short sentence that says one thing does it, in both languages, with thanks, a mention or a full stop."""
    assert read_words(words, FewTimes()) == Said(act)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("no answer, again at 16:00", at("16:00")),
        ("no answer again at 16:00", at("16:00")),
        ("No answer. Will call again at 16:00.", at("16:00")),
        ("no answer, 16:00", at("16:00")),
        ("called, no answer, trying again at 16:00", at("16:00")),
        ("没人接 16:00 再打", at("16:00")),
        ("没人接，16:00再打", at("16:00")),
        ("打了没人接，约16:00", at("16:00")),
        ("没人接，改到 16:00", at("16:00")),
        ("没人接，明天上午再打", Read(at("9:00").moment.replace(day=24))),
        ("无人接听１６：００再打", at("16:00")),
        ("*no answer, 16:00* :phone:", at("16:00")),
    ],
)
def test_no_answer_again_at(words: str, asked: Read) -> None:
    """No answer with a time is an attempt and a new time."""
    assert read_words(words, FewTimes()) == Said(Act.NO_ANSWER, asked)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("I can't take this one, in a training", "in a training"),
        ("Sorry, cannot take it: on another call.", "on another call"),
        ("can't take it", ""),
        ("处理不了，正在培训", "正在培训"),
        ("不好意思，我接不了 在开会", "在开会"),
    ],
)
def test_who_cannot_take_it_says_why(words: str, reason: str) -> None:
    """The reason is what follows; without one the owner is asked for it."""
    assert read_words(words, FewTimes()) == Said(Act.DECLINE, reason=reason)


def test_no_answer_and_no_time_that_can_be_read() -> None:
    """Who says no answer and then no readable time meant to act, and is told why nothing happened."""
    with pytest.raises(NotATime):
        read_words("no answer, again later", FewTimes())


@pytest.mark.parametrize(
    "words",
    [
        "",
        "not done yet",
        "done?",
        "Done ？",
        "还没收到",
        "没收到",
        "收到吗",
        "收到了么",
        "收到货了",
        "收到，已回电",
        "received a parcel",
        "will do nothing",
        "尽快",
        "客户收到了",
        "已回电吗",
        "还没回电",
        "未回电",
        "not on it",
        "who's on it",
        "I haven't got it",
        "got it wrong",
        "I called the warehouse",
        "called in sick",
        "done with lunch",
        "almost done",
        "will be done at 16:00",
        "when done, tell me",
        "needed",
        "没人接手",
        "没人接单",
        "no answer from customs yet?",
        "no answers",
        "there was no answer",
        "on it\nnot really",
        "can't take it easy",
        "I can't take this call?",
        "👍",
        ":+1:",
        "on it :-1:",
        "done :question:",
        "on it :x:",
        "~done~",
        "*not* done",
        "ok",
        "好的",
        "16:00",
        "on it " * 20,
    ],
)
def test_just_words(words: str) -> None:
    """A question, a denial, a longer story, a word within a sentence: just part of the thread."""
    assert read_words(words, FewTimes()) is None


@given(
    st.sampled_from([words for sentences in ACTS.values() for words in sentences if not words.startswith(("@", "<"))]),
    st.sampled_from(["not ", "haven't ", "isn't ", "is it ", "when ", "没", "还没", "未", "谁", "别人", "等客户"]),
)
def test_denied(words: str, before: str) -> None:
    """No word that acts does so with a denial or a question before it; at most a call was not answered (没打通)."""
    said = read_words(before + words, FewTimes())
    assert said is None or said == Said(Act.NO_ANSWER)


@given(st.text(max_size=120))
def test_any_text(text: str) -> None:
    """Any text gets an answer, and a long one or a question never acts."""
    try:
        said = read_words(text, FewTimes())
    except NotATime:
        return
    assert said is None or (len(text.strip()) <= 2 * LONGEST and "?" not in text)
