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


def chinese(text: str) -> bool:
    """Tell whether the text is in Chinese characters, at least in part."""
    return bool(_HAN.search(text))
