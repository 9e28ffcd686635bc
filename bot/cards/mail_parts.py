"""A mail's content, once; and the same content as plain text and as HTML, for whichever a reader's program shows."""

from dataclasses import dataclass
from html import escape
from typing import Final

from bot.i18n import Language

FONTS: Final = "-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei','Noto Sans','Noto Sans CJK SC',sans-serif"
TEXT: Final = f"font:16px/1.5 {FONTS};color:#1b1f24"
PAGE: Final = f"""<!DOCTYPE html>
<html lang="{{language}}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{subject}}</title></head>
<body style="margin:0;padding:24px 16px;background:#fff;{TEXT}">
<div style="max-width:640px">
<h1 style="margin:0 0 16px;font-size:19px;line-height:1.4;overflow-wrap:anywhere">{{subject}}</h1>
{{parts}}
</div>
</body>
</html>
"""
PARAGRAPH: Final = '<p style="margin:0 0 16px">{text}</p>'
TABLE: Final = '<table role="presentation" cellspacing="0" cellpadding="0" style="margin:0 0 16px;{text}">\n{rows}\n</table>'
LABEL: Final = "padding:3px 16px 3px 0;color:#57606a;vertical-align:top;white-space:nowrap"
VALUE: Final = "padding:3px 0;vertical-align:top;overflow-wrap:anywhere"
ROW: Final = f'<tr><td style="{LABEL}">{{label}}</td><td style="{VALUE}">{{text}}</td></tr>'


@dataclass(frozen=True, slots=True)
class Fact:
    """A line with a label. `link` is where it leads, as an address that a browser or phone opens."""

    label: str
    text: str
    link: str | None = None


Part = str | tuple[Fact, ...]
"""A paragraph, or a few facts."""

Parts = tuple[Part, ...]


def as_text(parts: Parts, say: Language) -> str:
    """Return the content as plain text: a blank line between parts."""
    return "\n\n".join(_plain(part, say) for part in parts) + "\n"


def as_html(parts: Parts, subject: str, say: Language) -> str:
    """Return the content as a page whose styles stand in the elements, as mail programs want it. Nothing in it is fetched."""
    language = say.code.replace("_", "-")
    return PAGE.format(language=language, subject=escape(subject), parts="\n".join(_marked_up(part) for part in parts))


def _plain(part: Part, say: Language) -> str:
    if isinstance(part, str):
        return part
    return "\n".join(say("mail.line", label=fact.label, text=fact.text) for fact in part)


def _marked_up(part: Part) -> str:
    if isinstance(part, str):
        return PARAGRAPH.format(text=_lines(part))
    return TABLE.format(text=TEXT, rows="\n".join(ROW.format(label=escape(fact.label), text=_value(fact)) for fact in part))


def _value(fact: Fact) -> str:
    text = _lines(fact.text)
    return text if fact.link is None else f'<a href="{escape(fact.link)}" style="color:#0550ae">{text}</a>'


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>\n")
