"""How long polkit is waited for: longest while somebody types, longer for its first answer than for the others."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from dbus_fast import Message

from haas_client.privileged.authority import ANSWER_SECONDS, INTERACTION_SECONDS, START_SECONDS, Authority


class Silent:
    async def call(self, msg: Message) -> Message | None:
        raise AssertionError("nobody waits for it")


def test_only_the_first_answer_may_wait_for_polkit_s_start(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[float] = []

    async def wait_for(asked: Coroutine[Any, Any, Any], limit: float) -> None:
        asked.close()
        limits.append(limit)
        raise TimeoutError

    monkeypatch.setattr(asyncio, "wait_for", wait_for)

    async def ask() -> None:
        polkit = Authority(Silent())
        for _ in range(3):
            assert not await polkit.allows(":1.7", "an.action", interactive=False)
        assert not await Authority(Silent()).allows(":1.7", "an.action", interactive=True)

    asyncio.run(ask())
    assert limits == [START_SECONDS, ANSWER_SECONDS, ANSWER_SECONDS, INTERACTION_SECONDS]
