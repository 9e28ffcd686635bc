"""The words of the command in both languages: what may be typed first, the marks, the parts with a colon, the filters.

A space in a word of these tables also matches a hyphen or nothing: "no answer" is "no-answer" and "noanswer" too.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, TypeVar

from bot.rules.cleaning import flat

K = TypeVar("K", bound=StrEnum)


class Word(StrEnum):
    """The first word of a command; opening a handover has none."""

    WHEN = "when"
    MINE = "mine"
    LIST = "list"
    SHOW = "show"
    AGAIN = "again"
    CORRECT = "correct"
    HELP = "help"
    GOT = "got"
    TAKE = "take"
    DONE = "done"
    NOANSWER = "noanswer"
    NONEED = "noneed"
    CANT = "cant"
    ASSIGN = "assign"
    TIME = "time"
    CANCEL = "cancel"
    REOPEN = "reopen"
    AWAY = "away"
    BACK = "back"
    WHO = "who"


class Tag(StrEnum):
    """A part that is introduced by its name and a colon."""

    WAYBILL = "waybill"
    REQUEST = "req"
    NAME = "name"
    PHONE = "tel"
    WISH = "wish"
    TIME = "time"


class Flag(StrEnum):
    """A mark that is typed after an exclamation mark."""

    WARNED = "warned"
    OTHER = "other"


class Filter(StrEnum):
    """What `list` can be narrowed to by a word."""

    OPEN = "open"
    UNACKNOWLEDGED = "unacknowledged"
    ACKNOWLEDGED = "acknowledged"
    DONE = "done"
    CANCELLED = "cancelled"
    ALL = "all"
    OVERDUE = "overdue"
    TODAY = "today"
    TEAM = "team"
    OFF_HOURS = "off-hours"
    WARNED = "warned"


WORDS: Final[Mapping[Word, tuple[str, ...]]] = {
    Word.WHEN: ("when", "what time", "几点", "何时", "什么时候", "幾點", "何時"),
    Word.MINE: ("mine", "my", "我的"),
    Word.LIST: ("list", "ls", "列表", "清单", "清單"),
    Word.SHOW: ("show", "view", "查看", "查询", "显示", "顯示", "查"),
    Word.AGAIN: ("again", "called again", "又来电", "再来电", "客户又来电", "客户再来电", "又來電", "再來電"),
    Word.CORRECT: ("correct", "fix", "edit", "更正", "改正", "修改"),
    Word.HELP: ("help", "h", "?", "帮助", "说明", "幫助"),
    Word.GOT: ("got", "got it", "ack", "acknowledge", "收到", "已收到", "接单", "接單"),
    Word.TAKE: ("take", "take over", "接手", "接管"),
    Word.DONE: ("done", "called", "called back", "reached", "已回电", "已打", "已联系", "完成", "已回電"),
    Word.NOANSWER: ("no answer", "na", "没人接", "无人接听", "未接通", "沒人接"),
    Word.NONEED: ("no need", "not needed", "no longer needed", "不需要", "不用了", "无需回电"),
    Word.CANT: ("cant", "can't", "cannot", "can't take", "处理不了", "接不了", "打不了"),
    Word.ASSIGN: ("assign", "give", "指派", "转派", "转给", "轉派"),
    Word.TIME: ("time", "new time", "reschedule", "move", "改时间", "改期", "新时间", "改時間"),
    Word.CANCEL: ("cancel", "取消", "撤销"),
    Word.REOPEN: ("reopen", "重开", "重新打开", "重開"),
    Word.AWAY: ("away", "离开", "不在", "我不在", "外出", "请假", "離開", "請假"),
    Word.BACK: ("back", "i'm back", "回来", "回来了", "我回来了", "回來了"),
    Word.WHO: ("who", "who is away", "谁不在", "誰不在"),
}
TAGS: Final[Mapping[Tag, tuple[str, ...]]] = {
    Tag.WAYBILL: ("waybill", "awb", "运单", "运单号", "单号", "運單", "運單號"),
    Tag.REQUEST: ("req", "req id", "request", "REQ号", "请求号", "请求"),
    Tag.NAME: ("name", "customer", "姓名", "客户", "客户姓名", "客户名", "客户名称", "名字", "客戶"),
    Tag.PHONE: ("tel", "phone", "mobile", "电话", "联系电话", "客户电话", "手机", "手机号", "電話"),
    Tag.WISH: ("wish", "wants", "诉求", "客户诉求", "需求", "要求", "内容"),
    Tag.TIME: ("time", "at", "时间", "回电时间", "時間"),
}
FLAGS: Final[Mapping[Flag, tuple[str, ...]]] = {
    Flag.WARNED: ("warned", "warning", "预警", "预警客户", "預警"),
    Flag.OTHER: ("other", "another", "other matter", "另一事", "另一件事", "另外一件事", "其他", "其他事"),
}
FILTERS: Final[Mapping[Filter, tuple[str, ...]]] = {
    Filter.OPEN: ("open", "todo", "未完成", "待办"),
    Filter.UNACKNOWLEDGED: ("unacknowledged", "not acknowledged", "new", "waiting", "未确认", "未接单", "待接单"),
    Filter.ACKNOWLEDGED: ("acknowledged", "acked", "已确认", "已接单"),
    Filter.DONE: ("done", "已完成", "已回电", "完成"),
    Filter.CANCELLED: ("cancelled", "canceled", "已取消", "取消"),
    Filter.ALL: ("all", "everything", "全部", "所有"),
    Filter.OVERDUE: ("overdue", "late", "逾期", "超时", "过期"),
    Filter.TODAY: ("today", "due today", "今天", "今日"),
    Filter.TEAM: ("team", "my team", "团队", "本组", "我组"),
    Filter.OFF_HOURS: ("off hours", "after hours", "非工作时间"),
    Filter.WARNED: ("warned", "预警", "预警客户"),
}
TOPICS: Final[Mapping[str, tuple[str, ...]]] = {
    "open": ("open", "new", "回访", "新建"),
    "times": ("times", "时间", "時間"),
    "thread": ("thread", "words", "话题", "回复"),
    **{word.value: words for word, words in WORDS.items()},
}
NOT_PEOPLE: Final = frozenset({"here", "channel", "everyone", "all", "所有人", "全体成员", "全体"})

# Chinese is written without spaces; only after these may other words than a handover's number follow directly.
_OPEN_ENDED: Final = frozenset({Word.WHEN, Word.LIST, Word.HELP, Word.AWAY})
_INVOCATION: Final = re.compile(r"\s*(?:/(?:callback(?![a-z0-9_])|回访)|回访(?=\s|:|$|[0-9a-z]))[\s:]*", re.IGNORECASE)


def pattern(words: Iterable[str]) -> str:
    """Return a regular expression for any of the words, the longest first."""
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"[ \-]?").replace("'", "['’]") for word in longest_first)


def _first_word(word: Word) -> re.Pattern[str]:
    latin = pattern(form for form in WORDS[word] if form.isascii())
    chinese = pattern(form for form in WORDS[word] if not form.isascii())
    after = "" if word in _OPEN_ENDED else r"(?=[\s:#@0-9]|cb|$)"
    return re.compile(rf"(?:(?:{latin})(?=[\s:#]|$)|(?:{chinese}){after})[\s:]*", re.IGNORECASE)


_FIRST_WORDS: Final = {word: _first_word(word) for word in Word}
_TABLES: Final[dict[type[StrEnum], Mapping[str, re.Pattern[str]]]] = {
    kind: {key: re.compile(pattern(forms), re.IGNORECASE) for key, forms in table.items()}
    for kind, table in ((Tag, TAGS), (Flag, FLAGS), (Filter, FILTERS))
}
_TOPIC_FORMS: Final = {key: re.compile(pattern(forms), re.IGNORECASE) for key, forms in TOPICS.items()}


def first_word(text: str) -> tuple[Word, int] | None:
    """Return the command word that the flat `text` begins with and where its parts begin; the longest word that fits."""
    found = [(match.end(), word) for word, first in _FIRST_WORDS.items() if (match := first.match(text))]
    end, word = max(found, default=(0, None))
    return None if word is None else (word, end)


def lookup(kind: type[K], text: str) -> K | None:
    """Return the tag, flag or filter that the flat `text` is, as a whole."""
    return next((kind(key) for key, form in _TABLES[kind].items() if form.fullmatch(text)), None)


def topic(text: str) -> str | None:
    """Return the topic of help that the flat `text` names."""
    return next((key for key, form in _TOPIC_FORMS.items() if form.fullmatch(text)), None)


def help_keys(of: str | None) -> tuple[str, ...]:
    """Return the keys of the sentences that explain one topic, or everything: an overview and a line per command."""
    if of is not None:
        return (f"help.{of}",)
    return ("help.overview", *(f"help.{key}" for key in TOPICS))


def closest(typed: str, words: Iterable[str], cutoff: float = 0.7) -> tuple[str, ...]:
    """Return up to three words that look like what was typed, the most alike first."""
    # One wrong sign is a third of a Chinese word.
    return tuple(difflib.get_close_matches(typed.casefold(), words, n=3, cutoff=cutoff if typed.isascii() else min(cutoff, 0.6)))


def either(words: Iterable[str]) -> str:
    """Return words to choose from, as a sentence shows them in either language."""
    return " / ".join(words)


def forms(table: Mapping[K, tuple[str, ...]]) -> list[str]:
    """Return every word of a table."""
    return [form for all_forms in table.values() for form in all_forms]


def strip_invocation(text: str) -> str | None:
    """Return what follows "/callback", "／callback" or 回访, or None when the text is no command at all."""
    found = _INVOCATION.match(flat(text))
    return None if found is None else text[found.end() :].strip()
