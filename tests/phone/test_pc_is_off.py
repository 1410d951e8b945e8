"""The page goes on working when the PC is off."""

import socket
from pathlib import Path
from urllib.parse import urlsplit

from haas_client.handsbuy.sheet import Sheet
from tests.phone import sheets
from tests.phone.browser import LIMIT_SECONDS, Browser, browser, needs_browser
from tests.phone.pages import HERE, HERE_IS, RECEIVED, TICKED, WHOLE, Serve, at, go_through

pytestmark = needs_browser


def test_thirty_pictures_arrive_and_the_pc_is_told(serve: Serve, chromium: Browser, tmp_path: Path) -> None:
    pc = serve(sheets.large(tmp_path))
    tab = chromium.tab()
    tab.open(pc.url)
    assert pc.received.wait(LIMIT_SECONDS)
    assert tab.run(WHOLE)
    assert tab.run("document.querySelectorAll('main img').length") == 31
    assert tab.complaints == []
    assert {url.split(":")[0] for url in tab.asked} == {"http", "data"}
    assert {url for url in tab.asked if url.startswith("http")} == {pc.url, pc.url.split("?")[0] + "received"}


def test_it_goes_on_when_the_pc_is_off(serve: Serve, chromium: Browser, sheet: Sheet) -> None:
    pc = serve(sheet)
    tab = chromium.tab()
    tab.open(pc.url)
    assert pc.received.wait(LIMIT_SECONDS)
    pc.server.close()
    tab.tap("#start .next")
    go_through(tab, 4)
    tab.wait(at("aid"))
    assert tab.run(WHOLE)
    assert len(tab.run(TICKED)) == 5
    assert tab.complaints == []


def test_a_new_tab_and_a_restarted_browser_have_it_when_the_pc_is_off(
    serve: Serve, tmp_path: Path, sheet: Sheet
) -> None:
    pc = serve(sheet)
    with browser(tmp_path / "browser") as first:
        tab = first.tab()
        tab.open(pc.url)
        assert pc.received.wait(LIMIT_SECONDS)
        pc.server.close()
        tab.tap("#start .next")
        go_through(tab, 2)
        tab.wait(at("step-3"))
        another = first.tab()
        assert another.open(pc.url) == ""
        another.wait(RECEIVED)
        assert (another.run(HERE_IS), another.run(TICKED)) == ("step-3", ["step-1!0", "step-1", "step-2"])
    with browser(tmp_path / "browser") as second:
        tab = second.tab()
        assert tab.open(pc.url) == ""
        tab.wait(RECEIVED)
        assert tab.run(WHOLE)
        assert (tab.run(HERE_IS), tab.run(TICKED)) == ("step-3", ["step-1!0", "step-1", "step-2"])


def test_a_browser_that_the_phone_ended_has_it_too(serve: Serve, tmp_path: Path, sheet: Sheet) -> None:
    pc = serve(sheet)
    first = Browser(tmp_path / "browser")
    tab = first.tab()
    tab.open(pc.url)
    assert pc.received.wait(LIMIT_SECONDS)
    pc.server.close()
    # What a browser keeps reaches its disk within seconds; a clean end of another one in between is that moment.
    first.close()
    second = Browser(tmp_path / "browser")
    assert second.tab().open(pc.url) == ""
    second.kill()
    with browser(tmp_path / "browser") as third:
        tab = third.tab()
        assert tab.open(pc.url) == ""
        tab.wait(RECEIVED)
        assert tab.run(WHOLE)


def test_what_was_ticked_is_there_again_when_the_code_is_scanned_once_more(
    serve: Serve, chromium: Browser, sheet: Sheet
) -> None:
    pc = serve(sheet, boot_id="one")
    tab = chromium.tab()
    tab.open(pc.url)
    tab.tap("#start .next")
    go_through(tab, 1)
    tab.wait(at("step-2"))
    pc.server.close()
    again = serve(sheet, boot_id="one")
    assert again.url.split("/")[2] == pc.url.split("/")[2]
    assert again.url != pc.url
    other = chromium.tab()
    other.open(again.url)
    assert (other.run(HERE_IS), other.run(TICKED)) == ("step-2", ["step-1!0", "step-1"])
    again.server.close()
    after = chromium.tab()
    after.open(serve(sheet, boot_id="two").url)
    assert (after.run(HERE_IS), after.run(TICKED)) == ("start", [])


def test_a_picture_that_cannot_be_decoded_is_told_and_the_pc_is_not(
    serve: Serve, chromium: Browser, sheet: Sheet
) -> None:
    file = sheet.steps[1].pictures[0].file
    file.write_bytes(file.read_bytes()[:400])
    pc = serve(sheet)
    tab = chromium.tab()
    tab.open(pc.url)
    told = tab.wait("(document.querySelector('.state.bad') || {}).textContent")
    assert told == tab.run("document.querySelector('.state').dataset.lost")
    assert not pc.received.is_set()
    assert not any(url.endswith("received") for url in tab.asked)


def test_the_saved_page_works_from_the_phones_own_memory(serve: Serve, chromium: Browser, sheet: Sheet) -> None:
    pc = serve(sheet)
    tab = chromium.tab()
    tab.open(pc.url)
    assert pc.received.wait(LIMIT_SECONDS)
    tab.tap("#start .next")
    go_through(tab, 1)
    with chromium.downloaded() as saved:
        tab.tap("button.save")
    pc.server.close()
    assert saved.path.suffix == ".html"
    own = chromium.tab()
    own.open(saved.path.as_uri())
    own.wait(RECEIVED)
    assert own.run(WHOLE)
    own.tap("#start .next")
    go_through(own, 4)
    own.wait(at("aid"))
    assert own.complaints == []
    assert own.run("document.querySelector('.photo').hidden")


def test_what_the_phone_keeps_may_be_broken(serve: Serve, chromium: Browser, sheet: Sheet) -> None:
    url = serve(sheet).url
    tab = chromium.tab()
    tab.open(url)
    for broken in ("{", "null", '"x"', '{"ticks": null, "at": 7}', '{"ticks": {"step-1": "yes"}, "at": "nowhere"}'):
        tab.run(f"localStorage.setItem('linuxmania-haas.' + document.documentElement.dataset.key, {broken!r})")
        again = chromium.tab()
        again.open(url)
        again.wait(RECEIVED)
        assert (again.run(HERE_IS), again.run(TICKED)) == ("start", [])
        assert again.complaints == []


def test_a_pc_that_is_off_and_refuses_nothing_holds_nothing_up(serve: Serve, chromium: Browser, sheet: Sheet) -> None:
    """A real one that is off does not even say that nobody is there."""
    pc = serve(sheet)
    tab = chromium.tab()
    tab.open(pc.url)
    assert pc.received.wait(LIMIT_SECONDS)
    pc.server.close()
    with socket.socket() as silent:
        silent.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        silent.bind((HERE, urlsplit(pc.url).port or 0))
        silent.listen()
        another = chromium.tab()
        assert another.open(pc.url) == ""
        another.wait(RECEIVED)
        assert another.run(WHOLE)
        another.tap("#start .next")
        another.wait(at("step-1"))
