"""Cuts a text into pieces: at each place the longest word or pattern that either language knows."""

import re
from collections.abc import Iterator
from itertools import chain, groupby
from operator import itemgetter
from typing import Final

from bot.rules.phrases import chinese, chinese_words, digits, english, english_words, spans
from bot.rules.phrases.pieces import Kind, Piece, Token, Words

_RULES: Final = (*digits.RULES, *chinese.RULES, *english.RULES, *spans.RULES)
_WORDS: Final[Words] = english_words.VOCABULARY | chinese_words.VOCABULARY
# The words that begin with a letter, the longest first: one pattern of them all would try a thousand at each place.
_WORD: Final = {
    first: re.compile("|".join(re.escape(word).replace(r"\ ", " +") for word in words))
    for first, words in groupby(sorted(_WORDS, key=lambda word: (word[0], -len(word))), key=itemgetter(0))
}
_NAME: Final = re.compile(r"\(\?P<\w+>")
_BACK: Final = re.compile(r"\(\?P=\w+\)")
# Whether any of the patterns may match at all: most words of a wish are no time, and are asked about once instead of forty times.
_ANY: Final = re.compile("|".join(f"(?:{_BACK.sub('.', _NAME.sub('(?:', rule.pattern))})" for rule, _ in _RULES))
_UNKNOWN: Final = re.compile(r"[a-z0-9']+|.", re.DOTALL)
_BLANKS: Final = re.compile(" *")


def scan(text: str, start: int = 0) -> Iterator[Piece]:
    """Yield the pieces of normalised text from `start` on; what neither language knows is a piece of kind UNKNOWN."""
    place = _blank(text, start)
    while place < len(text):
        end, tokens = _longest(text, place)
        for kind, value in tokens:
            yield Piece(kind, value, place, end)
        place = _blank(text, end)


def _blank(text: str, place: int) -> int:
    found = _BLANKS.match(text, place)
    assert found is not None
    return found.end()


def _longest(text: str, place: int) -> tuple[int, tuple[Token, ...]]:
    best: tuple[int, tuple[Token, ...]] = (place, ())
    for end, tokens in chain(_words(text, place), _matches(text, place)):
        if end > best[0] and tokens and not cuts_word(text, end) and not cuts_word(text, place):
            best = (end, tokens)
    if best[1]:
        return best
    unknown = _UNKNOWN.match(text, place)
    assert unknown is not None
    return unknown.end(), ((Kind.UNKNOWN, None),)


def _words(text: str, place: int) -> Iterator[tuple[int, tuple[Token, ...]]]:
    pattern = _WORD.get(text[place])
    found = pattern.match(text, place) if pattern else None
    while found is not None:
        yield found.end(), _WORDS[re.sub(" +", " ", found[0])]
        # A longer word may end inside another one ("on|e"): a shorter one may still fit.
        found = pattern.match(text, place, found.end() - 1) if pattern and found.end() - 1 > place else None


def _matches(text: str, place: int) -> Iterator[tuple[int, tuple[Token, ...]]]:
    if _ANY.match(text, place) is None:
        return
    for pattern, build in _RULES:
        found = pattern.match(text, place)
        if found is not None and found.end() > place:
            yield found.end(), build(found)


def cuts_word(text: str, place: int) -> bool:
    """Tell whether an English word or a number goes on over the place."""
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    return before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
