"""The guides that come with the program: each one is whole, and without a fault."""

from pathlib import Path

import pytest

from haas_client.handsbuy.pack import library, source
from haas_client.handsbuy.pack.library import State
from haas_client.handsbuy.pack.lint import Severity, lint
from haas_client.handsbuy.pack.source import COMMON, GUIDE, PICTURES
from haas_client.i18n import translator

ROOT = library.program_folder()
FOLDERS = sorted(path.parent for path in ROOT.glob(f"*/{GUIDE}"))


def test_all_that_are_there_are_found() -> None:
    assert library.folders(ROOT) == FOLDERS
    assert [entry.folder for entry in library.entries() if entry.state == State.USED] == FOLDERS


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_each_is_without_a_fault(folder: Path) -> None:
    errors = [one for one in lint(folder, ROOT / COMMON) if one.severity == Severity.ERROR]
    assert [f"{one.place}: {one.words(translator('en'))} [{one.rule}]" for one in errors] == []


def test_every_shared_picture_is_shown_somewhere() -> None:
    shown = {
        one.id
        for folder in FOLDERS
        for part in source.read(folder, ROOT / COMMON).sources
        for one in part.file.pictures
        if part.holder(f"{PICTURES}/{one.id}.webp") == ROOT
    }
    assert {path.name.partition(".")[0] for path in ROOT.glob("pictures/*.webp")} == shown


def test_every_fragment_is_included_somewhere() -> None:
    included = {pin for folder in FOLDERS for pin in source.read(folder, ROOT / COMMON).fragments}
    there = {f"{COMMON}/{path.name}" for path in ROOT.glob(f"{COMMON}/*@*")}
    assert there == included
