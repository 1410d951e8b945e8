"""Words for what changed between two diagnoses."""

from haas_client.diagnostics.compare import Change, PartChange
from haas_client.diagnostics.finding import Part
from haas_client.i18n import N_, Translator
from haas_client.wording import kinds, parts

_WORDS = {
    Change.REPLACED: N_("Replaced"),
    Change.ADDED: N_("Added"),
    Change.REMOVED: N_("Removed"),
    Change.MOVED: N_("Moved to another place"),
    Change.UNCLEAR: N_("Cannot be told"),
    Change.LOOKS_SAME: N_("Looks the same (without a serial number this is not certain)"),
    Change.UNCHANGED: N_("Unchanged"),
}


def change(one: Change, t: Translator) -> str:
    return t(_WORDS[one])


def line(one: PartChange, t: Translator) -> str:
    """A change in a line: Replaced: Storage (SATA 2) · old → new."""
    told = [part for part in (one.before, one.after) if part]
    if one.change in (Change.UNCHANGED, Change.LOOKS_SAME):
        told = told[-1:]
    if one.change == Change.MOVED:
        places = " → ".join(parts.name(part, t) for part in told)
        return t("{change}: {part}").format(
            change=change(one.change, t), part=_joined(places, _printed(told[-1], t), t)
        )
    place = parts.name(told[-1], t) if told else ""
    printed = " → ".join(_printed(part, t) or kinds.kind(part.kind, t) for part in told)
    return t("{change}: {part}").format(change=change(one.change, t), part=_joined(place, printed, t))


def _printed(part: Part, t: Translator) -> str:
    """What is printed on a part: its label and serial number."""
    serial = part.serial if isinstance(part.serial, str) else ""
    return parts.joined((parts.label(part, t), serial), t)


def _joined(place: str, printed: str, t: Translator) -> str:
    return parts.joined((place, printed), t)
