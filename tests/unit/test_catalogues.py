"""The catalogues hold every sentence that the code names, in both languages, with what fills it; and none that nobody says."""

import importlib
import itertools
import pkgutil
from collections.abc import Iterator, Mapping

import pytest

import bot
import handlers
import scheduler
from bot.cards.notes import NO_ANSWER, ONLY_TOLD, PHONE_ASKS, TAKES_IT
from bot.chat.port import Tone
from bot.chat.presence import Hint
from bot.cli.outbox import FAILED_COLUMNS, WAITING_COLUMNS
from bot.errors import Refusal
from bot.rules.absence import Source
from bot.rules.handover import Act, Standing, Status
from bot.rules.ladder import RungName
from bot.rules.lanes import Lane
from bot.rules.phrases import TimeRefused
from bot.rules.reasons import Reason
from bot.rules.routes import Obligation, Route
from bot.rules.staff import NIGHT_SHIFT
from bot.store.outgoing import Kind, State
from bot.store.queue import Progress
from handlers.forms import FORMS, OUTCOMES
from handlers.words import TOPICS, Filter, lookup
from scheduler.proof import Outcome
from tests.unit.catalogue_scan import HOLE, constants, placeholders, raised, said, sentences, templates

CODES = ("en", "zh_CN")
PAGE_ROLES = ("agent", "back_line", "key_account", "supervisor", "duty_leader", "night_shift", "manager")
SHORTCUTS = frozenset({Act.ACKNOWLEDGE, Act.TAKE_OVER, Act.CALLED_AGAIN, Act.CANCEL, Act.REOPEN})
NOTED = frozenset(Act) - {Act.OPEN, Act.PHONE_ATTEMPT, Act.CALENDAR, Act.AWAY}
WHOSE = ("owner", "other")
RUNGS = frozenset(RungName) - {RungName.AT_ONCE}

# What can fill each key that is put together at run time.
FILLED: Mapping[str, tuple[object, ...]] = {
    "at_once.{}.{}": tuple(
        f"{act}.{whose}" for act in (Act.OPEN, Act.ASSIGN, Act.DECLINE, Act.NEW_TIME, Act.REOPEN) for whose in WHOSE
    ),
    "audit.{}": tuple(Outcome),
    "button.{}": (*SHORTCUTS, *FORMS, *PHONE_ASKS),
    "did.{}": tuple(NOTED - {Act.NEW_TIME, Act.ANSWERED}),
    "field.{}": ("waybill", "request_id", "customer_name", "customer_phone", "wish", "owner", "reason", "note"),
    "filter.{}": tuple(Filter),
    "form.marks.{}": ("none", "warned", "other", "warned other"),
    "form.{}": tuple(FORMS),
    "form.{}.submit": tuple(FORMS),
    "help.{}": tuple(TOPICS),
    "history.{}": (State.PENDING, State.FAILED, State.SUPERSEDED),
    "label.{}": ("customer", "phone", "wish"),
    "mail.acknowledge.{}": ("answer", "chat", "copy"),
    "mail.intro.{}": ("owner", "night_shift", "copy"),
    "note.phone.{}": (TAKES_IT, ONLY_TOLD, NO_ANSWER),
    "note.rung.{}": tuple(RUNGS),
    "note.{}": (*NOTED - {Act.ANSWERED}, "acknowledge.from", "reached.from"),
    "notice.{}": (Act.CALLED_AGAIN, Act.PHONE_ATTEMPT, Act.CALENDAR),
    "obligation.{}": tuple(Obligation),
    "outbox.kind.{}": tuple(Kind),
    "outbox.lane.{}": tuple(lane.name.lower() for lane in Lane),
    "outbox.state.{}": tuple(Progress),
    "outbox.{}": (*WAITING_COLUMNS, *FAILED_COLUMNS),
    "outcome.{}": OUTCOMES,
    "ping.{}": tuple(RUNGS),
    "promise.{}": (*Reason, "weekend_one_day", "holiday_one_day"),
    "route.{}": tuple(Route),
    "source.{}": tuple(Source),
    "card.owner.{}": tuple(Hint),
    "state.{}": tuple(Status),
    "word.{}": (*Status, *Act, *Standing, NIGHT_SHIFT),
    "{}.none": ("list.mine", "list.found"),
}
PAGE_FILLED: Mapping[str, tuple[object, ...]] = {
    "example.{}.{}": tuple(f"{doing}.{number}" for doing in ("agent", "other") for number in (1, 2, 3)),
    "example.{}.{}.about": tuple(f"{doing}.{number}" for doing in ("agent", "other") for number in (1, 2, 3)),
    "role.{}": PAGE_ROLES,
    "tone.{}": tuple(frozenset(Tone) - {Tone.CALM}),
    "{}_hint": ("plus_1", "plus_15", "to_ping", "to_opening"),
}
TEMPLATES_OF_OTHER_THINGS = {"bot.cli.{}", "sa.{}", "refusal.{}", "page.{}"}
SAID_WITHOUT_ADDRESS = {"refusal.stale_own"}


def _modules() -> Iterator[str]:
    for package in (bot, handlers, scheduler):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "migrations" not in found.name and not found.name.endswith("__main__"):
                yield found.name


def _refusals(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for each in kind.__subclasses__():
        if each.__module__.split(".")[0] in {"bot", "handlers", "scheduler"}:
            yield each
        yield from _refusals(each)


for _name in _modules():
    importlib.import_module(_name)
REFUSALS = sorted(set(_refusals()), key=lambda kind: kind.__name__)
EN, ZH = (sentences(code) for code in CODES)


def expanded(template: str, values: tuple[object, ...]) -> Iterator[str]:
    """Yield the keys that a template becomes; a value may fill two holes that stand together."""
    for value in values:
        yield template.replace(f"{HOLE}.{HOLE}", str(value)).replace(HOLE, str(value))


def used() -> frozenset[str]:
    """Return every key that the code can say."""
    there = constants()
    plain = {key for key in EN if key in there or (key.startswith("page.") and key.removeprefix("page.") in there)}
    dynamic = set(itertools.chain.from_iterable(itertools.starmap(expanded, FILLED.items())))
    page = {f"page.{key}" for key in itertools.chain.from_iterable(itertools.starmap(expanded, PAGE_FILLED.items()))}
    return frozenset(plain | dynamic | page | {f"refusal.{kind.key}" for kind in REFUSALS} | SAID_WITHOUT_ADDRESS)


def test_both_languages_say_the_same_things() -> None:
    """Each sentence stands in both catalogues, is not empty, and asks for the same names."""
    assert EN.keys() == ZH.keys()
    for key in EN:
        assert all(form.strip() or key == "card.joined" for form in (*EN[key], *ZH[key])), key
        assert placeholders(EN[key]) == placeholders(ZH[key]), key


def test_every_sentence_that_is_named_exists() -> None:
    """No key in the code is without its sentence, whether it stands there or is put together at run time."""
    missing = {place.key for place in said() if HOLE not in place.key} - EN.keys()
    assert not missing
    assert not used() - EN.keys() - {f"word.{act}" for act in Act}


def test_every_key_that_is_put_together_is_known_here() -> None:
    """A key with holes is listed with what can fill it, so that the check above stays complete."""
    spoken = {place.key for place in said() if HOLE in place.key} | {key for key in templates() if key.split(".")[0] in PREFIXES}
    page = {f"page.{template}" for template in PAGE_FILLED}
    assert spoken - TEMPLATES_OF_OTHER_THINGS <= FILLED.keys() | page | PAGE_FILLED.keys()


PREFIXES = {key.split(".")[0] for key in EN} - {"page"}


def test_no_sentence_is_left_over() -> None:
    """Every sentence of the catalogues is said somewhere."""
    assert not EN.keys() - used()


def test_what_is_said_is_filled() -> None:
    """Wherever a sentence is said, everything that it asks for is given."""
    for place in said():
        if place.given is None:
            continue
        keys = expanded(place.key, FILLED.get(place.key, ())) if HOLE in place.key else [place.key]
        for key in keys:
            assert placeholders(EN[key]) <= place.given, (place, key)


@pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.__name__)
def test_every_refusal_has_its_sentence_filled(kind: type[Refusal]) -> None:
    """A refusal has a sentence in both languages, and every place that raises it gives what the sentence asks for."""
    key = f"refusal.{kind.key}"
    wanted = placeholders(EN[key])
    assert wanted == placeholders(ZH[key])
    if issubclass(kind, TimeRefused):
        assert wanted <= {"text", "first", "second"}
        return
    places = [place for place in raised() if place.kind == kind.__name__]
    assert places, f"{kind.__name__} is never raised"
    for place in places:
        assert wanted <= place.given, place


@pytest.mark.parametrize("sentences_of", [EN, ZH], ids=CODES)
def test_a_filter_is_offered_by_a_word_that_works(sentences_of: Mapping[str, tuple[str, ...]]) -> None:
    """The word by which a refusal names a filter can be typed."""
    for each in Filter:
        (word,) = sentences_of[f"filter.{each}"]
        assert lookup(Filter, word) is each
