"""HTML to text, as far as reading needs it: lines where a reader sees lines, and a mark where the quoted original begins."""

import html
import re
from typing import Final

ORIGINAL: Final = "-----Original Message-----"

_LONGEST_HEAD: Final = 64 * 1024  # letters
_UNSEEN: Final = re.compile(r"<!--.*?(?:-->|$)|<(style|script|title)\b[^>]*>.*?(?:</\1[^>]*>|$)", re.DOTALL | re.IGNORECASE)
_QUOTE: Final = re.compile(
    r"<(?:div|blockquote|span|table|hr|includetail)\b[^>]*(?:class=[\"']?[^\"'>]*\b(?:gmail_quote|gmail_attr|yahoo_quoted|moz-cite-prefix|"
    r"protonmail_quote|OutlookMessageHeader|zmail_extra|ntes_quote|ms-outlook-mobile-reference-message)|"
    r"type=[\"']?cite|id=[\"']?(?:[\w-]*divRplyFwdMsg|isReplyContent|ntes-pcmac-quote|mail-editor-reference-message-container|"
    r"origbody|replySplit|OLK_SRC_BODY_SECTION|spnEditorContent_quote)|name=[\"']?replySplit)[^>]*>|<includetail>",
    re.IGNORECASE,
)
_LINE: Final = re.compile(
    r" ?<(?:br|/?p|/?div|/?tr|/?table|/?li|/?ul|/?ol|/?h[1-6]|hr|/?blockquote|/?pre)\b[^<>]*> ?", re.IGNORECASE
)
_CELL: Final = re.compile(r"</t[dh]>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[/!?a-zA-Z][^<>]*>")
_CUT_TAG: Final = re.compile(r"<[a-zA-Z/!][^<>]*$")
_SPACE: Final = re.compile(r"\s+")
_BLANK: Final = re.compile(r"[ \t\u00a0\u3000]+")
_BLANK_LINES: Final = re.compile(r"\n ?(?:\n ?)+")


def plain_text(text: str) -> str:
    """Return what a reader sees of an HTML text, at most one blank line between lines."""
    text = _SPACE.sub(" ", _UNSEEN.sub(" ", _without_head(text)))
    text = _LINE.sub("\n", _QUOTE.sub(f"<br>{ORIGINAL}<br>", text))
    text = _TAG.sub("", _CELL.sub(" ", text))
    text = html.unescape(_CUT_TAG.sub("", text))
    return _BLANK_LINES.sub("\n\n", _BLANK.sub(" ", text)).strip()


def _without_head(text: str) -> str:
    lower = text[:_LONGEST_HEAD].lower()
    start, end = lower.find("<head"), lower.find("</head")
    return text[:start] + text[end:] if 0 <= start < end else text
