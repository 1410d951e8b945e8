"""The documents: links and pictures that are there, commands that the program takes, nothing invented."""

import argparse
import re
import shlex
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from haas_client import command_line
from haas_client.paths import PROGRAM

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FOLDERS = ("docs", "packaging", "resources", "tests", "benchmarks")
PAGES = sorted({*ROOT.glob("*.md"), *(page for folder in FOLDERS for page in (ROOT / folder).rglob("*.md"))})
MAX_PICTURE_BYTES = 60_000
"""Of the owners' handbook, which is read over slow lines too."""

_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]+`")
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_COMMAND = re.compile(rf"(?:^|[ `]){PROGRAM} (?=[a-z-])([^`\n]*)", re.MULTILINE)
_TELEPHONE = re.compile(r"(?<![\d-])(?:0\d{1,4}-\d{1,4}-\d{3,4}|\+81[\d -]{8,})(?![\d-])")
_PRICE = re.compile(r"[¥￥]\s?\d|\d[\d,]*\s?円")


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def links(page: Path) -> Iterator[tuple[bool, str, str]]:
    """Whether it is a picture, its words, and where it leads; what stands in code is none."""
    text = _CODE.sub("", _FENCE.sub("", page.read_text(encoding="utf-8")))
    for mark, words, target in _LINK.findall(text):
        yield bool(mark), words, target


def anchors(page: Path) -> set[str]:
    """As GitHub makes them: in small letters, without marks, blanks as hyphens."""
    headings = _HEADING.findall(_FENCE.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for _, _, target in links(page):
        path, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", path):
            continue
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (anchor and anchor not in anchors(there)):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_picture_is_described(page: Path) -> None:
    assert [target for picture, words, target in links(page) if picture and len(words) < 15] == []


def commands(page: Path) -> Iterator[str]:
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    for found in _COMMAND.finditer(text):
        if not re.search(r"[\[|\\]| … ", found[1]):  # a summary of a command's forms, which nobody types
            yield found[1].split("  #")[0].strip()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_is_one_that_the_program_takes(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(parser: argparse.ArgumentParser, message: str) -> None:
        raise ValueError(f"{parser.prog}: {message}")

    monkeypatch.setattr(argparse.ArgumentParser, "error", refuse)
    parser = command_line.parser()
    for command in commands(page):
        with suppress(SystemExit):  # --version and --help: what is wrong is refused above
            parser.parse_args(shlex.split(command))


def test_commands_are_found() -> None:
    found = [command for page in PAGES for command in commands(page)]
    assert len(found) > 60
    assert {"collect", "show", "code", "judge", "link", "guide", "swap", "machine"} <= {one.split()[0] for one in found}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_no_number_and_no_price_is_invented(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert _TELEPHONE.findall(text) == []
    assert _PRICE.findall(text) == []


def test_every_page_is_in_the_table_of_contents() -> None:
    for folder in (DOCS, DOCS / "owners"):
        listed = {target.partition("#")[0] for _, _, target in links(folder / "README.md")}
        pages = {page.name for page in folder.glob("*.md")} - {"README.md"}
        assert pages - listed == set()


def test_the_pictures_of_the_handbook_are_all_shown_and_small() -> None:
    pages = list((DOCS / "owners").glob("*.md"))
    shown = {(page.parent / target).resolve() for page in pages for picture, _, target in links(page) if picture}
    pictures = set((DOCS / "owners" / "pictures").glob("*.webp"))
    assert {one.name for one in shown} == {one.name for one in pictures}
    for one in pictures:
        assert one.stat().st_size <= MAX_PICTURE_BYTES, one.name
        with Image.open(one) as image:
            image.verify()
            assert image.format == "WEBP"


@pytest.mark.parametrize("drawing", sorted(DOCS.rglob("*.svg")), ids=name)
def test_every_drawing_is_whole_and_asks_for_nothing_else(drawing: Path) -> None:
    text = drawing.read_text(encoding="utf-8")
    root = ET.fromstring(text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.find("{http://www.w3.org/2000/svg}title") is not None
    assert "prefers-color-scheme: dark" in text
    assert not re.search(r"<script|href=|@import|url\((?!#)", text)


def test_the_drawing_has_the_layers_that_are_enforced() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    enforced = [one.replace("haas_client.", "") for one in contracts[0]["layers"]]
    root = ET.parse(DOCS / "images" / "architecture.svg").getroot()
    texts = root.iter("{http://www.w3.org/2000/svg}text")
    assert [text.text for text in texts if text.get("class") == "layer"] == enforced
