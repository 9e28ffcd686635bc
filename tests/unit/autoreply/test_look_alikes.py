"""Sentences that look alike and are not: who is away, who has only received something, who writes themselves (procedure §6)."""

# ruff: noqa: E501 - a sentence is one line, in its own punctuation

from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest

from bot.rules.autoreply import Kind, Verdict, classify

ZONE = ZoneInfo("Asia/Shanghai")
HAN = "\u3400"
# What says that something has arrived, with words in it that others use of an absence.
RECEIVED = (
    "Thank you for your email. We have received your message and will respond within 2 business days. Our office is closed on weekends and public holidays.",
    "Thanks for contacting Customer Care. Our opening hours are Monday to Friday 9:00-17:30. If you are writing out of office hours we will reply on the next working day.",
    "Thank you for reaching out! Due to a high volume of inquiries our response may be delayed. We appreciate your patience.",
    "I have received your email and will get back to you as soon as I can. If the matter is urgent please call my mobile +86 138 0013 8000.",
    "Your mail has been received. I read my e-mail twice a day, at 10:00 and at 16:00. If you need something sooner, call me.",
    "Hello, this mailbox is monitored Monday through Friday, 8 am to 5 pm EST, excluding federal holidays. We aim to answer within 24 hours.",
    "Thank you for your message. Please note that I work part-time and will reply on my working days (Tue-Thu).",
    "We confirm receipt of your request. A member of the team will be in touch by Monday 30 November.",
    "Your ticket #48213 has been created. An agent will respond by 27 November 2026 17:00.",
    "Thank you for your order enquiry. Orders placed after 3 pm will be shipped on the next business day. We'll be back to you soon.",
    "Thank you for your application. Applications close on 30 November; we will get back to all candidates after 7 December.",
    "This is to acknowledge your e-mail. If you do not hear from us by Friday, please send it again.",
    "Hi, thanks for the mail. I try to reply within one working day. If I'm traveling it may take a little longer.",
    "Thank you for your email. Our team is currently experiencing longer response times because of the holiday season. We will respond as soon as possible.",
    "We've got your message! Our support staff will be back in touch within 4 hours.",
    "Thank you for contacting the HR leave desk. For annual leave requests use the portal. Requests for sick leave need a certificate.",
    "Dear sender, your e-mail has been received and forwarded to the responsible department. Kind regards, Travel Management (business trip bookings)",
    "您好，您的来信已收到，我们会在1-2个工作日内回复您，节假日顺延。",
    "您好！邮件已收悉，我会尽快处理。如有急事请拨打我的手机13800138000。",
    "感谢您的来信！本邮箱每天上午9点和下午3点统一查看，请耐心等待。",
    "您好，您的简历我们已经收到，如合适会在一周内与您联系面试。",
    "您的工单已受理，单号20261126001，预计11月27日18:00前回复您。",
    "您好，邮件已收到。工作时间：周一至周五9:00-18:00，非工作时间来信将于下一工作日回复。",
    "【自动回复】您好，我已收到您的邮件，会在24小时内回复，如果出差或休假可能会有延迟，敬请谅解。",
    "收到您的邮件，谢谢！祝您工作愉快，假期快乐！",
    "您好，来件已收到，我会尽快给您回复，周末愉快！",
    "您的投稿已收到，审稿周期为三个月，若三个月后未收到回复可自行处理。",
    "尊敬的客户：您的请假申请邮件已收到，人事部将尽快审批。",
    "已收到，稍后处理。",
    "您好，我是客服小美，现在咨询人数较多，请稍等，我们会在10分钟内联系您。",
    "您的來信我們已收到，將於三個工作天內回覆，如遇國定假日則順延。",
    "谢谢来信，本邮箱仅用于接收简历，不在此处回复，请登录官网查询。",
    "您好：邮件我已阅，正在开会时可能无法及时回复，请见谅。",
    "Thank you for your message. While we are away from our desks at times, we check this mailbox regularly and will answer within one business day.",
    "Vielen Dank für Ihre Nachricht. Wir haben Ihre E-Mail erhalten und werden uns innerhalb von 2 Werktagen bei Ihnen melden.",
    "Thank you for your e-mail. The requested documents on vacation rental will be sent to you shortly.",
    "Bonjour, nous avons bien reçu votre message et y répondrons dans les meilleurs délais.",
    "Thanks for your mail! Emails are answered in the order received. Have a great Thanksgiving weekend, we will reply soon.",
    "Thank you for your feedback. Please do not reply to this e-mail as this mailbox is not monitored.",
    "Received with thanks. Will revert after checking with the depot.",
    "您的邮件已进入我的邮箱，我会抽空阅读并回复。祝好，本人手机：139xxxx",
    "您好！您的邮件我已收到，因每日邮件较多，可能无法一一回复，敬请谅解！",
    "你好，我是李娜，已经收到你的邮件，我将尽快与你联系。^_^",
    "感谢您联系顺达快递客服部。为了更好地服务您，春节期间我们照常上班，收到邮件后2小时内回复。",
    "This is an automated response to confirm that we have received your message. Our hours: Mon-Fri 8:30-17:00 (closed 25-26 December).",
    "Thank you for your email. You have reached us outside our business hours. We will reply on Monday morning.",
    "Thanks for writing. Our team is available Monday to Friday from 9 am until 6 pm; messages received after Friday 6 pm are answered on Monday.",
    "Thank you for contacting the service desk. Your request SR-20881 has been logged and will be handled by 30.11.2026.",
    "Your e-mail was received on 26 November 2026 at 10:30 and has been assigned to our back office.",
    "We acknowledge receipt of your claim dated 20 November. You'll have our answer before 4 December.",
    "Thank you for your message. I check this account once a week, on Fridays.",
    "Thank you, your message has been received. I'll reply by tomorrow at the latest.",
    "Hi! Got your mail, thanks. I'm usually quick, but on Wednesdays I'm in the warehouse, so allow a day.",
    "Thank you for your e-mail. For urgent shipments outside office hours please call the duty line +86 21 5555 0000.",
    "Thanks for your e-mail, we'll be in touch after we've looked into it. Our holiday catalogue is out now!",
    "Thank you for contacting Vacation Rentals Ltd. One of our agents will be back to you within the day.",
    "We have received your leave application. You'll be informed as soon as it is approved.",
    "Thank you for your mail. Please note that from 1 December our e-mail address changes to service@example.com.",
    "This mailbox is not checked regularly. For a faster answer, write to express@example.com.",
    "Thank you for your email. I receive a lot of messages and can take up to three days to reply.",
    "Your message is in the queue. Position: 4. Estimated answer: today 15:00.",
    "I have seen your mail and will work on it this afternoon.",
    "Thank you for your enquiry. We are a small team; if we are out with customers we call you back the same day.",
    "We received your feedback. It may take until 10 December to process all the answers.",
    "Thank you for your purchase. Delivery is planned for Monday 30 November.",
    "Dear customer, we confirm your appointment on 1 December at 10:00. Please reply to change it.",
    "Thank you for your mail. Should I be on leave, my colleagues read this mailbox as well.",
    "This is an automatic confirmation. Please do not answer. If you get an out of office message from the clerk, contact the deputy.",
    "您好，来信收到。非工作时间（18:00至次日9:00）的邮件将在次日上午回复。",
    "您好，感谢联系我们，客服上班时间为9:00-21:00，我们会在上班后第一时间回复您。",
    "已收到您的反馈，我们将在12月1日前给您答复。",
    "您的邮件已收到，预计11月30日（周一）前处理完毕。",
    "您的快件查询申请已登记，派件员会在今天18点前联系您。",
    "您好，您的报名材料已收到，培训将于12月5日举行，请准时参加。",
    "感谢您的预订！入住时间12月1日，离店时间12月3日，祝您旅途愉快。",
    "您好，邮件已转交相关部门处理，请您耐心等待，如三个工作日未收到回复请致电。",
    "本邮箱为公共邮箱，由值班人员轮流查看，请在主题注明事项，我们会尽快安排。",
    "老师好，作业已收到，我会在周五前批改完。",
    "您好！本人邮箱设置了自动回复，收到即代表邮件已送达，无需再次确认。",
    "您好，您发送的邮件已成功送达本人邮箱，若有急事，请直接来电。",
    "收到！谢谢！我看到后会马上回复，如未及时回复可能是在开会，请电话联系。",
    "感谢您的来信，如果我出差在外，会在晚上统一回复。",
    "已收到您的来信，节假日及周末可能会延迟回复，请谅解。",
    "我們已收到您的來信，客服人員將於上班時間（週一至週五 09:00~18:00）儘速回覆，例假日休息。",
    "您好，我司周末双休，周六周日来信将于周一回复。",
    "春节放假通知将另行发送，您的订单已收到。",
    "您好，请假流程请走OA系统，邮件已收到。",
    "邮件收到，谢谢。——国际旅行社 出境部",
    "谢谢您的邮件，我会在方便的时候回复您。",
    "您好，您的投诉已收到，我们会在48小时内由专员回访，请保持电话畅通。",
)
# Each with the day on which somebody is back, where one is told.
AWAY = {
    "I'm off until Monday.": "2026-11-30",
    "Hi, I am out today and tomorrow, back Monday.": "2026-11-30",
    "I'll be in the air most of Thursday; expect replies Friday.": "2026-11-27",
    "Away on annual leave w/c 23 Nov, back on 30/11.": "2026-11-30",
    "Taking PTO through 12/4. Returning 12/7.": "2026-12-07",
    "At a customer site all day, limited mail. For urgent: 138...": None,
    "I am currently on sick leave. Return date unknown.": None,
    "Maternity leave from 1 Nov 2026 to 1 May 2027. Contact zhou.jie@example.com": "2027-05-02",
    "您好，我在出差，11月30日返回公司，紧急事宜请联系周洁 13800000000。": "2026-11-30",
    "本人今日请假，明天上班后回复。": "2026-11-27",
    "我正在参加培训，下午3点后回复。": "2026-11-26",
    "休年假中，12月1日（周二）回岗。": "2026-12-01",
    "人在国外，有时差，回复会慢，12月5号回国。": "2026-12-05",
    "本人于11.25-11.28外出学习，期间请联系同事王磊。": "2026-11-29",
    "我休产假到明年3月，工作由陈晨接替。": None,
    "在路上，不方便看邮件，请电话。": None,
    "目前在封闭评审，今天下班前无法回复邮件。": None,
    "我已下班，明早处理。": "2026-11-27",
    "您好,我现在不在电脑前，稍后回复": None,
    "请病假一天，急事找小周。": "2026-11-27",
    "今天轮休，明日恢复上班。": "2026-11-27",
    "婚假，11月23日至12月7日，有事请联系直属领导。": "2026-12-08",
    "我不在座位上，有事请打手机。": None,
    "本人現正休假，將於12月2日返回工作崗位。": "2026-12-02",
    "因公外出，11/27(五)回辦公室，如有急事請洽代理人林小姐分機2301。": "2026-11-27",
    "Ich bin bis einschließlich 30.11.2026 nicht im Büro.": "2026-12-01",
    "Je suis absent jusqu'au 29 novembre inclus.": "2026-11-30",
    "Estaré fuera de la oficina hasta el 1 de diciembre.": "2026-12-02",
    "本日は休暇をいただいております。27日(金)に出社いたします。": "2026-11-27",
    "I am at an offsite today with patchy signal. Back online tomorrow.": "2026-11-27",
    "In meetings all morning, will respond after lunch.": "2026-11-26",
    "On leave. Back 1st Dec.": "2026-12-01",
    "Hi there, I'm on holiday and back on Tuesday 1 December. Until then Wang Lei looks after my customers.": "2026-12-01",
    "Our office is closed for the Thanksgiving holiday and will reopen on Monday, November 30.": "2026-11-30",
    "I will be out of the office starting 11/26/2026 and will not return until 12/01/2026.": "2026-12-01",
    "I'm OOO this week.": "2026-11-28",
    "我在休陪产假，预计下周一（11月30日）恢复工作。": "2026-11-30",
    "住院手术中，12月中旬恢复办公。": None,
    "手机和邮件27日前不便查看，28日恢复。": "2026-11-28",
}
# People's own words, about absences too: theirs, a colleague's, a customer's.
PEOPLE = (
    "Got it, will call before ten.",
    "收到，马上打。",
    "I'm on leave from Monday, but I'll do this one today.",
    "我下周休假，这个先让周洁处理吧",
    "I'm out of the office until 3, can Wang take it?",
    "He is on vacation until Friday, please assign to Zhou.",
    "Done, customer reached, he goes on holiday tomorrow so deliver today.",
    "Customer is away until Dec 3, call him again then.",
    "客户出差了，12月1号回来再打",
    "已回电，客户说下周一才在办公室",
    "不在办公室，手机打给客户了，已解决",
    "I saw your automatic reply, are you back?",
    "Please see below the out of office I got from him.\n\n> I am out of office until 30 Nov",
    "Sorry for the late reply, I was on sick leave. Calling now.",
    "Please remove me from this list, I no longer work in this team.",
    "ok",
    "好的",
    "我今天请假，麻烦转给别人",
    "On my way, back at my desk at 11.",
    "Thanks! I'll be back with an answer by Friday.",
)
# Sender, subject, text.
REPORTS = (
    (
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "Delivery Status Notification (Failure)",
        "** Address not found **\n\nYour message wasn't delivered to ben@example.com because the address couldn't be found, or is unable to receive mail.\n\nThe response from the remote server was:\n550 5.1.1 The email account that you tried to reach does not exist.",
    ),
    (
        "postmaster@qq.com",
        "系统退信",
        "很抱歉，您的邮件未能送达到以下收件人：ben@example.com\n原因：收件人邮件地址（ben@example.com）不存在，邮件无法送达。\nhost mx.example.com said: 550 Mailbox not found.",
    ),
    (
        "Postmaster@163.com",
        "系统退信/Systems bounce",
        "抱歉，您的邮件被退回来了……\n收件人：ben@example.com\n退信原因：550 User not found",
    ),
    (
        "MAILER-DAEMON@mail.example.com (Mail Delivery System)",
        "Undelivered Mail Returned to Sender",
        "I'm sorry to have to inform you that your message could not be delivered to one or more recipients.\n<ben@example.com>: host x said: 550 5.1.1 User unknown",
    ),
    (
        "Mail Delivery System <Mailer-Daemon@exim.example.com>",
        "Mail delivery failed: returning message to sender",
        "A message that you sent could not be delivered to one or more of its recipients. This is a permanent error. The following address(es) failed:\n\n  ben@example.com\n    Unrouteable address",
    ),
    (
        "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@example.com>",
        "无法送达: 6869419583",
        "您的邮件无法送达 ben@example.com。\n在 example.com 找不到 ben。\n远程服务器返回 '550 5.1.10 RESOLVER.ADR.RecipientNotFound'",
    ),
    (
        "MAILER-DAEMON@qmail.example.com",
        "failure notice",
        "Hi. This is the qmail-send program at qmail.example.com.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<ben@example.com>:\nSorry, no mailbox here by that name. (#5.1.1)",
    ),
    (
        "阿里邮件推送 <postmaster@aliyun.com>",
        "邮件投递失败通知",
        "您发送的邮件未能投递成功\n失败收件人 ben@example.com\n错误信息: 553 invalid user",
    ),
    (
        "postmaster@example.com",
        "Undeliverable: 6869419583",
        "Delivery has failed to these recipients or groups:\n\nben@example.com\nThe e-mail address you entered couldn't be found.",
    ),
    (
        '"Mail Administrator" <postmaster@notes.example.com>',
        "DELIVERY FAILURE: User ben (ben@example.com) not listed in Domino Directory",
        "Your message\n  Subject: 6869419583\nwas not delivered to:\n  ben@example.com\nbecause:\n  User ben (ben@example.com) not listed in Domino Directory",
    ),
    (
        "sysop@mx.example.com",
        "Returned mail: see transcript for details",
        "   ----- The following addresses had permanent fatal errors -----\n<ben@example.com>\n    (reason: 550 5.1.1 <ben@example.com>... User unknown)",
    ),
    (
        "Coremail <postmaster@cmail.cn>",
        "來自 cmail.cn 的退信",
        "這是來自cmail.cn郵件系統的退信通知\n無法送達：ben@example.com 原因：552 信箱已滿",
    ),
    (
        "",
        "Mail failure",
        "Failed to deliver to 'ben@example.com'\nLOCAL module(account ben) reports:\n account is full (quota exceeded)",
    ),
    (
        "noreply@zoho.com",
        "Undelivered Mail Returned to Sender",
        "This message was created automatically by mail delivery software. A message that you sent could not be delivered to one or more of its recipients. This is a permanent error.\nben@example.com, ERROR CODE :550 - 5.1.1 User does not exist",
    ),
)


def mail(text: str, subject: str, sender: str = "Ben Huang <ben@example.com>", **head: str) -> bytes:
    """Return a mail of Thursday, 26 November 2026; names of further fields have _ in place of -."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "callback@example.com", subject
    message["Date"] = "Thu, 26 Nov 2026 10:00:00 +0800"
    for name, value in head.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def automatic(text: str) -> Verdict:
    """Return what an automatic reply with that text is."""
    subject = "自动回复: 6869419583" if max(text) > HAN else "Automatic reply: 6869419583"
    return classify(mail(text, subject, Auto_Submitted="auto-replied", In_Reply_To="<a@b.example>"), ZONE)


@pytest.mark.parametrize("text", RECEIVED)
def test_who_has_received_something_is_not_away(text: str) -> None:
    """Office hours, holidays, appointments, conditions and courtesies make no absence."""
    verdict = automatic(text)
    assert verdict.kind in {Kind.ACKNOWLEDGEMENT, Kind.OTHER}, verdict.reasons


@pytest.mark.parametrize("text", AWAY)
def test_who_is_away_is_away_until_the_day_that_they_say(text: str) -> None:
    """However briefly they say so."""
    verdict = automatic(text)
    assert verdict.kind is Kind.AWAY, verdict.reasons
    assert (verdict.back_on.isoformat() if verdict.back_on else None) == AWAY[text]


@pytest.mark.parametrize(
    "said", ["zhou.jie@example.com.", "Zhou Jie (zhou.jie@example.com)!", "my colleague Zhou Jie: zhou.jie@example.com"]
)
def test_who_covers_is_named_without_what_ends_the_sentence(said: str) -> None:
    """So that the person is found by it."""
    found = automatic(f"I am on leave until Friday. Please contact {said}").cover
    assert found is not None
    assert (found.address, found.text.rstrip(".") == found.text) == ("zhou.jie@example.com", True)


@pytest.mark.parametrize("text", PEOPLE)
def test_who_writes_themselves_is_no_automatic_reply(text: str) -> None:
    """Whatever they write: nobody's work is moved by it."""
    assert classify(mail(text, "Re: 6869419583 REQ-20418"), ZONE).kind is Kind.HUMAN


@pytest.mark.parametrize(("sender", "subject", "text"), REPORTS)
@pytest.mark.parametrize("head", [{"Return_Path": "<>"}, {}], ids=["empty sender", "any sender"])
def test_a_report_in_a_hosts_own_words_is_a_bounce(sender: str, subject: str, text: str, head: dict[str, str]) -> None:
    """Also without the standard form, and where a gateway has changed the sender."""
    verdict = classify(mail(text, subject, sender, **head), ZONE)
    assert verdict.kind is Kind.BOUNCE, verdict.reasons
    assert [failed.address for failed in verdict.failed] == ["ben@example.com"]
