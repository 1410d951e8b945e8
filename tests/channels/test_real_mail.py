"""Mails that were really sent: by the real xdg-email, xdg-open or portal, and mutt, to an SMTP server on this PC."""

import asyncio
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from haas_client.bundle import archive, contents, report
from haas_client.channels.channel import Enclosure, Handover, Outcome, Parcel, Way
from haas_client.channels.draft import draft, mailto_url
from haas_client.channels.mail import Mail
from haas_client.diagnostics.collect import collect
from haas_client.diagnostics.diagnosis import diagnose
from haas_client.diagnostics.machine_host import machine_host
from haas_client.i18n import translator
from haas_client.request import Request, Symptom
from tests.channels import desktop
from tests.channels.mailbox import Mailbox, Received, mailbox
from tests.machines import hand_written
from tests.privileged.bus import hang_up, run
from tests.programs import put_program

pytestmark = pytest.mark.usefixtures("owners_desktop")

MADE_AT = datetime(2026, 11, 20, 0, 12, tzinfo=UTC)
REQUEST = Request(
    warranty_number="LM-24-018233",
    symptom=Symptom.STORAGE,
    words="昨日から「カタカタ」と音がします。\n保存先は C:\\new\\case & D:#2、残り 10% です。",
    name="試験 太郎",
    contact="03-0000-0000",
)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as running:
        yield running


@pytest.fixture
def parcel(tmp_path: Path) -> Parcel:
    collection = collect(machine_host(hand_written.failing_ssd(tmp_path / "machine")))
    bundle = contents.build(collection, diagnose(collection.snapshot), REQUEST, key=b"k" * 32, created_at=MADE_AT)
    path = tmp_path / "linuxmania-20261120-0912.zip"
    archive.write(path, bundle.members)
    t, code = translator("ja"), bundle.manifest.code
    shown = report.page(bundle.snapshot, bundle.diagnosis, REQUEST, t, created_at=MADE_AT, code=code)
    return Parcel(draft=draft(shown, REQUEST, path.name), path=path)


@pytest.fixture
def owners_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Graphical as far as xdg-open asks, without a portal."""
    lacking = desktop.missing("xdg-email", "xdg-open", "mutt")
    if lacking:
        pytest.skip(f"{lacking} is missing (packages xdg-utils and mutt)")
    monkeypatch.setenv("DISPLAY", ":nowhere")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/proc/nowhere")
    for name in ("XDG_CURRENT_DESKTOP", "WAYLAND_DISPLAY", "MAILER", "BROWSER"):
        monkeypatch.delenv(name, raising=False)


def check(received: Received, parcel: Parcel) -> None:
    """All that support needs to decide is in the mail itself, as it was written."""
    assert received.recipients == ["customer@linuxmania.jp"]
    assert received.message["subject"] == "[LM-24-018233] サポートのお願い: ストレージ(SATA 2)の交換をおすすめします"
    assert received.text.rstrip() == parcel.draft.body.rstrip()
    assert parcel.path is not None
    code = archive.read(parcel.path).manifest.code
    assert code
    for part in (REQUEST.warranty_number, REQUEST.name, REQUEST.contact, REQUEST.words, "312", "2034E2B51F3A"):
        assert part in received.text
    assert code in received.text.replace(" ", "").replace("-", "")


def only_file(parcel: Parcel) -> dict[str | None, bytes]:
    assert parcel.path is not None
    return {parcel.path.name: parcel.path.read_bytes()}


def test_by_xdg_email_with_a_program_that_takes_the_file(tmp_path: Path, box: Mailbox, parcel: Parcel) -> None:
    desktop.install(desktop.mutt_command(tmp_path / "mutt", box, takes_files=True))
    expected = Handover(outcome=Outcome.OPENED, way=Way.XDG_EMAIL, path=parcel.path, enclosure=Enclosure.ASKED)
    assert Mail().hand_over(parcel) == expected
    received = box.next()
    check(received, parcel)
    assert received.files == only_file(parcel)


def test_by_xdg_email_with_a_program_that_leaves_the_file_out(tmp_path: Path, box: Mailbox, parcel: Parcel) -> None:
    """Nothing tells the two apart from here: so it is never called put in, and the words must do."""
    desktop.install(desktop.mutt_command(tmp_path / "mutt", box, takes_files=False))
    assert Mail().hand_over(parcel).enclosure == Enclosure.ASKED
    received = box.next()
    check(received, parcel)
    assert received.files == {}


def test_by_a_plain_link(
    tmp_path: Path,
    box: Mailbox,
    parcel: Parcel,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "programs").mkdir()
    put_program(tmp_path / "programs", "xdg-email", "exit 3")
    monkeypatch.setenv("PATH", f"{tmp_path}/programs:/usr/bin:/bin")
    desktop.install(desktop.mutt_command(tmp_path / "mutt", box, takes_files=True))
    expected = Handover(outcome=Outcome.OPENED, way=Way.MAILTO, path=parcel.path, enclosure=Enclosure.BY_OWNER)
    assert Mail().hand_over(parcel) == expected
    received = box.next()
    check(received, parcel)
    assert received.files == {}


def test_a_mail_program_that_crashes_is_told(
    tmp_path: Path, box: Mailbox, parcel: Parcel, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_program(tmp_path, "crash", f"echo x >> {tmp_path}/starts; kill -SEGV $$")
    desktop.install((str(tmp_path / "crash"),))
    monkeypatch.setenv("BROWSER", "false")  # what xdg-open tries after it
    expected = Handover(outcome=Outcome.NO_PROGRAM, path=parcel.path, enclosure=Enclosure.BY_OWNER)
    assert Mail().hand_over(parcel) == expected
    assert (tmp_path / "starts").exists()
    assert box.is_empty


def test_by_the_real_portal(
    tmp_path: Path,
    box: Mailbox,
    parcel: Parcel,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The real frontend; a backend of ours behind it starts mutt by a link that names the file, as GTK's does."""
    if not desktop.PORTAL.exists():
        pytest.skip(f"{desktop.PORTAL} is missing (package xdg-desktop-portal)")
    command = desktop.mutt_command(tmp_path / "mutt", box, takes_files=True)
    with desktop.session_bus(tmp_path) as address, desktop.real_portal(tmp_path, address):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        handover, asked = run(_handed_over(address, command, parcel))
    assert handover == Handover(outcome=Outcome.OPENED, way=Way.PORTAL, path=parcel.path, enclosure=Enclosure.ASKED)
    assert asked["address"] == "customer@linuxmania.jp"
    received = box.next()
    check(received, parcel)
    assert received.files == only_file(parcel)


async def _handed_over(address: str, command: tuple[str, ...], parcel: Parcel) -> tuple[Handover, dict[str, Any]]:
    backend = await MessageBus(bus_address=address).connect()
    asked: dict[str, Any] = {}
    programs: list[asyncio.Task[Any]] = []

    def hear(message: Message) -> Message | None:
        if message.message_type != MessageType.METHOD_CALL or message.member != "ComposeEmail":
            return None
        asked.update({name: option.value for name, option in message.body[3].items()})
        link = mailto_url(parcel.draft) + "".join(f"&attach={path}" for path in asked["attachments"])
        programs.append(asyncio.create_task(asyncio.to_thread(subprocess.run, (*command, link), check=True)))
        return Message.new_method_return(message, "ua{sv}", [0, {}])

    backend.add_message_handler(hear)
    await backend.request_name(desktop.BACKEND)
    try:
        return await asyncio.to_thread(Mail().hand_over, parcel), asked
    finally:
        await asyncio.gather(*programs)
        await hang_up(backend)
