"""Days, spans and times of day as people of many places write them, for tests that read them back."""

# ruff: noqa: SIM905 - names read better in one line

from collections.abc import Callable
from datetime import date, time
from typing import Final

NOON: Final = 12
Form = Callable[[date], str]
EN: Final = "January February March April May June July August September October November December".split()
DE: Final = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
FR: Final = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
ES: Final = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
IT: Final = "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split()
PT: Final = "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split()
NL: Final = "januari februari maart april mei juni juli augustus september oktober november december".split()
PL: Final = "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia".split()
RU: Final = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()
SV: Final = "januari februari mars april maj juni juli augusti september oktober november december".split()
DA: Final = "januar februar marts april maj juni juli august september oktober november december".split()
EN_DAYS: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
DE_DAYS: Final = "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split()
FR_DAYS: Final = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()
ES_DAYS: Final = "lunes martes miércoles jueves viernes sábado domingo".split()
IT_DAYS: Final = "lunedì martedì mercoledì giovedì venerdì sabato domenica".split()
NL_DAYS: Final = "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag".split()
HAN: Final = "一二三四五六日"
DIGITS: Final = "〇一二三四五六七八九"


def ordinal(day: int) -> str:
    """Return 1st, 2nd, 11th."""
    return f"{day}{'th' if day in {11, 12, 13} else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def half_of_day(at: time) -> str:
    """Return the half of the day in Chinese."""
    return "上午" if at.hour < NOON else "下午"


def on_the_dial(at: time) -> int:
    """Return the hour as clocks with twelve hours show it."""
    return at.hour if at.hour <= NOON else at.hour - NOON


def numeral(value: int) -> str:
    """Return a number below a hundred in Chinese numerals."""
    tens, ones = divmod(value, 10)
    return ("" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十") + ("" if not ones else DIGITS[ones])


def month(names: list[str], form: str) -> Form:
    """Return how a day is written with the name of its month: {d} the day, {m} the month, {o} 1st, {y} the year, {s} Jan."""
    return lambda day: form.format(
        d=day.day, m=names[day.month - 1], o=ordinal(day.day), y=day.year, s=names[day.month - 1][:3], w=EN_DAYS[day.weekday()]
    )


def named(days: list[str], names: list[str], form: str) -> Form:
    """Return how a day is written with the names of its weekday and month."""
    return lambda day: form.format(w=days[day.weekday()], d=day.day, m=names[day.month - 1], y=day.year)


def digits(form: str) -> Form:
    """Return how a day is written in digits: {d}, {m}, {y}; {D} and {M} of two digits; {Y} the year's last two."""
    return lambda day: form.format(
        d=day.day,
        m=day.month,
        y=day.year,
        D=f"{day.day:02}",
        M=f"{day.month:02}",
        Y=f"{day.year % 100:02}",
        R=day.year - 1911,
        w=HAN[day.weekday()],
        j="月火水木金土日"[day.weekday()],
        k="월화수목금토일"[day.weekday()],
    )


# Each language's sentence of a return, and the forms in which its people write the day.
RETURNS: Final[dict[str, tuple[Form, ...]]] = {
    "I am out of the office and will be back on {}.": (
        *(
            month(EN, form)
            for form in (
                "{d} {m}",
                "{o} {m} {y}",
                "{m} {d}",
                "{m} {o}, {y}",
                "{s} {d}",
                "{d}-{s}-{y}",
                "{d}-{s}",
                "{w} {d} {s}",
                "{w}, {m} {o}",
                "{d} {s}. {y}",
                "{w}, {d} {s} {y}",
                "{o} of {m}",
                "{m} the {o}",
                "{w} the {o} of {m}",
                "{s}. {d}",
            )
        ),
        *map(digits, ("{y}-{M}-{D}", "{y}/{m}/{d}", "{y}.{M}.{D}", "{D}.{M}.{y}", "{d}.{m}.{Y}")),
    ),
    "Currently on leave. Return date: {}": tuple(
        map(digits, ("{D}/{M}/{y}", "{M}/{D}/{y}", "{m}/{d}/{Y}", "{D}-{M}-{y}", "{y}-{M}-{D}"))
    ),
    "我正在休假，{}返岗。": (
        *map(
            digits,
            (
                "{m}月{d}日",
                "{m}月{d}号",
                "{y}年{m}月{d}日",
                "{M}月{D}日",
                "{y}-{M}-{D}",
                "{y}/{m}/{d}",
                "{y}.{m}.{d}",
                "{m}月{d}日(周{w})",
                "{m}月{d}日（星期{w}）",
                "将于{m}月{d}日",
                "预计{m}月{d}号左右",
                "{Y}年{m}月{d}日",
            ),
        ),
        lambda day: f"{numeral(day.month)}月{numeral(day.day)}日",
        lambda day: f"{''.join(DIGITS[int(one)] for one in str(day.year))}年{numeral(day.month)}月{numeral(day.day)}日",
    ),
    "本人休假中，將於{}返回辦公室。": tuple(
        map(digits, ("{m}月{d}日", "{R}年{m}月{d}日", "{R}/{M}/{D}", "民國{R}年{m}月{d}日", "{m}/{d}({w})", "{R}.{m}.{d}"))
    ),
    "Ich bin im Urlaub und ab dem {} wieder erreichbar.": (
        *map(digits, ("{d}.{m}.", "{D}.{M}.{y}", "{D}.{M}.{Y}")),
        month(DE, "{d}. {m}"),
        month(DE, "{d}. {m} {y}"),
    ),
    "Ich bin abwesend. Ab {} bin ich wieder im Büro.": (
        named(DE_DAYS, DE, "{w}, den {d}. {m}"),
        named(DE_DAYS, DE, "{w}, {d}. {m} {y}"),
    ),
    "Je suis en congés et serai de retour le {}.": (
        month(FR, "{d} {m}"),
        month(FR, "{d} {m} {y}"),
        named(FR_DAYS, FR, "{w} {d} {m}"),
        digits("{D}/{M}/{y}"),
    ),
    "Estoy de vacaciones. Regreso el {}.": (
        month(ES, "{d} de {m}"),
        month(ES, "{d} de {m} de {y}"),
        named(ES_DAYS, ES, "{w} {d} de {m}"),
        digits("{D}/{M}/{y}"),
    ),
    "Sono in ferie. Rientro {}.": (month(IT, "il {d} {m}"), named(IT_DAYS, IT, "{w} {d} {m}"), month(IT, "il {d} {m} {y}")),
    "Estou de férias e regresso no dia {}.": (month(PT, "{d} de {m}"), month(PT, "{d} de {m} de {y}"), digits("{D}/{M}/{y}")),
    "Ik ben op vakantie en vanaf {} weer bereikbaar.": (
        month(NL, "{d} {m}"),
        named(NL_DAYS, NL, "{w} {d} {m}"),
        month(NL, "{d} {m} {y}"),
    ),
    "Jestem na urlopie, wracam {}.": (month(PL, "{d} {m}"), digits("{D}.{M}.{y}")),
    "Я в отпуске, вернусь {}.": (month(RU, "{d} {m}"), digits("{D}.{M}.{y}")),
    "Jag är på semester och tillbaka den {}.": (month(SV, "{d} {m}"), month(SV, "{d} {m} {y}")),
    "Jeg er på ferie og tilbage den {}.": (month(DA, "{d}. {m}"),),
    "Olen lomalla. Palaan {}": (digits("{d}.{m}."), digits("{d}.{m}.{y}")),
    "休暇中です。{}に出社します。": tuple(
        map(digits, ("{m}月{d}日", "{m}月{d}日({j})", "{m}月{d}日（{j}曜日）", "{y}年{m}月{d}日", "{m}/{d}({j})"))
    ),
    "휴가 중입니다. {}에 복귀합니다.": tuple(map(digits, ("{m}월 {d}일", "{m}월{d}일({k})", "{y}년 {m}월 {d}일"))),
}
# Sentences that name the last day away.
LASTS: Final = (
    "I am on leave through {}.",
    "I am out of the office up to and including {}.",
    "本人休假至{}，有事请电话。",
    "出差到{}为止。",
    "请假截止{}。",
    "本人休假，直至{}（包括當天）。",
)
# Spans, both ends in the same form.
SPANS: Final[dict[str, tuple[Form, ...]]] = {
    "I am on leave from {} to {}.": (
        month(EN, "{d} {m}"),
        month(EN, "{m} {o}"),
        month(EN, "{d} {s} {y}"),
        digits("{y}-{M}-{D}"),
        digits("{D}.{M}.{y}"),
    ),
    "Vacation {} - {}": (
        month(EN, "{s} {d}"),
        month(EN, "{d} {s}"),
        digits("{y}/{M}/{D}"),
        digits("{M}/{D}/{y}"),
        digits("{D}/{M}/{y}"),
    ),
    "OOO {}–{}, reach out to Zhou": (month(EN, "{s} {d}"), month(EN, "{w} {d} {s}")),
    "本人于{}至{}休假。": (
        digits("{m}月{d}日"),
        digits("{y}年{m}月{d}日"),
        digits("{y}-{M}-{D}"),
        digits("{m}.{d}"),
        digits("{m}月{d}日(周{w})"),
    ),
    "{}—{}外出培训，邮件回复不及时": (digits("{m}.{d}"), digits("{m}月{d}日"), digits("{M}月{D}日")),
    "休假时间：{}~{}": (digits("{m}月{d}日"), digits("{y}.{m}.{d}"), digits("{m}月{d}号")),
    "Ich bin vom {} bis {} im Urlaub.": (digits("{d}.{m}."), digits("{D}.{M}.{y}"), month(DE, "{d}. {m}")),
    "Je suis absent du {} au {}.": (month(FR, "{d} {m}"), digits("{D}/{M}/{y}")),
    "Estaré fuera de la oficina del {} al {}.": (month(ES, "{d} de {m}"),),
    "Sono in ferie dal {} al {}.": (month(IT, "{d} {m}"),),
    "Ik ben afwezig van {} t/m {}.": (month(NL, "{d} {m}"),),
    "{}から{}まで休暇をいただきます。": (digits("{m}月{d}日"), digits("{m}月{d}日({j})")),
}
# Times of day at which somebody is back the same day.
TIMES: Final[dict[str, tuple[Callable[[time], str], ...]]] = {
    "I am away from my desk until {}.": (
        lambda at: f"{at:%H:%M}",
        lambda at: f"{at.hour % 12 or 12}:{at:%M}{'pm' if at.hour >= 12 else 'am'}",
        lambda at: f"{at.hour % 12 or 12}:{at:%M} {'p.m.' if at.hour >= 12 else 'a.m.'}",
        lambda at: f"{at:%H:%M} today",
    ),
    "现在外出，{}回来。": (
        lambda at: f"{at:%H:%M}",
        lambda at: f"{at.hour}点{'半' if at.minute else ''}",
        lambda at: f"{half_of_day(at)}{numeral(on_the_dial(at))}点{'半' if at.minute else ''}",
        lambda at: f"{half_of_day(at)}{on_the_dial(at)}:{at:%M}",
        lambda at: f"今天{at.hour}:{at:%M}",
        lambda at: f"今日{at.hour}時{at:%M}分",
    ),
    "Ich bin bis {} Uhr außer Haus.": (lambda at: f"{at:%H:%M}", lambda at: f"{at:%H.%M}"),
    "Je suis absent jusqu'à {}.": (lambda at: f"{at.hour}h{at:%M}",),
}
