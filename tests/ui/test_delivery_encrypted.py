"""What the window saves is encrypted where the centre's key is, and never over a file that nobody was asked about."""

from pathlib import Path

import pyrage
import pytest

from haas_client import machine
from haas_client.bundle import archive
from haas_client.ui import delivery
from tests.unit import builders


@pytest.mark.parametrize("keep_others", [True, False])
def test_an_encrypted_file_takes_a_name_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep_others: bool
) -> None:
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "key").write_text(str(identity.to_public()), encoding="utf-8")
    monkeypatch.setattr(machine, "CENTRE_KEY", tmp_path / "key")
    (tmp_path / "case.zip.age").write_bytes(b"another")
    bundle = builders.bundle()
    path = delivery._write_to_first([tmp_path / "case.zip"], bundle.members, keep_others=keep_others)
    assert path == tmp_path / "case-2.zip.age"
    assert archive.read(path, (identity,)) == bundle
    assert (tmp_path / "case.zip.age").read_bytes() == b"another"
    assert not (tmp_path / "case.zip").exists()
