"""Home with cases, a case in every state, the list of cases, their dialogs; for :mod:`tests.ui.render`."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from PySide6.QtWidgets import QDialog

from haas_client import web
from haas_client.bundle import archive
from haas_client.cases.model import State, Way
from haas_client.cases.states import Move, steps
from haas_client.cases.store import Cases
from haas_client.request import Service, Symptom
from haas_client.ui.pages.case import CasePage
from haas_client.ui.pages.case_dialogs import STEP_FIELDS, EraseDialog, NoteDialog, ParticularsDialog, WordsDialog
from haas_client.ui.pages.case_payment import PaymentDialog
from haas_client.ui.pages.cases import CasesPage, Which
from haas_client.ui.pages.page import PageName
from haas_client.ui.session import Session
from haas_client.ui.widgets.segments import Segments
from haas_client.ui.window import Window
from tests.machines import hand_written
from tests.ui.lives import PLACES, begun, brought, full

if TYPE_CHECKING:
    from tests.ui.render import Camera


def shoot(camera: "Camera", home: Path, words: str) -> None:
    with opened(camera, home, "none", lambda _: None) as (_, window, _store):
        window.open(PageName.CASES)
        camera.shoot(window, "23-cases-none")
    with opened(camera, home, "one", lambda store: full(store, words, _bundle(camera, home))) as (_, window, store):
        camera.shoot(window, "20-home-one-case")
        _case_pages(camera, window, store)
    with opened(camera, home, "three", _three) as (_, window, store):
        camera.shoot(window, "20-home-three-cases")
        _list(camera, window, store)
    for number, (service, state) in enumerate(PLACES):
        fill = partial(brought, service=service, target=state)
        with opened(camera, home, f"place-{number}", fill) as (_, window, store):
            window.open_case(store.all()[0].id)
            camera.shoot(window, f"21-case-{service}-{state}")
    _troubles(camera, home)


def _three(store: Cases) -> None:
    brought(store, Service.HANDSBUY, State.QUOTED)
    brought(store, Service.HANDS_ON, State.ASKED)
    draft = begun(store, Service.PHONE_MAIL, symptom=Symptom.HOW_TO)
    store.prepare(draft.id, Way.TELEPHONE)
    brought(store, Service.PHONE_MAIL, State.CLOSED)
    store.delete(begun(store, Service.PHONE_MAIL, symptom=Symptom.OTHER).id)


def _case_pages(camera: "Camera", window: Window, store: Cases) -> None:
    case = store.all()[0]
    window.open_case(case.id)
    camera.shoot(window, "22-case-full")
    height = window.height()
    window.resize(window.width(), 1400)
    camera.shoot(window, "22-case-full-whole")
    window.resize(window.width(), height)
    page = window.page
    assert isinstance(page, CasePage)
    work = page.work
    ship = next(step for step in steps(case.service, case.state) if step.move == Move.SHIP)
    dialogs: dict[str, Callable[[], QDialog]] = {
        "ship": lambda: ParticularsDialog(work, case, STEP_FIELDS[Move.SHIP], ship),
        "told": lambda: ParticularsDialog(work, case, ("reference", "free_number", "price", "payment_address")),
        "note": lambda: NoteDialog(work, case),
        "words": lambda: WordsDialog(work, case),
        "erase": lambda: EraseDialog(work, case, lambda: None),
        "payment": lambda: PaymentDialog(work, web.checked("https://pay.example.com/q?id=1042")),
        "payment-xn": lambda: PaymentDialog(work, web.checked("https://xn--80ak6aa92e.example.com/q")),
    }
    for name, make in dialogs.items():
        _dialog(camera, make(), f"25-dialog-{name}")
    from tests.ui.render import settle

    work.record(case, next(step for step in steps(case.service, case.state) if step.move == Move.CHECK))
    settle(300)
    camera.shoot(window, "22-case-noted")
    store.move(case.id, Move.ASK_BACK, expected=State.CHECKED)  # in another window
    work.ask(lambda other: other.move(case.id, Move.ASK_BACK, expected=State.CHECKED), work.recorded)
    settle(300)
    camera.shoot(window, "22-case-elsewhere")
    work.delete(case, PageName.HOME)
    settle(300)
    camera.shoot(window, "22-case-deleted")


def _dialog(camera: "Camera", dialog: QDialog, name: str) -> None:
    dialog.open()
    camera.shoot(dialog, name)
    dialog.reject()


def _list(camera: "Camera", window: Window, store: Cases) -> None:
    from tests.ui.render import settle

    window.open(PageName.CASES)
    settle(200)
    camera.shoot(window, "23-cases")
    page = window.page
    assert isinstance(page, CasesPage)
    page.findChildren(Segments)[0].choose(Which.DELETED)
    settle(200)
    camera.shoot(window, "23-cases-deleted")
    page._search.setText("xyz")
    settle(500)
    camera.shoot(window, "23-cases-nothing-found")


def _troubles(camera: "Camera", home: Path) -> None:
    def broken(store: Cases) -> None:
        brought(store, Service.HANDS_ON, State.ASKED)
        next(store._folder.glob("*.sqlite3")).write_bytes(b"no database" * 500)

    with opened(camera, home, "aside", broken) as (_, window, _store):
        camera.shoot(window, "24-home-put-aside")

    def unusable(store: Cases) -> None:
        (store._folder / "cases.sqlite3").mkdir(parents=True)

    with opened(camera, home, "unusable", unusable) as (_, window, _store):
        camera.shoot(window, "24-home-unusable")


def _bundle(camera: "Camera", home: Path) -> bytes:
    from tests.ui.render import diagnose

    session, window = camera.window(hand_written.failing_ssd, home)
    diagnose(session)
    path = home / "bundle.zip"
    archive.write(path, session.build().members)
    window.close()
    return path.read_bytes()


@contextmanager
def opened(
    camera: "Camera", home: Path, name: str, fill: Callable[[Cases], object]
) -> Iterator[tuple[Session, Window, Cases]]:
    """A window on a store that was filled, in a data folder of its own."""
    folder = home / f"data-{name}"
    folder.mkdir()
    with patch.dict(os.environ, {"XDG_DATA_HOME": str(folder)}):
        store = Cases()
        fill(store)
        session, window = camera.window(hand_written.failing_ssd, home)
        yield session, window, store
        window.close()
