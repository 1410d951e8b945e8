"""Run by check.py with nothing but the program's folder to import from: what no command of the program does alone.

A guide that ships is put on paper as PDF and handed over as the page for the phone; prints ``works`` at the end.
"""

import os
from datetime import UTC, datetime
from http.client import HTTPConnection
from urllib.parse import urlsplit

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QApplication

from haas_client import i18n
from haas_client.card import contents as card
from haas_client.cases.model import Particulars
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind
from haas_client.handsbuy.pack import library
from haas_client.handsbuy.pack.facts import facts_of
from haas_client.handsbuy.pack.load import load
from haas_client.handsbuy.phone.page import page
from haas_client.handsbuy.phone.server import PhoneServer
from haas_client.handsbuy.sheet import Sheet, sheet
from haas_client.handsbuy.swap import Swap
from haas_client.machine import Machine
from haas_client.ui.swap_paper import document
from haas_client.wording.swap_aid import aid

GUIDE = "jp.linuxmania.memory.dimm"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    i18n.use("ja")
    folder = library.program_folder()
    guide = load(folder / GUIDE, folder / "common")
    part, order = Part(kind=PartKind.MEMORY, slot="DIMM_A2", model="Example", serial="1"), Particulars()
    answers = {one.fact: one.answers[0].value for one in guide.questions}
    swap = Swap(
        id="0" * 16, guide=guide.id, version=guide.version, begun_at=NOW, changed_at=NOW, part=part, answers=answers
    )
    filled = sheet(guide, facts_of(None, part, order, answers=answers), "ja")
    if not on_paper(filled, swap) or not on_phone(filled, swap):
        raise SystemExit(1)
    print("works")


def on_paper(filled: Sheet, swap: Swap) -> bool:
    application = QApplication([])
    told = card.build(Machine(), None, None, i18n.current(), warranty_number="", telephone="", made_at=NOW)
    laid_out = document.pages(filled, told, swap, aid(i18n.current(), telephone="", receipt=""))
    made = document.pdf(laid_out)
    del application
    return made.startswith(b"%PDF-") and len(laid_out.pages) > 3 and not laid_out.undrawn


def on_phone(filled: Sheet, swap: Swap) -> bool:
    made = page(filled, swap, aid(i18n.current(), telephone="", receipt=""))
    server = PhoneServer(made, "127.0.0.1", lambda: None, None)
    address = urlsplit(server.start())
    connection = HTTPConnection("127.0.0.1", address.port or 0, timeout=20)
    connection.request("GET", address.path)
    came = connection.getresponse().read()
    connection.close()
    server.close()
    return came == made and b"data:image/webp" in came


main()
