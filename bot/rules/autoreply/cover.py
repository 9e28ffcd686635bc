"""Who stands in, as an automatic reply names them: the words and, when there is one, the address."""

import re
from typing import Final

from bot.rules.autoreply.verdict import Cover

_ADDRESS: Final = re.compile(r"[a-z0-9][\w.+=&'-]{0,80}@[a-z0-9][a-z0-9.-]{0,120}\.[a-z]{2,24}", re.IGNORECASE)
_MAILTO: Final = re.compile(r"\[?<?\(?mailto:[^\s>\])]*[>\])]?", re.IGNORECASE)
_MOST: Final = 120
_NAMED: Final = re.compile(
    r"(?:(?:please )?(?:contact|reach out to|e-?mail|call|get in touch with|direct (?:\w+ ){0,5}to|refer to|speak (?:to|"
    r"with)|forward (?:\w+ ){0,5}to|write to|turn to|ask for|reach)|(?:my )?(?:backup|cover|deputy|delegate|substitute|"
    r"stand-?in)(?: is|:| will be)?|"
    r"wenden sie sich (?:bitte )?an|kontaktieren sie|vertretung:?|vertritt mich|contacter|adresser à|contactez|"
    r"contacte (?:con|a)|contactar (?:con|a)|contattare|rivolgersi a|contate|contactar|neem (?:dan )?contact op met|"
    r"prosz[eę] o kontakt z):?\s+(?P<en>[^\n.;!?]{2,120}(?:\.[^\s\n.;!?][^\n;!?]{0,60})?)"
    r"|(?:请(?:直接|先|及时|您)?(?:与|和|跟)?(?:我的)?(?:同事|代理人|"
    r"职务代理人)?\s*(?P<zh1>[^\n,，。；;!！]{1,40}?)(?:取得)?(?:联系|联络|沟通|接洽|对接)(?!我|"
    r"方式))"
    r"|(?:联系人|代理人|职务代理人|代理|工作(?:暂)?由|(?:事务|业务|事宜|工作|事项|交接)?(?:由|请找|请咨询|"
    r"请致电|请拨打|请电话|转给|转至|联系|聯絡|联络|發信給|请联系|请联络|請聯繫|請聯絡|可联系|"
    r"可找))[:：为是]?\s*(?P<zh2>[^\n,，。；;!！]{2,60})",
    re.IGNORECASE,
)
_NOBODY: Final = re.compile(
    (
        r"^(?:me\b|us\b|you|your|my (?:mobile|cell|phone)|the (?:sender|number)|this|if |as soon|via|at |on |by |back|"
        r"我|您|本人|手机|电话|号码|方式|时间|\d[\d\s+()-]{5,}$|\+\d)"
    ),
    re.IGNORECASE,
)
_TAIL: Final = re.compile(
    r"\s*(?:负责|代为|处理|接手|暂代|代理|代班|跟进|(?:,|，)?\s*(?:who|if you|in case|for (?:urgent|any|immediate|"
    r"assistance|help|further)|"
    r"during|while|instead|should you)\b).*$",
    re.IGNORECASE | re.DOTALL,
)
_LEAD: Final = re.compile(
    r"^(?:我的|我司|本部门)?(?:同事|代理人|领导|部门同事)(?=\S{2,})[:：]?|^(?:my (?:colleague|manager|deputy|boss|"
    r"supervisor|team ?mate)|our|the) (?=[A-Z])"
)


def cover(text: str, others: frozenset[str]) -> Cover | None:
    """Return whom the text (as written) names to turn to; `others` are addresses in lower case that are nobody's cover."""
    text = _MAILTO.sub(" ", text)
    for found in _NAMED.finditer(text):
        said = (found["en"] or found["zh1"] or found["zh2"] or "").strip(" :：,，()（）")
        name = _LEAD.sub("", _TAIL.sub("", said)).strip(" :：,，(（<[.")[:_MOST].strip()
        if not name or _NOBODY.match(name):
            continue
        near = text[found.start() : found.end() + _MOST]
        address = next((one for one in _addresses(near) if one.lower() not in others), None)
        return Cover(name, address)
    return None


def _addresses(text: str) -> list[str]:
    return [one.rstrip(".-'") for one in _ADDRESS.findall(text)]
