"""An owner goes through the page: with a finger, with keys, with large text, in light and dark, without scripts."""

import msgspec
import pytest

from haas_client.handsbuy.sheet import Sheet
from tests.phone.browser import Browser, needs_browser
from tests.phone.pages import HERE_IS, RECEIVED, TITLE_SIZE, Serve, at, go_through

pytestmark = needs_browser


def test_no_step_is_passed_over_before_its_boxes_are_ticked(serve: Serve, chromium: Browser, sheet: Sheet) -> None:
    tab = chromium.tab()
    tab.open(serve(sheet).url)
    tab.tap("#start .next")
    tab.wait(at("step-1"))
    tab.tap(".here .next")
    tab.wait("!document.querySelector('.here .missing').hidden")
    assert tab.run("document.querySelectorAll('.here .wanted').length") == 2
    assert tab.run("document.activeElement.dataset.tick") == "step-1!0"
    assert tab.run(HERE_IS) == "step-1"
    tab.run("location.hash = '#step-3'")
    tab.wait("location.hash === '#step-1'")
    assert tab.run(HERE_IS) == "step-1"
    tab.run("location.hash = '#aid'")  # help is always there
    tab.wait(at("aid"))
    assert tab.run("document.querySelector('header').getBoundingClientRect().top") == 0


def test_back_leads_to_the_step_before(serve: Serve, chromium: Browser, sheet: Sheet) -> None:
    tab = chromium.tab()
    tab.open(serve(sheet).url)
    assert tab.run("document.querySelector('header .back').hidden")
    tab.tap("#start .next")
    go_through(tab, 2)
    tab.wait(at("step-3"))
    tab.tap("header .back")
    tab.wait(at("step-2"))
    tab.run("history.back()")  # the phone's own
    tab.wait(at("step-3"))
    assert tab.run("document.querySelector('.count').textContent") == "3 / 4"
    assert tab.run("document.querySelector('.progress').getAttribute('aria-valuenow')") == "3"


def test_it_can_be_used_with_keys_alone(serve: Serve, chromium: Browser, sheet: Sheet) -> None:
    tab = chromium.tab()
    tab.open(serve(sheet).url)
    tab.run("document.querySelector('#start .next').focus()")
    tab.press("Enter", 13)
    tab.wait(at("step-1"))
    assert tab.run("document.activeElement.id") == "title-1"
    for _ in range(2):
        tab.press("Tab", 9)
        tab.press(" ", 32)
    tab.wait("document.querySelectorAll('.here :checked').length === 2")
    tab.press("Tab", 9)
    assert tab.run("document.activeElement.tagName") == "SUMMARY"
    tab.press("Enter", 13)
    tab.wait("document.querySelector('.here details.wrong').open")
    tab.run("document.querySelector('.here .next').focus()")
    tab.press("Enter", 13)
    tab.wait(at("step-2"))


def test_everything_has_a_role_and_a_name(serve: Serve, chromium: Browser, sheet: Sheet) -> None:
    tab = chromium.tab()
    tab.open(serve(sheet).url)
    tab.tap("#start .next")
    tab.wait(at("step-1"))
    nodes = [node for node in tab.call("Accessibility.getFullAXTree")["nodes"] if not node["ignored"]]
    named = {(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes}
    assert {("checkbox", "コードを抜きました"), ("checkbox", "できました"), ("image", "見本の写真")} <= named
    wanted = ("checkbox", "link", "button", "image", "heading", "progressbar", "DisclosureTriangle")
    assert not [role for role, name in named if role in wanted and not name]
    assert any(role == "heading" and name.endswith("手順の見本 1") for role, name in named)


def test_without_scripts_every_step_can_be_read(serve: Serve, chromium: Browser, sheet: Sheet) -> None:
    tab = chromium.tab(scripts=False)
    tab.open(serve(sheet).url)
    nodes = tab.call("Accessibility.getFullAXTree")["nodes"]
    headings = [node["name"]["value"] for node in nodes if not node["ignored"] and node["role"]["value"] == "heading"]
    assert [name.split()[-1] for name in headings if "手順の見本" in name] == ["1", "2", "3", "4"]


def test_larger_text_stays(serve: Serve, chromium: Browser, sheet: Sheet) -> None:
    url = serve(sheet).url
    tab = chromium.tab()
    tab.open(url)
    small = tab.run(TITLE_SIZE)
    tab.tap("button.large")
    tab.wait("document.querySelector('button.large').getAttribute('aria-pressed') === 'true'")
    other = chromium.tab()
    other.open(url)
    assert other.run(TITLE_SIZE) == pytest.approx(small * 1.25)
    assert other.run("document.documentElement.scrollWidth") <= 390


def test_only_what_is_inside_scrolls(serve: Serve, chromium: Browser, sheet: Sheet) -> None:
    """A pull at the top of a page that scrolls as a whole reloads it, on many phones."""
    tab = chromium.tab()
    tab.open(serve(sheet).url)
    tab.tap("#start .next")
    tab.wait(at("step-1"))
    tab.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert tab.run("document.querySelector('.scroll').scrollHeight > innerHeight")
    assert tab.run("document.scrollingElement.scrollHeight <= innerHeight")
    assert tab.run("getComputedStyle(document.documentElement).overscrollBehaviorY") == "none"


@pytest.mark.parametrize("dark", [False, True])
def test_everything_can_be_read_in_light_and_dark(serve: Serve, chromium: Browser, sheet: Sheet, dark: bool) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1 for every text that is shown."""
    tab = chromium.tab(dark=dark)
    tab.open(serve(sheet).url)
    tab.wait(RECEIVED)
    for section in ("start", "step-1", "aid"):
        tab.run(f"location.hash = '#{section}'")
        tab.wait(at(section))
        tab.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert tab.run(CONTRASTS) == []


CONTRASTS = """(() => {
    const light = (text) => {
        const parts = text.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255);
        const linear = (part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        const [red, green, blue] = parts.map(linear);
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const behind = (one) => {
        const colour = getComputedStyle(one).backgroundColor;
        return colour === "rgba(0, 0, 0, 0)" && one.parentElement ? behind(one.parentElement) : colour;
    };
    const poor = [];
    for (const one of document.querySelectorAll("body *")) {
        const own = Array.from(one.childNodes).some((node) => node.nodeType === 3 && node.textContent.trim());
        if (!own || one.closest("svg, script") || !one.checkVisibility() || one.closest(".hidden")) continue;
        const [lower, higher] = [light(getComputedStyle(one).color), light(behind(one))].sort((a, b) => a - b);
        if ((higher + 0.05) / (lower + 0.05) < 4.5) poor.push(one.className + ": " + one.textContent.trim());
    }
    return poor;
})()"""


def test_ticks_in_one_tab_are_seen_in_another(serve: Serve, chromium: Browser, sheet: Sheet) -> None:
    url = serve(sheet).url
    one, other = chromium.tab(), chromium.tab()
    one.open(url)
    other.open(url)
    one.tap("#start .next")
    go_through(one, 1)
    other.wait("document.querySelectorAll('input:checked').length === 2")


def test_a_guide_without_steps_for_the_phone_still_helps(serve: Serve, chromium: Browser, sheet: Sheet) -> None:
    tab = chromium.tab()
    tab.open(serve(msgspec.structs.replace(sheet, steps=())).url)
    tab.wait(RECEIVED)
    tab.tap("#start .next")
    tab.wait(at("aid"))


LEAVES = """(() => {
    const event = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(event);
    return !event.defaultPrevented;
})()"""
"""Whether the page lets itself be left without a question."""


def test_the_browser_asks_before_a_reload_between_the_steps(serve: Serve, chromium: Browser, sheet: Sheet) -> None:
    tab = chromium.tab()
    tab.open(serve(sheet).url)
    assert tab.run(LEAVES)
    tab.tap("#start .next")
    tab.wait(at("step-1"))
    assert not tab.run(LEAVES)
    tab.tap(".here .tick")
    tab.reload()
    tab.wait(RECEIVED)
    assert tab.questions == ["beforeunload"]


def test_a_call_leaves_nothing_and_asks_nothing(serve: Serve, chromium: Browser, sheet: Sheet) -> None:
    tab = chromium.tab()
    tab.open(serve(sheet).url)
    tab.tap("#start .next")
    tab.wait(at("step-1"))
    tab.tap(".here .wrong summary")
    # The browser of a test has no telephone to go to.
    tab.run("document.addEventListener('click', (event) => event.preventDefault(), { once: true, capture: true })")
    tab.tap(".here .call a")
    assert tab.run(LEAVES)
