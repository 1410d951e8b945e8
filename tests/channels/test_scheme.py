"""A link that is clicked anywhere reaches the program: by the real xdg-open, and our own desktop entry."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ENTRY = Path(__file__).parents[2] / "linuxmania-haas.desktop"
LINK = "linuxmania-haas:AAECAwQ_-x"


@pytest.mark.skipif(not shutil.which("xdg-open"), reason="xdg-utils are not installed")
def test_the_desktop_hands_it_over_as_one_argument(tmp_path: Path) -> None:
    data, tools, told = tmp_path / "share", tmp_path / "bin", tmp_path / "told"
    (data / "applications").mkdir(parents=True)
    tools.mkdir()
    shutil.copy(ENTRY, data / "applications")
    program = tools / "linuxmania-haas"
    program.write_text(f'#!/bin/sh\nprintf "%s|" "$@" >{told}\n')
    program.chmod(0o755)
    environment = {
        "HOME": str(tmp_path),
        "PATH": f"{tools}:{os.environ['PATH']}",
        "XDG_DATA_HOME": str(data),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "DISPLAY": ":nowhere",
    }
    (tmp_path / "config").mkdir()
    scheme = "x-scheme-handler/linuxmania-haas"
    subprocess.run(["xdg-mime", "default", ENTRY.name, scheme], env=environment, check=True, timeout=30)
    subprocess.run(["xdg-open", LINK], env=environment, check=True, timeout=30, capture_output=True)
    assert told.read_text() == f"{LINK}|"


def test_the_entry_names_the_scheme() -> None:
    lines = ENTRY.read_text().splitlines()
    assert "MimeType=x-scheme-handler/linuxmania-haas;" in lines
    assert "Exec=linuxmania-haas %u" in lines
