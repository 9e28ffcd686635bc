"""Who reads, and what they may see: the customer's name and phone are for people on the ladder only."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.chat.presence import Hint
from bot.i18n import Language, Languages
from bot.rules.absence import NOBODY, Absences
from bot.rules.handover import Handover
from bot.rules.office import Office
from bot.rules.privacy import mask_name, mask_number, mask_person, mask_phones
from bot.rules.staff import Staff, on_ladder

STANDARD_TIME = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader's language and zone; `handle` is None for a channel."""

    language: Language
    zone: ZoneInfo
    handle: str | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """What every text is made with; `absences` and `hints`, by handle, are those that were known when the text was begun."""

    office: Office
    languages: Languages
    absences: Absences = NOBODY
    hints: Mapping[str, Hint] = field(default_factory=dict)

    @property
    def staff(self) -> Staff:
        """Return everybody, and who of them is away."""
        return Staff(self.office.directory, self.absences)

    def knowing(self, absences: Absences, hints: Mapping[str, Hint] | None = None) -> "Desk":
        """Return the same desk with these absences known, and these hints."""
        return replace(self, absences=absences, hints=hints or {})

    def channel(self, team: str) -> Reader:
        """Return the reader that a team's channel is."""
        found = self.office.directory.teams[team]
        return Reader(self.languages.of(found.language), self.office.worktimes[found.site].zone)

    def person(self, handle: str) -> Reader:
        """Return the reader that a person is. Raises UnknownPerson."""
        found = self.office.directory.person(handle)
        return Reader(self.languages.of(found.language), self.office.worktime_of(handle).zone, handle)

    def name(self, handle: str) -> str:
        """Return a person's name; who left the directory keeps the handle."""
        person = self.office.directory.people.get(handle)
        return person.name if person else handle

    def sees_customer(self, reader: Reader, handover: Handover, now: datetime) -> bool:
        """Tell whether the reader stands on the handover's ladder (procedure, section 1; decision 11)."""
        ladder = on_ladder(self.office.directory, handover, now, self.office.worktime(handover))
        return reader.handle is not None and reader.handle in ladder

    def wish(self, handover: Handover, *, plainly: bool) -> str:
        """Return what the customer wants; for others than the ladder without the customer's name and phone numbers."""
        return handover.wish if plainly else self.masked(handover, handover.wish)

    def masked(self, handover: Handover, text: str) -> str:
        """Return a text about the handover without the customer's names and phone numbers, those of before a correction too."""
        hidden = text
        for known in (handover.customer_name, handover.customer_phone, *handover.formerly):
            if known is not None:
                hidden = mask_number(mask_name(hidden, known), known)
        return mask_phones(hidden, keep=(handover.waybill, handover.request_id))

    def customer(self, handover: Handover, *, plainly: bool) -> str | None:
        """Return the customer's name, masked for others than the ladder."""
        if handover.customer_name is None or plainly:
            return handover.customer_name
        return mask_person(handover.customer_name)

    def phone(self, handover: Handover, *, plainly: bool) -> str | None:
        """Return the customer's phone number, masked for others than the ladder."""
        if handover.customer_phone is None or plainly:
            return handover.customer_phone
        return mask_number(handover.customer_phone, handover.customer_phone)

    def subject(self, handover: Handover) -> str:
        """Return the standard subject of section 3, with the time at the handover's site."""
        local = self.office.worktime(handover).local(handover.promised_at)
        return f"{handover.waybill} {handover.request_id} {local.strftime(STANDARD_TIME)}"

    def until(self, reader: Reader, handover: Handover, until: datetime | None) -> str:
        """Return until when somebody is away (aware), in words; None: that no end is known."""
        if until is None:
            return reader.language("away.no_end")
        return reader.language("away.until", until=self.when(reader, handover, until))

    def when(self, reader: Reader, handover: Handover, moment: datetime) -> str:
        """Return the moment at the handover's site, with the zone for people elsewhere."""
        zone = self.office.worktime(handover).zone
        said = reader.language.moment(moment, zone)
        return said if reader.zone == zone else reader.language("card.elsewhere", when=said, zone=zone.key)
