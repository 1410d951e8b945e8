"""The page for the phone as a file: nothing of it is markup but ours, and nothing of it asks for anything."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.handsbuy.aid import Aid
from haas_client.handsbuy.pack.model import LANGUAGES
from haas_client.handsbuy.pack.refusal import PackUnusable
from haas_client.handsbuy.pack.vocabulary import Phase
from haas_client.handsbuy.phone.page import page
from haas_client.handsbuy.sheet import Sheet
from haas_client.paths import resources
from tests.phone import sheets

VOID = {"meta", "link", "img", "input", "br"}


class Parsed(HTMLParser):
    """Elements in their order, and the text within."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(html.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


def made(sheet: Sheet, aid: Aid | None = None) -> Parsed:
    return Parsed(page(sheet, sheets.begun(), sheets.help_in(sheet.language) if aid is None else aid))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_in_the_sheets_language_and_well_formed(tmp_path: Path, language: str) -> None:
    found = made(sheets.example(tmp_path, language))
    assert found.open == []
    assert found.all("html")[0]["lang"] == language
    assert ("メモリの差し込み" in found.text) is False
    assert ("カスタマセンターに電話する" in found.text) is (language == "ja")
    assert ("Call our centre" in found.text) is (language == "en")


def test_it_holds_the_steps_with_the_pc_off_and_the_first_after_it(tmp_path: Path) -> None:
    sheet = sheets.large(tmp_path, 3)
    before = msgspec.structs.replace(sheet.steps[0], id="before", phase=Phase.BEFORE, title="前の手順")
    later = msgspec.structs.replace(sheet.steps[-1], id="later", number=5, title="後の手順")
    found = made(msgspec.structs.replace(sheet, steps=(before, *sheet.steps, later)))
    shown = [one["id"] for one in found.all("section")]
    assert shown == ["start", "step-1", "step-2", "step-3", "step-4", "aid"]
    assert "前の手順" not in found.text
    assert "後の手順" not in found.text


def test_what_a_firmware_says_is_text(tmp_path: Path) -> None:
    sheet = sheets.example(tmp_path, "ja", **{"part.slot": sheets.HOSTILE})
    aid = Aid(telephone=sheets.HOSTILE, receipt=sheets.HOSTILE, tell=(sheets.HOSTILE,))
    found = made(sheet, aid)
    plain = made(sheets.example(tmp_path / "plain", "ja"), Aid(telephone="0", receipt="1", tell=("2",)))
    assert [tag for tag, _ in found.elements] == [tag for tag, _ in plain.elements]
    assert [sorted(attributes) for _, attributes in found.elements] == [sorted(one) for _, one in plain.elements]
    assert "document.title='gone'" in found.text


@given(st.text(max_size=60))
def test_no_text_makes_an_element(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    sheet = sheets.large(tmp_path_factory.mktemp("pictures"), 1)
    plain = [tag for tag, _ in made(sheet).elements]
    told = msgspec.structs.replace(sheet.steps[0], title=text, confirm=text or "x", wrong=((text, text),))
    hostile = msgspec.structs.replace(sheet, title=text, parts=(), steps=(told, *sheet.steps[1:]))
    assert [tag for tag, _ in made(hostile).elements] == plain


def test_it_asks_for_nothing_outside_itself(tmp_path: Path) -> None:
    html = page(sheets.large(tmp_path, 2), sheets.begun(), sheets.help_in("ja")).decode()
    addresses = re.findall(r"""(?:src|href|action|srcset|poster|data)=["']([^"']*)""", html)
    assert addresses
    assert {re.sub("[:,;#].*", "", one) for one in addresses} == {"data", "", "tel"}
    outside = re.sub(r'"data:image/webp;base64,[^"]*"', '""', html)
    assert not re.findall(r"https?://|//[a-z]|@import|\burl\(", re.sub(r"(?m)^\s*//.*$|\s// .*$", "", outside))


def test_only_its_own_style_and_script_may_run(tmp_path: Path) -> None:
    html = page(sheets.example(tmp_path), sheets.begun(), sheets.help_in("ja")).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    rules = dict(rule.split(" ", 1) for rule in policy[1].replace("&#39;", "'").split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"
    for name, rule in (("style", "style-src"), ("script", "script-src")):
        bodies = re.findall(rf"<{name}>(.*?)</{name}>", html, re.DOTALL)
        assert len(bodies) == html.count(f"<{name}") == 1
        digest = base64.b64encode(hashlib.sha256(bodies[0].encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
    # The policy stands before anything that it could forbid.
    assert html.index("Content-Security-Policy") < html.index("<title")


def test_nothing_in_it_carries_a_style_or_a_script_of_its_own(tmp_path: Path) -> None:
    found = made(sheets.large(tmp_path, 2))
    names = {name for _, attributes in found.elements for name in attributes}
    assert "style" not in names
    assert not {name for name in names if name.startswith("on")}


def test_thirty_pictures_of_the_largest_size_are_four_megabytes(tmp_path: Path) -> None:
    html = page(sheets.large(tmp_path), sheets.begun(), sheets.help_in("ja"))
    assert html.count(b"data:image/webp") == 30
    assert 3_800_000 < len(html) <= 4_000_000


def test_a_picture_that_is_shown_again_is_there_once(tmp_path: Path) -> None:
    found = made(sheets.large(tmp_path, 2)).all("img")
    assert [(one.get("id"), one.get("data-same")) for one in found] == [
        ("picture-1", None),
        ("picture-2", None),
        (None, "picture-1"),
    ]
    assert "src" not in found[2]


def test_its_ticks_have_the_names_that_the_pc_knows(tmp_path: Path) -> None:
    sheet = sheets.example(tmp_path)
    boxes = made(sheet).all("input")
    names = [box["data-tick"] for box in boxes if box["type"] == "checkbox"]
    assert names == [name for step in sheet.carried() for name in step.ticks]
    assert names == ["example-off.unplug!0", "example-off.unplug", "insert"]


def test_what_is_ticked_on_the_pc_is_ticked_here(tmp_path: Path) -> None:
    swap = msgspec.structs.replace(sheets.begun(), ticks=("insert",))
    boxes = Parsed(page(sheets.example(tmp_path), swap, Aid())).all("input")
    assert [box["data-tick"] for box in boxes if "checked" in box] == ["insert"]


def test_a_danger_and_its_tick_stand_before_the_lines(tmp_path: Path) -> None:
    found = made(sheets.large(tmp_path, 1))
    classes = [attributes.get("class") or "" for _, attributes in found.elements]
    places = [classes.index(name) for name in ("caution danger", "tick danger", "lines", "tick")]
    assert places == sorted(places)


def test_everything_has_a_name_for_who_cannot_see_it(tmp_path: Path) -> None:
    found = made(sheets.example(tmp_path))
    ids = {attributes.get("id") for _, attributes in found.elements}
    assert all(image["alt"] for image in found.all("img"))
    assert all(section["aria-labelledby"] in ids for section in found.all("section"))
    assert all(drawing["aria-hidden"] == "true" for drawing in found.all("svg"))
    assert [tag for tag, _ in found.elements if tag in ("h1", "h2", "h3")][:2] == ["h1", "h2"]
    assert "1 ツメ" in found.text  # a marker is named in words too


def test_a_fact_is_told_apart(tmp_path: Path) -> None:
    html = page(sheets.example(tmp_path), sheets.begun(), Aid()).decode()
    assert "<b>DIMM_A2</b>" in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_telephone_number_it_says_where_one_is(tmp_path: Path, language: str) -> None:
    found = made(sheets.example(tmp_path, language), Aid())
    assert ("保証書" if language == "ja" else "warranty card") in found.text
    assert not [one for one in found.all("a") if str(one.get("href")).startswith("tel:")]


def test_a_known_number_is_called_with_one_touch(tmp_path: Path) -> None:
    found = made(sheets.example(tmp_path))
    assert {one.get("href") for one in found.all("a") if str(one.get("href")).startswith("tel:")} == {"tel:0000000000"}
    assert "見本-1042" in found.text


def test_no_touch_calls_a_command(tmp_path: Path) -> None:
    found = made(sheets.example(tmp_path), Aid(telephone="*21*1#", telephone_link=""))
    assert "*21*1#" in found.text
    assert not [one for one in found.all("a") if "tel:" in str(one.get("href"))]


def test_the_phone_keeps_ticks_by_swap_and_by_start_of_the_pc(tmp_path: Path) -> None:
    sheet, swap = sheets.example(tmp_path), sheets.begun()
    other = msgspec.structs.replace(swap, id="f" * 16)
    asked = ((swap, "a"), (swap, "a"), (swap, "b"), (other, "a"))
    pages = [page(sheet, one, Aid(), boot_id=boot) for one, boot in asked]
    keys = [Parsed(one).all("html")[0]["data-key"] for one in pages]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3
    assert str(keys[0]).startswith(swap.id)


@pytest.mark.parametrize("content", [None, b"x" * (95 * 1024 + 1)])
def test_a_picture_that_is_gone_or_another_is_told(tmp_path: Path, content: bytes | None) -> None:
    sheet = sheets.large(tmp_path, 1)
    file = sheet.steps[0].pictures[0].file
    file.unlink()
    if content:
        file.write_bytes(content)
    with pytest.raises(PackUnusable):
        page(sheet, sheets.begun(), Aid())


def test_its_script_speaks_no_language_and_makes_no_markup() -> None:
    script = (resources() / "phone" / "page.js").read_text()
    assert "innerHTML" not in script
    assert "insertAdjacent" not in script
    assert script.isascii()
