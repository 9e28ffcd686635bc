"""The heads that programs put on the automatic replies that they send, as they really come."""

# ruff: noqa: E501 - an engine is a line or two

import base64
from email.header import Header
from typing import Final

DATE: Final = "Thu, 26 Nov 2026 10:00:00 +0800"
TO: Final = "To: callback+0123456789abcdef@example.com\n"
ASKED: Final = "<179530029889.11411@callback.example.com>"
SUBJECT: Final = "6869419583 REQ-20418 callback"
_ANSWERS: Final = f"In-Reply-To: {ASKED}\nReferences: {ASKED}\n"
_PERSON: Final = "From: Ben Huang <ben@corp.example>\n"
_CHINESE_PERSON: Final = "From: =?utf-8?B?6buE5pys?= <ben@corp.example>\n"
_MIME: Final = "MIME-Version: 1.0\n"
_EXCHANGE: Final = (
    "X-MS-Has-Attach:\nX-Auto-Response-Suppress: All\nX-MS-Exchange-Inbox-Rules-Loop: ben@corp.example\nX-MS-TNEF-Correlator:\n"
    f"x-ms-exchange-parent-message-id: {ASKED}\nauto-submitted: auto-generated\n"
    "x-ms-exchange-generated-message-source: Mailbox Rules Agent\n"
)

# Each engine's own fields; {subject} stands where it writes its subject after its own manner.
HEADS: Final[dict[str, str]] = {
    "exchange 365": f"Return-Path: <>\n{_PERSON}Subject: Automatic reply: {{subject}}\n{_EXCHANGE}{_ANSWERS}",
    "exchange 365, chinese": f"Return-Path: <>\n{_CHINESE_PERSON}Subject: 自动答复: {{subject}}\n{_EXCHANGE}{_ANSWERS}",
    "exchange 365, newer chinese": f"{_CHINESE_PERSON}Subject: 自动回复: {{subject}}\n{_EXCHANGE}{_ANSWERS}",
    "exchange, traditional": f"{_CHINESE_PERSON}Subject: 自動回覆: {{subject}}\n{_EXCHANGE}",
    "exchange 2010": f"Return-Path: <>\n{_PERSON}Subject: Out of Office: {{subject}}\nX-Auto-Response-Suppress: All\n"
    "X-MS-Exchange-Inbox-Rules-Loop: ben@corp.example\nauto-submitted: auto-generated\n",
    "exchange 2003": f"{_PERSON}Subject: Out of Office AutoReply: {{subject}}\nContent-class: urn:content-classes:message\n",
    "exchange, german": f"Return-Path: <>\n{_PERSON}Subject: Automatische Antwort: {{subject}}\n{_EXCHANGE}",
    "exchange, french": f"Return-Path: <>\n{_PERSON}Subject: Réponse automatique : {{subject}}\n{_EXCHANGE}",
    "exchange, japanese": f"Return-Path: <>\n{_PERSON}Subject: 自動応答: {{subject}}\n{_EXCHANGE}",
    "exchange, headers lost at a gateway": f"{_PERSON}Subject: [External] Automatic reply: {{subject}}\n",
    "gmail": f"Return-Path: <ben@corp.example>\n{_PERSON}Subject: Out of office Re: {{subject}}\nPrecedence: bulk\nX-Autoreply: yes\n"
    f"Auto-Submitted: auto-replied\n{_ANSWERS}",
    "gmail, own subject": f"{_PERSON}Subject: Away Re: {{subject}}\nPrecedence: bulk\nX-Autoreply: yes\n{_ANSWERS}",
    "qq, 2024": "Return-Path: <ben+auto_=callback=example.com@qq.com>\nX-QQ-AUTO-REPLY: true\nFrom: =?gb18030?B?u8axvg==?= <ben@qq.com>\n"
    f"Subject: 自动回复:{{subject}}\nX-Mailer: QQMail 2.x\nX-QQ-Mailer: QQMail 2.x\n{_ANSWERS}",
    "qq, 2020": "Return-Path: <ben+auto_=callback=example.com@qq.com>\nX-QQ-HolidayReply: true\nFrom: =?gb18030?B?u8axvg==?= <ben@qq.com>\n"
    "Subject: 自动回复:{subject}\nX-QQ-MIME: TCMime 1.0 by Tencent\n",
    "qq, no header at all": "From: ben <ben@qq.com>\nSubject: 自动回复:{subject}\nX-Mailer: QQMail 2.x\n",
    "163": "From: ben <ben@163.com>\nSubject: 自动回复:{subject}\nX-Priority: 3\nX-Mailer: Coremail Webmail Server Version XT5\n"
    "X-CM-TRANSID: yMCowAD3\nAuto-Submitted: auto-replied\n",
    "coremail, enterprise": f"{_CHINESE_PERSON}Subject: 自动回复: {{subject}}\nX-Coremail-Antispam: 1Uf129KBjvdXoW8XF\nX-CM-SenderInfo: ben\n",
    "aliyun": f"{_CHINESE_PERSON}Subject: 自动回复：{{subject}}\nX-Mailer: Alimail-Mailagent\nX-Alimail-AntiSpam: AC=CONTINUE\n{_ANSWERS}",
    "exmail": f"{_CHINESE_PERSON}Subject: 自动回复:{{subject}}\nX-QQ-SSF: 00400000000000F0\nX-QQ-AUTO-REPLY: true\n",
    "sina": "From: ben <ben@sina.com>\nSubject: 自动回复: {subject}\nX-Mailer: Sina WebMail 4.0\n",
    "foxmail filter": f"{_CHINESE_PERSON}Subject: 自动回复: Re: {{subject}}\nX-Mailer: Foxmail 7.2.25\n{_ANSWERS}",
    "zimbra": f"Return-Path: <>\n{_PERSON}Subject: Out of Office Re: {{subject}}\nAuto-Submitted: auto-replied (zimbra; vacation)\n"
    f"Precedence: bulk\nX-Mailer: Zimbra 8.8.15_GA\n{_ANSWERS}",
    "pigeonhole": f"Return-Path: <>\nX-Sieve: Pigeonhole Sieve 0.5.19\nMessage-ID: <dovecot-sieve-1795300298-910560-0@vm>\n{_PERSON}"
    f"Subject: Auto: {{subject}}\nAuto-Submitted: auto-replied (vacation)\nPrecedence: bulk\nX-Auto-Response-Suppress: All\n{_ANSWERS}",
    "cyrus": f"Return-Path: <>\nMessage-ID: <cmu-sieve-910560-1795300298-0@vm>\nX-Sieve: CMU Sieve 3.0\n{_PERSON}Subject: Auto: {{subject}}\n"
    "Auto-Submitted: auto-replied (vacation)\n",
    "vacation(1)": f"Return-Path: <>\n{_PERSON}Subject: away from my mail\nDelivered-By-The-Graces-Of: The Vacation program\nPrecedence: bulk\n",
    "vacation(1), own subject": f"Return-Path: <>\n{_PERSON}Subject: {{subject}}\nPrecedence: junk\nX-Mailer: vacation 1.2.8.0\n",
    "lotus notes": f"{_PERSON}Subject: AUTO: Ben Huang is out of the office (returning 30/11/2026)\nAuto-Submitted: auto-generated\n"
    "X-Mailer: IBM Notes Release 9.0.1\nX-MIMETrack: Serialize by Router\n",
    "groupwise": f"{_PERSON}Subject: {{subject}} (Automatic reply)\nX-Mailer: GroupWise 18\nX-Autogenerated: Reply\n",
    "icloud": f"{_PERSON}Subject: Auto-Reply: {{subject}}\nX-Apple-Action: AUTOREPLY/VACATION\nAuto-Submitted: auto-replied\n{_ANSWERS}",
    "cpanel": f"Return-Path: <>\n{_PERSON}Subject: Autoreply: {{subject}}\nX-Autorespond: {{subject}}\nMIME-Version: 1.0\n"
    "X-Loop: ben@corp.example\nPrecedence: auto_reply\n",
    "plesk": f"{_PERSON}Subject: Re: {{subject}}\nPrecedence: auto_reply\nAuto-Submitted: auto-replied\n{_ANSWERS}",
    "postfixadmin": f"{_PERSON}Subject: Out of Office\nPrecedence: junk\nX-Mailer: Postfix Admin Virtual Vacation 4.0\n"
    "Auto-Submitted: auto-replied\n",
    "roundcube, managesieve": f"Return-Path: <>\n{_PERSON}Subject: Abwesenheitsnotiz\nAuto-Submitted: auto-replied (vacation)\n{_ANSWERS}",
    "fastmail": f"Return-Path: <>\n{_PERSON}Subject: Re: {{subject}}\nAuto-Submitted: auto-replied (vacation)\nX-Sieve: CMU Sieve 3.0\n",
    "yahoo": f"{_PERSON}Subject: Yahoo! Auto Response\nX-Autoreply: yes\nAuto-Submitted: auto-replied\n{_ANSWERS}",
    "outlook.com": f"{_PERSON}Subject: Automatic reply: {{subject}}\nauto-submitted: auto-generated\nX-MS-Exchange-Generated-Message-Source: "
    f"Mailbox Rules Agent\n{_ANSWERS}",
    "zoho": f"{_PERSON}Subject: Out of Office Re: {{subject}}\nX-Mailer: Zoho Mail\nAuto-Submitted: auto-replied\n{_ANSWERS}",
    "protonmail": f"{_PERSON}Subject: Auto: {{subject}}\nX-Pm-Origin: internal\nAuto-Submitted: auto-replied\nX-Autoreply: yes\n{_ANSWERS}",
    "kerio": f"Return-Path: <>\n{_PERSON}Subject: AutoReply: {{subject}}\nX-Kerio-AutoReply: yes\nAuto-Submitted: auto-replied\n",
    "mdaemon": f"{_PERSON}Subject: RE: {{subject}}\nX-MDaemon-Deliver-To: callback@example.com\nPrecedence: bulk\nX-Actual-From: ben@corp.example\n"
    "Auto-Submitted: auto-replied\n",
    "smartermail": f"{_PERSON}Subject: Auto-Reply: {{subject}}\nX-SmarterMail-AutoResponder: true\n",
    "mercury": f"Return-Path: <>\n{_PERSON}Subject: Automatic reply\nX-Autoreply-From: ben@corp.example\nX-Mailer: Mercury/32\n",
    "exim filter": f"Return-Path: <>\n{_PERSON}Subject: Vacation reply\nAuto-Submitted: auto-replied\nMessage-ID: <E1lv-0004@mx.corp.example>\n",
    "procmail": f"{_PERSON}Subject: Re: {{subject}}\nX-Loop: ben@corp.example\nPrecedence: junk\nX-Autoresponder: formail\n",
    "rfc 3834, nothing else": f"{_PERSON}Subject: Re: {{subject}}\nAuto-Submitted: auto-replied\n{_ANSWERS}",
}


def reply(engine: str, text: str, *, html: bool = False, charset: str = "utf-8") -> bytes:
    """Return an automatic reply of that engine: the subject in encoded words, the text in base64."""
    subject, fields = SUBJECT, HEADS[engine].replace("{subject}", SUBJECT)
    lines = [_encoded(line) for line in fields.splitlines()]
    body = (
        f'<html><head><meta charset="{charset}"></head><body><div>{text.replace(chr(10), "<br>")}</div></body></html>'
        if html
        else text
    )
    kind = f"Content-Type: text/{'html' if html else 'plain'}; charset={charset}\nContent-Transfer-Encoding: base64\n"
    head = "\n".join(lines) + f"\nDate: {DATE}\n{TO}" + ("" if _MIME in fields else _MIME) + kind
    assert subject in fields or "subject" not in HEADS[engine]
    return head.encode() + b"\n" + base64.encodebytes(body.encode(charset, "replace"))


def _encoded(line: str) -> str:
    name, _, value = line.partition(": ")
    return line if value.isascii() else f"{name}: {Header(value, 'utf-8', maxlinelen=900).encode()}"
