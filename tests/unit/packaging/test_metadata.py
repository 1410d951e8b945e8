"""What the package tells the system of the program (``packaging/``), as the system's own tools and ours read it."""

import configparser
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from haas_client import __version__
from haas_client.handsbuy.pack import signed
from haas_client.links import trust
from haas_client.links.model import SCHEME
from tests.unit.packaging.steps import CHECKOUT, PACKAGING

METAINFO = PACKAGING / "metadata" / "jp.linuxmania.haas.metainfo.xml"
DEBIAN = PACKAGING / "debian"
LIBRARY = "/usr/lib/linuxmania-haas"
AUTOSTART = PACKAGING / "metadata" / "linuxmania-haas-autostart.desktop"
MENU = CHECKOUT / "linuxmania-haas.desktop"


def entry(file: Path) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # keys differ by case
    parser.read_string(file.read_text(encoding="utf-8"))
    return parser["Desktop Entry"]


@pytest.mark.parametrize("file", [AUTOSTART, MENU], ids=lambda file: file.name)
def test_desktop_entries_are_valid(file: Path) -> None:
    tool = shutil.which("desktop-file-validate")
    if not tool:
        pytest.skip("desktop-file-validate is not installed")
    done = subprocess.run([tool, file], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_menu_entry_takes_the_centres_links() -> None:
    menu = entry(MENU)
    assert f"x-scheme-handler/{SCHEME}" in menu["MimeType"].split(";")
    assert menu["Exec"] == "linuxmania-haas %u"


def test_the_autostart_stays_in_the_tray_and_is_silent_once_the_program_is_gone() -> None:
    start = entry(AUTOSTART)
    assert start["Exec"] == "linuxmania-haas --hidden"
    assert start["TryExec"] == "linuxmania-haas"
    assert start["Name"] == entry(MENU)["Name"]


def test_the_metainfo_is_valid() -> None:
    tool = shutil.which("appstreamcli")
    if not tool:
        pytest.skip("appstreamcli is not installed")
    done = subprocess.run([tool, "validate", "--no-net", METAINFO], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_metainfo_says_everything_in_japanese_too() -> None:
    root = ET.parse(METAINFO).getroot()
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    for tag in ("name", "summary", "description/p", "description/ul/li"):
        english = [one for one in root.findall(tag) if language not in one.attrib]
        japanese = [one for one in root.findall(tag) if one.attrib.get(language) == "ja"]
        assert len(english) == len(japanese) > 0, tag


def test_the_pictures_that_it_names_are_there_to_be_published() -> None:
    images = ET.parse(METAINFO).findall("screenshots/screenshot/image")
    folder = METAINFO.parent / "screenshots"
    assert {image.text.rpartition("/")[2] for image in images if image.text} == {one.name for one in folder.iterdir()}
    for image in images:
        with Image.open(folder / (image.text or "").rpartition("/")[2]) as picture:
            assert picture.size == (int(image.get("width", "0")), int(image.get("height", "0")))


def test_every_place_tells_the_same_version() -> None:
    first = (DEBIAN / "changelog").read_text(encoding="utf-8").splitlines()[0]
    release = ET.parse(METAINFO).find("releases/release")
    assert release is not None
    assert first.split()[1] == f"({__version__})"
    assert release.get("version") == __version__


def test_every_file_that_is_installed_is_gathered() -> None:
    """Each source of debian/*.install is a folder or file that packaging/build puts there."""
    gathered = {"completion", "conffiles", "desktop", "helper", "icons", "metadata", "program", "third-party"}
    rows = [line.split() for line in (DEBIAN / "linuxmania-haas.install").read_text().splitlines()]
    assert {source.split("/")[0] for source, _ in rows} == gathered
    for source, _ in rows:
        if source.split("/")[0] in {"helper", "metadata"}:
            assert (PACKAGING / source).is_file()


def test_the_units_start_what_is_installed() -> None:
    helper = f"{LIBRARY}/linuxmania-haas-helper"
    unit = (PACKAGING / "helper" / "linuxmania-haas-helper.service").read_text()
    service = (PACKAGING / "helper" / "org.linuxmania.Haas1.service").read_text()
    assert f"ExecStart={helper}\n" in unit
    assert f"Exec={helper}\n" in service
    assert (
        f"program/linuxmania-haas {LIBRARY.removeprefix('/').rpartition('/')[0]}"
        in (DEBIAN / "linuxmania-haas.install").read_text().splitlines()
    )


def test_systemd_has_nothing_to_say_against_the_unit(tmp_path: Path) -> None:
    tool, units = shutil.which("systemd-analyze"), Path("/usr/lib/systemd/system")
    if not tool or not units.is_dir():
        pytest.skip("systemd is not installed")
    shutil.copytree(units, tmp_path / units.relative_to("/"), symlinks=True)
    shutil.copy(PACKAGING / "helper" / "linuxmania-haas-helper.service", tmp_path / units.relative_to("/"))
    program = tmp_path / LIBRARY.removeprefix("/") / "linuxmania-haas-helper"
    program.parent.mkdir(parents=True)
    program.touch(mode=0o755)
    words = [tool, f"--root={tmp_path}", "--man=no", "verify", "linuxmania-haas-helper.service"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_lists_that_nobody_has_filled_in_are_read_as_none(tmp_path: Path) -> None:
    for file in (PACKAGING / "conffiles").iterdir():
        shutil.copy(file, tmp_path)
        (tmp_path / file.name).chmod(0o644)
    assert {file.name for file in tmp_path.iterdir()} == {trust.KEYS, trust.HOSTS, signed.KEYS}
    assert trust.load(tmp_path) == trust.Trust(keys={}, hosts=None)
    assert trust.keys(tmp_path / signed.KEYS) == {}


def test_a_line_below_the_comments_counts(tmp_path: Path) -> None:
    folder = tmp_path / "etc"
    folder.mkdir()
    for file in (PACKAGING / "conffiles").iterdir():
        shutil.copy(file, folder)
    line = trust.line(bytes(range(32)))
    for name, more in ((trust.KEYS, line), (trust.HOSTS, "pay.example")):
        with (folder / name).open("a", encoding="utf-8") as stream:
            stream.write(f"{more}\n")
        (folder / name).chmod(0o644)
    found = trust.load(folder)
    assert list(found.keys.values()) == [bytes(range(32))]
    assert found.hosts == frozenset({"pay.example"})


NOT_SHIPPED = {"pycparser"}


def test_whatever_is_brought_along_has_its_licence_told() -> None:
    lock = (PACKAGING / "locks" / "runtime.txt").read_text(encoding="utf-8")
    names = set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE)) - NOT_SHIPPED
    copyright_file = (DEBIAN / "copyright").read_text(encoding="utf-8").lower()
    short = {"pyside6-essentials": "pyside6", "cffi": "_cffi_backend"}
    assert [name for name in sorted(names) if short.get(name, name) not in copyright_file] == []


def test_a_licence_that_is_named_is_explained() -> None:
    text = (DEBIAN / "copyright").read_text(encoding="utf-8")
    named = set(re.findall(r"^License: (.+)$", text, re.MULTILINE))
    explained = set(re.findall(r"^License: (.+)\n ", text, re.MULTILINE))
    assert named == explained


def test_each_override_of_lintian_has_its_reason_above() -> None:
    for part in (DEBIAN / "linuxmania-haas.lintian-overrides").read_text(encoding="utf-8").split("\n\n"):
        lines = part.strip().splitlines()
        assert lines[0].startswith("# ")
        assert any(not line.startswith("#") for line in lines)


def test_the_description_is_that_of_the_project() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    control = (DEBIAN / "control").read_text(encoding="utf-8")
    author = project["authors"][0]
    assert f"Maintainer: {author['name']} <{author['email']}>" in control
