"""What automatic replies say of an absence, in the spelling of `wording.plain`: most of it in Chinese and in English."""

import re
from typing import Final

_LEAVE: Final = (
    "annual|sick|medical|parental|maternity|paternity|adoption|personal|compassionate|bereavement|study|unpaid|"
    "long service|family|"
    "military|extended|planned|scheduled|summer|winter|christmas|easter|public|bank|national|a short|a long|short|my|a|an|"
    "paid|pre-approved|well-deserved"
)
ABSENT_ENGLISH: Final = (
    r"\bout of (?:the |my )?offi?ce\b|\bout-of-(?:the-)?office\b|\booo\b|\boof\b|\bout of (?:the )?(?:country|town|state|"
    r"building|reach)\b|"
    rf"\bon (?:(?:{_LEAVE}) )*(?:leave|vacation|holidays?|sabbatical|pto|honeymoon|furlough|business trip|"
    rf"(?:business )?travel|trip|a course)\b|"
    r"\b(?:taking|having|enjoying) (?:some |an? |my )?(?:well[- ]deserved |well[- ]earned |annual |short |few |"
    r"\w+ )?(?:leave|vacation|holidays?|time off|days? off|pto|break)\b|"
    r"\b(?:am|is|are|be|being|i'm|been|currently|was|he's|she's) (?:currently |now |also |temporarily |still |physically |"
    r"mostly )?away\b|\baway from (?:the |my )?(?:office|desk|work|mail|e-?mail|computer|keyboard|phone)\b|"
    r"\b(?:not|n't) (?:currently |presently )?(?:be )?(?:in|at|available in) (?:the |my )?(?:office|work|desk)\b|"
    r"\bnot (?:be )?(?:working|available|reading (?:my )?e?-?mail|checking (?:my )?e?-?mail|in today)\b|\bunavailable\b|"
    r"\b(?:travell?ing|vacationing|out sick|out ill|off sick|out today|off work|off today|on the road|in transit|"
    r"en route)\b|\bin (?:training|a workshop|court|hospital)\b|"
    r"\b(?:will be|am|i'm|is|are|be) (?:out|off|gone|closed|absent)(?: (?:until|till|from|on|for|of|the|this|today|"
    r"tomorrow|due|all|starting|through|between|between|with|next|sick|and|at|attending|thursday|friday|monday|tuesday|"
    r"wednesday)\b|[ ,]*\d|[.,;:!]|$)|"
    r"\b(?:return(?:ing)?|back) (?:to (?:the |my )?(?:office|work|desk)|(?:in|at) (?:the |my )?(?:office|work|desk)|"
    r"home)\b|\bi (?:will|shall|'ll|plan to|expect to|am due to|should)? ?(?:be )?(?:return(?:ing)?|back) (?:on|at|by|"
    r"next|tomorrow|monday|in the|from)\b|"
    r"\bi(?:'ll| will) be back\b|\bwhen i(?:'m| am)? (?:return|get back|back)\b|\bback (?:on|at) (?:monday|tuesday|"
    r"wednesday|thursday|friday|\d)|\b(?:on|upon|until|till|after) my return\b|\bduring my absence\b|\b(?:in|my) (?:my |"
    r"current )?absence\b|"
    r"\b(?:limited|no|little|intermittent|sporadic|infrequent|irregular|occasional|restricted|reduced|"
    r"without) (?:and \w+ )?access to (?:my |the )?(?:e-?mails?|mail|internet|phone|messages)\b|"
    r"\bwill not (?:be able to )?(?:return|be back|be in)\b|\b(?:office|offices|company|shop|store|school) (?:is|are|"
    r"will be) closed (?:from|for|on|until|between|due|over|through)\b|\bclosed for (?:the )?(?:holidays?|christmas|"
    r"easter|summer|chinese new year|spring festival)\b|"
    r"\bchristmas (?:break|shutdown|closure)\b|\b(?:at|attending) (?:a |an |the )?(?:[\w-]+ ){0,4}(?:conference|training|"
    r"offsite|seminar|workshop|summit|trade show|exhibition|symposium)\b|\bvacation (?:until|from|through|till|responder|"
    r"message|reply|notice)\b|\bgone fishing\b|"
    r"\b(?:in|attending) (?:back-to-back |all-day )?meetings (?:all|until|most|for|through|the|from|till|between)\b|"
    r"\bjury (?:duty|"
    r"service)\b|\bworking remotely with limited\b|\bcurrently overseas\b|\babroad\b|\babsent\b|\baway (?:on|until|till|"
    r"for|this|from|the|all|between|with) |\bdays? off\b|\btime off\b|\b(?:weeks?|fortnight|month) off\b|\bon (?:a|"
    r"my) cruise\b|\b(?:today|monday|tuesday|wednesday|thursday|friday|\d(?:st|nd|rd|"
    r"th)?(?: [a-z]+)?) is a (?:public|bank|national|statutory) holiday|\ball day (?:today|tomorrow|on|monday|"
    r"tuesday|wednesday|thursday|friday)\b|\b(?:pick up|catch up on|read|check|deal with|get to) (?:my |"
    r"your )?(?:e-?mails?|mail|messages?)\b[^.;\n]{0,20} (?:on|when i|from) (?:monday|tuesday|wednesday|thursday|"
    r"friday|\d|my return|i)|\bin the air\b|\b(?:at|on|visiting) (?:a |the |our )?(?:customer|client)(?:'s|s)? "
    r"(?:site|premises|office)|\b(?:on|off)-?site (?:today|tomorrow|until|all|this|visit)|\blimited (?:e-?)?mail\b|"
    r"\b(?:annual|sick|medical|parental|maternity|paternity|family) leave (?:from|until|till|through|thru|to|starting|"
    r"[(:,-]? ?\d)|"
    r"\bsigned off sick\b|\boff sick\b|\boff (?:until|till|from|on|for|this|"
    r"all)\b|\bon the (?:train|plane|road)\b|\b(?:in|on) (?:surgery|labou?r|quarantine)\b|\blogging off\b"
)
ABSENT_CHINESE: Final = (
    r"外出(?!务工)|出差|公出|因公|休假|休息(?=至|到|中|一天|两天|期间|,|，|。|$)|请假|年假|年休|病假|产假|婚假|丧假|"
    r"事假|补休|轮休|调休|倒休|陪产|育儿假|探亲|哺乳假|蜜月|度假|放假|休探|休产|"
    r"休年|休婚|休到|休至|手术|"
    r"不在(?!线时|服务|此列|受理)(?:办公|公司|岗|位|座|工位|国内|单位|家|班|京|沪|学校|院|实验室|本地|北京|上海|"
    r"香港|台|职位|电脑|线|\S{0,4}(?:办公室|公司))|(?<!作)离岗|外勤|拜访客户|"
    r"(?:参加|正在|在|于|去|接受|外出|封闭)\S{0,8}(?:培训|学习|会议|展会|出访|研讨|论坛|团建|军训)|会议中|"
    r"开会(?!时间)|离开(?:办公|座位|公司|工位|岗|一下|北京|国内)|暂离|返岗|回岗|"
    r"恢复上班|恢复办公|回来上班|回公司|回到(?:公司|办公室|岗位|工作|单位)|返回(?:公司|办公室|岗位|工作|单位|国内)|"
    r"回国|销假|住院|生病|隔离|旅行|旅游|出国|出境|停诊|值勤|收假|离京|暂时离开|忌日|休業|休业|闭馆|春节假|国庆假|"
    r"假期(?!自动)|长假|寒假|暑假|年节|连休|不上班|公休|休诊|休课|待产|坐月子|"
    r"无法(?:正常)?上班|身在国外|"
    r"职务代理|代理人|(?<!不)在外(?:地|出|面)|回复上班|回来后|归来|归队|返程|返京|在路上|在途中|(?:在|正)?封闭(?:开发|"
    r"评审|会议|培训|集训|阅卷|办公|写作|学习)|"
    r"(?:不便|不方便)(?:看|查看|查收|查阅|收发|回|接|处理|使用)|(?:我|本人|今天|今日|现在|目前|暂时|这几天|"
    r"明天)\S{0,6}不在(?!此|这|于|其|受理|服务)"
)
_ABSENT_OTHERS: Final = (
    r"nicht (?:im|in (?:meinem|unserem)) (?:büro|haus|hause)|außer haus|ausser haus|\babwesen|\burlaub|nicht erreichbar|"
    r"dienstreise|wieder (?:da|im büro|im haus|erreichbar|zurück|persönlich)|elternzeit|mutterschutz|krankheitsbedingt|"
    r"\babsen[tc]e?e?s?\b|"
    r"en congés?|en vacances|en déplacement|hors du bureau|de retour|\bcongés\b|fuera de (?:la |mi )?oficina|\bausent|"
    r"de vacaciones|de vuelta|de baja|mi regreso|regresar|fuori (?:ufficio|sede)|assen(?:te|za)|in ferie|in vacanza|"
    r"in trasferta|rientr|"
    r"fora do escritório|de férias|em férias|de licença|\bafwezig|niet (?:aanwezig|op kantoor|bereikbaar)|vakantie|"
    r"met verlof|buiten kantoor|nieobecn|urlop|poza biurem|wracam|wrócę|отсутств|отпуск|вне офиса|не в офисе|командировк|"
    r"вернусь|больничн|"
    r"不在(?=[ぁ-ん]|通知|応答|连络)|休暇|出張|お休み|休みを|帰社|出社|부재|휴가|출장|자리를 비|외근|휴무|nepřítom|"
    r"dovolen|mimo kancelář|"
    r"neprítom|frånvarande|semester(?!\w)|"
    r"inte på kontoret|fraværende|\bferie\b|ikke på kontoret|poissa|lomalla|\bloma\b|ofis dışında|izinde|"
    r"szabadság|távol vagyok|concediu|εκτός γραφείου|άδεια|відпустц|відсутн|vắng mặt|nghỉ phép|\bcuti\b|di luar kantor|"
    r"إجازة|חופשה|מחוץ למשרד"
)
_ABSENT: Final = re.compile(f"{ABSENT_ENGLISH}|{ABSENT_CHINESE}|{_ABSENT_OTHERS}")
# Who answers later is away; a desk that answers later is open later.
_ANSWERS_LATER: Final = re.compile(
    r"\b(?:respond|reply|answer)(?: to \w+(?: \w+)?)? (?:on|from|after) (?:monday|tuesday|wednesday|thursday|friday|"
    r"(?:the )?\d)|"
    r"上班后(?:会|再|将)?\S{0,6}(?:回复|处理|联系)"
)
_DESK: Final = re.compile(
    r"(?:\b(?:we|us|our|team|staff|agents?|colleagues?|they|it|which)\b|我们|我司|客服|人员|专员|同事)[^.;!?。;!?\n]{0,60}$"
)

# In the same clause before it, these make an absence a mere possibility, or somebody's habit.
_PERHAPS: Final = re.compile(
    r"\b(?:if|whenever|when|should|unless|may|might|possibly|perhaps|sometimes|often|usually|in case|either|"
    r"occasionally)\b[^.;!?\n]{0,60}$"
    r"|(?:如果|若是|如遇|若遇|倘若|假如|可能|也许|或许|有时|万一|要是|经常|除非|是否)[^,，。;；!！?？\n]{0,20}$|"
    r"(?:^|[,，。;；\n])[ ]*(?:如|若|当)(?!有|需|您有|遇急|急|前|"
    r"天|日|下|月|周)[^,，。;；\n]{0,16}$"
    r"|(?:非|除|法定)(?:国家)?(?:法定)?(?:节)?$|\b(?:on|during|and|over|excluding|except|"
    r"including) (?:weekends?,? ?(?:and|or|/|&)? ?)?(?:public |bank |national |federal |official |all |u\.?s\.? )?$",
)
_MEANT: Final = re.compile(
    r"\b(?:my|upon|during|in my) (?:return|absence)|回来后|if (?:you|there|your|it|this|anything)|when i (?:return|get back|"
    r"am back|'m back)|when i(?:'m| am) back"
)
_ONLY_HOURS: Final = re.compile(
    r"weekends?|(?:mon|tues|wednes|thurs|fri|satur|sun)days\b|public holidays|节假日|例假日|国定假日|法定|双休日|周末|"
    r"周六日|outside (?:of )?(?:our |normal |regular )?(?:business|"
    r"office|working) hours"
)
# What is somebody else's, or a matter that a desk deals with.
_OF_OTHERS: Final = re.compile(
    r"(?:\byour |\byou(?: are|'re) |\b(?:about|regarding|concerning) |(?:您|你|贵)(?:的|正在|在)?|关于|办理|申请|"
    r"\b(?:get|got|receive|received|see|saw|set) (?:an? |the |my |any )?)$"
)
_ABOUT: Final = re.compile(
    r"[^.;,!?\n]{0,30}\b(?:at times|from time to time|now and then)\b|"
    r" ?(?:or \w+ |and \w+ )?(?:requests?|applications?|forms?|polic|book|desk|balance|rental|packages?|homes?|"
    r"department|enquir|inquir|quer|allowance|"
    r"offers?|pay\b|hours\b|management|calendar|season|planning|insurance|agency|club|cottage|resort|approv)|(?:申请|报销|"
    r"登记|流程|审批|管理|制度|政策|系统|单(?!位)|手续|专用|咨询|预订|"
    r"补贴|证明|材料|报名|审核|已批准|已通过|标准|通知|社|团(?!建)|网|部|快乐|愉快|时(?:可能|,|，)|"
    r"期间(?:我们)?(?:照常|正常|不休))"
)
_OF_EVERYBODY: Final = frozenset({"closed", "休息", "放假", "假期", "公休", "holidays"})

LEFT: Final = re.compile(
    r"\b(?:no longer|not) (?:be )?(?:works? (?:for|at|with|in|here)|working (?:for|at|with|in|here)|(?:an? )?(?:employee|"
    r"employed|affiliated|part of|a member of|associated)|with (?:the |our |us\b|\w+)|at (?!this time|the moment|present|"
    r"my desk|the office|work)\w+|here\b)"
    r"|\bno longer (?:with|at|works?|working|employed|an employee)\b|\b(?:has|have|i've) (?:now |recently |"
    r"since )?(?:left|departed|retired from|resigned from|moved on from) (?:the |our |my )?(?:company|organi[sz]ation|"
    r"firm|business|university|position|employment|us\b|team|agency|department|[A-Za-z]\w+\b)(?! (?:office|desk|building|"
    r"for the day|early|message|the office|on (?:a|my)))"
    r"|\b(?:has|have|i've|am|is) (?:now |recently |officially )?retired\b|\b(?:my )?last (?:working )?day (?:at|with|in|"
    r"was|is|of)\b|\bleft the (?:company|organi[sz]ation|firm|employ)|\bceased (?:employment|working)|\bno longer works\b"
    r"|\b(?:have|has|'ve) (?:changed (?:jobs|roles|positions?|companies|employers?)|moved (?:on )?to (?:a new|"
    r"another|a different|new) (?:role|position|team|department|company|job|opportunit\w+)|"
    r"taken (?:on )?a new (?:role|position|job)|accepted a (?:new )?position)|\bno longer (?:be )?(?:responsible|"
    r"handling|in charge|supporting|looking after|in this role|in this position)|\b(?:other|new) opportunities\b|"
    r"\bemployment (?:with|at) .{1,40} (?:has )?ended|\b(?:was|is) my last (?:working )?day\b|\bmailbox (?:is|"
    r"has been|will be) (?:closed|deactivated|decommissioned|deleted)\b|(?:调岗|转岗|调往|调到|轮岗至|岗位变动|"
    r"岗位调整|工作变动|工作调动|调整岗位|最后(?:一个)?工作日|(?:邮箱|账号|帐号|信箱)(?:已|将)?(?:停用|注销|关闭|"
    r"停止使用))|(?:个人原因|合同到期)\S{0,6}(?:离职|离开)"
    r"|(?:已|已经|已于[^,，。\n]{0,20}|因|从\S{0,6}|我|本人|其|同事|员工|该员工|于\S{0,12})(?:正式)?(?:离职|辞职|"
    r"退休|离任|调离|调任|离开(?:了)?(?:公司|本公司|原公司|"
    r"我司|单位|学校))|不再(?:在|任职|就职|供职|担任|负责|属于|服务)|(?:离职|离任|退休)(?:人员|员工|了)|"
    r"从\S{1,16}(?:离职|离任|毕业)|不在(?:本|我|该|贵)?(?:公司|司)(?:工作|"
    r"任职|就职|上班)(?:了)?"
    r"|(?:已|已经|现已|早已)不在\S{1,12}(?:工作|任职|就职|上班)|nicht mehr (?:bei|für|im unternehmen|in unserem)|"
    r"(?:das|unser) unternehmen verlassen|im ruhestand|ne (?:fait|"
    r"travaille|fais) plus (?:partie)?|(?:\ba|j'ai) quitté (?:la |l'|notre |mes )|ya no (?:trabaja|forma parte|"
    r"labora)|não (?:trabalha|"
    r"faz parte) mais|mais na empresa|non (?:lavora|fa) più|niet meer werkzaam|werkt niet (?:langer|meer)|nie pracuj|"
    r"больше не работа|уволил|退職(?:いた|しま|され|しました)|퇴사|퇴직"
)
_STAYS: Final = re.compile(
    r"no longer (?:in|at|with) (?:the )?(?:office|my desk|work)|no longer (?:monitor|check|in use|accept|valid|support|"
    r"us)|\b(?:hasn't|not) left|last day (?:in|at) the office|last working day (?:in|at) the office before|last day before"
)

ACKNOWLEDGED: Final = re.compile(
    r"\b(?:have|has|been|successfully|was|we|i) (?:been )?received\b|\backnowledge|\breceipt of your\b|\b(?:business|"
    r"working) (?:days?|hours)\b|\bwithin \d+ (?:hours|days)\b|\b(?:24|48|72) ?(?:hours|hrs|-hour)|\bticket\b|"
    r"\bcase number\b|\breference number\b|"
    r"\bas soon as possible\b|\bwill (?:get back|respond|reply|be in touch)\b|\bshortly\b|\bthank you for (?:contacting|"
    r"reaching|your (?:interest|inquiry|enquiry|application|e-?mail|message|mail))|"
    r"(?:已|已经)(?:成功)?(?:收到|收悉|接收|阅|查收)|收到(?:您|你|了)|来信收到|尽快(?:回复|处理|答复|与您联系)|"
    r"工作日内|小时内|感谢(?:您的)?(?:来信|来函|邮件|投递|关注)"
)


def absence(text: str) -> str | None:
    """Return the first words that say that somebody is away, None when the text (see `wording.plain`) says no such thing."""
    for found in _ABSENT.finditer(text):
        before = text[max(0, found.start() - 80) : found.start()]
        if _PERHAPS.search(before) and not _MEANT.search(before[-40:] + found[0]):
            continue
        if _OF_OTHERS.search(before) or _ABOUT.match(text, found.end()):
            continue
        everybody = any(word in found[0] for word in _OF_EVERYBODY)
        if everybody and _ONLY_HOURS.search(text[max(0, found.start() - 40) : found.end() + 20]):
            continue
        return found[0].strip(" .,;:!\n")
    return _answers_later(text)


def _answers_later(text: str) -> str | None:
    for found in _ANSWERS_LATER.finditer(text):
        before = text[max(0, found.start() - 80) : found.start()]
        if not (_PERHAPS.search(before) or _DESK.search(before)):
            return found[0]
    return None


def left(text: str) -> str | None:
    """Return the words that say that somebody has left for good."""
    for found in LEFT.finditer(text):
        if not _STAYS.search(text[max(0, found.start() - 20) : found.end() + 24]):
            return found[0].strip()
    return None
