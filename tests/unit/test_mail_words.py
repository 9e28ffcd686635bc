"""What people answer by mail: the words of the thread, with what mail programs and habits put around them (section 6)."""

import pytest

from bot.rules.autoreply import read, said
from bot.rules.handover import Act
from handlers.mail_words import read_answer, shortened
from tests.unit.times_double import FewTimes

NAMES = ("Ben Huang", "ben", "黄斌")
HEAD = "From: ben@example.com\nSubject: Re: 6869419583 REQ-20418\nContent-Type: text/plain; charset=utf-8\n\n"
BLOCK = (
    "________________________________\nFrom: Callback <callback@example.com>\nSent: Monday\nTo: Ben\nSubject: 6869419583\n\ndone"
)
CHINESE_BLOCK = "------------------ 原始邮件 ------------------\n发件人: Callback\n发送时间: 2026年11月23日\n\n已回电"

ACTS = {
    Act.ACKNOWLEDGE: (
        "Got it",
        "收到",
        "我会回电",
        "Will call.",
        "Got it\n\nSent from my iPhone",
        "收到\n\n发自我的iPhone",
        "Got it\n\nOn Mon, Nov 23, 2026 at 9:30 AM Callback <\ncallback+abc@example.com> wrote:\n\n> done",
        f"Got it\n\n{BLOCK}",
        f"收到，谢谢！\n\n{CHINESE_BLOCK}",
        "Hi Anna,\n\nGot it, will call.\n\nBest regards,\nBen",
        "您好：\n收到，马上打\n谢谢",
        "Got it\n\nThanks,\nBen\nCustoms Clearance",
        "Got it\n\nKind regards\n\nBen Huang\nCustoms Clearance, Shanghai\n\nT +86 21 5555 0100\nben@example.com",
        "收到，谢谢！\n\n黄斌\n海关组\n电话 021-555",
        "Got it\n\n-- \nBen Huang\nPlease think of the trees.",
    ),
    Act.REACHED: ("done", "已回电", "Done!\n\nCheers\nBen"),
    Act.NO_ANSWER: ("no answer, again at 17:20\n\nBen", "没人接"),
}
NOTHING = (
    "",
    "Thanks",
    "Got it?",
    "Got it, but I am away from tomorrow",
    "Got it\nI cannot do it though",
    "Got it\n\nThanks,\nBen\n\nActually no, give it to Zhou",
    "Got it\n\nThanks,\nBen\nP.S. ask Zhou, he knows them",
    "Got it\n\nBest,\nBen\nCan you ask Zhou",
    "收到\n\n黄斌\n但我今天没空",
    "Got it\n\nZhou Jie",
    "done\n\nnot needed",
    "no answer, again when the moon is full",
    f"{BLOCK}",
    f"> done\n\n{CHINESE_BLOCK}",
)


@pytest.mark.parametrize(("act", "text"), [(act, text) for act, texts in ACTS.items() for text in texts])
def test_acts(act: Act, text: str) -> None:
    """Greetings, farewells, names, signatures and the quoted original change nothing."""
    found = read_answer(said(read((HEAD + text).encode())), FewTimes(), NAMES)
    assert found is not None
    assert found.act is act


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_not_plain_does_nothing(text: str) -> None:
    """Another sentence beside it, another's name, a question, words that are quoted only: they stand in the thread."""
    assert read_answer(said(read((HEAD + text).encode())), FewTimes(), NAMES) is None


def test_a_long_answer_is_shortened_and_shows_no_control_characters() -> None:
    """It stands in a thread."""
    assert shortened("a\x00b\nc", 10) == "a b\nc"
    assert shortened("x" * 20, 10) == "x" * 9 + "…"
