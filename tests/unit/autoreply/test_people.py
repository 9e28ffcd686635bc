"""What people write about absences and automatic replies, under heads and subjects that look like a program's (procedure §6)."""

import pytest

from bot.rules.autoreply import Kind, classify
from tests.unit.autoreply.test_look_alikes import ZONE, automatic, mail

# Subject, text, and fields besides.
PEOPLE: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("Question", "Your auto reply says you're out of the office until Monday. Is that right?", {}),
    ("Question", "The auto-reply is still on, please turn it off. Ben is back from vacation since Monday.", {}),
    ("问题", "这是自动回复吗？你在休假？", {}),
    ("问题", "这个自动回复是你设置的吗，我12月1日休假", {}),
    ("Ben", "Auto reply from Ben this morning: he's on leave until 30 Nov. Who takes his calls?", {}),
    ("Vacation: who takes my cases?", "I'm on leave from Monday until 4 December, who takes my cases?", {}),
    ("Urlaub: Vertretung", "Hallo, ich bin nächste Woche im Urlaub, wer übernimmt?", {}),
    ("Out of office: who covers Ben?", "Hi, Ben is out of the office until Monday, who covers?", {}),
    ("Out of office", "Hi all, I'm out of the office tomorrow for a dentist appointment.", {}),
    ("OOO tomorrow", "I'm OOO tomorrow", {}),
    ("休假: 12月1日-5日", "各位，我12月1日至5日休假，工作交接给周洁。", {}),
    ("出差：上海", "下周一去上海出差，周三回。", {}),
    ("请假：明天", "明天请假一天", {}),
    ("不在办公室", "我今天不在办公室", {}),
    ("Absence: Ben", "Ben called in sick, he's out today.", {}),
    ("AUTO: service appointment", "The company car has to go to the garage, back on Friday.", {}),
    ("Auto", "I'm out with the car until 3", {}),
    ("Abwesend: Ben", "Ben ist heute krank", {}),
    ("Re: Out of Office: handover", "I'm back, what is it?", {}),
    ("RE: Automatic reply: handover", "I'm off today, ask Zhou", {"X_Auto_Response_Suppress": "DR, OOF, AutoReply"}),
    ("handover", "I'm on leave until Monday.", {"X_Auto_Response_Suppress": "All"}),
    ("handover", "I'm on leave until Monday.", {"X_MS_Exchange_Inbox_Rules_Loop": "a@b"}),
    ("handover", "I'm on leave until Monday.", {"Auto_Submitted": "no"}),
    ("handover", "I'm on leave until Monday.", {"Precedence": "bulk"}),
    ("handover", "I'm on leave until Monday.", {"Precedence": "list", "List_Id": "<x.example>"}),
    ("Re: handover", "我在休假，周一回", {"X_Mailer": "QQMail 2.x", "X_QQ_MIME": "TCMime 1.0 by Tencent"}),
    ("Re: handover", "I'm away today", {"X_Autoreply": "no"}),
    ("Re: handover", "I'm away today", {"X_Spam_Status": "No", "X_Priority": "1", "Importance": "high"}),
    ("Re: [Ticket#123] handover", "I'm away today", {}),
    ("Automatic payment: invoice 12", "I'm away tomorrow, please pay today.", {}),
    ("自动回复功能怎么关", "我下周休假，想设置自动回复，怎么弄？", {}),
    ("关于自动回复", "大家休假前请设置自动回复，注明返岗时间。", {}),
    ("Vacation reply template", "Please use this when you're on leave: I am out of the office until ...", {}),
    ("Automatic replies for the holidays", "Please all switch on your out of office when you go on leave on 24 December.", {}),
    ("Out of office message", "Could you check the text: 'I am out of the office until 30 November'?", {}),
    ("Auto-reply", "Is my auto-reply working? I'm on leave next week.", {}),
    ("Re: Auto: handover", "I'm out today", {}),
    (
        "Fwd: Out of Office",
        "see below\n\n-------- Forwarded Message --------\nSubject: Out of Office\nFrom: Ben\n\nI am out until Monday",
        {},
    ),
    ("FW: 自动答复: 6869", "FYI 他休假到周五", {}),
    ("转发：自动回复：6869", "看下，休假了", {}),
    ("Accepted: lunch", "Yes! But I'm on leave Monday.", {}),
    ("Test", "test", {}),
    ("", "", {}),
    (
        "Undeliverable parcel 123",
        "The parcel could not be delivered to the customer: address not found. Back to depot on Monday.",
        {},
    ),
    ("退信：客户信件", "客户的信件无法投递，地址不存在，已退回。", {}),
    (
        "Delivery failed for ben@corp.example",
        "Hi, the customer says mails to ben@corp.example fail, can you check the mailbox?",
        {},
    ),
)
# The same prefixes, as programs whose heads were lost on the way write them.
PROGRAMS = (
    ("Out of Office: 6869419583", "I am out of the office until Monday."),
    ("Out of Office AutoReply: 6869419583", "On leave until Monday."),
    ("Abwesend: 6869419583", "Ich bin bis Montag im Urlaub."),
    ("外出: 6869419583", "我正在外地出差，有事请打电话。"),
    ("自动回复:6869419583", "出差中。"),
)
# What the banner of QQ Mail says is no absence: the words below it decide.
BANNER = "这是来自QQ邮箱的假期自动回复邮件。\n \n"


@pytest.mark.parametrize(("subject", "text", "fields"), PEOPLE)
def test_people_are_no_programs(subject: str, text: str, fields: dict[str, str]) -> None:
    """Who asks, tells of somebody else or of what is to come, replies or forwards, has written it themselves."""
    verdict = classify(mail(text, subject, **fields), ZONE)
    assert verdict.kind is Kind.HUMAN, verdict.reasons


@pytest.mark.parametrize(("subject", "text"), PROGRAMS)
def test_programs_are_known_by_their_prefix_alone(subject: str, text: str) -> None:
    """When a gateway has taken every field of theirs away."""
    assert classify(mail(text, subject), ZONE).kind is Kind.AWAY


def test_a_banner_that_speaks_of_holidays_is_no_absence() -> None:
    """Many use the holiday reply of QQ Mail all year to acknowledge."""
    assert automatic(f"{BANNER}您好，来信已经收到，看完马上回您。").kind is Kind.ACKNOWLEDGEMENT
    assert automatic(f"{BANNER}您好，我这几天在休假，假期结束后回您。").kind is Kind.AWAY
