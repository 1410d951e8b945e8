"""The pages of the tests in every state, for :mod:`tests.ui.render`."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from PySide6.QtWidgets import QPushButton

from haas_client import i18n
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.trials import tools
from haas_client.diagnostics.trials.values import Done, Ending, Event, Step, Stop, TrialKind, TrialRecord
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.ui import aftermath
from haas_client.ui.closing import ClosingDialog
from haas_client.ui.pages.page import PageName
from haas_client.ui.window import Window
from tests.machines import hand_written
from tests.ui import benches
from tests.ui.benches import ScriptedBench

if TYPE_CHECKING:
    from tests.ui.render import Camera

_SAMPLES = benches.load_samples()
_DURING: dict[str, tuple[PageName, int, Sequence[Event]]] = {
    "load": (PageName.POWER, 0, benches.load_events(_SAMPLES)),
    "load-no-sensors": (PageName.POWER, 1, benches.load_events(benches.load_samples(43, sensors=False))),
    "load-board": (PageName.POWER, 0, benches.load_events(benches.load_samples(supply=False))),
    "surface": (PageName.STORAGE, 2, benches.surface_events(0.62, (61, 62, 214, 305))),
    "surface-begun": (PageName.STORAGE, 2, benches.surface_events(0.03)),
    "self-test": (PageName.STORAGE, 0, [Step(code="self_test", number=1, total=1)]),
    "memory": (PageName.MEMORY, 0, benches.memory_events()),
}
_NOT_BEGUN = Unknown(reason=Reason.NO_TOOL, detail="stress-ng")
_AFTER = {
    "load-good": (PageName.POWER, 0, benches.load_done(_SAMPLES)),
    "load-wrong": (PageName.POWER, 0, benches.load_done(_SAMPLES, wrong=True)),
    "load-sags": (PageName.POWER, 0, benches.load_done(benches.sagging(_SAMPLES))),
    "load-hot": (PageName.POWER, 0, Done(ending=Ending.STOPPED, stop=Stop.HEAT)),
    "load-failed": (PageName.POWER, 0, Done(ending=Ending.FAILED, problem=_NOT_BEGUN)),
    "surface-good": (PageName.STORAGE, 2, benches.surface_done()),
    "surface-bad": (PageName.STORAGE, 2, benches.surface_done((61, 62, 214, 305))),
    "self-test-good": (PageName.STORAGE, 0, benches.SELF_TEST_GOOD),
    "self-test-bad": (PageName.STORAGE, 1, benches.SELF_TEST_BAD),
    "memory-good": (PageName.MEMORY, 0, benches.MEMORY_GOOD),
    "memory-bad": (PageName.MEMORY, 0, benches.MEMORY_BAD),
    "stopped": (PageName.MEMORY, 0, Done(ending=Ending.STOPPED, stop=Stop.OWNER)),
}


def shoot(camera: "Camera", home: Path) -> None:
    with patch.object(tools, "is_there", return_value=True):
        _before(camera, home)
        for name, (page, number, events) in _DURING.items():
            with _begun(camera, home, page, number, ScriptedBench(events)) as window:
                camera.shoot(window, f"15-test-during-{name}")
                if name == "load":
                    _elsewhere(camera, window)
                if name == "memory":
                    window.page.session.trials.run.halt._asked = True  # type: ignore[union-attr]  # no end to follow
                    window.open(PageName.TRIAL)
                    camera.shoot(window, "15-test-during-stopping")
        for name, (page, number, done) in _AFTER.items():
            bench = ScriptedBench(done=done)
            bench.gate.set()
            with _begun(camera, home, page, number, bench) as window:
                camera.shoot(window, f"16-test-after-{name}")
                if name.startswith(("load-good", "surface-bad")):
                    _press(window, i18n.t("Show the details"))
                    camera.shoot(window, f"17-test-details-{name}")
        _prepared(camera, home)
    _went_off(camera, home)


def _before(camera: "Camera", home: Path) -> None:
    for page in (PageName.STORAGE, PageName.MEMORY, PageName.POWER):
        bench = ScriptedBench()
        bench.memtest86 = TrialKind.MEMTEST86_PREPARE
        with _chosen(camera, home, page, bench) as window:
            camera.shoot(window, f"14-test-before-{page}")
    without = ScriptedBench(without=tuple(kind for kind in TrialKind if kind != TrialKind.LOAD))
    with _chosen(camera, home, PageName.STORAGE, without) as window:
        camera.shoot(window, "14-test-before-no-helper")
    with patch.object(tools, "is_there", return_value=False), _chosen(camera, home, PageName.POWER) as window:
        camera.shoot(window, "14-test-before-no-tool")


def _elsewhere(camera: "Camera", window: Window) -> None:
    """What other pages say while a test runs."""
    for page in (PageName.HOME, PageName.SYMPTOM, PageName.POWER, PageName.RESULT):
        window.open(page)
        camera.shoot(window, f"18-test-runs-{page}")
    dialog = ClosingDialog(window, lambda: None)
    dialog.show()
    camera.shoot(dialog, "18-test-runs-closing")
    dialog.close()


def _prepared(camera: "Camera", home: Path) -> None:
    bench = ScriptedBench()
    bench.memtest86 = TrialKind.MEMTEST86_PREPARE
    bench.gate.set()
    with _begun(camera, home, PageName.MEMORY, 2, bench) as window:
        camera.shoot(window, "16-test-after-prepared")


def _went_off(camera: "Camera", home: Path) -> None:
    unknown = Unknown(reason=Reason.NOT_REPORTED)
    record = TrialRecord(
        id="1",
        kind=TrialKind.LOAD,
        part=Part(kind=PartKind.POWER, slot=unknown, model=unknown, serial=unknown),
        started_at=datetime.now(UTC),
        boot_id="",
        seconds=43.0,
        ending=Ending.WENT_OFF,
    )

    def found(_session: object, _owner: object, on_found: Callable[[TrialRecord], None]) -> None:
        on_found(record)

    with patch.object(aftermath, "look_up", found):
        _, window = camera.window(hand_written.healthy, home, ScriptedBench())
        camera.shoot(window, "19-home-went-off")
        window.close()


@contextmanager
def _chosen(camera: "Camera", home: Path, page: PageName, bench: ScriptedBench | None = None) -> Iterator[Window]:
    """The page before a test, from the button on the part's page."""
    from tests.ui.render import diagnose, settle

    session, window = camera.window(hand_written.failing_ssd, home, bench or ScriptedBench())
    diagnose(session)
    window.open(page)
    camera.shoot(window, f"14-{page}-with-test")
    part_page = window.page
    part_page.test.click()  # type: ignore[attr-defined]  # every part's page has it
    settle(400)
    yield window
    session.trials.close()
    window.close()


@contextmanager
def _begun(camera: "Camera", home: Path, page: PageName, number: int, bench: ScriptedBench) -> Iterator[Window]:
    """A test that was started, and has told all of its script."""
    from tests.ui.render import settle

    with _chosen(camera, home, page, bench) as window:
        tiles = [button for button in window.page.findChildren(QPushButton) if button.property("role") == "tile"]
        tiles[number].click()
        settle(50)
        for text in ("Start the test", "Prepare the next start"):
            _press(window, i18n.t(text))
        while not bench.gate.is_set() and not bench.told.is_set():
            settle(50)
        settle(300)
        yield window


def _press(window: Window, name: str) -> None:
    for button in window.page.findChildren(QPushButton):
        if button.accessibleName() == name and button.isVisible():
            button.click()
            return
