"""What stands around the words, and how they are laid out, changes nothing of what they say (procedure §6)."""

import html
import textwrap
from collections.abc import Callable
from email.message import EmailMessage
from typing import Final

import pytest

from bot.rules.autoreply import Kind, classify
from tests.unit.autoreply import test_look_alikes as look_alikes
from tests.unit.autoreply import test_sayings as sayings

Layout = Callable[[str], str]
AWAY: Final = {**sayings.AWAY, **look_alikes.AWAY}
RECEIVED: Final = (*sayings.RECEIVED, *look_alikes.RECEIVED)
SIGNATURE: Final = (
    "\n\nKind regards\n\nBen Huang\nDispatcher | Example Express\nTel: +86 21 5555 0110 | Mobile 138 0013 8000\n"
    "No. 12, Lane 30, Shanghai 200030\nwww.example.com"
)
CHINESE_SIGNATURE: Final = "\n\n祝好\n黄本 | 调度中心\n电话：021-55550110 手机：13800138000\n地址：上海市12号30楼 邮编200030"
DISCLAIMER: Final = (
    "\n\nThis e-mail and any attachments are confidential and intended solely for the addressee. If you are not the intended "
    "recipient, please notify the sender immediately and delete it. We accept no liability for viruses."
)
OURS: Final = "Please call the customer before 15:00 on 26 November. He is on holiday from 1 December to 20 December.\n"
OUTLOOK: Final = (
    "\n\n-----Original Message-----\nFrom: callback@example.com <callback@example.com>\n"
    "Sent: Thursday, November 26, 2026 10:00 AM\n"
    f"To: Ben Huang <ben@example.com>\nSubject: 6869419583\n\n{OURS}"
)
FOXMAIL: Final = (
    '\n\n------------------ 原始邮件 ------------------\n发件人: "callback" <callback@example.com>;\n'
    '发送时间: 2026年11月26日(星期四) 上午10:00\n收件人: "ben"<ben@example.com>;\n主题: 6869419583\n\n'
    "客户12月20日前休假，请15:00前回电。"
)
GMAIL: Final = f"\n\nOn Thu, Nov 26, 2026 at 10:00 AM Callback <callback@example.com> wrote:\n> {OURS}"


def chinese(text: str) -> bool:
    """Tell whether the text has Chinese characters."""
    return max(text) > "\u3400"


def wrapped(columns: int) -> Layout:
    """Return the layout that breaks lines at that column."""
    return lambda text: "\n".join(
        textwrap.fill(line, columns, break_long_words=chinese(text), break_on_hyphens=False) for line in text.split("\n")
    )


def signed(text: str) -> str:
    """Return the text with a signature full of numbers."""
    return text + (CHINESE_SIGNATURE if chinese(text) else SIGNATURE)


LAYOUTS: Final[dict[str, Layout]] = {
    **{f"broken at {columns}": wrapped(columns) for columns in (56, 60, 66, 72, 78)},
    "greeting": lambda text: f"{'您好：' if chinese(text) else 'Hello,'}\n\n{text}",
    "signature": signed,
    "disclaimer": lambda text: text + DISCLAIMER,
    "quoted by Outlook": lambda text: text + OUTLOOK,
    "quoted by Foxmail": lambda text: text + FOXMAIL,
    "quoted by Gmail": lambda text: text + GMAIL,
    "lines apart": lambda text: text.replace("\n", "\n\n"),
}


def automatic(text: str, *, markup: bool = False) -> tuple[Kind, str | None]:
    """Return what an automatic reply is, and the day of the return; as plain text or as Outlook's HTML."""
    message = EmailMessage()
    message["From"], message["To"], message["Date"] = "ben@example.com", "callback@example.com", "Thu, 26 Nov 2026 10:00:00 +0800"
    message["Subject"] = "自动回复: 6869419583" if chinese(text) else "Automatic reply: 6869419583"
    message["Auto-Submitted"], message["In-Reply-To"] = "auto-replied", "<a@b.example>"
    if markup:
        lines = (f"<p class=MsoNormal><span>{html.escape(line) or '<o:p>&nbsp;</o:p>'}</span></p>" for line in text.split("\n"))
        head = "<html><head><style>p.MsoNormal{margin:0cm}</style></head>"
        message.set_content(f"{head}<body><div class=WordSection1>{''.join(lines)}</div></body></html>", subtype="html")
    else:
        message.set_content(text)
    verdict = classify(message.as_bytes(), look_alikes.ZONE)
    return verdict.kind, verdict.back_on.isoformat() if verdict.back_on else None


@pytest.mark.parametrize("name", LAYOUTS)
def test_layout_and_surroundings_move_no_day(name: str) -> None:
    """Every absence keeps its day, and every acknowledgement stays one."""
    layout = LAYOUTS[name]
    assert {text: automatic(layout(text)) for text in AWAY} == {text: (Kind.AWAY, day) for text, day in AWAY.items()}
    assert not [text for text in RECEIVED if automatic(layout(text))[0] not in {Kind.ACKNOWLEDGEMENT, Kind.OTHER}]


def test_markup_moves_no_day() -> None:
    """As Outlook writes it, with a signature."""
    found = {text: automatic(signed(text), markup=True) for text in AWAY}
    assert found == {text: (Kind.AWAY, day) for text, day in AWAY.items()}
    assert not [one for one in RECEIVED if automatic(signed(one), markup=True)[0] not in {Kind.ACKNOWLEDGEMENT, Kind.OTHER}]
