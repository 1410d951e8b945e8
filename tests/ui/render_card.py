"""The emergency card, on its page, as a sheet and as a picture, and the page to call the centre from; for render.py."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QPushButton

from haas_client import i18n
from haas_client.card import contents
from haas_client.card.contents import Card
from haas_client.cases.model import Particulars
from haas_client.diagnostics.diagnosis import diagnose
from haas_client.diagnostics.snapshot import Snapshot
from haas_client.machine import Machine, SoldPowerSupply
from haas_client.request import Request, Service
from haas_client.ui.card.paper import paper
from haas_client.ui.card.phone import picture
from haas_client.ui.facts import Facts
from haas_client.ui.pages.page import PageName
from haas_client.ui.paper.sheet import HEIGHT, WIDTH
from tests.machines import hand_written
from tests.unit import builders

if TYPE_CHECKING:
    from tests.ui.render import Camera

SOLD = Machine(
    warranty_number="LM-24-018233",
    model="Linuxmania LM-T1000",
    telephone="03-0000-0000",
    power_supply=SoldPowerSupply(model="Example EX650", watts=650),
)
_DOTS_A_UNIT = 150 / 720


def crowded() -> Snapshot:
    """Eight modules and twelve drives, all with the longest names that they may have."""
    slots = range(8)
    modules = (builders.module(slot=f"P0_Node0_Channel{n}_Dimm0", part_number="X" * 40, serial="9" * 20) for n in slots)
    names = [f"sd{letter}" for letter in "abcdefghijkl"]
    drives = (builders.drive(name=name, port=f"SATA channel {name}", model="W" * 40, serial="M" * 20) for name in names)
    supply = builders.supply(model="M" * 60, location="PSU1")
    return builders.snapshot(
        storage=builders.storage(*drives),
        memory=builders.memory(modules=tuple(modules)),
        power=builders.power(supplies=(supply, supply)),
    )


def card(facts: Machine, snapshot: Snapshot | None) -> Card:
    diagnosis = diagnose(snapshot) if snapshot else None
    typed = {"warranty_number": "", "telephone": "", "made_at": datetime.now(UTC)}
    return contents.build(facts, snapshot, diagnosis, i18n.current(), **typed)  # type: ignore[arg-type]


def sheet(shown: Card) -> QImage:
    """As a printer of 150 dpi draws it."""
    image = QImage(round(WIDTH * _DOTS_A_UNIT), round(HEIGHT * _DOTS_A_UNIT), QImage.Format.Format_RGB32)
    image.fill("white")
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paper(shown).draw(painter, _DOTS_A_UNIT)
    painter.end()
    return image


def shoot(camera: "Camera", home: Path) -> None:
    from tests.ui.render import diagnose as run_diagnosis

    _, window = camera.window(hand_written.failing_ssd, home)
    for name in (PageName.CARD, PageName.CENTRE):
        window.open(name)
        camera.shoot(window, f"20-{name}-nothing-known")
    window.close()
    with patch.object(Facts, "_is_there", True), patch.object(Facts, "_read", (SOLD, None)):
        session, window = camera.window(hand_written.failing_ssd, home)
        window.open(PageName.CENTRE)
        camera.shoot(window, "20-centre-undiagnosed")
        run_diagnosis(session)
        for name in (PageName.HOME, PageName.RESULT, PageName.CARD, PageName.CENTRE):
            window.open(name)
            camera.shoot(window, f"21-{name}-with-card")
        case = session.desk.open[0] if session.desk.open else None
        told = Particulars(reference="HB-1042")
        session.desk.ask(lambda cases: cases.tell((case or cases.begin(Request(), Service.HANDSBUY)).id, told))
        camera.shoot(window, "21-centre-with-case")
        snapshot = session.result.collection.snapshot if session.result else None
        window.open(PageName.CARD)
        with patch("PySide6.QtPrintSupport.QPrinterInfo.availablePrinterNames", return_value=[]):
            _press(window.page.findChildren(QPushButton))
        camera.shoot(window, "21-card-no-printer")
        window.close()
    for sort, facts, read in (("usual", SOLD, snapshot), ("crowded", SOLD, crowded()), ("empty", Machine(), None)):
        shown = card(facts, read)
        camera.keep(sheet(shown), f"22-sheet-{sort}")
        camera.keep(picture(shown), f"22-phone-{sort}")


def _press(buttons: list[QPushButton]) -> None:
    next(button for button in buttons if button.text() == i18n.t("Print")).click()
