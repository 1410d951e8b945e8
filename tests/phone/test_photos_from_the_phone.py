"""Photos from the phone into the case."""

from pathlib import Path

import msgspec
import pytest

from haas_client.bundle import photos
from haas_client.handsbuy.sheet import Sheet
from tests.phone import sheets
from tests.phone.browser import LIMIT_SECONDS, Browser, needs_browser
from tests.phone.pages import Serve
from tests.unit.bundle.pictures import encoded, noise, quarters

pytestmark = needs_browser


def test_a_photo_goes_into_the_case(serve: Serve, chromium: Browser, sheet: Sheet, tmp_path: Path) -> None:
    pc = serve(sheet)
    tab = chromium.tab()
    tab.open(pc.url)
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(encoded(noise(1200, 900), quality=90))
    for selector in (".photo input[capture]", ".photo input:not([capture])"):
        tab.choose(selector, photo)
        assert pc.case.arrived.acquire(timeout=LIMIT_SECONDS)
        tab.wait("document.querySelector('.sent').textContent === document.querySelector('.sent').dataset.kept")
    assert pc.case.photos == [photos.prepare(photo.read_bytes()).data] * 2
    assert tab.complaints == []


def test_what_is_no_photo_is_said_in_words(serve: Serve, chromium: Browser, sheet: Sheet, tmp_path: Path) -> None:
    pc = serve(sheet)
    tab = chromium.tab()
    tab.open(pc.url)
    file = tmp_path / "evil.jpg"
    file.write_bytes(b"<svg onload='document.title=1'>")
    tab.choose(".photo input[capture]", file)
    with pytest.raises(photos.PhotoRefused) as refused:
        photos.prepare(file.read_bytes())
    words = f"{refused.value.title} {refused.value.advice}"
    tab.wait(f"document.querySelector('.sent').textContent === {words!r}")
    assert pc.case.photos == []


def test_with_the_pc_off_a_photo_is_not_lost(serve: Serve, chromium: Browser, sheet: Sheet, tmp_path: Path) -> None:
    pc = serve(sheet)
    tab = chromium.tab()
    tab.open(pc.url)
    assert pc.received.wait(LIMIT_SECONDS)
    pc.server.close()
    photo = tmp_path / "cables.jpg"
    photo.write_bytes(encoded(quarters()))
    tab.choose(".photo input[capture]", photo)
    tab.wait("document.querySelector('.sent').textContent === document.querySelector('.sent').dataset.failed")
    tab.run("document.querySelector('details.photo').open = true")
    with chromium.downloaded() as saved:
        tab.tap(".rescue")
    assert saved.path.read_bytes() == photo.read_bytes()


def test_without_a_case_there_is_nowhere_to_send_one(serve: Serve, chromium: Browser, sheet: Sheet) -> None:
    pc = serve(sheet, msgspec.structs.replace(sheets.begun(), case=""))
    tab = chromium.tab()
    tab.open(pc.url)
    assert pc.received.wait(LIMIT_SECONDS)
    assert tab.run("document.querySelector('.photo')") is None
    assert tab.run("document.querySelectorAll('input[type=file]').length") == 0
    assert tab.complaints == []


def test_a_pc_that_answers_no_more_is_not_waited_for_without_end(
    serve: Serve, chromium: Browser, sheet: Sheet, tmp_path: Path
) -> None:
    """It went off in the middle: nobody says that the connection is over."""
    pc = serve(sheet)
    tab = chromium.tab()
    tab.open(pc.url)
    assert pc.received.wait(LIMIT_SECONDS)
    pc.case.let_go.clear()
    tab.run("{ const real = setTimeout; window.setTimeout = (what, wait) => real(what, wait / 100); }")
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(encoded(quarters()))
    tab.choose(".photo input[capture]", photo)
    tab.wait("document.querySelector('.sent').textContent === document.querySelector('.sent').dataset.failed")
    assert tab.run("Array.from(document.querySelectorAll('.photo input')).every((one) => !one.disabled)")
    pc.case.let_go.set()
