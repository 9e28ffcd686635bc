"""What people say of an absence, family by family, in the spelling of `wording.plain`: most of it in Chinese and English.

Each entry is one family of words; what turns them into something else is told apart in `words`.
"""

from typing import Final

_LEAVE: Final = (
    "annual|sick|medical|parental|maternity|paternity|mat|pat|adoption|personal|compassionate|bereavement|study|unpaid|"
    "long service|long-term|long term|short-term|temporary|special|indefinite|emergency|marriage|research|family|"
    "military|extended|planned|scheduled|summer|winter|christmas|easter|public|bank|national|a short|"
    "a long|short|my|a|an|paid|pre-approved|well-deserved"
)
_AWAY_AT: Final = r"conference|training|offsite|seminar|workshop|summit|trade show|exhibition|symposium|fair|expo"
_WEEKDAY: Final = "monday|tuesday|wednesday|thursday|friday"
_DATE: Final = (
    rf"(?:\d|noon|the \d|after|tomorrow|tonight|lunch|mon|tue|wed|thu|fri|sat|sun|{_WEEKDAY}|jan|feb|mar|"
    r"apr|may|jun|jul|aug|sep|oct|nov|dec)"
)
_STARTS: Final = r"(?:^|[.;!?\n] ?|, ?|\bi ?'?m |\bi am |\bwe are |\bbe |\bcurrently )"

ENGLISH: Final = (
    # out of the office, away from the desk
    r"\bout of (?:the |my )?offi?ce\b|\bout-of-(?:the-)?office\b|\booo\b|\boof\b",
    r"\bout of (?:the )?(?:country|town|state|building|reach)\b",
    (
        r"\b(?:am|is|are|be|being|i'm|been|currently|was|he's|she's) (?:currently |now |also |temporarily |still |physically |"
        r"mostly )?away\b"
    ),
    r"\baway from (?:the |my )?(?:office|desk|work|mail|e-?mail|computer|keyboard|phone)\b",
    r"\baway (?:on|until|till|for|this|from|the|all|between|with) |\babroad\b|\babsent\b|\bcurrently overseas\b",
    r"\b(?:not|n't) (?:currently |presently )?(?:be )?(?:in|at|available in) (?:the |my )?(?:office|work|desk)\b",
    (
        r"\bnot (?:be )?(?:working|available|reading (?:my )?e?-?mail|checking (?:my )?e?-?mail|in today|in (?:again )?until)\b|"
        r"\bunavailable\b"
    ),
    # out, off, gone: as a whole sentence or with when and why
    (
        r"\b(?:will be|am|i'm|is|are|be) (?:out|off|gone|closed|absent)(?: (?:until|till?|from|on|for|of|the|this|today|"
        rf"tomorrow|due|all|starting|through|between|with|next|sick|and|at|attending|{_WEEKDAY})\b|[ ,]*\d|[.,;:!]|$)"
    ),
    (
        rf"{_STARTS}(?:out|off|away|gone) (?:sick |ill )?(?:until|till?|today|this|next|all|sick|from|for (?:a|the|my|an)|"
        rf"{_DATE})"
    ),
    r"\b(?:out sick|out ill|off sick|out today|off work|off today|signed off sick|logging off)\b",
    r"\boff (?:until|till|from|on|for|this|all)\b|\boffline (?:until|till|for|from|today|this|on)\b",
    (
        r"\bleft (?:work |the office |my desk )?(?:for (?:the (?:day|weekend|night)|today)|early)\b|\bgone (?:for (?:the|today)|"
        r"fishing)\b|\bstepp(?:ing|ed) (?:out|away)\b"
    ),
    # leave, holidays, days off
    (
        rf"\bon (?:(?:{_LEAVE}) )*(?:leave|vacation|holidays?|sabbatical|pto|toil|honeymoon|furlough|business trip|"
        r"(?:business )?travel|trip|a course)\b"
    ),
    (
        r"\b(?:taking|having|enjoying) (?:some |an? |my )?(?:well[- ]deserved |well[- ]earned |annual |short |few |"
        r"\w+ )?(?:leave|vacation|holidays?|time off|days? off|pto|break)\b"
    ),
    (
        r"\b(?:annual|sick|medical|parental|maternity|paternity|family) leave (?:from|until|till|through|thru|to|starting|"
        r"[(:,-]? ?\d)|\bon a/?l\b|(?:^|\n)a/l\b|\bvacation (?:until|from|through|till|responder|message|reply|notice)\b"
    ),
    rf"(?:^|\n|[.;!] )(?:vacation|pto|(?:annual |sick )?leave|holidays?|business trip|absence)[:,]? ?\(?{_DATE}",
    r"\bdays? off\b|\btime off\b|\b(?:weeks?|fortnight|month) off\b|\bon (?:a|my) cruise\b",
    (
        r"\b(?:today|monday|tuesday|wednesday|thursday|friday|\d(?:st|nd|rd|th)?(?: [a-z]+)?) is a (?:public|bank|national|"
        r"statutory) holiday|\bjury (?:duty|service)\b"
    ),
    (
        r"\b(?:office|offices|company|shop|store|school) (?:is|are|will be) closed (?:from|for|on|until|between|due|over|"
        rf"through|{_WEEKDAY}|\d)|\bclosed for (?:the )?(?:holidays?|christmas|easter|summer|chinese new year|spring festival)\b|"
        r"\bchristmas (?:break|shutdown|closure)\b"
    ),
    # on the way, elsewhere, at something
    (
        r"\b(?:travell?ing|vacationing|on the road|in transit|en route|in the air|in flight)\b|"
        r"\bon (?:the|a) (?:train|plane|road|flight|ship|boat|ferry)\b|\bwhen i land\b"
    ),
    r"\bin (?:training|a workshop|court|hospital)\b|\b(?:in|on) (?:surgery|labou?r|quarantine)\b",
    rf"\b(?:at|attending) (?:a |an |the )?(?:[\w-]+ ){{0,4}}(?:{_AWAY_AT})\b",
    (
        rf"\b(?:attending|visiting|exhibiting at|speaking at) (?!to\b)[^.;:!?\n]{{2,40}} (?:(?:this|next|all) week|today|"
        rf"tomorrow|(?:until|till|from|through) {_DATE})"
    ),
    (
        r"\b(?:in|attending) (?:back-to-back |all-day )?meetings (?:all|until|most|for|through|the|from|till|between)\b|"
        rf"\ball day (?:today|tomorrow|on|{_WEEKDAY})\b"
    ),
    (
        r"\b(?:at|on|visiting) (?:a |the |our )?(?:customer|client)(?:'s|s)? (?:site|premises|office)|"
        r"\b(?:on|off)-?site (?:today|tomorrow|until|all|this|visit)"
    ),
    (
        r"\b(?:i'm|i am|i will be|i'll be) (?!available|in the office|at my|open|reachable|working|here|on duty|online|happy|"
        rf"able|receiving|experiencing|processing|back)[^.;!?\n]{{2,50}}? (?:until|till) {_DATE}"
    ),
    # out of reach
    (
        r"\b(?:limited|no|little|intermittent|sporadic|infrequent|irregular|occasional|restricted|reduced|"
        r"without) (?:and \w+ )?access to (?:my |the )?(?:e-?mails?|mail|internet|phone|messages)\b|\blimited (?:e-?)?mail\b"
    ),
    (
        r"\b(?:without|no|have|any) (?:my |a |any )?(?:(?:phone|mobile|cell|internet|network) )?"
        r"(?:signal|coverage|reception|wi-?fi|laptop)\b|\bworking remotely with limited\b"
    ),
    # coming back
    r"\b(?:return(?:ing)?|back) (?:to (?:the |my )?(?:office|work|desk)|(?:in|at) (?:the |my )?(?:office|work|desk)|home)\b",
    (
        r"\bi (?:will|shall|'ll|plan to|expect to|am due to|should)? ?(?:be )?(?:return(?:ing)?|back) (?:on|at|by|next|tomorrow|"
        r"monday|in the|from)\b|\bi(?:'ll| will) be back\b|\bwhen i(?:'m| am)? (?:return|get back|back)\b"
    ),
    rf"\b(?:back|bk) (?:on|at)? ?(?:{_WEEKDAY}|\d)|\b(?:on|upon|until|till|after) my return\b",
    r"\bduring my absence\b|\b(?:in|my) (?:my |current )?absence\b|\bwill not (?:be able to )?(?:return|be back|be in)\b",
    (
        r"\b(?:pick up|catch up on|read|check|deal with|get to) (?:my |your )?(?:e-?mails?|mail|messages?)\b[^.;\n]{0,20} (?:on|"
        rf"when i|from) (?:{_WEEKDAY}|\d|my return|i)|"
        r"\b(?:my )?next (?:working day|day in|day at work|in the office)(?: is|:| will)"
    ),
)
CHINESE: Final = (
    # out, away on business
    (
        r"外出(?!务工)|出差|公出|因公|外勤|拜访客户|(?<!不)在外(?:地|出|面)|(?:人|身)在\S{0,4}(?:国外|外地|海外|境外)|"
        r"在(?:国外|境外|海外)|参展(?!商)|"
        r"在(?:飞机|高铁|火车|路|途)(?:上|中)|出国|出境(?!旅|游|部|签)|回国|旅行(?!社|愉)|旅游(?!部|团|业|产|线|签|事宜|咨|旺|"
        r"保)|离京|返京|返程"
    ),
    # leave, holidays
    (
        r"休假|休息(?=至|到|中|一天|两天|期间|,|，|。|$)|请假|年假|年休|病假|产假|婚假|丧假|事假|补休|轮休|调休|倒休|陪产|育儿假|"
        r"探亲|哺乳假|蜜月|度假|放假|休探|休产|休年|休婚|休到|休至|假期(?!自动)|长假|寒假|暑假|年节|连休|不上班|公休|春节假|"
        r"国庆假|"
        r"待产|坐月子|休業|休业|闭馆|停诊|休诊|休课|忌日|值勤|(?:我|本人)(?:现在)?已(?:经)?下班"
    ),
    # not at the desk
    (
        r"不在(?!线时|服务|此列|受理)(?:办公|公司|岗|位|座|工位|国内|单位|家|班|京|沪|学校|院|实验室|本地|北京|上海|香港|台|"
        r"职位|电脑|"
        r"线|\S{0,4}(?:办公室|公司))|(?:我|本人|今天|今日|现在|目前|暂时|这几天|明天)\S{0,6}不在(?!此|这|于|其|受理|服务)"
    ),
    r"(?<!作)离岗|离开(?:办公|座位|公司|工位|岗|一下|北京|国内)|暂离|暂时离开|无法(?:正常)?上班|职务代理|代理人",
    # at something
    (
        r"(?:参加|正在|在|(?<!关)于|去|接受|外出|封闭)\S{0,8}(?:培训|学习|会议|展会|出访|研讨|论坛|团建|军训)|"
        r"(?:正在|外出|去|(?<!请)参加)\S{0,8}(?:训练|考察|考试|体检|比赛|面试|课程)|"
        r"(?:在|正)?封闭(?:开发|评审|会议|培训|集训|阅卷|办公|写作|学习)|会议中|开会(?!时间)|手术|住院|生病|隔离"
    ),
    # out of reach
    r"(?:不便|不方便)(?:看|查看|查收|查阅|收发|回|接|处理|使用)",
    # coming back
    (
        r"返岗|回岗|恢复上班|恢复办公|回来上班|回公司|回到(?:公司|办公室|岗位|工作|单位)|返回(?:公司|办公室|岗位|工作|单位|"
        r"国内)|销假|"
        r"收假|回复上班|回来后|归来|归队|恢复正常营业"
    ),
)
OTHERS: Final = (
    # German, French, Spanish, Italian, Portuguese, Dutch
    (
        r"nicht (?:im|in (?:meinem|unserem)) (?:büro|haus|hause)|außer haus|ausser haus|\babwesen|\burlaub|nicht erreichbar|"
        r"dienstreise|wieder (?:da|im büro|im haus|erreichbar|zurück|persönlich)|elternzeit|mutterschutz|krankheitsbedingt"
    ),
    (
        r"\babsen[tc]e?e?s?\b|en congés?|en formation\b|accès (?:très )?limité|en vacances|en déplacement|hors du bureau|"
        r"de retour|\bcongés\b"
    ),
    r"fuera de (?:la |mi )?oficina|acceso (?:muy )?limitado|\bausent|de vacaciones|de vuelta|de baja|mi regreso|regresar",
    r"fuori (?:ufficio|sede)|assen(?:te|za)|in ferie|in vacanza|in trasferta|rientr",
    r"fora do escritório|de férias|em férias|de licença",
    r"\bafwezig|niet (?:aanwezig|op kantoor|bereikbaar)|vakantie|met verlof|buiten kantoor",
    # Polish, Czech, Slovak, Russian, Ukrainian, Hungarian, Romanian
    r"nieobecn|urlop|poza biurem|wracam|wrócę|nepřítom|dovolen|mimo kancelář|neprítom",
    r"отсутств|отпуск|вне офиса|не в офисе|меня (?:\w+ )?нет|командировк|вернусь|больничн|відпустц|відсутн",
    r"szabadság|távol vagyok|concediu",
    # Swedish, Danish, Norwegian, Finnish
    r"frånvarande|semester(?!\w)|inte på kontoret|fraværende|\bferie\b|ikke på kontoret|poissa|lomalla|\bloma\b",
    # Japanese, Korean, Vietnamese, Indonesian, Turkish, Greek, Arabic, Hebrew
    r"不在(?=[ぁ-ん]|通知|応答|连络)|休暇|出張|お休み|休みを|帰社|出社|부재|휴가|출장|자리를 비|외근|휴무",
    r"vắng mặt|nghỉ phép|\bcuti\b|di luar kantor|ofis dışında|izinde|εκτός γραφείου|άδεια|إجازة|חופשה|מחוץ למשרד",
)
# Who answers later is away; a desk that answers later is open later.
ANSWERS_LATER: Final = (
    rf"\b(?:respond|reply|answer)(?: to \w+(?: \w+)?)? (?:on|from|after) (?:{_WEEKDAY}|(?:the )?\d)",
    r"上班后(?:会|再|将)?\S{0,6}(?:回复|处理|联系)",
)
