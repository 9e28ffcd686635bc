"""Bytes to text as mail really labels it: gb2312 that is GB18030, Big5 that is UTF-8, unknown labels, and none at all."""

import codecs
import re
from functools import lru_cache
from typing import Final

_SAME: Final = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "ms936": "gb18030",
    "windows-936": "gb18030",
    "gb_2312-80": "gb18030",
    "gb2312-80": "gb18030",
    "euc-cn": "gb18030",
    "euccn": "gb18030",
    "chinese": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-big5": "big5hkscs",
    "big-5": "big5hkscs",
    "cp950": "cp950",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "ks_c_5601": "cp949",
    "shift_jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "shift-jis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "iso8859-1": "cp1252",
    "iso-8859-8-i": "iso8859-8",
    "unicode-1-1-utf-7": "utf-7",
    "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
}
_WESTERN: Final = frozenset({"ascii", "cp1252", "iso8859-1", "iso8859-15"})
_SEVEN_BIT: Final = frozenset({"utf-7", "hz", "iso2022_jp", "iso2022_jp_ext", "iso2022_kr", "iso2022_jp_2"})
_CUT_TAIL: Final = 4  # a text that was cut in the middle may end within a character
_FEW: Final = 3  # fewer characters than these can be UTF-8 and GBK alike by accident
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_GB: Final = re.compile(rb"[\xa1-\xa9\xb0-\xf7][\xa1-\xfe]")
_MOSTLY: Final = 0.8
_SAMPLE: Final = 2048  # bytes that tell one charset from another
_FREQUENT: Final = frozenset(
    "的一是不在了有我他这個个中大来來上国國和地到人出回复覆信件邮郵您你请請休假公司时時间間月日工作自动動"
    "尽盡快为為联聯系系电電话話感谢謝收到外谢统統退送无無法于於将將办辦公室目前如急事发發会會以及与與"
)


def decoded(data: bytes, label: str | None) -> str:
    """Return the text of `data`, which its sender labels `label` (any case, or None); never raises."""
    if data.isascii():
        codec = codec_of(label)
        return _loosely(data, codec) if codec in _SEVEN_BIT else data.decode("ascii")
    text = _utf8(data)
    codec = codec_of(label)
    if text is not None and (codec in {None, "utf-8", *_WESTERN} or sum(letter > "\x7f" for letter in text) >= _FEW):
        return text
    if codec is None or codec == "utf-8" or (codec in _WESTERN and _looks_chinese(data)):
        codec = _guess(data)
    return _loosely(data, codec)


@lru_cache(maxsize=256)
def codec_of(label: str | None) -> str | None:
    """Return Python's name of a mail's charset, or None when it says nothing."""
    name = (label or "").strip(" \"'\t\r\n;").lower().partition("*")[0]
    try:
        found = codecs.lookup(_SAME.get(name, name))
    except (LookupError, ValueError):
        return None
    return found.name if getattr(found, "_is_text_encoding", True) else None


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - _CUT_TAIL and error.reason == "unexpected end of data":
            return data[: error.start].decode("utf-8-sig", "replace")
        return None


def _loosely(data: bytes, codec: str | None) -> str:
    try:
        return data.decode(codec or "cp1252", "replace")
    except (LookupError, ValueError):  # a codec that knows no "replace"
        return data.decode("latin-1")


def _looks_chinese(data: bytes) -> bool:
    high = len(_HIGH.findall(data))
    return high >= 2 * _FEW and len(_GB.findall(data)) * 2 >= high * _MOSTLY


def _guess(data: bytes) -> str:
    data = data[:_SAMPLE]
    known = {codec: sum(letter in _FREQUENT for letter in data.decode(codec, "replace")) for codec in ("gb18030", "big5hkscs")}
    best = max(known, key=lambda codec: known[codec])
    return best if known[best] or _looks_chinese(data) else "cp1252"
