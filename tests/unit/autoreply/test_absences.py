"""Longer and rarer ways to say that somebody is away, in many languages, with the day of the return (procedure §6)."""

# ruff: noqa: E501 - a sentence is one line, in its own punctuation

import pytest

from bot.rules.autoreply import Kind
from tests.unit.autoreply.test_look_alikes import automatic

# Written on Thursday, 26 November 2026.
AWAY = {
    "Thanks for your e-mail. I'm away on annual leave until Friday 4th December and won't be picking up e-mails. I will respond as soon as possible upon my return on Monday 7th December.": "2026-12-07",
    "Hi there,\n\nI'm currently OOO (returning Dec 1). For urgent issues, please page the on-call via PagerDuty.": "2026-12-01",
    "I will be out of the office Thursday, Nov 26 through Tuesday, Dec 1.": "2026-12-02",
    "Our office will be closed on Thursday, 11/26 and Friday, 11/27 in observance of Thanksgiving. We will reopen on Monday, 11/30 at 8:00 AM.": "2026-11-30",
    "The office is closed today. Normal service resumes Monday.": "2026-11-30",
    "Je suis en formation jusqu'au 4 décembre avec un accès limité à ma messagerie.": "2026-12-05",
    "Bonjour,\nJe suis absent jusqu'au 30/11/2026 inclus. En cas d'urgence, merci de contacter Paul Martin.": "2026-12-01",
    "Sehr geehrte Damen und Herren,\n\nvielen Dank für Ihre Nachricht. Ich bin bis zum 06.12.2026 nicht im Büro. In dringenden Fällen wenden Sie sich bitte an Frau Meier (meier@example.com).": "2026-12-07",
    "Ich bin ab Montag, den 07.12., wieder zurück.": "2026-12-07",
    "Ich bin heute und morgen nicht im Haus. Ab Montag bin ich wieder für Sie da.": "2026-11-30",
    "Ich bin heute und morgen nicht im Haus.": "2026-11-28",
    "Ich bin im Urlaub (23.11. - 30.11.).": "2026-12-01",
    "Buenos días, me encuentro de vacaciones hasta el 6 de diciembre. Para asuntos urgentes contactar con Ana.": "2026-12-07",
    "Buongiorno, sarò assente dal 25 al 30 novembre compresi.": "2026-12-01",
    "Olá, estarei ausente do escritório até 6 de dezembro, retornando em 7 de dezembro.": "2026-12-07",
    "Ik ben tot maandag 30 november afwezig.": "2026-11-30",
    "I am on vacation without access to email from November 20 to November 30 (both days inclusive).": "2026-12-01",
    "Be back 12/7.": "2026-12-07",
    "I'll return Mon 7-Dec": "2026-12-07",
    "I am out of office till the 7th of December'26.": "2026-12-07",
    "I am OOO, back in the office 1-Dec-26.": "2026-12-01",
    "Thank you for reaching out. I'm currently away from the office and will return on Monday (11/30).": "2026-11-30",
    "I'm currently out on leave and will be returning to the office on the 2nd of next month.": "2026-12-02",
    "I'm away from the office attending a trade show in Frankfurt and will be back in the office Thursday, December 3.": "2026-12-03",
    "I will be in a meeting until 4:30pm today and will return your email after that.": "2026-11-26",
    "I have an appointment this afternoon and will be offline from 1pm to 3pm.": "2026-11-26",
    "I've left for the day; I'll see your e-mail tomorrow morning.": "2026-11-27",
    "I have left the office for the weekend. I will be back on Monday.": "2026-11-30",
    "I'm away from my computer at the moment. Call me if it's urgent.": None,
    "Currently on long-term sick leave. My line manager is picking up my mail.": None,
    "I'm off on maternity leave! Jess has taken over my accounts.": None,
    "I'm out of the office and will have limited access to email. I will respond to your email as soon as possible.": None,
    "Thank you for your message. I am out of the office on business with only intermittent e-mail access and will respond within 2 business days.": None,
    "I am out of office at the moment, please contact zhou@example.com or call 555 01 20.": None,
    "I'm on study leave. Exams end 20 December.": "2026-12-21",
    "感谢您的来信，本人于11月25日-12月9日期间出国考察，如有紧急工作请联系办公室主任刘涛。": "2026-12-10",
    "你好，我在休假哦，12月1日才上班，有急事电话找我~": "2026-12-01",
    "目前正在外地出差，预计12.1返回，邮件回复可能会有延误。": "2026-12-01",
    "由于本人正在休假（2026.11.20-2026.11.30），无法及时处理您的邮件。": "2026-12-01",
    "周五之前都在外面跑客户，周一回公司统一回复。": "2026-11-30",
    "我已开始休年假，下下周一见。": "2026-12-07",
    "这两天外出培训，27号结束。": "2026-11-28",
    "今天调休，明天正常上班。": "2026-11-27",
    "今天下午请假，明天一早回复您。": "2026-11-27",
    "上午去医院，下午回公司处理。": "2026-11-26",
    "我中午休息，14点后回复。": "2026-11-26",
    "休假中，12/1回，急事打手机。": "2026-12-01",
    "出差，1号回": "2026-12-01",
    "年假，下月1号回来上班": "2026-12-01",
    "休假中，有事请联系王工。": None,
    "目前休产假，预计明年5月返岗，工作由李丽接手。": None,
    "出差在外，不便接收邮件。": None,
    "不在工位，稍后回复。": None,
    "您好，本人因病住院，近期无法处理工作，请联系孙主任。": None,
    "敬啟者：本人自11/26至12/2休假，12/3恢復上班，急件請洽代理人王小姐（分機 210）。": "2026-12-03",
    "本人將於二零二六年十二月一日返回辦公室。": "2026-12-01",
    "お世話になっております。12/4(金)まで休暇をいただいております。12/7(月)より出社いたします。": "2026-12-07",
    "本日不在にしております。30日(月)に出社いたします。": "2026-11-30",
    "안녕하세요. 12월 6일까지 출장 중입니다.": "2026-12-07",
    "저는 12월 7일부터 정상 근무합니다. 현재 휴가 중입니다.": "2026-12-07",
    "Jeg er på ferie til og med 6. desember.": "2026-12-07",
    "Jestem nieobecny w biurze do 6.12.2026. W pilnych sprawach proszę o kontakt z Anną.": "2026-12-07",
    "Меня нет в офисе до 7 декабря. По срочным вопросам обращайтесь к Ивану.": "2026-12-08",
    "Jsem na dovolené do 6.12.2026, v práci opět 7.12.": "2026-12-07",
    "I am currently out of the office on vacation.\n\nReturn date: Tuesday, December 1, 2026\n\nIn my absence please contact:\n- Sales: Anna (anna@example.com)\n- Support: support@example.com, Mon-Fri 9am-5pm": "2026-12-01",
    "Hello, thank you for your email dated Thursday 26 November. I'm away until Tuesday 1 December.": "2026-12-01",
    "Out of office until 1 December. My last e-mail check was 24 November. Office hours: 9:00 - 17:30.": "2026-12-01",
    "Away until Dec 14 (Caribbean cruise, limited wifi). If you mailed me before Nov 20 please resend on Dec 15.": "2026-12-14",
    "Apologies, I am on leave from the 23rd November returning on 7th December 2026": "2026-12-07",
    "I am on leave commencing 23/11/26 and resuming duty on 07/12/26.": "2026-12-07",
    "Out of the office: Nov 23-Dec 4. Back to work on Dec 7.": "2026-12-07",
    "Vacation Nov 23rd thru Dec 4th": "2026-12-05",
    "Vacation: 11/23/26 to 12/4/26": "2026-12-05",
    "PTO: 23 Nov – 4 Dec": "2026-12-05",
    "I'll be on PTO Mon 11/23 - Fri 12/4 with no email.": "2026-12-05",
    "I will be out of the office Thursday 11/26. I'll respond Friday 11/27.": "2026-11-27",
    "I'm on leave on 26/11 & 27/11.": "2026-11-28",
    "I'm camping this weekend - no signal - back Monday.": "2026-11-30",
    "Estaré fuera de la oficina con acceso limitado al correo, regreso el lunes 30.": "2026-11-30",
    "I will be out of the office starting 24.11.2026 and will not return until\n01.12.2026.": "2026-12-01",
    "I am out of the office for the remainder of this week and will answer when I return next week.": "2026-11-30",
}
# Who has left for good.
LEFT = (
    "Ya no trabajo en la empresa. Por favor, escriba a zhou@corp.example.",
    "Esta cuenta de correo se encuentra deshabilitada, comuníquese con Zhou.",
    "This account has been disabled. For any questions write to zhou@corp.example.",
    "Mein Konto wurde deaktiviert. Bitte wenden Sie sich an zhou@corp.example.",
)


@pytest.mark.parametrize("text", AWAY)
def test_who_is_away_is_away_until_the_day_that_they_say(text: str) -> None:
    """In whatever order and language they say it."""
    verdict = automatic(text)
    assert (verdict.kind, verdict.back_on and verdict.back_on.isoformat()) == (Kind.AWAY, AWAY[text]), verdict.reasons


@pytest.mark.parametrize("text", LEFT)
def test_whose_account_is_closed_has_left(text: str) -> None:
    """So somebody else must be found for good."""
    assert automatic(text).kind is Kind.LEFT
