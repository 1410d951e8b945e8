"""Manual pages and completion that are made out of the program's parser (``packaging/documents``)."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from haas_client import i18n
from tests.unit.packaging.steps import PACKAGING, step


@pytest.fixture(autouse=True)
def documents(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The steps import each other as scripts do, and leave the language as it was."""
    known = set(sys.modules)
    language = i18n.current().language
    monkeypatch.syspath_prepend(PACKAGING / "documents")
    monkeypatch.setenv("LANGUAGE", "en")
    yield
    i18n.use(language)
    for name in set(sys.modules) - known:
        if not name.startswith("haas_client"):
            del sys.modules[name]


def page(language: str) -> str:
    return str(step("documents/manual.py").page(language))


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_page_tells_every_command_and_nothing_is_left_to_fill_in(language: str) -> None:
    text = page(language)
    sections = re.findall(r'^\.SS "(.+)"$', text, re.MULTILINE)
    names = {section.replace("\\-", "-").split()[0] for section in sections}
    assert {"collect", "show", "judge", "trial", "cases", "card", "guide", "link"} <= names
    assert "check" not in names  # what the tray starts is for nobody
    assert not re.search(r"@[A-Z]+@", text)
    assert "\\-\\-identity" in text


def test_the_japanese_page_can_be_broken_between_its_letters_but_not_before_a_stop() -> None:
    text = page("ja")
    assert "\\:" in text
    assert "\\:。" not in text
    assert not [line for line in text.splitlines() if line.startswith(".") and "\\:" in line]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_roff_has_nothing_to_say_against_a_page(language: str, tmp_path: Path) -> None:
    groff = shutil.which("groff")
    if not groff:
        pytest.skip("groff is not installed")
    (tmp_path / "page").write_text(page(language), encoding="utf-8")
    command = [groff, "-man", "-Kutf8", "-Tutf8", "-ww", "-z", str(tmp_path / "page")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def completed(script: Path, *words: str) -> list[str]:
    """What bash offers for the last word."""
    ask = (
        f'source {script}; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
        '_linuxmania_haas; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["/bin/bash", "-c", ask, "bash", "linuxmania-haas", *words], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["colle"], ["collect"]),
        (["chec"], []),
        (["--lang", ""], ["ja", "en"]),
        (["--lang", "ja", "compa"], ["compare"]),
        (["trial", ""], ["-h", "--help", "--replay", "--lang", "drive", "memory", "power"]),
        (["trial", "drive", "--test", "s"], ["short", "surface"]),
        (["--lang", "ja", "guide", "exp"], ["export"]),
        (["guide", "export", "--o"], ["--output"]),
        (["judge", "dmi"], ["dmidecode"]),
    ],
)
def test_completion_offers_what_the_parser_takes(words: list[str], offered: list[str], tmp_path: Path) -> None:
    script = tmp_path / "completion"
    script.write_text(step("documents/completion.py").script(), encoding="utf-8")
    assert completed(script, *words) == offered


def test_completion_offers_files_where_a_file_is_wanted(tmp_path: Path) -> None:
    script = tmp_path / "completion"
    script.write_text(step("documents/completion.py").script(), encoding="utf-8")
    (tmp_path / "bundle.zip").touch()
    assert completed(script, "show", f"{tmp_path}/bun") == [f"{tmp_path}/bundle.zip"]
    assert completed(script, "collect", "-o", f"{tmp_path}/bun") == [f"{tmp_path}/bundle.zip"]
    assert completed(script, "handson", f"{tmp_path}/bun") == []
