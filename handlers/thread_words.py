"""The owner's words in a handover's thread that act (procedure, section 4).

Strict on purpose: a whole short sentence from a list, never a word within one, and never a question. A reply that is missed costs
a press on a button; one that is misread ends a handover that nobody has dealt with.
"""

import re
from dataclasses import dataclass
from typing import Final

from bot.rules.cleaning import flat
from bot.rules.handover import Act
from handlers import phrasing
from handlers.times import Reading, TimeReader

LONGEST: Final = 80  # characters without mentions; a longer reply is a story


@dataclass(frozen=True, slots=True)
class Said:
    """What the owner's words do. `asked` is the new time of a call that nobody answered, None when none was named.

    `reason` is why they cannot take it.
    """

    act: Act
    asked: Reading | None = None
    reason: str = ""


_ACKNOWLEDGED: Final = (
    "已?收到了?|已?接单|我来(?:打|处理|跟进|回|回电|接)?|我接了?"
    "|(?:我?会?尽快|我?会|我?马上|这就|现在)(?:就)?(?:给客户)?(?:打|回电|联系|处理|跟进)(?:客户)?"
    "|on it|i'm on it|got (?:it|this)|i've got (?:it|this)|i have it|it's mine|mine|ack|acknowledged|roger"
    "|received|i'll take it|(?:i'll|i will|will) do|(?:i'll|i will|will) call(?: them| back| the customer)?|calling(?: them)? now"
)
_REACHED: Final = (
    "(?:已经?)?(?:给客户)?回电(?:客户)?了|已经?(?:给客户)?回电(?:客户)?|已经?(?:打通|联系|联系上|联系到)(?:客户)?了?|打通了|联系上了|联系到客户了|(?:电话)?打完了"
    "|(?:all )?done|(?:i )?called(?: back)?(?: them| the customer)?|reached(?: them| the customer)?|customer (?:was )?reached"
    "|spoke(?:n)? (?:to|with) (?:them|the customer)"
)
_NOT_NEEDED: Final = (
    "(?:客户)?不(?:需要|用)了|不(?:需要|用)回电了?"
    "|no longer needed|not needed any ?more|no need any ?more|(?:the )?customer no longer needs it|no call ?back needed"
    r"|(?:the )?customer (?:doesn't|does not) need (?:it|this|the call|a call ?back)(?: any ?more)?"
)
_POLITE_BEFORE: Final = r"(?:(?:好的?|嗯|行|可以|ok|okay|yes|sure|thanks|谢谢)[\s,.!。]+)?"
_POLITE_AFTER: Final = r"(?:[\s,.!。~]*(?:谢谢|多谢|辛苦了|thanks|thank you|thx))?"
_MENTION: Final = re.compile(r"(?:<@[^<>\s]+>|@[\w.\-]+)[\s,:]*")
_END: Final = re.compile(
    r"(?:[\s.!。~👍👌🙏✅💪]"
    r"|:(?:\+1|thumbsup|ok_hand|ok|pray|white_check_mark|heavy_check_mark|muscle|saluting_face|call_me_hand|phone|telephone_receiver"
    r"|smile|slightly_smiling_face|simple_smile|rocket)(?:::skin-tone-[2-6])?:)+$"
)
"""What says no more than the words before it; Slack has emoji by their names."""
_EMPHASIS: Final = re.compile(r"([*_]{1,2})(\S(?:.*\S)?)\1", re.DOTALL)

_NO_ANSWER: Final = re.compile(
    r"(?:(?:(?:i )?called|rang|打了|打过了|电话)[\s,]*(?:but\s+)?)?"
    r"(?:(?:the )?customer\s+|客户)?"
    r"(?:no (?:answer|reply|response)|(?:nobody|no one) (?:answered|picked up)|(?:didn't|did not) (?:answer|pick up)"
    r"|没有?人接听?|沒人接|无人接听|[没未]接通?|没打通|打不通)(?:电话|了)?"
    r"(?=$|[\s,.;。\d]|约|改|请|再|明|今|后|下|周)[\s,.;。]*",
    re.IGNORECASE,
)

_DECLINED: Final = re.compile(
    r"(?:sorry[\s,.]+)?(?:i\s+)?(?:can't|cannot|can not)\s+(?:take|do|handle)\s+(?:it|this|that)(?:\s+one)?"
    r"(?=\s*(?:[,.;:–-]|$)|\s+(?:because|since|as|due|in|on|at|until|till|i'm|i am|busy|no|not|now|today|right|too)\b)"
    r"|(?:不好意思[\s,]*)?我?(?:处理不了|接不了|打不了|没法处理|无法处理)",
    re.IGNORECASE,
)


def _sentences(sentence: str) -> re.Pattern[str]:
    """Return what one of the sentences is, or two of them that say the same (收到，马上打)."""
    return re.compile(rf"{_POLITE_BEFORE}(?:{sentence})(?:[\s,.!。]+(?:{sentence}))?{_POLITE_AFTER}", re.IGNORECASE)


_SENTENCES: Final = (
    (Act.ACKNOWLEDGE, _sentences(_ACKNOWLEDGED)),
    (Act.REACHED, _sentences(_REACHED)),
    (Act.NOT_NEEDED, _sentences(_NOT_NEEDED)),
)


def read_words(text: str, times: TimeReader) -> Said | None:
    """Return what an owner's reply does, or None when it is just part of the thread.

    Raises the Refusal of a time that follows "no answer" and cannot be read: that owner meant to act.
    """
    said = text.strip()
    if len(said) > 2 * LONGEST:
        return None
    while mention := _MENTION.match(flat(said)):
        said = said[mention.end() :]
    plain = _END.sub("", flat(said).replace("’", "'"))
    if emphasised := _EMPHASIS.fullmatch(plain):
        said, plain = said[slice(*emphasised.span(2))], _END.sub("", emphasised[2])
    if not plain or len(plain) > LONGEST or "?" in plain or "\n" in plain or plain.endswith(("吗", "么", "呢")):
        return None
    for act, sentence in _SENTENCES:
        if sentence.fullmatch(plain):
            return Said(act)
    if found := _DECLINED.match(plain):
        return Said(Act.DECLINE, reason=said[found.end() : len(plain)].strip(" ,.;:。，；：-–"))
    if found := _NO_ANSWER.match(plain):
        asked = phrasing.bare_time(said[found.end() : len(plain)])
        return Said(Act.NO_ANSWER, times.read(asked) if asked else None)
    return None
