"""What a drawing of the opened PC says: which place is marked, or why none is, and that it is a schematic."""

from haas_client.handsbuy.whereabouts import Area, Whereabouts
from haas_client.i18n import Translator
from haas_client.wording.parts import joined


def sentence(found: Whereabouts, t: Translator) -> str:
    """Says the same as the drawing does, for who does not see it."""
    if found.area is None:
        return t("Where the part sits in this PC is not known, so nothing is marked. The label on the part decides.")
    if not found.exact:
        said = t("It is one of those in the dashed area. {place} names its connection, not the place: read the labels.")
        return said.format(place=joined((place.label for place in found.places if place.meant), t))
    if found.area == Area.SUPPLY:
        return t("Marked is the power supply. In some cases it sits at the top.")
    several = len(found.lit) > 1
    lit = joined((f"{n} {place.label}" if several else place.label for n, place in enumerate(found.lit, start=1)), t)
    if found.area == Area.MEMORY:
        said = t("Marked: {place}. Go by the name on the board beside the slot: the order may be another.")
        return said.format(place=lit)
    return t("Marked: {place}. No other drive of this kind is in this PC.").format(place=lit)


def schematic(t: Translator) -> str:
    return t("Schematic: your PC may look different.")


def alternative(found: Whereabouts, t: Translator) -> str:
    """The whole drawing in words."""
    return " ".join((t("Drawing of the opened PC."), sentence(found, t), schematic(t)))
