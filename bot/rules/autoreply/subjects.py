"""Subject prefixes by which programs answer, and by which people answer or pass on."""

import re
from typing import Final

HUMAN: Final = re.compile(
    (
        r"^\s*(?:\[[^\]]{1,40}\]\s*)?(?:re|fw|fwd|aw|wg|tr|rv|rif|i|sv|vs|antw|doorst|odp|pd|r|ynt|ilt|vl|res|enc|回复|"
        r"回覆|答复|答覆|转发|轉寄|轉發|回信|返信|転送|회신|전달)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]"
    ),
    re.IGNORECASE,
)
# A program's own: nobody begins a subject so by hand.
AUTOMATIC: Final = re.compile(
    r"(?:\[[^\]]{1,30}\]\s*)?[\[(【]?(?:"
    r"(?:automatic|automated|automatically generated) ?-?(?:e?-?mail )?(?:reply|response)\s*(?:[:\])】(-]|re\b|$)|"
    r"auto[- ]?(?:reply|response|responder|replied|respond|answer)\s*(?:[:\])(-]|$)|"
    r"automatic re:|"
    r"auto ?: ?(?:re|fw|aw|回复|答复)\b|auto:[^\n]{1,60}is out of the office|auto re:|\[auto[- ]?(?:reply|response)?\]|"
    r"\(auto(?:matic)?[- ]?reply\)|"
    r"out[- ]of[- ](?:the[- ])?office (?:auto[- ]?reply|reply|notification|response|message|assistant|"
    r"notice)\s*(?:[:\])(-]|$)|vacation (?:reply|response|auto-?reply|message|notice|responder)\s*(?:[:\])(-]|$)|"
    r"(?:来自\S{1,40}的)?(?:qq邮箱|邮件|系统|邮箱|系统邮件|来信|离职|休假|假期|出差|外出|请假|节日|"
    r"节假日)?自动(?:回复|答复|回应|回信|应答|回函)\s*(?:[:\])】）,，(-]|re\b|$)|"
    r"自动応答|自动返信|自動応答|自動返信|不在(?:通知|メール|のお知らせ|连络)\s*(?:[:)]|$)|不在応答|자동 ?(?:응답|"
    r"회신|답장)|부재중? ?(?:자동)? ?(?:응답|회신|알림)|"
    r"automatische? (?:antwort|antwoord|afwezigheid)|abwesenheits-?(?:notiz|meldung|nachricht|benachrichtigung|assistent|"
    r"info)|automatisch(?:e|es) (?:antwort|antwoord)|réponse automatique|reponse automatique|notification d'absence|"
    r"message d'absence|"
    r"respuesta automática|respuesta automatica|risposta automatica|resposta automática|automatyczna odpowiedź|"
    r"automatická odpov[eě]ď|automatisk(?:t)? sva?r|autosvar|automaattinen vastaus|otomatik yanıt|"
    r"automatikus válasz|răspuns automat|автоматический ответ|автоответ|автоматична відповідь|αυτόματη απάντηση|"
    r"afwezigheidsbericht|avtomatski odgovor|automatski odgovor|automatinis atsakymas|automātiskā atbilde|automaatvastus|"
    r"trả lời tự động|balasan otomatis|ตอบกลับอัตโนมัติ|رد تلقائي|מענה אוטומטי"
    r")",
)
# A program's, and now and then a person's: a second sign decides, or what follows.
SHARED: Final = re.compile(
    r"(?:auto|out[- ]of[- ](?:the[- ])?office|ooo|oof|vacation|abwesenheit|abwesend|absence|fuera de (?:la )?oficina|"
    r"fuori sede|fuori ufficio|afwezig|niet aanwezig|ausência temporária|ausencia|nieobecność|休假|外出|出差|请假|不在)\s*[:)]"
)
DATED: Final = re.compile(
    r"\d{1,2}[/.月-]\d|\d(?:st|nd|rd|th)\b|\b(?:today|tomorrow|next|this|until|from|mon|tue|wed|thu|fri|monday|tuesday|"
    r"wednesday|thursday|friday|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\b|今天|明天|下周|本周|"
    r"周[一二三四五]|\d[日号天]"
)
ABSENT: Final = re.compile(
    r"out[- ]of[- ](?:the[- ])?office|\booo\b|\boof\b|vacation|on (?:\w+ )?leave|holiday|\baway\b|abwesen|urlaub|absence|"
    r"absent|ausente|fuera de|assente|fuori|afwezig|nieobecn|отсутств|отпуск|休假|出差|外出|请假|离岗|不在|休暇|放假|부재|휴가"
)
TELLS: Final = re.compile(rf"^auto:|\b(?:i am|i'm|is|am) |{DATED.pattern}|我|本人|离职|休假中|正在")
LEFT: Final = re.compile(r"离职|退休|no longer|left the company|retired|退職|퇴사")

BOUNCE: Final = re.compile(
    r"^(?:\[[^\]]{1,30}\]\s*)?(?:undeliver(?:able|ed)|mail delivery (?:failed|failure|error|problem)|"
    r"delivery (?:status notification ?(?:\((?:failure|mail delivery)|$)|failure|failed|error|report|has failed|"
    r"unsuccessful|problem|notification)|"
    r"(?:mail|message|e-?mail)? ?(?:delivery )?failure (?:notice|notification|report)|failure(?: notice)?$|"
    r"returned (?:mail|e-?mail|to sender|message)|return(?:ed)? to sender|message (?:could not|cannot|can't|not|"
    r"undeliverable|delivery failure|status - undeliverable|you sent blocked)|(?:your )?(?:message|e-?mail|mail) (?:was |"
    r"has been |could |)(?:not |un)(?:be )?deliver|"
    r"non[- ]?delivery|mail (?:could not|undeliverable|not delivered|system error|returned|status report)|"
    r"mail:? ?delivery|unable to deliver|(?:mail|message|delivery) rejected|rejected (?:mail|message|posting)|rejected:|"
    r"bounce[d]?\b|not delivered|unzustellbar|nicht zustellbar|unzustellbare|nachricht nicht zugestellt|"
    r"non remis|non distribu|échec de (?:la )?(?:remise|distribution)|no se (?:puede|ha podido|pudo) entregar|"
    r"no entregado|correo no entregado|error de entrega|non recapitabile|mancat[ao] (?:recapito|consegna)|"
    r"impossibile recapitare|não (?:entregue|é possível entregar|foi possível)|onbestelbaar|onbezorgbaar|"
    r"niedostarczon|nie można dostarczyć|niemożliwe do|nie dostarczono|недоставлен|не удается доставить|"
    r"сообщение не доставлено|не доставлено|ошибка доставки|kan inte levereras|olevererbart|kan ikke leveres|ikke levert|"
    r"ei voitu toimittaa|teslim edilemedi|nedoručiteľn|nelze doručit|doručení|kézbesíthetetlen|"
    r"系统退信|退信|退件|邮件(?:被)?退回|信件退回|被退回|来自\S{0,60}的退信|邮件(?:投递|发送|传递|传送)(?:失败|"
    r"错误)|投递失败|发送失败|寄送失败|传送失败|未(?:送达|传递|能送达)|无法(?:送达|"
    r"传递|投递|发送|递送)|邮件未送达|(?:邮件)?投递状态|notice: mail delivery status|退回通知|"
    r"配信不能|未配信|配信(?:エラー|できません|失敗)|送信エラー|送信できません|不達|배달(?:되지|되지 않|할 수|실패|"
    r" 실패)|전송 ?실패|반송|메일 (?:전송|발송) ?실패|user unknown|"
    r"unknown (?:user|recipient|address)|invalid (?:recipient|address)|recipient (?:unknown|rejected)|address (?:unknown|"
    r"not found)|mailbox (?:full|unavailable|is full|quota)|over quota|quota exceeded|"
    r"permanent (?:delivery )?(?:failure|error)|mail delivery subsystem|mailer-daemon|postmaster notify|"
    r"warning: could not send|message not deliver|nondeliverable mail|undelivered|mail (?:deliv|failed|failure)|"
    r"(?:automatically )?rejected mail|"
    r"delivery notification: delivery has failed|failed mail|failed delivery|\W*virus (?:found|alert|in)|"
    r"content violation|banned (?:content|file)|blocked (?:mail|message))"
)
DELAYED: Final = re.compile(
    r"(?:delivery status notification ?\(delay|delay(?:ed)?\b|\bdeferred|not (?:yet )?(?:been )?delivered yet|"
    r"still (?:being )?retried|warning: (?:message|could not send|mail|delivery)|temporary|delivery (?:warning|delay)|"
    r"mail delivery warning|delivery delayed|message still|verzögert|retardé|retrasad|vertraagd|延迟|延时|迟滞|遅延|"
    r"遅れ|지연|attente|"
    r"opóźnion|задерж|on hold)"
)
RECEIPT: Final = re.compile(
    r"^(?:read|not read|read receipt|return receipt(?: \(displayed\))?|gelesen|ungelesen|nicht gelesen|lu|non lu|leído|"
    r"no leído|letto|non letto|lida|não lida|gelezen|niet gelezen|przeczytano|прочтено|прочитано|已读|未读|已讀|"
    r"未讀|开封通知|開封済み|閱讀|"
    r"읽음|읽지 않음|disposition notification|已读回执|阅读回执|回执|read-receipt|läst|læst|lest|luettu|okundu)\s*(?:[:：(]|$)"
)
MEETING: Final = re.compile(
    r"^(?:accepted|declined|tentative(?:ly accepted)?|meeting (?:accepted|declined|forward notification)|canceled|"
    r"cancelled|updated invitation|invitation|new time proposed|angenommen|zugesagt|abgelehnt|abgesagt|mit vorbehalt|"
    r"vorläufig|accepté|refusé|provisoire|aceptada|rechazada|provisional|accettata|rifiutata|aceito|recusado|geaccepteerd|"
    r"afgewezen|"
    r"zaakceptowano|odrzucono|принято|отклонено|已接受|已拒绝|已谢绝|已暂定接受|接受|拒绝|谢绝|暂定|暂时接受|"
    r"已暂时接受|会议(?:已)?(?:接受|拒绝|取消)|已取消|承诺|承諾|"
    r"辞退|仮承諾|仮の予定|수락|거절|미정)\s*[:：]"
)
CHALLENGE: Final = re.compile(
    r"^(?:please confirm|confirm(?:ation)? (?:required|needed|your message)|verify your (?:message|e-?mail)|"
    r"your message (?:is )?awaiting|action required: confirm|\[?challenge|anti-?spam (?:challenge|verification)|"
    r"message awaiting|awaiting (?:your )?(?:confirmation|verification)|请(?:确认|验证)(?:您的)?(?:邮件|发送))"
)


def bare(subject: str) -> str:
    """Return the subject without marks that gateways put before it: "[EXT]", "[SPAM]", "***SPAM***"."""
    return _MARKS.sub("", subject)


_MARKS: Final = re.compile(
    r"^(?:\s*(?:\[(?:ext(?:ernal)?|spam|suspected spam|扫描|外部|外部邮件|bulk|caution)[^\]]{0,20}\]|\*{2,}\w+\*{2,}|【(?:外部|"
    r"external)[^】]{0,10}】|external:|ext:))+\s*",
    re.IGNORECASE,
)


def rest(subject: str) -> str:
    """Return what of an automatic reply's subject is its own: nothing when the original subject follows the prefix."""
    found = AUTOMATIC.match(subject)
    if found is None:
        return "" if HUMAN.match(subject) else subject
    return subject if subject.startswith("auto:") or ("自动" in found[0] and len(found[0]) > len("自动回复:")) else ""
