"""What the owner typed once: kept for the owner alone, and never in the way of a start."""

import errno
import json
import logging
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from haas_client import settings, settings_file
from haas_client.settings import Settings

TYPED = Settings(warranty_number="LM-1", name="山田 太郎", contact="090-1234-5678")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def broken_aside(path: Path) -> Path:
    return path.with_suffix(".broken")


def test_what_was_saved_is_loaded(path: Path) -> None:
    assert settings.save(TYPED, path)
    assert settings.load(path) == TYPED


def test_folders_on_the_way_are_made(path: Path) -> None:
    deep = path.parent / "a" / "b" / "settings.json"
    assert settings.save(TYPED, deep)
    assert settings.load(deep) == TYPED


def test_saving_again_replaces_all(path: Path) -> None:
    settings.save(TYPED, path)
    settings.save(Settings(name="x"), path)
    assert settings.load(path) == Settings(name="x")
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_only_the_owner_may_read_them(path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        settings.save(TYPED, path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_without_a_file_they_are_fresh_and_none_is_made(path: Path) -> None:
    assert settings.load(path) == Settings() == Settings(warranty_number="", name="", contact="")
    assert not path.parent.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"name": 5}',
        b'{"name": null}',
        b'{"name": "\xff"}',
        b"\xff\xfe",
        b"[" * 60_000,
        b'{"name": "' + b"x" * 70_000 + b'"}',
    ],
    ids=lambda content: repr(content[:12]),
)
def test_a_broken_file_is_kept_aside(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    assert settings.load(path) == Settings()
    assert broken_aside(path).read_bytes() == content
    assert not path.exists()
    assert settings.save(TYPED, path)
    assert settings.load(path) == TYPED


def test_a_file_of_a_later_version_is_read_as_far_as_it_is_known(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b'{"name": "x", "colour": "blue"}')
    assert settings.load(path) == Settings(name="x")
    assert path.exists()


def test_what_a_later_version_keeps_there_survives_an_earlier_one(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"name": "x", "of_tomorrow": {"shown": [1, 2]}}')
    settings.save(replace(settings.load(path), name="y"), path)
    kept = json.loads(path.read_text())
    assert (kept["name"], kept["of_tomorrow"]) == ("y", {"shown": [1, 2]})


@pytest.mark.parametrize("content", ["[1]", "{", '"x"'])
def test_what_is_no_object_is_written_over(path: Path, content: str) -> None:
    path.parent.mkdir()
    path.write_text(content)
    assert settings.save(TYPED, path)
    assert settings.load(path) == TYPED


def test_a_broken_file_that_cannot_be_moved_does_not_stop_the_start(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"{")
    broken_aside(path).mkdir()
    (broken_aside(path) / "file").write_bytes(b"")
    assert settings.load(path) == Settings()
    assert path.read_bytes() == b"{"


def test_what_stands_in_the_log_is_nothing_of_the_owners(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path.parent.mkdir()
    path.write_bytes('{"name": "山田'.encode())
    with caplog.at_level(logging.DEBUG):
        settings.load(path)
    assert "kept aside" in caplog.text
    assert "山田" not in caplog.text


def test_a_folder_in_place_of_the_file_is_no_failure(path: Path) -> None:
    path.mkdir(parents=True)
    assert settings.load(path) == Settings()
    assert settings.save(TYPED, path) is False
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_a_home_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert settings.save(TYPED, tmp_path / "file" / "settings.json") is False


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_that_may_only_be_read_is_no_failure(path: Path) -> None:
    settings.save(TYPED, path)
    path.parent.chmod(0o500)
    try:
        assert settings.load(path) == TYPED
        assert settings.save(Settings(), path) is False
        assert settings.load(path) == TYPED
    finally:
        path.parent.chmod(0o700)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
@pytest.mark.parametrize("step", ["open", "fsync"])
def test_what_cannot_be_written_leaves_the_old_ones(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int, step: str
) -> None:
    settings.save(TYPED, path)

    def fail(*_arguments: object) -> int:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, step, fail)
        assert settings.save(Settings(), path) is False
    assert settings.load(path) == TYPED
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_they_are_synced_before_they_take_their_name(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.save(TYPED, path)
    seen: list[Settings] = []
    sizes: list[int] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        real(descriptor)
        seen.append(settings.load(path))
        sizes.append(os.fstat(descriptor).st_size)

    monkeypatch.setattr(os, "fsync", fsync)
    settings.save(Settings(name="new"), path)
    assert seen == [TYPED]
    assert sizes == [path.stat().st_size]  # nothing of them was still held back
    assert settings.load(path) == Settings(name="new")


def test_they_lie_in_the_folder_for_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert settings_file.default_path() == tmp_path / "linuxmania-haas" / "settings.json"


@pytest.mark.parametrize("folder", ["", "relative/folder"])
def test_a_folder_that_is_none_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, folder: str) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", folder)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert settings_file.default_path() == tmp_path / ".config" / "linuxmania-haas" / "settings.json"


def test_a_character_that_is_none_is_no_failure(path: Path) -> None:
    assert isinstance(settings.save(Settings(name="\ud83d"), path), bool)


def test_the_daily_check_is_on_unless_it_was_switched_off(path: Path) -> None:
    assert settings_file.checks_daily(path)
    for wanted in (False, True):
        settings.save(Settings(daily_check=wanted), path)
        assert settings_file.checks_daily(path) is wanted is settings.load(path).daily_check
    path.write_text('{"daily_check" :\n false}')
    assert not settings_file.checks_daily(path)


@pytest.mark.parametrize("text", ['"daily_check":false', '","daily_check":false,"', '\\"daily_check\\":false', "false"])
def test_no_text_of_the_owners_is_taken_for_the_switch(path: Path, text: str) -> None:
    settings.save(Settings(name=text, contact=text), path)
    assert settings_file.checks_daily(path)
    assert settings.load(path).name == text


def test_settings_of_an_earlier_version_check_daily(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_text('{"warranty_number":"1","name":"x","contact":""}')
    assert settings.load(path) == Settings(warranty_number="1", name="x", daily_check=True)


def test_settings_of_before_the_card_are_read_and_what_it_keeps_comes_back(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_text('{"warranty_number":"1","name":"x","contact":"","daily_check":true,"seen_trial":"7"}')
    old = settings.load(path)
    assert (old.seen_trial, old.telephone, old.card_seen) == ("7", "", ())
    new = replace(old, telephone="03-0000-0000", card_seen=("diagnosed", "ab12"))
    assert settings.save(new, path)
    assert settings.load(path) == new
