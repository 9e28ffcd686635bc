"""Reports of mail hosts: what was not delivered, to whom, and whether for good. Also those that follow no standard."""

import re
from dataclasses import dataclass
from typing import Final

from bot.rules.autoreply import fields as heads
from bot.rules.autoreply import signs, subjects
from bot.rules.autoreply.letter import Letter
from bot.rules.autoreply.verdict import Failed, Kind
from bot.rules.autoreply.wording import plain

_READ: Final = 12_000  # letters of a report that are looked at
_MOST_FAILED: Final = 50
_OPENINGS: Final = 1_200
_ENGINE: Final = re.compile(
    r"this is the (?:qmail-send program|mail (?:delivery )?system at|postfix)|"
    r"this message was created automatically by (?:the )?mail(?: delivery| system| server)|this is the mail system|"
    r"the following (?:addresses|recipients?|message|organization|e-?mail|addressee|to)[^\n]{0,40} (?:had|could not|"
    r"cannot|was not|have|failed|can ?not|did not|reported|is|were|rejected)|your (?:message|e-?mail|"
    r"mail)\b[\s\S]{0,200}?(?:couldn't|"
    r"could not|wasn't|was not|cannot|can't|has not been|did not|failed to) (?:be )?(?:deliver|reach)|"
    r"delivery (?:to the following|has failed|failed|to .{0,60} failed)|(?:message|mail|e-?mail)[^\n]{0,60}(?:could not|"
    r"couldn't|cannot|can't|was not|has not been|wasn't|unable to) be? ?(?:be )?(?:delivered|sent|deliver)|"
    r"address not found|address couldn't be found|message not delivered|"
    r"permanent (?:fatal )?errors|transcript of session|(?:unable|failed|not able|was unable|failure) to deliver|"
    r"undeliver(?:able|ed)|did not reach the following|unrouteable address|returned (?:to sender|mail|message|below|"
    r"because)|mail (?:box|quota)[^\n]{0,20}(?:full|exceeded)|"
    r"sorry,? (?:i wasn't able|we were unable|i couldn't|it didn't|your (?:message|mail))|rejected (?:your message|by)|"
    r"i'm afraid i wasn't able|delivery status notification|recipient(?:'s)? (?:address )?(?:rejected|not found|unknown)|"
    r"not a valid (?:user|recipient|address|mailbox)|no valid recipients?|unknown (?:host|domain|mailbox)|"
    r"no such (?:user|recipient|mailbox|address)|user unknown|"
    r"无法(?:投递|发送|送达|递送|传送|传递|到达|被投递|将)|投递失败|发送失败|没有(?:成功|能够)?(?:投递|送达|发送)|"
    r"未能向|未(?:能|被)?(?:成功)?(?:投递|送达|传递|发送|递送)|退回(?:给|了|您|的|"
    r"原因)|被(?:对方|收件人|收件方|拒|退)|退信(?:原因|通知|信息|说明)|邮件被退|收件人(?:邮件)?(?:地址|邮箱|帐号|"
    r"账号|用户)?(?:[^\n]{0,20})(?:不存在|已满|拒绝|有误)|信件无法|"
    r"nicht (?:zugestellt|zustellbar|erreicht)|konnte(?:n)? nicht|n'a pas pu être|n'ont? pas été|no (?:se ha podido|pudo|"
    r"se pudo|ha llegado)|non (?:è stato|può essere|consegnat|recapit)|não (?:pôde|foi possível)|niet worden (?:bezorgd|"
    r"afgeleverd)|nie (?:może|mogła|udało|został)|не (?:может быть|доставлен|удалось)|"
    r"配信(?:でき|不能)|お届けできません|送信(?:でき|エラー)|届け(?:られ|ること)|전송(?:되지|하지|에 실패)|배달"
)
_CODE: Final = re.compile(
    r"\b[45]\.\d{1,2}\.\d{1,3}\b|\b(?:55\d|45[0-2]|421|54\d|50\d)[ -](?:[45]\.\d|\w+)|smtp; ?[45]\d\d|\bremote host said|"
    r"\bhost .{3,80} said:|smtp error|message from .{0,40}remote"
)
_AGAIN: Final = re.compile(
    r"will (?:keep trying|continue|be retried|retry|try again|automatically retry)|still (?:being )?(?:retried|trying)|"
    r"still trying|no action is required|do not need to resend|not (?:been )?(?:yet )?delivered yet|"
    r"has not yet been delivered|"
    r"delivery attempts will continue|this is a warning|warning message only|you do not need|继续(?:尝试|重试|投递)|"
    r"稍后(?:将|"
    r"会)|无需(?:重新|再次|重发)|请勿重发|暂时(?:无法|未能|不能)|尚未送达|will be tried|delivery .{0,30}(?:has been )?delayed|"
    r"message .{0,30}delayed|wird weiterhin versucht|weiterhin versuchen"
)
_FINAL: Final = re.compile(
    r"gave up|giving up|given up|(?<!fails )permanent|no longer be retried|will not be retried|retry time ?out|too old|expired|"
    r"could not be delivered for the last |final(?:ly)? fail|停止|放弃|最终|被退回|退信原因"
)
_FULL: Final = re.compile(
    r"\b[45]\.2\.2\b|mailbox (?:is )?(?:full|over)|over ?quota|quota (?:exceeded|exceeds|is full|limit|reached)|"
    r"exceed(?:ed|s)? (?:the |its |his |their )?(?:maximum )?(?:mailbox |storage )?(?:quota|size)|mailbox (?:size )?limit|"
    r"insufficient (?:system )?(?:storage|disk)|out of (?:storage|disk) space|"
    r"disk quota|mailfull|mailbox_?full|out of storage|(?:邮箱|信箱|空间|容量)(?:[^\n]{0,8})(?:已满|满|不足|超)|超(?:出|"
    r"过)(?:[^\n]{0,8})(?:容量|配额|空间|限额)|postfach (?:ist )?voll|boîte .{0,20}pleine|buzón .{0,20}lleno|"
    r"容量(?:超過|オーバー)"
)
_DELIVERED: Final = re.compile(
    r"\b(?:was|has been) (?:successfully )?delivered to (?:the |these )|\bdelivery to these recipients or groups is complete|"
    r"(?:已|已经)(?:成功)?(?:送达|投递到|传递给|发送到)(?:以下|下列|这些)|传递到这些收件人或组已完成"
)
_LURE: Final = re.compile(
    r"click (?:here|below|the|on)|(?:release|retrieve|recover|deliver|view|review|allow|fix|resolve|restore|confirm|"
    r"verify|validate|sync) (?:your |all |the |my |these |pending )*(?:pending |held |undelivered |blocked |incoming |"
    r"quarantined |delayed )*(?:messages?|e-?mails?|mails?|account|password|mailbox|inbox|deliver\w*|identity|now)|"
    r"pending (?:incoming )?(?:messages?|mails?)|incoming (?:messages|mails)|keep (?:same|current|using (?:the )?(?:same|"
    r"current)) password|upgrade (?:your )?(?:mailbox|storage|quota)|点击(?:此处|这里|下面|以下|链接|恢复|接收)|"
    r"升级邮箱|验证(?:您的)?(?:账号|账户|邮箱|"
    r"密码)|立即(?:接收|恢复|验证)"
)
_LINK: Final = re.compile(r"https?://|href|\bwww\.|click|点击")
_ADDRESS: Final = re.compile(r"[a-z0-9][\w.+=&'~-]{0,80}@[a-z0-9][a-z0-9.-]{0,120}\.[a-z]{2,24}", re.IGNORECASE)
_STARTS: Final = ("hi. this is the qmail-send", "this message was created automatically by mail delivery")
_BY_HOST: Final = "words of a mail host"
_REPORT_TYPES: Final = frozenset({"message/delivery-status", "delivery-status"})
_ORIGINAL: Final = re.compile(
    (
        r"^[> ]*(?:(?:received|return-path|message-id|from|发件人|寄件者) ?[:：]|-{3,}[^\n]*(?:message header|original|"
        r"message follows|copy of|原邮件|原始)|original message follows)"
    ),
    re.IGNORECASE | re.MULTILINE,
)
_REJECTED: Final = re.compile(r"automatically rejected|(?:was|been) (?:rejected|refused)|拒收")
_NOT_FAILED: Final = re.compile(
    r"^(?:mailer-daemon|postmaster|abuse|support|help(?:desk)?|noreply|no-reply)@",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Report:
    """What a mail host reports: a failure, a delay, or something else, and why that is known."""

    kind: Kind
    what: str
    failed: tuple[Failed, ...]
    reason: str


def report(letter: Letter) -> Report | None:
    """Return what a mail host reports, None when the mail is no such report."""
    subject, said = subjects.bare(plain(letter.subject)), plain(letter.text[:_READ])
    if letter.reports or letter.types & _REPORT_TYPES:
        return _standard(letter, subject, said)
    if "message/disposition-notification" in letter.types:
        return _of(letter, subject, said, "rejected by the recipient's host") if _REJECTED.search(said) else None
    if (signs.daemon(letter) or letter.return_path == "") and _DELIVERED.search(said[:_OPENINGS]) and not letter.failed:
        return Report(Kind.OTHER, "delivered", (), "words of a mail host: delivered")
    reason = "x-failed-recipients" if "x-failed-recipients" in letter.fields else _by_words(letter, subject, said)
    if reason not in {None, _BY_HOST, "x-failed-recipients"} and _lures(letter, said):
        return Report(Kind.OTHER, "phishing", (), "imitates a delivery report")
    return _of(letter, subject, said, reason) if reason else None


def _by_words(letter: Letter, subject: str, said: str) -> str | None:
    host, named = signs.daemon(letter), bool(subjects.BOUNCE.match(subject) or subjects.DELAYED.match(subject))
    opens, coded = bool(_ENGINE.search(said[:_OPENINGS])), bool(_CODE.search(said))
    original = any(part.letter for part in letter.parts)
    empty = letter.return_path == ""
    if subjects.HUMAN.match(subject) and not (host and (opens or coded)):
        return None
    if host and (named or opens or coded or letter.sender.address.lower().startswith("mailer-daemon@")):
        return "sent by a mail host" if not named or empty or original else "subject of a mail host"
    if named and ((opens and _ADDRESS.search(said)) or ((empty or original or signs.submitted(letter)) and (opens or coded))):
        return "subject and words of a delivery report"
    if (empty and opens and (coded or original or not letter.sender.address)) or said[:300].lstrip().startswith(_STARTS):
        return _BY_HOST
    return None


def _lures(letter: Letter, said: str) -> bool:
    if letter.return_path == "" or letter.quoted_ids or any(part.letter for part in letter.parts):
        return False
    return bool(_LURE.search(said) and (_LINK.search(said) or any(part.type == "text/html" for part in letter.parts)))


def _standard(letter: Letter, subject: str, said: str) -> Report:
    actions = {group.get("action", "").strip(" ();,").partition(" ")[0].lower() for group in letter.reports}
    statuses = "".join(group.get("status", "")[:1] for group in letter.reports)
    if "failed" in actions or ("5" in statuses and "delayed" not in actions):
        return Report(Kind.BOUNCE, "failed", failures(letter, said), "delivery report: failed")
    if "delayed" in actions:
        return Report(Kind.DELAYED, "delayed", failures(letter, said), "delivery report: delayed")
    if actions & {"delivered", "relayed", "expanded", "deliverable"} or (statuses and "4" not in statuses):
        return Report(Kind.OTHER, "delivered", (), "delivery report: delivered")
    return _of(letter, subject, said, "delivery report")


def _of(letter: Letter, subject: str, said: str, reason: str) -> Report:
    waits = (_AGAIN.search(said) or subjects.DELAYED.match(subject)) and not _FINAL.search(said)
    kind = Kind.DELAYED if waits else Kind.BOUNCE
    return Report(kind, "delayed" if waits else "failed", failures(letter, said), reason)


def failures(letter: Letter, said: str) -> tuple[Failed, ...]:
    """Return the addresses that were not reached; from the machine's half of the report if it has one, else from its text."""
    states = {
        heads.addresses(group[name])[0].lower(): group
        for group in letter.reports
        for name in ("original-recipient", "final-recipient")
        if heads.addresses(group.get(name, ""))
    }
    found = letter.failed or _in_text(letter)
    return tuple(_failed(address, states.get(address.lower(), {}), said) for address in found[:_MOST_FAILED])


def _failed(address: str, group: dict[str, str], said: str) -> Failed:
    told = plain(f"{group.get('status', '')} {group.get('diagnostic-code', '')}") if group else said
    full = bool(_FULL.search(told)) or (not group.get("diagnostic-code") and bool(_FULL.search(said)))
    status = group.get("status", "")[:1]
    return Failed(
        address, permanent=status != "4" and not (not group and bool(_AGAIN.search(said)) and not _FINAL.search(said)), full=full
    )


def _in_text(letter: Letter) -> tuple[str, ...]:
    ours = {one.lower() for one in (*letter.to, *letter.cc, *letter.delivered_to, letter.sender.address)}
    text = letter.text[:_READ]
    head = _ORIGINAL.search(text)
    text = text[: head.start()] if head and head.start() > 0 else text
    found = (one.rstrip(".-'") for one in _ADDRESS.findall(text))
    return tuple({one.lower(): one for one in found if one.lower() not in ours and not _NOT_FAILED.match(one)}.values())
