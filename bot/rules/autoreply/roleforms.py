"""Words beside a day that tell its role in an absence, in the spelling of `wording.plain`."""

import re
from typing import Final

_AGAIN: Final = (
    r"return\w*|(?<!hear )(?<!refer )(?:back|\bbk)(?! ?(?:up|ground|log|office))|resum\w+|"
    r"re-?open\w*|(?:be|am) (?:again )?in (?:the |my )?office|"
    r"(?<!un)(?<!not )(?<!not be )available(?: again)?|reachable again|rejoin\w*|again in|returning|at (?:my|the) desk|"
    r"in the office again|"
    r"wieder|zurück|rückkehr|zurueck|de retour|(?:mon|le) retour|retour|reprise|reprendrai|vuelta|regres\w+|volver\w*|"
    r"reincorpor\w+|rientr\w+|ritorn\w+|torner\w+|tornar\w*|volto|voltar\w*|retorn\w+|regresso|terug|aanwezig vanaf|"
    r"wracam|wrócę|powr\w+|ponownie|верн\w+|возвра\w+|выйду|tilbage|tillbaka|tilbake|palaan|takaisin|next (?:working day|day in)"
)
BACK_BEFORE: Final = re.compile(
    rf"(?:(?<![\w-])(?:{_AGAIN})(?![\w-])[^.;!?\n]{{0,45}}|(?:get back to|respond|reply|answer|attend to|pick up|"
    rf"catch up|read|check|deal with|handle|process|look at|call|in touch|get to|see|address|action|available|"
    rf"next in|in)(?: [^.;!?\n]{{0,40}})? (?:on|after|from|starting)(?: (?:the|my|or|about|around|early|late|next|"
    rf"this|\w{{2}}\.))? ?|"
    rf"\bi(?:'ll| will) (?:see|read|reply|respond|answer|get (?:back|to)|deal|look|handle|call|write)[^.;!?\n]{{0,40}} $|"
    rf"\bnext in(?: the office)?:? ?(?:on |is )?|\bnot (?:be )?in (?:again )?until (?:the )?|"
    r"(?:返(?:回|岗|程|工|京|校|沪)|回(?:来|岗|公司|归|国|到|办公室|单位|京|沪)|恢复[^,。;\n]{0,8}|复工|(?<!不)上班|"
    r"归来|到岗|销假|收假|开工|出勤|出社|戻り|"
    r"復帰)[^,。;!\n]{0,8}?(?:时间|日期|日)?[^,。;!\n\d]{0,6})$"
)
BACK_AFTER: Final = re.compile(
    r"^(?:[ ,:(-]{0,4}(?:back (?:in|at|to)\b|returning\b|back$|is back)|[^.;!?\n,]{0,30}?(?:i(?:'ll| will| am|'m|"
    r" shall) (?:be )?(?:back|return|respond|reply|answer|get back|"
    r"pick up|resume)|(?<![\w-])(?:bin|sind|werde|"
    r"ist) [^.;!?\n]{0,30}?(?:wieder|zurück)|wieder (?:da|im|erreichbar|zurück|für)|je serai de retour|"
    r"estaré de vuelta|sarò di nuovo|estarei de volta|ben ik (?:weer|terug)|weer (?:aanwezig|bereikbaar|terug))|"
    r", wieder (?:da|im|erreichbar|zurück|für)|(?!(?:之|以)?前)[^,。;!?\n]{0,12}?(?<![不未法能便来])(?:返|"
    r"回(?![复覆信电答应执访款传拨顾馈避绝函]|单(?!位))|恢复|"
    r"(?<!不)(?<!无法)(?<!不能)上班|复工|归(?:来|队|岗)|销假|收假|"
    r"开工|到岗|正常(?:上班|工作|办公)|开始(?:正常)?(?:上班|工作|办公)|再(?:回|处理|与您|联系|行)|才(?:能|会|可|回)|"
    r"(?:起|后|之后|开始)?,?(?:即|就|方|将|再)?(?:可(?:以)?|能)(?:正常)?(?:处理|联系|回复|查看|接听|办理|受理)|"
    r"(?:起|后)?正常(?:处理|回复|查看|接听|受理)|(?:统一|集中|再|逐一|起)?(?:回复|处理|查看|跟进)(?!期限|时间|人|完|结)|"
    r"(?:之)?后(?:再)?(?:回复|处理|联系|与)|出社|出勤|戻り|復帰|"
    r"から(?:出社|出勤|通常)|以降|[^.\n]{0,8}(?:복귀|출근|정상 근무)|见(?=[,。!~\s]|$)|(?:在岗|在办公室|在公司|到公司|"
    r"在线)(?!里|内|不)))"
)
UNTIL: Final = re.compile(
    r"(?:until|till|'til|\btil|before|not until|tot(?! en met))[ ]?(?:the |early |late |at least |around |about |"
    r"approximately |on |(?:the )?morning of |\w{2}\.?,? )?$"
)
LAST: Final = re.compile(
    r"(?:through|thru|throughout|until and including|up to and including|including|inclusive|up to|untill and including|"
    r"ending|ends?(?: on| date)?[: ]*|last day(?: is| of \w+ (?:is|leave))?[: ]*|to date[: ]*|\bto[: ]|"
    r"bis(?: einschließlich| inkl\.?| inklusive| zum| einschl\.?| voraussichtlich)*|jusqu'(?:au|à|en)|au|hasta(?: el)?|al|"
    r"fino (?:al|a)|até(?: o| a| ao)?|t/m|tot en met|do(?: dnia)?|по|до|t\.?o\.?m\.|till och med|til og med|"
    r"截止(?:到|至|日期|时间|于)*|截至|直到|直至|持续到|持续至|延续至|结束(?:时间|日期|日)?(?:为|是|:)?|止于|"
    r"终止(?:时间|日期)?:?|至|到|--?|~)[ ]?[:：]?[ ]?(?:the |"
    r"le |el |den |zum |o |dia |about |\w{2}\.?,? |预计|大约|约)?$"
)
LAST_AFTER: Final = re.compile(
    r"^[ ]?(?:\([^)\n]{0,12}\))?[ ]?(?:为止|止|结束|截止|まで|까지|asti\b|\(?inclusive|\(?incl\b|\(?einschließlich|"
    r"\(?inbegrepen|\(?compris|"
    r"\(?inclus|\(?both|\(?含)"
)
BEFORE_CHINESE: Final = re.compile(r"^[ ]?(?:之前|以前|前)(?!往|去|台|端)")
FIRST: Final = re.compile(
    r"(?:from|starting|starts?(?: on| date)?[: ]*|beginning(?: on)?|begins?(?: on)?|as of|since|effective|commencing|"
    r"leaving|start date|first day|with effect from|ab(?: dem)?|vom|seit(?: dem)?|du|depuis le|à partir du|dal|"
    r"desde(?: el)?|a partir de[l]?|de|od(?: dnia)?|с|vanaf|per|von|à compter du|"
    r"开始(?:时间|日期|日)?(?:为|是|:)?|起始(?:时间|日期)?:?|从|自|由|自从|起止(?:时间|"
    r"日期):?)[ ]?[:：]?[ ]?(?:the |le |el |den |dem |o |on |"
    r"\w{2}\.?,? )?$"
)
FIRST_AFTER: Final = re.compile(r"^[ ]?(?:\([^)\n]{0,12}\))?[ ]?(?:起|开始|始|から(?!出社|出勤|通常)|以来)")
TO: Final = re.compile(
    r"[ ]?(?:\([^)\n]{0,14}\))?[ ,]{0,2}(?:-{1,3}|~|\?{1,2}|to|through|thru|until|till|til|'til|up to|and including|through to|"
    r"bis|bis zum|bis einschließlich|au|jusqu'au|al|hasta(?: el)?|a|à|fino al|t/m|tot|tot en met|até|do|по|до|から|至|到|直至|"
    r"直到|截止到|截止|截至|>|->|起至|起到|开始至|开始到|始至)[ ,:]{0,2}(?:and including |including |the |le |el |"
    r"den |zum |o |dia |end of |"
    r"\w{2}\.?,? )?(?:\([^)\n]{0,14}\))?[ ]?"
)
AND: Final = re.compile(r"[ ]?(?:and|&|,|,? ?and|和|及|与|、|und|et|y|e|en)[ ]?(?:the |on |on the )?")
BETWEEN: Final = re.compile(r"(?:between|zwischen|entre|tra|tussen)(?: the| le| el| dem| den)? ?$")
CLAUSE: Final = re.compile(
    r"(?:(?<!\b[a-z])\.|[;!?。;!?\n])(?!\d)|(?<=[\u3400-\u9fff\)])[,，](?! ?[至到])|[,，](?=[\u3400-\u9fff])"
)
NOT_MEANT: Final = re.compile(
    r"(?:office|working|business|opening|normal|regular|core|support|service) hours|工作日[ ]?(?:的)?\d|(?:工作|"
    r"办公|营业|上班|服务|"
    r"受理|作息|接待)时间|"
    r"öffnungszeiten|geschäftszeiten|sprechzeiten|horaires|horario|mon(?:day)? ?(?:-|to|"
    r"through) ?fri(?:day)?[^\n]{0,12}\d{1,2}[:.]?\d{0,2} ?(?:am|-|to|uhr|h)|每(?:天|日|周)|周一(?:至|到|-)周(?:五|六|"
    r"日)[^\n]{0,8}\d{1,2}[:点]|"
    r"(?<!to )(?<!answer )(?<!read )(?<!at )your (?:e-?mail|message|mail|letter|inquiry|"
    r"request)[^.\n]{0,30}(?:of|from|dated|sent|on)|(?:您|你)(?:于|在|的)|"
    r"received (?:on|at|your)|sent (?:on|at)\b|\bdated\b|copyright|\bsince (?:19|20)\d\d|last updated|版权|©|each (?:day|"
    r"week)|every (?:day|week|\w+day)|deadline|截稿|due (?:on|by|date)|invoice|election|born|\bfounded\b|投稿|每年"
)
