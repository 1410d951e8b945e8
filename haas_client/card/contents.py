"""What stands on the card: built from what is known when it is made, in one language."""

from datetime import datetime

import msgspec

from haas_client import telephone as telephones
from haas_client.card import mail
from haas_client.card.parts import PartGroup, groups, shown
from haas_client.centre import JAPAN, MAIL_ADDRESS
from haas_client.diagnostics import readout
from haas_client.diagnostics.diagnosis import Diagnosis
from haas_client.diagnostics.snapshot import Snapshot
from haas_client.diagnostics.unknown import Unknown
from haas_client.handsbuy.aid import Remedy
from haas_client.i18n import Translator
from haas_client.machine import Machine
from haas_client.request import MAX_FIELD
from haas_client.wording import no_start
from haas_client.wording.no_start import Trouble


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """The emergency card. "" where something is not known; whoever shows it leaves a line to write it in."""

    language: str
    made_on: str
    """The day in Japan, ISO 8601."""
    warranty_number: str
    model: str
    telephone: str
    telephone_link: str
    mail_address: str
    mail_link: str
    code: str
    """The last diagnosis code, in groups."""
    code_day: str
    groups: tuple[PartGroup, ...]
    remedies: tuple[Remedy, ...]
    tell: tuple[str, ...]


def build(
    machine: Machine,
    snapshot: Snapshot | None,
    diagnosis: Diagnosis | None,
    t: Translator,
    *,
    warranty_number: str,
    telephone: str,
    made_at: datetime,
) -> Card:
    """The card as of ``made_at``. ``snapshot`` and ``diagnosis`` are ``None`` before the first diagnosis.

    ``warranty_number`` and ``telephone`` are what the owner typed; the factory's stand in where that is empty, and the
    factory's telephone goes before the typed one.
    """
    number = shown(warranty_number or machine.warranty_number, MAX_FIELD)
    phone = shown(telephones.normalise(machine.telephone or telephone), MAX_FIELD)
    model, code = _model(machine, snapshot), ""
    if snapshot and diagnosis:
        code = readout.grouped(readout.encode(diagnosis, snapshot.taken_at, number))
    return Card(
        language=t.language,
        made_on=_day(made_at),
        warranty_number=number,
        model=model,
        telephone=phone,
        telephone_link=telephones.link(phone),
        mail_address=MAIL_ADDRESS,
        mail_link=mail.link(number, model, code, t),
        code=code,
        code_day=_day(snapshot.taken_at) if snapshot and code else "",
        groups=tuple(groups(machine, snapshot, diagnosis, t)),
        remedies=tuple(Remedy(title=no_start.title(one, t), steps=no_start.steps(one, t)) for one in Trouble),
        tell=no_start.tell(t),
    )


def _day(at: datetime) -> str:
    """In Japan, where the code's day is counted too; a time at the edge of what can be told as it is."""
    try:
        return at.astimezone(JAPAN).date().isoformat()
    except OverflowError:
        return at.date().isoformat()


def _model(machine: Machine, snapshot: Snapshot | None) -> str:
    """As sold; else what the firmware calls the PC, and where that is nothing, its board."""
    if machine.model or snapshot is None or isinstance(snapshot.system, Unknown):
        return shown(machine.model)
    system = snapshot.system
    for names in ((system.vendor, system.product), (system.board_vendor, system.board)):
        if isinstance(names[1], str):
            return shown(" ".join(name for name in names if isinstance(name, str)))
    return ""
