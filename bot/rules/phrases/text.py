"""One spelling for what people type: half-width, lower case, simplified, one kind of dash. Every character keeps its place."""

from typing import Final

_TRADITIONAL: Final = (
    "點時週禮後內這個鐘鍾兩號間過請電話給聯繫係馬盡儘約幾來務業從現於遲與還們說聽開當"
    "隨會復覆營結緊趕訂淩頭煩謝幫撥裡裏黃該應絡準為單圍晝"
)
_SIMPLIFIED: Final = (
    "点时周礼后内这个钟钟两号间过请电话给联系系马尽尽约几来务业从现于迟与还们说听开当"
    "随会复复营结紧赶订凌头烦谢帮拨里里黄该应络准为单围昼"
)
_SAME: Final = {
    "-": "–—―‒−‐‑﹣",
    "~": "〜∼～",
    ":": "∶︰﹕ː",
    "'": "’‘ʼ´`",
    ".": "。",
    " ": "\u3000\u00a0\u2009\u202f\u200b\ufeff\t\r\n\v\f",
    "零": "〇○",
}
_FULL_WIDTH: Final = range(0xFF01, 0xFF5F)
_SHIFT: Final = 0xFEE0


def _table() -> dict[int, str]:
    table = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    table |= {ord(old): new for old, new in zip(_TRADITIONAL, _SIMPLIFIED, strict=True)}
    table |= {ord(letter): new for new, letters in _SAME.items() for letter in letters}
    table |= {code: table.get(code - _SHIFT, chr(code - _SHIFT)) for code in _FULL_WIDTH}
    return table


_TABLE: Final = _table()


def normalised(text: str) -> str:
    """Return the text in the one spelling that the grammar knows; it is exactly as long as `text`."""
    return text.translate(_TABLE)


def is_han(letter: str) -> bool:
    """Tell whether the character is a Chinese one."""
    return "\u3400" <= letter <= "\u9fff"


def language(text: str, lang: str) -> str:
    """Return "zh" or "en": what the text shows (Chinese characters, else English words), else the reader's."""
    if any(is_han(letter) for letter in text):
        return "zh"
    plain = normalised(text).replace("am", "").replace("pm", "").replace("a.m", "").replace("p.m", "")
    letters = [letter for letter in plain if "a" <= letter <= "z"]
    return "en" if len(letters) > 1 else lang
