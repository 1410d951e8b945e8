"""The pages of the guides that ship, for a look: ``python -m tests.phone FOLDER [--photograph | --serve ID]``.

Every question is answered with its first answer; a picture that is not drawn yet is a grey one. ``--photograph`` has a
headless Chromium go through each page, light and dark. ``--serve`` shows one on the network, for a real phone.
"""

import argparse
import tempfile
from pathlib import Path

import msgspec

from haas_client import files
from haas_client.bundle import photos
from haas_client.diagnostics.host import RealHost
from haas_client.handsbuy.pack import expand, library, source
from haas_client.handsbuy.pack.conditions import Ask
from haas_client.handsbuy.pack.found import Facts
from haas_client.handsbuy.pack.guide import Guide
from haas_client.handsbuy.pack.model import LANGUAGES
from haas_client.handsbuy.pack.source import COMMON
from haas_client.handsbuy.phone.address import lan_addresses
from haas_client.handsbuy.phone.page import page
from haas_client.handsbuy.phone.server import PhoneServer
from haas_client.handsbuy.sheet import Sheet, SheetPicture, SheetStep, sheet
from tests.phone import sheets
from tests.phone.browser import Browser, browser


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.phone")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--photograph", action="store_true")
    parser.add_argument("--serve", metavar="ID")
    chosen = parser.parse_args()
    folder: Path = chosen.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for path in rendered(folder):
        print(f"{path}  {path.stat().st_size / 1e6:.2f} MB")
        if chosen.photograph:
            with tempfile.TemporaryDirectory() as profile, browser(Path(profile)) as running:
                _photograph(running, path)
    if chosen.serve:
        _serve(folder / f"{chosen.serve}.ja.html", folder)


def rendered(folder: Path, only: str = "") -> list[Path]:
    """The pages of all guides, or ``only`` of the one of that id, in each language, written into ``folder``."""
    grey = folder / "not-drawn-yet.webp"
    grey.write_bytes(sheets.picture())
    paths = []
    for guide_folder in library.folders(library.program_folder()):
        if only not in ("", guide_folder.name):
            continue
        guide = expand.expanded(source.read(guide_folder, guide_folder.parent / COMMON), draft=True)
        for language in LANGUAGES:
            drawn = _drawn(_answered(guide, language), grey)
            path = folder / f"{guide.id}.{language}.html"
            path.write_bytes(page(drawn, sheets.begun(), sheets.help_in(language)))
            paths.append(path)
    return paths


def _answered(guide: Guide, language: str) -> Sheet:
    fitting = {name: values[0] for name, values in guide.applies.facts.items()}
    facts = Facts(values={"part.slot": "DIMM_A2", "part.serial": "8F21", **fitting})
    while True:
        told = sheet(guide, facts, language)
        answers = {ask.fact: _first(ask) for ask in told.asks}
        if not answers:
            return told
        facts = facts.answered(answers)


def _first(ask: Ask) -> str | int | bool:
    return ask.question.answers[0].value if ask.question else True


def _drawn(told: Sheet, grey: Path) -> Sheet:
    def picture(one: SheetPicture) -> SheetPicture:
        return one if one.file.exists() else msgspec.structs.replace(one, file=grey)

    def step(one: SheetStep) -> SheetStep:
        return msgspec.structs.replace(one, pictures=tuple(map(picture, one.pictures)))

    return msgspec.structs.replace(told, steps=tuple(map(step, told.steps)))


def _photograph(running: Browser, path: Path) -> None:
    for dark in (False, True):
        tab = running.tab(dark=dark)
        tab.open(path.as_uri())
        tab.wait("document.querySelector('.state.well, .state.bad')")
        tab.run("document.querySelectorAll('input[data-tick]').forEach((box) => { if (!box.checked) box.click(); })")
        for section in tab.run("Array.from(document.querySelectorAll('main > section')).map((one) => one.id)"):
            tab.run(f"location.hash = '#{section}'")
            tab.wait(f"document.querySelector('#{section}.here')")
            tab.photograph(path.with_suffix(f".{section}.{'dark' if dark else 'light'}.png"))


def _serve(path: Path, folder: Path) -> None:
    taken = folder / "from-the-phone.jpg"

    def keep(data: bytes) -> None:
        files.write_atomically(taken, photos.prepare(data).data)
        print(f"{taken} was sent")

    server = PhoneServer(path.read_bytes(), lan_addresses(RealHost())[0], lambda: print("all received"), keep)
    print(server.start())
    input("Enter ends it. ")
    server.close()


if __name__ == "__main__":
    main()
