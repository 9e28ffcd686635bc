"""What people do: they open, answer, ignore, press twice, late and stale, type, fill forms, phone, and write in threads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from bot.address import Address, Place
from bot.chat.port import Answer, Button, Form, Message
from handlers.front import Incoming
from tests.simulation.machine import Machine
from tests.simulation.platform import Platform
from tests.simulation.promises import Delivery

AGENTS = ("anna", "chen")
EVERYBODY = ("anna", "chen", "zhou", "ben", "kate", "wang", "zhao", "ning", "ma")
OWNERS = ("@ben", "@zhou", "@wang", "@zhao", "@ma", "@ning", "@nobody")
TIMES = (
    "",
    "",
    "in 20 min",
    "in 40 min",
    "in 70 min",
    "asap",
    "eod",
    "tomorrow 12:15",
    "tomorrow 10:00",
    "20:00",
    "10:00",
    "16:30",
)
FIRST_NAMES = ("Maria", "Otto", "Priya", "Jean", "Yuki", "Olga", "Hugo")
LAST_NAMES = ("Goldberg", "Lindqvist", "Raman", "Moreau", "Tanabe", "Petrova")
WORDS = ("收到", "on it", "done", "已回电", "no answer in 30 min", "no answer", "不用了", "what does she want?", "thanks")
COMMANDS = (
    "got CB-{number}",
    "got CB-{number}",
    "take CB-{number}",
    "done CB-{number}",
    "na CB-{number} {time}",
    "na CB-{number} in 40 min",
    "no need CB-{number}",
    "cant CB-{number} in a meeting",
    "assign CB-{number} {owner}",
    "assign CB-{number} {owner}",
    "time CB-{number} {time}",
    "time CB-{number} in 50 min",
    "cancel CB-{number} opened twice",
    "reopen CB-{number}",
    "again CB-{number} asks for {name} on {phone}",
    "correct CB-{number} wish:ring {name} {phone}",
    "correct CB-{number} req:REQ-2040{request}",
    "show CB-{number}",
    "list",
    "mine",
)


@dataclass(frozen=True, slots=True)
class Call:
    """One thing that somebody brought in, as the platform delivers it, maybe again."""

    incoming: Incoming
    door: str
    arguments: tuple[Any, ...]
    pressed: tuple[int, int] | None = None

    def __str__(self) -> str:
        """Say who brought what."""
        return f"{self.incoming.person} {self.door} {' '.join(map(str, self.arguments))!r} ({self.incoming.delivery})"

    @property
    def delivery(self) -> Delivery:
        """Return what is watched of it."""
        return Delivery(self.incoming.delivery, self.incoming.person, self.pressed)

    async def bring(self, machine: Machine) -> Answer:
        """Bring it to the front of a process."""
        answer: Answer = await getattr(machine.front, self.door)(self.incoming, *self.arguments)
        return answer


@dataclass(slots=True)
class People:
    """Everybody in the house, and what they have in front of them."""

    platform: Platform
    deliveries: int = 0
    last: Call | None = None  # the button that was pressed last: people press twice

    def act(self, dice: Random, handovers: Mapping[int, Mapping[str, Any]]) -> Call:
        """Return what somebody does now."""
        roll = dice.random()
        if not handovers or (roll < 0.2 and len(handovers) < 4):
            return self._command(dice.choice(AGENTS), self._opening(dice))
        if roll < 0.6 and (call := self._press(dice, handovers)):
            return call
        if roll < 0.7 and (call := self._reply(dice, handovers)):
            return call
        return self._command(_who(dice, handovers), _typed(dice, handovers))

    def follow(self, dice: Random, call: Call, answer: Answer) -> Call | None:
        """Return what somebody does with an answer: they fill its form, press its button, or leave it."""
        person, place = call.incoming.person, call.incoming.place
        if dice.random() < 0.2:
            return None
        if answer.form is not None:
            return self._call(person, "submit", answer.form.action, answer.form.value, _filled(dice, answer.form), place=place)
        if answer.message is not None and (buttons := _buttons(answer.message)):
            return self._pressed(person, dice.choice(buttons), None)
        return None

    def _opening(self, dice: Random) -> str:
        """Return an opening; no two customers have the same name or number."""
        number = self.deliveries
        name = f"{FIRST_NAMES[number % 7]} {LAST_NAMES[number // 7 % 6]}"
        phone = f"138001{number:05}"
        parts = [f"6869419583 REQ-2040{dice.randrange(4)}", dice.choice(TIMES), "tomorrow 09:30" if dice.random() < 0.05 else ""]
        parts += [dice.choice(OWNERS) if dice.random() < 0.5 else "", "!warned" if dice.random() < 0.2 else ""]
        parts += ["!other" if dice.random() < 0.3 else "", f'name:"{name}" tel:{phone}', f"customs fee, ask {name}, {phone}"]
        return " ".join(part for part in parts if part)

    def _press(self, dice: Random, handovers: Mapping[int, Mapping[str, Any]]) -> Call | None:
        """Return a press on a message that somebody sees, mostly a late one, sometimes as it read before."""
        if self.last is not None and dice.random() < 0.25:
            twice = self.last
            return self._call(twice.incoming.person, "press", *twice.arguments, place=twice.incoming.place, pressed=twice.pressed)
        who = _who(dice, handovers)
        mine = Address(Place.PERSON, who)
        seen = [each for each in self.platform.posted if each.to == mine or each.to.place is Place.CHANNEL]
        if not seen:
            return None
        posted = seen[-1 - min(int(dice.expovariate(0.5)), len(seen) - 1)]
        message = posted.message if dice.random() < 0.7 else dice.choice(posted.versions)
        buttons = _buttons(message)
        if not buttons:
            return None
        self.last = self._pressed(who, dice.choice(buttons), posted.to)
        return self.last

    def _reply(self, dice: Random, handovers: Mapping[int, Mapping[str, Any]]) -> Call | None:
        cards = [each for each in self.platform.posted if each.to.place is Place.CHANNEL and each.thread is None]
        if not cards:
            return None
        return self._call(_who(dice, handovers), "reply", dice.choice(cards).ref, dice.choice(WORDS))

    def _command(self, person: str, text: str) -> Call:
        return self._call(person, "command", text)

    def _pressed(self, person: str, button: Button, place: Address | None) -> Call:
        handover_id, _, version = button.value.partition(":")
        return self._call(person, "press", button.action, button.value, place=place, pressed=(int(handover_id), int(version)))

    def _call(
        self,
        person: str,
        door: str,
        *arguments: Any,
        place: Address | None = None,
        pressed: tuple[int, int] | None = None,
    ) -> Call:
        self.deliveries += 1
        return Call(Incoming(person, f"D{self.deliveries}", place), door, arguments, pressed)


def _who(dice: Random, handovers: Mapping[int, Mapping[str, Any]]) -> str:
    """Return who acts: mostly somebody whom a handover concerns."""
    row = dice.choice(list(handovers.values()))
    return dice.choice((row["owner"], row["owner"], row["owner"], "wang", row["opener"], "zhao", "ma", dice.choice(EVERYBODY)))


def _typed(dice: Random, handovers: Mapping[int, Mapping[str, Any]]) -> str:
    row = dice.choice(list(handovers.values()))
    known = {"number": row["id"], "name": row["customer_name"], "phone": row["customer_phone"]}
    return dice.choice(COMMANDS).format(**known, time=dice.choice(TIMES), owner=dice.choice(OWNERS), request=dice.randrange(4))


def _filled(dice: Random, form: Form) -> dict[str, str]:
    filled = {field.name: field.value for field in form.fields}
    for field in form.fields:
        if field.options and dice.random() < 0.7:
            filled[field.name] = dice.choice(field.options).value
        elif field.name == "time":
            filled[field.name] = dice.choice(TIMES)
        elif field.name in {"reason", "wish"}:
            filled[field.name] = "the customer said so"
    return filled


def _buttons(message: Message) -> Sequence[Button]:
    return [button for section in message.sections for button in (*section.buttons, *section.more)]
