"""Days as people write them in automatic replies, with the day of the return and the last moment away that follow."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.rules.autoreply import words
from bot.rules.autoreply.absence import absence_in
from bot.rules.autoreply.wording import plain

ZONE = ZoneInfo("Asia/Shanghai")
WRITTEN = datetime(2026, 11, 25, 10, 12, tzinfo=ZONE)  # a Wednesday

SAID = [
    ("I am out of the office until Monday 30 November.", "2026-11-30", "2026-11-29"),
    ("I am out of the office until Monday, November 30th and will have limited access to email.", "2026-11-30", "2026-11-29"),
    ("I will be out of the office from November 23 through November 27.", "2026-11-28", "2026-11-27"),
    ("I'm on leave from 23/11/2026 to 04/12/2026.", "2026-12-05", "2026-12-04"),
    ("I am on vacation 11/23 - 12/4. Back on 12/7.", "2026-12-07", "2026-12-06"),
    ("Out of office today, back tomorrow.", "2026-11-26", "2026-11-25"),
    ("I am out of the office today.", "2026-11-26", "2026-11-25"),
    ("I am out sick today and tomorrow.", "2026-11-27", "2026-11-26"),
    ("Away from my desk until 3pm.", "2026-11-25", "2026-11-25T15:00:00+08:00"),
    ("I'm in training until 15:30 today.", "2026-11-25", "2026-11-25T15:30:00+08:00"),
    ("I will be back at 2:30 pm.", "2026-11-25", "2026-11-25T14:30:00+08:00"),
    ("I'm out of the office and will return Thursday morning.", "2026-11-26", "2026-11-25"),
    ("I'm out of the office until Thursday.", "2026-11-26", "2026-11-25"),
    ("I'm travelling Mon-Wed this week and will have limited access to e-mail.", "2026-11-26", "2026-11-25"),
    ("On annual leave, returning on the 30th.", "2026-11-30", "2026-11-29"),
    ("I am away until 1st December inclusive.", "2026-12-02", "2026-12-01"),
    ("I will be on PTO until Dec 7.", "2026-12-07", "2026-12-06"),
    ("On maternity leave until March 2027.", None, None),
    ("I am out of office with no access to email. I return on Monday.", "2026-11-30", "2026-11-29"),
    ("I'm out of the office this week.", "2026-11-28", "2026-11-27"),
    ("I'm on vacation all next week.", "2026-12-05", "2026-12-04"),
    ("I am out of the office for two weeks.", "2026-12-09", "2026-12-08"),
    ("I am on leave and back in the office next Monday.", "2026-11-30", "2026-11-29"),
    ("Thank you for your mail of 20 November. I am on holiday until 2 December.", "2026-12-02", "2026-12-01"),
    ("I am out of the office Nov. 24-27. Urgent: +86 138 0000 1111, 24/7.", "2026-11-28", "2026-11-27"),
    (
        "I am out of the office from 24 November until 27 November. My office hours: Mon-Fri 9-18.",
        "2026-11-28",
        "2026-11-27",
    ),
    (
        "Away from Wednesday 25 to Friday 27 November, returning Monday 30 November 2026.",
        "2026-11-30",
        "2026-11-29",
    ),
    ("Currently out of office, returning 2026-12-01.", "2026-12-01", "2026-11-30"),
    ("I'm out of the office until 10:00 GMT on 26 November.", "2026-11-27", "2026-11-26T10:00:00+00:00"),
    ("I am currently on parental leave and will return to work in January 2027.", None, None),
    ("I'll be out of the office starting 11/24/2026 and will not return until 11/30/2026.", "2026-11-30", "2026-11-29"),
    ("I am out of the office. I will be back in the office on 05/12/2026.", "2026-12-05", "2026-12-04"),
    ("I am out of the office between 24 and 26 November.", "2026-11-27", "2026-11-26"),
    ("I am on leave for the rest of the day.", "2026-11-26", "2026-11-25"),
    ("I'm at a conference until the end of the week.", "2026-11-28", "2026-11-27"),
    ("I'm on vacation from Dec 24 to Jan 3.", "2027-01-04", "2027-01-03"),
    ("I am out of the office and expect to be back on or around December 1.", "2026-12-01", "2026-11-30"),
    ("Out of the office. Returning: Tue 1 Dec.", "2026-12-01", "2026-11-30"),
    ("I am away and will respond when I return on December 3, 2026.", "2026-12-03", "2026-12-02"),
    ("I am on leave until further notice.", None, None),
    ("I am in meetings from 14:00 to 16:00.", "2026-11-25", "2026-11-25T16:00:00+08:00"),
    ("I am away on business until COB Friday.", "2026-11-28", "2026-11-27"),
    ("I will be out of the office on Thursday 26 November.", "2026-11-27", "2026-11-26"),
    ("Out of office Thursday and Friday.", "2026-11-28", "2026-11-27"),
    ("I am out of office until noon.", "2026-11-25", "2026-11-25T12:00:00+08:00"),
    ("I'm not in the office on Fridays. I am on holiday until 3rd Dec.", "2026-12-03", "2026-12-02"),
    ("Start: 23 Nov 2026, End: 27 Nov 2026. On leave.", "2026-11-28", "2026-11-27"),
    ("我正在休假，11月30日返岗。", "2026-11-30", "2026-11-29"),
    ("本人休假至11月30日，期间请联系陈希。", "2026-12-01", "2026-11-30"),
    ("本人于11月24日至27日休假。", "2026-11-28", "2026-11-27"),
    ("本人于2026年11月24日-11月27日外出培训，28日恢复正常工作。", "2026-11-28", "2026-11-27"),
    ("出差中，预计12月1日回公司。", "2026-12-01", "2026-11-30"),
    ("今天请假，明天上班。", "2026-11-26", "2026-11-25"),
    ("今日外出，下午三点返回。", "2026-11-25", "2026-11-25T15:00:00+08:00"),
    ("外出开会，15:30回来。", "2026-11-25", "2026-11-25T15:30:00+08:00"),
    ("我在培训，下午4点前无法回复。", "2026-11-25", "2026-11-25T16:00:00+08:00"),
    ("下周一返岗，急事请打电话13800001111。", "2026-11-30", "2026-11-29"),
    ("本周五下午返岗。", "2026-11-27", "2026-11-27T12:00:00+08:00"),
    ("正在休年假，截止到11月29日。", "2026-11-30", "2026-11-29"),
    ("休假时间：11月23日到11月27日。", "2026-11-28", "2026-11-27"),
    ("三月十六号前休产假，三月十六号返岗。", "2027-03-16", "2027-03-15"),
    ("本人自即日起至12月4日出差，期间邮件回复不及时。", "2026-12-05", "2026-12-04"),
    ("请假到周五。", "2026-11-28", "2026-11-27"),
    ("请假到周五为止，下周一恢复上班。", "2026-11-30", "2026-11-29"),
    ("我在休病假，12月7日（周一）上班。", "2026-12-07", "2026-12-06"),
    ("休假三天，有事请联系李明。", "2026-11-28", "2026-11-27"),
    ("外出一周，11月30日后回复邮件。", "2026-11-30", "2026-11-29"),
    ("您好，我已出差，将于11.30回公司。", "2026-11-30", "2026-11-29"),
    ("您好！我将于2026/11/23-2026/11/28休年假，不便之处敬请谅解。", "2026-11-29", "2026-11-28"),
    ("我今明两天出差，周五回来。", "2026-11-27", "2026-11-26"),
    ("感谢您的来信！我现在正在休假中，将于12月1号恢复工作。如有紧急事务，请致电021-55512026。", "2026-12-01", "2026-11-30"),
    ("本人目前外出培訓，115/12/1返回辦公室。", "2026-12-01", "2026-11-30"),
    ("我於11月25日至11月28日休假，如有急事請聯絡王小明。", "2026-11-29", "2026-11-28"),
    ("离岗至15:00。", "2026-11-25", "2026-11-25T15:00:00+08:00"),
    ("我在外出辅导，中午12点半回到岗位", "2026-11-25", "2026-11-25T12:30:00+08:00"),
    ("今天下午请假。", "2026-11-26", "2026-11-25"),
    ("明天(26日)请假一天，周五正常上班。", "2026-11-27", "2026-11-26"),
    ("因公出差（11月24日—26日），27日返岗。", "2026-11-27", "2026-11-26"),
    ("国庆放假10月1日至7日，10月8日上班。", None, None),
    ("Ich bin bis zum 30.11.2026 nicht im Büro.", "2026-12-01", "2026-11-30"),
    ("Ich bin vom 23.11. bis 27.11. im Urlaub.", "2026-11-28", "2026-11-27"),
    ("Ich bin ab dem 30.11. wieder im Büro.", "2026-11-30", "2026-11-29"),
    ("Ich bin am Montag, den 30. November wieder erreichbar, bis dahin abwesend.", "2026-11-30", "2026-11-29"),
    ("Ich bin bis einschließlich 27. November im Urlaub.", "2026-11-28", "2026-11-27"),
    ("Je suis en congés jusqu'au 30 novembre inclus.", "2026-12-01", "2026-11-30"),
    ("Je suis absent du 23 au 27 novembre. De retour le 30 novembre.", "2026-11-30", "2026-11-29"),
    ("Estaré fuera de la oficina hasta el 30 de noviembre.", "2026-12-01", "2026-11-30"),
    ("Estoy de vacaciones, regreso el lunes 30 de noviembre.", "2026-11-30", "2026-11-29"),
    ("Sono in ferie fino al 30 novembre.", "2026-12-01", "2026-11-30"),
    ("Sono fuori ufficio dal 23 al 27 novembre, rientro il 30 novembre.", "2026-11-30", "2026-11-29"),
    ("Estou de férias até 30 de novembro.", "2026-12-01", "2026-11-30"),
    ("Ik ben afwezig t/m 27 november.", "2026-11-28", "2026-11-27"),
    ("Ik ben op vakantie tot 30 november.", "2026-11-30", "2026-11-29"),
    ("Jestem na urlopie do 30 listopada.", "2026-12-01", "2026-11-30"),
    ("11月30日まで不在です。", "2026-12-01", "2026-11-30"),
    ("出張のため不在です。12月1日から出社します。", "2026-12-01", "2026-11-30"),
]


@pytest.mark.parametrize(("text", "back_on", "until"), SAID)
def test_the_day_of_the_return_follows(text: str, back_on: str | None, until: str | None) -> None:
    """English "until" names the day of the return; the end of a range, 至, 到, "through" and "bis" name the last day away."""
    found = absence_in(plain(text), WRITTEN, ZONE)
    assert words.absence(plain(text))
    assert (found.back_on and found.back_on.isoformat(), found.until and found.until.isoformat()) == (back_on, until)
