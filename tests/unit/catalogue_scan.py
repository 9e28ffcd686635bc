"""Reads the source for the sentences that it names, and the catalogues for the sentences that there are."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from babel.messages.pofile import read_po

from bot.i18n import LOCALES

ROOT = Path(__file__).parents[2]
SPEAKERS = {"say", "language", "plural", "has", "viewer"}
HOLE = "{}"


@dataclass(frozen=True, slots=True)
class Said:
    """One place where code says something: the key (holes as {}), and the names it fills in; None when they are passed on."""

    where: str
    key: str
    given: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Raised:
    """One place where a refusal is made, with the names of its params."""

    where: str
    kind: str
    given: frozenset[str]


@cache
def sentences(code: str) -> Mapping[str, tuple[str, ...]]:
    """Return every sentence of a language by key, with all its plural forms."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted((LOCALES / code / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=code):
                if message.id:
                    key = message.id if isinstance(message.id, str) else message.id[0]
                    assert key not in found, f"{key} stands twice"
                    found[key] = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return found


def placeholders(forms: tuple[str, ...]) -> frozenset[str]:
    """Return the names that the forms of a sentence ask for."""
    return frozenset(name for form in forms for _, name, _, _ in Formatter().parse(form) if name is not None)


@cache
def sources() -> tuple[tuple[str, ast.Module], ...]:
    """Return every module of the product, parsed."""
    paths = [path for folder in ("bot", "handlers", "scheduler", "config") for path in sorted((ROOT / folder).rglob("*.py"))]
    return tuple((str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))) for path in paths)


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Yield every call with its place."""
    for name, module in sources():
        for node in ast.walk(module):
            if isinstance(node, ast.Call):
                yield f"{name}:{node.lineno}", node


def constants() -> frozenset[str]:
    """Return every text that stands in the source by itself."""
    return frozenset(
        node.value
        for _, module in sources()
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def templates() -> frozenset[str]:
    """Return every key that is put together at run time, with {} for what is filled in."""
    found = (_key(node) for _, module in sources() for node in ast.walk(module) if isinstance(node, ast.JoinedStr))
    return frozenset(key for key in found if key and re.fullmatch(r"[a-z_]+(\.[a-z_{}]+)+", key))


def said() -> Iterator[Said]:
    """Yield every place where code says something by a key that stands there."""
    for where, call in calls():
        name = _name(call.func)
        page = where.startswith("bot/web/") and name in {"viewer", "self"}
        if (name in SPEAKERS or page) and call.args and (key := _key(call.args[0])):
            given = _given(call)
            counted = {"count"} if name == "plural" else set()
            yield Said(where, f"page.{key}" if page else key, None if given is None else given | counted)


@cache
def raised() -> tuple[Raised, ...]:
    """Return every place where something whose name begins with a capital is made, or raised without being called."""
    return tuple(_raised())


def _raised() -> Iterator[Raised]:
    for where, call in calls():
        if (given := _given(call)) is not None and _name(call.func)[:1].isupper():
            yield Raised(where, _name(call.func), given)
    for name, module in sources():
        for node in ast.walk(module):
            bare = node.exc if isinstance(node, ast.Raise) else None
            if isinstance(bare, ast.Name | ast.Attribute):
                yield Raised(f"{name}:{bare.lineno}", _name(bare), frozenset())


def _given(call: ast.Call) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(name for name in names if name)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _key(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else HOLE for part in node.values)
    return None
