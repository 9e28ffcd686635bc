"""What somebody wrote themselves: without the original that their program quotes, signature and client footers."""

import re
from typing import Final

from bot.rules.autoreply.letter import Letter

_FROM: Final = r"from|发件人|寄件者|寄件人|寄件者|von|de|da|van|od|от|fra|från|lähettäjä|gönderen|差出人|보낸 ?사람|发自|發件人"
_HEAD: Final = (
    r"sent|date|to|cc|subject|发送时间|发送日期|發送時間|時間|时间|日期|收件人|抄送|主题|主題|主旨|寄件日期|"
    r"傳送時間|gesendet|an|betreff|datum|envoyé|à|objet|"
    r"enviado|para|asunto|assunto|inviato|oggetto|a|data|verzonden|aan|onderwerp|wysłano|do|temat|отправлено|кому|тема|"
    r"дата|送信日時|宛先|件名|보낸 ?날짜|받는 ?사람|제목"
)
_ORIGINAL: Final = (
    r"original (?:message|e-?mail|appointment)|forwarded (?:message|by)|reply message|原始邮件|原始郵件|原邮件|"
    r"原郵件|原始信息|原始訊息|邮件原件|"
    r"郵件原件|回复的原邮件|转发邮件|"
    r"转发的邮件|轉寄郵件|以下是原始邮件|ursprüngliche (?:nachricht|mail)|original-?nachricht|message (?:d'origine|"
    r"original|transféré)|"
    r"mensaje original|mensagem original|"
    r"messaggio originale|oorspronkelijk bericht|wiadomość oryginalna|oryginalna wiadomość|исходное сообщение|"
    r"пересылаемое сообщение|元のメッセージ|원본 ?메[시일]지?"
)
_WROTE: Final = (
    r"wrote|writes|写道|寫道|寫|schrieb|a écrit|escribió|ha scritto|scrisse|schreef|escreveu|pisze|napisał\(?a?\)?|"
    r"написал\(?а?\)?|пишет|skrev|kirjoitti|yazdı|님이 작성|のメール"
)
_MARK: Final = re.compile(
    rf"^[ \t>*]*(?:[-=_*—]{{2,}}[ \t]*(?:{_ORIGINAL})[ \t]*[-=_*—:：]*.{{0,80}}$|"
    rf"(?:{_ORIGINAL})[ \t]*[:：]?[ \t]*[-=_—]{{2,}}$|begin forwarded message:|开始转发的邮件[:：]"
    r"|-{3,} ?(?:the following is|below this line|this is a copy|enclosed is|copy of).{0,100}$|"
    r"-{5,} ?message body follows)",
    re.IGNORECASE | re.MULTILINE,
)
_BLOCK: Final = re.compile(
    rf"^(?:[ \t]*[-_=]{{5,}}[ \t]*\n(?:[ \t]*\n){{0,2}})?[ \t>*_]*(?:{_FROM})[ \t*]*[:：][^\n]{{0,300}}\n"
    rf"(?:[^\n]{{0,300}}\n){{0,2}}?[ \t>*]*(?:{_HEAD})[ \t*]*[:：]",
    re.IGNORECASE | re.MULTILINE,
)
_ATTRIBUTION: Final = re.compile(
    rf"^(?![ \t]*>)(?=[^\n]*(?:\d|@))[^\n]{{4,250}}(?:\n(?![ \t]*\n)[^\n]{{0,120}})?(?:{_WROTE})[^\n]{{0,100}}[:：][ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTED_LINE: Final = re.compile(r"^[ \t]*[>|＞][^\n]*\n?", re.MULTILINE)
_SIGNATURE: Final = re.compile(r"^--[ \u00a0]?\r?$", re.MULTILINE)
_FOOTER: Final = re.compile(
    r"^[ \t]*(?:sent from (?:my|mail for|yahoo|outlook|samsung|proton|the)|sent via |get outlook for|"
    r"von meinem .{0,30} gesendet|envoyé de mon|enviado (?:desde|do) mi?|"
    r"inviato da |verzonden (?:vanaf|met)|发自我的|发自.{0,20}(?:手机|邮箱|iphone|ipad|客户端)|来自我的|"
    r"从我的.{0,20}发送|從我的.{0,20}傳送|傳送自|寄件自|"
    r"由.{0,12}邮箱发送|"
    r"获取 ?outlook|取得 ?outlook|下载 ?outlook|使用 ?outlook|本邮件由.{0,20}发送|iphoneから送信|나의 iphone|отправлено с).*$",
    re.IGNORECASE | re.MULTILINE,
)
_LEAST: Final = 2


def said(letter: Letter) -> str:
    """Return the writer's own words; empty when there are none beside what is quoted."""
    return own_words(letter.text)


def own_words(text: str) -> str:
    """Return the text without quoted originals, signature and client footers, stripped."""
    text = _without_attributed(text)
    for pattern in (_MARK, _BLOCK):
        if found := pattern.search(text):
            text = text[: found.start()]
    text = _QUOTED_LINE.sub("", text)
    if found := _SIGNATURE.search(text):
        before = text[: found.start()]
        text = before if len(before.strip()) >= _LEAST else text[found.end() :]
    return _FOOTER.sub("", text).strip()


def _without_attributed(text: str) -> str:
    kept, at = "", 0
    while found := _ATTRIBUTION.search(text, at):
        kept += text[at : found.start()]
        rest = text[found.end() :].lstrip()
        if not rest.startswith((">", "|", "＞")):
            return kept
        at = len(text) - len(rest)
    return kept + text[at:]
