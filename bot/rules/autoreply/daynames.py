"""Names of months, weekdays, days near today and numbers, in the languages in which people write when they are back."""

from typing import Final

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier janv enero ene gennaio gen janeiro januari stycznia styczeń января január januára",
            "february feb febr februar februari février fév févr febrero febbraio fevereiro lutego luty февраля",
            "march mar marts märz maerz mrz mars marzo março maart mrt marca marzec марта",
            "april apr avril avr abril abr aprile kwietnia kwiecień апреля",
            "may mai mayo maggio mag maio mei maja maj мая",
            "june jun juni juin junio giugno giu junho czerwca czerwiec июня",
            "july jul juli juillet juil julio luglio lug julho lipca lipiec июля",
            "august augusti aug août aout agosto ago augustus sierpnia sierpień августа",
            "september sep sept septembre septiembre settembre set setembro września wrzesień сентября",
            "october oct oktober okt octobre octubre ottobre ott outubro out października październik октября",
            "november nov novembre noviembre novembro listopada listopad ноября",
            "december desember dec dezember dez décembre déc diciembre dic dicembre dezembro grudnia grudzień декабря",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            "monday mon montag lundi lunes lunedì segunda-feira maandag poniedziałek poniedziałku понедельник 月曜日",
            "tuesday tue tues dienstag mardi martes martedì terça-feira dinsdag wtorek wtorku вторник 火曜日",
            "wednesday wed weds mittwoch mercredi miércoles mercoledì quarta-feira woensdag środa środę środy среду 水曜日",
            "thursday thu thur thurs donnerstag jeudi jueves giovedì quinta-feira donderdag czwartek czwartku четверг 木曜日",
            "friday fri freitag vendredi viernes venerdì sexta-feira vrijdag piątek piątku пятницу пятница 金曜日",
            "saturday sat samstag sonnabend samedi sábado sabato zaterdag sobota sobotę 土曜日",
            "sunday sun sonntag dimanche domingo domenica zondag niedziela niedzielę 日曜日",
        )
    )
    for name in names.split()
}
WEEKDAYS_CHINESE: Final = {
    "一": 0,
    "二": 1,
    "三": 2,
    "四": 3,
    "五": 4,
    "六": 5,
    "日": 6,
    "天": 6,
    "1": 0,
    "2": 1,
    "3": 2,
    "4": 3,
    "5": 4,
    "6": 5,
    "7": 6,
}
WEEKDAYS_IN_BRACKETS: Final = {
    letter: number for letters in ("一二三四五六日", "月火水木金土日", "월화수목금토일") for number, letter in enumerate(letters)
}
NEAR: Final = {
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "the rest of the day": 0,
    "rest of the day": 0,
    "tomorrow": 1,
    "the day after tomorrow": 2,
    "今天": 0,
    "今日": 0,
    "本日": 0,
    "当天": 0,
    "今早": 0,
    "今晚": 0,
    "明天": 1,
    "明日": 1,
    "明早": 1,
    "第二天": 1,
    "翌日": 1,
    "后天": 2,
    "后日": 2,
    "大后天": 3,
    "heute": 0,
    "übermorgen": 2,
    "aujourd'hui": 0,
    "demain": 1,
    "après-demain": 2,
    "hoy": 0,
    "pasado mañana": 2,
    "oggi": 0,
    "domani": 1,
    "dopodomani": 2,
    "hoje": 0,
    "amanhã": 1,
    "vandaag": 0,
    "overmorgen": 2,
    "dzisiaj": 0,
    "dziś": 0,
    "jutro": 1,
    "сегодня": 0,
    "завтра": 1,
    "明後日": 2,
}
NUMBERS: Final = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "couple": 2,
    "eleven": 11,
    "twelve": 12,
    "两": 2,
    "半": 0,
}
_DIGITS: Final = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def number(text: str) -> int | None:
    """Return the number that digits, an English word or Chinese numerals below a hundred write, None when they write none."""
    if text.isascii() and text.isdigit():
        return int(text)
    if text in NUMBERS:
        return NUMBERS[text]
    text = text.replace("廿", "二十").replace("卅", "三十")
    if text and all(letter in _DIGITS for letter in text):
        return int("".join(str(_DIGITS[letter]) for letter in text))
    tens, ten, ones = text.partition("十")
    if not ten or any(letter not in _DIGITS for letter in tens + ones) or len(tens) > 1 or len(ones) > 1:
        return None
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
