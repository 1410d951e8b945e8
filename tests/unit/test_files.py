"""A file for the owner is whole or not there at all; archives are tested on the same way in ``bundle``."""

import errno
import os
import stat
from pathlib import Path

import pytest

from haas_client import files
from haas_client.files import SaveFailed


def test_what_was_written_is_there_for_the_owner_alone(tmp_path: Path) -> None:
    files.write_atomically(tmp_path / "card.pdf", b"whole")
    assert (tmp_path / "card.pdf").read_bytes() == b"whole"
    assert stat.S_IMODE((tmp_path / "card.pdf").stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["card.pdf"]


def test_an_error_half_way_keeps_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "card.pdf"
    path.write_bytes(b"old")

    def fill(_file: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(SaveFailed, match="no space left"), files.replacing(path) as file:
        fill(file.write(b"half"))
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["card.pdf"]


def test_an_error_of_the_writer_itself_is_not_called_one_of_the_drive(tmp_path: Path) -> None:
    with pytest.raises(KeyError), files.replacing(tmp_path / "card.pdf"):
        raise KeyError("card")
    assert os.listdir(tmp_path) == []
