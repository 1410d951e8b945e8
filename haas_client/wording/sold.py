"""Words for "as sold / now": what was sold, what is there, and how the two stand to each other."""

from datetime import date

from haas_client.diagnostics.as_sold import Row, State
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.unknown import Unknown
from haas_client.i18n import N_, Translator
from haas_client.machine import Sold
from haas_client.wording import kinds, parts

_STATES = {
    State.AS_SOLD: N_("Same as sold"),
    State.MISSING: N_("Not found"),
    State.GONE: N_("Not found, nothing amiss"),
    State.OTHER: N_("Another part"),
    State.ADDED: N_("Added since"),
    State.UNREADABLE: N_("Could not be read"),
    State.NOT_TOLD: N_("In the PC now"),
    State.NOT_LOOKED: N_("Not diagnosed yet"),
}


def state(of: State, t: Translator) -> str:
    return t(_STATES[of])


def name(row: Row, t: Translator) -> str:
    """Kind and place: where it is now, else where it was."""
    part = row.now or row.sold
    return parts.name(part, t) if part else kinds.kind(row.kind, t)


def sold(row: Row, facts: Sold, t: Translator) -> tuple[str, str]:
    """Model of what was sold; and size or watts, and serial number. Empty what is not told."""
    if row.sold is None:
        return "", ""
    supply = facts.power_supply if row.kind == PartKind.POWER else None
    return _words(row.sold, f"{supply.watts} W" if supply and supply.watts else "", t)


def now(row: Row, t: Translator) -> tuple[str, str]:
    """Model of what is there; and size and serial number. Both empty where nothing is, or where it was not read."""
    return _words(row.now, "", t) if row.now else ("", "")


def day(of: date, t: Translator) -> str:
    """A date as people write it, with its year."""
    return t("{year}-{month}-{day}").format(year=of.year, month=f"{of.month:02}", day=f"{of.day:02}")


def _words(part: Part, watts: str, t: Translator) -> tuple[str, str]:
    serial = "" if isinstance(part.serial, Unknown) else f"{t('serial number')} {part.serial}"
    rest = parts.joined((parts.size(part), watts, serial), t)
    return (part.model, rest) if isinstance(part.model, str) else (rest, "")
