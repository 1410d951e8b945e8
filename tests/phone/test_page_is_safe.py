"""Nothing but the page's own script runs, whatever a firmware says or gets in."""

import socket
from pathlib import Path

import pytest

from haas_client.handsbuy.sheet import Sheet
from tests.phone import sheets
from tests.phone.browser import LIMIT_SECONDS, Browser, needs_browser
from tests.phone.pages import HERE, Serve

pytestmark = needs_browser


def test_what_a_firmware_says_is_never_run(serve: Serve, chromium: Browser, tmp_path: Path) -> None:
    hostile = sheets.example(tmp_path, "ja", **{"part.slot": sheets.HOSTILE})
    tab = chromium.tab()
    pc = serve(hostile)
    tab.open(pc.url)
    assert pc.received.wait(LIMIT_SECONDS)
    assert tab.run("document.title") == hostile.title
    assert "<script>" in tab.run("document.querySelector('#step-2 .lines b').textContent")
    assert tab.complaints == []
    assert tab.run("document.querySelectorAll('script, style').length") == 2


def test_the_policy_forbids_what_got_in_all_the_same(serve: Serve, chromium: Browser, sheet: Sheet) -> None:
    tab = chromium.tab()
    tab.open(serve(sheet).url)
    with socket.create_server((HERE, 0)) as elsewhere:
        elsewhere.setblocking(False)
        address = f"http://{HERE}:{elsewhere.getsockname()[1]}/"
        tab.run(INTRUSION.replace("ADDRESS", address))
        assert tab.run(f"fetch({address!r}).then(() => 'sent', () => 'not sent')") == "not sent"
        with pytest.raises(BlockingIOError):
            elsewhere.accept()
    assert tab.run("document.title") == sheet.title
    assert tab.run("getComputedStyle(document.body).display") != "none"
    told = " ".join(tab.complaints)
    assert [rule for rule in ("script-src", "img-src", "style-src", "connect-src") if rule not in told] == []


INTRUSION = """{
    const script = document.createElement("script");
    script.textContent = "document.title = 'gone'";
    document.body.append(script);
    const image = document.createElement("img");
    image.src = "ADDRESS";
    document.body.append(image);
    document.body.setAttribute("style", "display: none");
}"""
