"""One combination of the screenshots: language, scheme and scale are given; see :mod:`tests.ui.screens`."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from haas_client import i18n
from haas_client.diagnostics.collect import ProbeName, Progress, Stage
from haas_client.diagnostics.machine_host import machine_host
from haas_client.diagnostics.past import Past
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.request import Symptom
from haas_client.ui.bridge import Bridge
from haas_client.ui.facts import Facts, path_of
from haas_client.ui.pages.page import PageName
from haas_client.ui.session import Session
from haas_client.ui.theme import Theme
from haas_client.ui.window import Window
from tests import pseudo
from tests.machines import hand_written
from tests.ui import (
    render_asking,
    render_card,
    render_cases,
    render_handson,
    render_links,
    render_swap,
    render_swap_paper,
    render_trials,
)
from tests.ui.benches import ScriptedBench
from tests.ui.histories import growing
from tests.ui.hosts import TestedPc

_WORDS = {
    "ja": "昨日の夜から、ファイルを開くときに時々「入出力エラー」と表示されます。",
    "en": "Since yesterday evening, “input/output error” appears now and then when I open files.",
}


class Camera:
    """Takes the window's picture page by page."""

    def __init__(self, folder: Path, suffix: str, size: tuple[int, int], language: str) -> None:
        self._folder, self._suffix, self._size = folder, suffix, size
        self.language = language if language in _WORDS else "en"

    def shoot(self, widget: QWidget, name: str) -> None:
        settle(60)
        widget.grab().save(str(self._folder / f"{name}-{self._suffix}.png"))

    def keep(self, image: QImage, name: str) -> None:
        """A picture that the program itself made."""
        image.save(str(self._folder / f"{name}-{self._suffix}.png"))

    def window(
        self, machine: Callable[[Path], Path], home: Path, bench: ScriptedBench | None = None
    ) -> tuple[Session, Window]:
        """A window on a recorded machine; with a ``bench``, on one that is taken for this PC."""
        recorded = machine_host(machine(home / machine.__name__))
        host: Any = TestedPc(recorded) if bench else recorded
        if bench and bench.without:
            host.missing = Unknown(reason=Reason.NO_RIGHT)
        session = Session(Bridge(), lambda: host, home / "settings.json", bench, path_of(home / machine.__name__))
        window = Window(session)
        window.resize(*self._size)
        window.show()
        settle(500)  # the centre's hours are looked up beside the interface
        return session, window

    def flow(self, home: Path) -> None:
        session, window = self.window(hand_written.failing_ssd, home)
        self.shoot(window, "01-home-first")
        window.open(PageName.SYMPTOM)
        self.shoot(window, "02-symptom-empty")
        session.change(symptom=Symptom.STORAGE, words=_WORDS[self.language], warranty_number="LM-24-018233")
        window.open(PageName.SYMPTOM)
        self.shoot(window, "03-symptom")
        _halfway(session)
        window.open(PageName.DIAGNOSIS)
        self.shoot(window, "04-diagnosis")
        diagnose(session)
        window.open(PageName.RESULT)
        self.shoot(window, "05-result-replace")
        window.open(PageName.SEND)
        settle(300)
        self.shoot(window, "06-send")
        window.open(PageName.HOME)
        self.shoot(window, "09-home-replace")
        window.close()

    def parts(self, home: Path) -> None:
        """The pages of the three parts, of machines that have something to tell and of one that has not."""
        for machine in (hand_written.troubled, hand_written.healthy, hand_written.laptop, hand_written.unreadable):
            session, window = self.window(machine, home)
            diagnose(session)
            past = growing(session.result) if session.result and machine == hand_written.troubled else Past()
            with patch.object(Session, "past", past):
                for name in (PageName.POWER, PageName.MEMORY, PageName.STORAGE):
                    window.open(name)
                    self.shoot(window, f"12-{name}-{machine.__name__}")
                    self.long(window, f"13-{name}-{machine.__name__}-whole")
            window.close()

    def long(self, window: Window, name: str) -> None:
        """The page with all that is behind its buttons and below its edge."""
        for toggle in window.page.findChildren(QPushButton):
            if toggle.text() in (i18n.t("Show all values"), i18n.t("Show the evidence")):
                toggle.click()
        window.resize(self._size[0], 1500)
        self.shoot(window, name)
        window.resize(*self._size)

    def as_sold(self, home: Path) -> None:
        """This PC as sold and now: before and after a diagnosis, without a factory file, and with a broken one."""
        session, window = self.window(hand_written.changed_since_sold, home)
        window.open(PageName.HOME)
        self.shoot(window, "14-home-warranty-number")
        for name in ("before", "after"):
            window.open(PageName.MACHINE)
            self.shoot(window, f"15-machine-{name}")
            if session.result is None:
                diagnose(session)
        window.open(PageName.STORAGE)
        self.shoot(window, "15-storage-missing")
        window.open(PageName.RESULT)
        self.shoot(window, "15-result-missing")
        window.close()
        for machine, name in ((hand_written.healthy, "no-file"), (hand_written.troubled, "broken-file")):
            session, window = self.window(machine, home)
            if machine == hand_written.troubled:
                facts = path_of(home / machine.__name__)
                facts.parent.mkdir(parents=True, exist_ok=True)
                facts.write_text("format = 1\n[[memory]]\nsize_gb = 0\n", encoding="utf-8")
                session.facts = Facts(facts)
            diagnose(session)
            window.open(PageName.MACHINE)
            self.shoot(window, f"15-machine-{name}")
            window.close()

    def others(self, home: Path) -> None:
        for machine in (
            hand_written.healthy,
            hand_written.unreadable,
            hand_written.many_drives,
            hand_written.remarkable,
            hand_written.troubled,
        ):
            session, window = self.window(machine, home)
            diagnose(session)
            window.open(PageName.RESULT)
            self.shoot(window, f"10-result-{machine.__name__}")
            window.open(PageName.HOME)
            self.shoot(window, f"11-home-{machine.__name__}")
            window.close()


def _halfway(session: Session) -> None:
    """A diagnosis caught in the middle: what a person sees while a drive is slow."""
    session.last_progress = {
        ProbeName.SYSTEM: Progress(probe=ProbeName.SYSTEM, stage=Stage.DONE, done=7, total=7),
        ProbeName.POWER: Progress(probe=ProbeName.POWER, stage=Stage.DONE, done=1, total=3),
        ProbeName.MEMORY: Progress(probe=ProbeName.MEMORY, stage=Stage.UNREADABLE, done=0, total=5),
        ProbeName.STORAGE: Progress(probe=ProbeName.STORAGE, stage=Stage.RUNNING, done=1, total=2),
    }


def diagnose(session: Session) -> None:
    loop = QEventLoop()
    session.finished.connect(loop.quit)
    session.stopped.connect(lambda _problem: loop.quit())
    session.start()
    loop.exec()


def settle(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def main(folder: str, language: str, scheme: str, scale: str, size: str) -> None:
    if language == pseudo.NAME:
        pseudo.use()
    else:
        i18n.use(language)
    application = QApplication([])
    theme = Theme(application, dark="dark" in scheme, high_contrast=scheme.startswith("high"))
    width, height = (int(number) for number in size.split("x"))
    camera = Camera(Path(folder), f"{language}-{scheme}-{scale}00", (width, height), language)
    with tempfile.TemporaryDirectory() as home:
        camera.flow(Path(home))
        camera.others(Path(home))
        camera.parts(Path(home))
        camera.as_sold(Path(home))
        render_trials.shoot(camera, Path(home))
        render_card.shoot(camera, Path(home))
        render_cases.shoot(camera, Path(home), _WORDS[camera.language])
        render_asking.shoot(camera, Path(home), camera.language)
        render_links.shoot(camera, Path(home))
        render_handson.shoot(camera, Path(home))
        render_swap.shoot(camera, Path(home))
        render_swap_paper.shoot(camera, Path(home))
    del theme


if __name__ == "__main__":
    main(*sys.argv[1:])
