"""What people say of somebody who has left for good, in the spelling of `wording.plain`."""

import re
from typing import Final

LEFT: Final = re.compile(
    r"\b(?:no longer|not) (?:be )?(?:works? (?:for|at|with|in|here)|working (?:for|at|with|in|here)|(?:an? )?(?:employee|"
    r"employed|affiliated|part of|a member of|associated)|with (?:the |our |us\b|\w+)|at (?!this time|the moment|present|"
    r"my desk|the office|work)\w+|here\b)"
    r"|\bno longer (?:with|at|works?|working|employed|an employee)\b|\b(?:has|have|i've) (?:now |recently |"
    r"since )?(?:left|departed|retired from|resigned from|moved on from) (?:the |our |my )?(?:company|organi[sz]ation|"
    r"firm|business|university|position|employment|us\b|team|agency|department|(?!(?:for|early|work|home|already|an?|my|it|"
    r"you|this|that)\b)[A-Za-z]\w+\b)(?! (?:office|desk|building|"
    r"for the day|early|message|the office|on (?:a|my)))"
    r"|\b(?:has|have|i've|am|is) (?:now |recently |officially )?retired\b|\b(?:my )?last (?:working )?day (?:at|with|in|"
    r"was|is|of)\b|\bleft the (?:company|organi[sz]ation|firm|employ)|\bceased (?:employment|working)|\bno longer works\b"
    r"|\b(?:have|has|'ve) (?:changed (?:jobs|roles|positions?|companies|employers?)|moved (?:on )?to (?:a new|"
    r"another|a different|new) (?:role|position|team|department|company|job|opportunit\w+)|"
    r"taken (?:on )?a new (?:role|position|job)|accepted a (?:new )?position)|\bno longer (?:be )?(?:responsible|"
    r"handling|in charge|supporting|looking after|in this role|in this position)|\b(?:other|new) opportunities\b|"
    r"\bemployment (?:with|at) .{1,40} (?:has )?ended|\b(?:was|is) my last (?:working )?day\b|\bmailbox (?:is|"
    r"has been|will be) (?:closed|deactivated|decommissioned|deleted)\b|\baccount (?:is|has been|was) (?:now |"
    r"currently )?(?:disabled|deactivated|closed)\b|"
    r"cuenta (?:\w+ ){0,4}(?:deshabilitad|desactivad|cancelad)|(?:konto|postfach) (?:wurde|ist) (?:deaktiviert|"
    r"geschlossen)|(?:调岗|转岗|调往|调到|轮岗至|岗位变动|"
    r"岗位调整|工作变动|工作调动|调整岗位|最后(?:一个)?工作日|(?:邮箱|账号|帐号|信箱)(?:已|将)?(?:停用|注销|关闭|"
    r"停止使用))|(?:个人原因|合同到期)\S{0,6}(?:离职|离开)"
    r"|(?:已|已经|已于[^,，。\n]{0,20}|因|从\S{0,6}|我|本人|其|同事|员工|该员工|于\S{0,12})(?:正式)?(?:离职|辞职|"
    r"退休|离任|调离|调任|离开(?:了)?(?:公司|本公司|原公司|"
    r"我司|单位|学校))|不再(?:在|任职|就职|供职|担任|负责|属于|服务)|(?:离职|离任|退休)(?:人员|员工|了)|"
    r"从\S{1,16}(?:离职|离任|毕业)|不在(?:本|我|该|贵)?(?:公司|司)(?:工作|"
    r"任职|就职|上班)(?:了)?"
    r"|(?:已|已经|现已|早已)不在\S{1,12}(?:工作|任职|就职|上班)|nicht mehr (?:bei|für|im unternehmen|in unserem)|"
    r"(?:das|unser) unternehmen verlassen|im ruhestand|ne (?:fait|"
    r"travaille|fais) plus (?:partie)?|(?:\ba|j'ai) quitté (?:la |l'|notre |mes )|ya no (?:trabaj|forma parte|"
    r"labora)|não (?:trabalha|"
    r"faz parte) mais|mais na empresa|non (?:lavora|fa) più|niet meer werkzaam|werkt niet (?:langer|meer)|nie pracuj|"
    r"больше не работа|уволил|退(?:職|职)(?:いた|しま|され|しました)|퇴사|퇴직"
)
_STAYS: Final = re.compile(
    r"no longer (?:in|at|with) (?:the )?(?:office|my desk|work)|no longer (?:monitor|check|in use|accept|valid|support|"
    r"us)|\b(?:hasn't|not) left|last day (?:in|at) the office|last working day (?:in|at) the office before|last day before"
)


def left(text: str) -> str | None:
    """Return the words that say that somebody has left for good."""
    for found in LEFT.finditer(text):
        if not _STAYS.search(text[max(0, found.start() - 20) : found.end() + 24]):
            return found[0].strip()
    return None
