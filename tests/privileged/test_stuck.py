"""A caller that asks for much and reads nothing: the bus then takes nothing more from the helper, for anybody."""

import asyncio
from pathlib import Path

import pytest

from haas_client.privileged import service as service_module
from tests.privileged.bus import ALLOWED, SystemBus, effective_user, run
from tests.privileged.desk import Desk
from tests.privileged.inside import fake_polkit, helper, says
from tests.privileged.wire import Frame, Wire, Writer


def test_the_helper_notices_and_would_be_started_anew(
    bare_bus: SystemBus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies unread at 127 MiB is the bus's limit for one sender (dbus-daemon, max_incoming_bytes)."""
    monkeypatch.setattr(service_module, "SEND_SECONDS", 0.5)
    Desk(tmp_path).script("last-words", "head -c 16000000 /dev/zero")
    its_id = Writer()
    its_id.text(b"last-words")

    async def ask() -> None:
        async with fake_polkit(bare_bus, says(authorized=True)), helper(bare_bus, tmp_path, seconds=60) as service:
            wire = await asyncio.to_thread(Wire, bare_bus.address, ALLOWED, effective_user)
            for _ in range(12):
                wire.send(Frame(member="Read", signature="s", body=bytes(its_id.data)))
            await service.stuck.wait()
            wire.close()

    run(ask())
