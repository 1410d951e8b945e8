"""The card as plain text: for a server's terminal, for a screen reader, and to be mailed to oneself."""

from collections.abc import Iterator

from haas_client.card.contents import Card
from haas_client.card.parts import PartGroup, PartRow
from haas_client.i18n import Translator, translator
from haas_client.wording.parts import joined

_TO_WRITE_IN = "_" * 20


def lines(card: Card) -> Iterator[str]:
    """The card from top to bottom; where something is not known there is a line to write it in."""
    t = translator(card.language)
    yield t("If this PC does not start")
    yield t("Made on {day}").format(day=card.made_on)
    yield ""
    yield f"{t('Telephone')}: {card.telephone or _TO_WRITE_IN}"
    if not card.telephone:
        yield f"  {t('The number is printed on your warranty card.')}"
    yield f"  {hours(t)}"
    yield f"{t('Mail')}: {card.mail_address}"
    yield f"{t('Warranty number')}: {card.warranty_number or _TO_WRITE_IN}"
    yield f"{t('Model')}: {card.model or _TO_WRITE_IN}"
    yield f"{t('Diagnosis code')}: {code(card, t)}"
    for remedy in card.remedies:
        yield ""
        yield remedy.title
        yield from (f"  {number}. {step}" for number, step in enumerate(remedy.steps, start=1))
    yield ""
    yield call(t)
    yield from (f"  - {one}" for one in card.tell)
    yield closed(t)
    yield ""
    yield t("Parts in this PC")
    for group in card.groups:
        yield f"- {heading(group, t)}"
        yield from (f"    {part(row, t)}" for row in group.rows)
        if group.more:
            yield f"    {group.more}"


def hours(t: Translator) -> str:
    return t("Weekdays 10:00–16:30 (Japan time), closed on national holidays. The call is charged by your provider.")


def call(t: Translator) -> str:
    return t("Then please call us, and tell us:")


def closed(t: Translator) -> str:
    return t("Please leave the PC closed until we have spoken with you.")


def code(card: Card, t: Translator) -> str:
    """The code and its day; that none has been made where that is so."""
    if not card.code:
        return t("no diagnosis has been made yet")
    return t("{code} (of {day})").format(code=card.code, day=card.code_day)


def heading(group: PartGroup, t: Translator) -> str:
    """Memory; Memory (as sold); Memory: why nothing is known."""
    if not group.note:
        return group.title
    if group.rows:
        return t("{kind} ({slot})").format(kind=group.title, slot=group.note)
    return f"{group.title}: {group.note}"


def part(row: PartRow, t: Translator) -> str:
    """All that is known of a part, on a line."""
    serial = t("serial no. {serial}").format(serial=row.serial) if row.serial else ""
    return joined((row.place, row.label, serial, row.verdict), t)
