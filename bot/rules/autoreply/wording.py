"""One spelling for prose: half-width, lower case, the simplified form of what the patterns ask for; lines stay lines."""

import re
from typing import Final

_TRADITIONAL: Final = (
    "復覆動離職開會議辦請產喪國間聯繫絡電話郵號週時點後將於從為訓緊處達無遞傳敗滿執輪結這個來務給轉長檢視讀發該戶統錯誤遲內專線託辭調現們應實體儘盡過還"
    "預計歸崗臺學習遊謝關閉係確認網禮兩幾隨當節慶舊準備補紀終訊絕寫雜擾種態樓機場區約資"
)
_SIMPLIFIED: Final = (
    "复复动离职开会议办请产丧国间联系络电话邮号周时点后将于从为训紧处达无递传败满执轮结这个来务给转长检视读发该户统错误迟内专线托辞调现们应实体尽尽过还"
    "预计归岗台学习游谢关闭系确认网礼两几随当节庆旧准备补纪终讯绝写杂扰种态楼机场区约资"
)
_SAME: Final = {
    "-": "–—―‒−‐‑﹣",
    "~": "〜∼～",
    ":": "∶︰﹕",
    "'": "’‘ʼ´`",
    '"': "“”„«»",
    " ": "\u3000\u00a0\u2009\u202f\t",
    "": "\u200b\ufeff\u00ad\u200e\u200f",
}
_FULL_WIDTH: Final = range(0xFF01, 0xFF5F)
_SHIFT: Final = 0xFEE0
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_FULL: Final = 48  # columns from which on a line may have been broken because it was full
_ENDED: Final = re.compile(r"(?:(?<!\d)\.|[!?:;。！？：；])\W{0,2}$")
_ITEM: Final = re.compile(r"\s*(?:[-*•·>|=_]|\d{1,2}[)、]|[A-Za-z\u3400-\u9fff ]{1,14}[:：])")
# Words that end no sentence.
_OPEN: Final = re.compile(
    r"(?:\b(?:until|till|from|to|on|at|by|the|of|and|or|through|before|after|since|between|will|am|be|is|are|not|in|my|a|an|with|"
    r"for|vom|bis|am|den|du|au|le|el|al|del|hasta|il|dal|fino|tot|van)|[至到自从于在和与及、，~-])$",
    re.IGNORECASE,
)
_SPACES: Final = re.compile(r" {2,}")


def _table() -> dict[int, str]:
    table = {ord(old): new for old, new in zip(_TRADITIONAL, _SIMPLIFIED, strict=True)}
    table |= {ord(letter): new for new, letters in _SAME.items() for letter in letters}
    table |= {code: table.get(code - _SHIFT, chr(code - _SHIFT)) for code in _FULL_WIDTH}
    return table


_TABLE: Final = _table()


def plain(text: str) -> str:
    """Return the text in the one spelling that the patterns of this package know."""
    return _SPACES.sub(" ", text.translate(_TABLE)).lower()


def unwrapped(text: str) -> str:
    """Return the text with the line breaks taken out that a program put in where its lines were full."""
    lines = [line.rstrip() for line in text.split("\n")]
    joined = lines[:1]
    for line in lines[1:]:
        if joined and _goes_on(joined[-1], line):
            glue = "" if _HAN.match(joined[-1][-1]) and _HAN.match(line.lstrip()[0]) else " "
            joined[-1] = f"{joined[-1]}{glue}{line.lstrip()}"
        else:
            joined.append(line)
    return "\n".join(joined)


def _goes_on(line: str, following: str) -> bool:
    if not line or not following.strip() or _ENDED.search(line) or _ITEM.match(following):
        return False
    last = line.rpartition("\n")[2]
    return len(last) + len(_HAN.findall(last)) >= _FULL or bool(_OPEN.search(line))


def chinese(text: str) -> bool:
    """Tell whether the text is in Chinese characters, at least in part."""
    return bool(_HAN.search(text))
