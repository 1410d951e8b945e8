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
    State.AS_SOLD: N_("As sold"),
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
    """What was sold, and its serial number; both empty where nothing was."""
    if row.sold is None:
        return "", ""
    supply = facts.power_supply if row.kind == PartKind.POWER else None
    watts = f"{supply.watts} W" if supply and supply.watts else ""
    return parts.joined((parts.label(row.sold, t), watts), t), _serial(row.sold, t)


def now(row: Row, t: Translator) -> tuple[str, str]:
    """What is there, and its serial number; both empty where nothing is, or where that could not be read."""
    return (parts.label(row.now, t), _serial(row.now, t)) if row.now else ("", "")


def day(of: date, t: Translator) -> str:
    """A date as people write it, with its year."""
    return t("{year}-{month}-{day}").format(year=of.year, month=f"{of.month:02}", day=f"{of.day:02}")


def _serial(part: Part, t: Translator) -> str:
    return "" if isinstance(part.serial, Unknown) else f"{t('serial number')} {part.serial}"
