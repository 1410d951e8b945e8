"""The helper's own start: ``python -m haas_client.privileged``, by systemd, for the bus."""

import asyncio
import contextlib
import logging
import os
import signal
import sys

from dbus_fast import BusType, RequestNameReply
from dbus_fast.aio import MessageBus
from dbus_fast.errors import AuthError, DBusError, InvalidAddressError

from haas_client.diagnostics import helper_names as names
from haas_client.diagnostics.host import RealHost
from haas_client.diagnostics.trials.local import PRIVILEGED, LocalBench
from haas_client.privileged.service import Service

IDLE_SECONDS = 60.0
"""Without a call for this long it ends; the bus starts it again in a fraction of a second."""

_log = logging.getLogger(__name__)


def main() -> int:
    """Serves until it is idle (for as long as the one argument says), the bus goes away or somebody ends it."""
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr, level=logging.INFO)
    os.umask(0o077)
    try:
        asyncio.run(_serve(float(sys.argv[1]) if len(sys.argv) > 1 else IDLE_SECONDS))
    except (OSError, EOFError, AuthError, InvalidAddressError, DBusError) as error:
        _log.error("the system bus cannot be used: %s", error)
        return 1
    return 0


async def _serve(idle_seconds: float) -> None:
    bus = await MessageBus(bus_type=BusType.SYSTEM).connect()
    host = RealHost()
    service = Service(bus, host, LocalBench(host, PRIVILEGED))
    await service.open()
    if await bus.request_name(names.NAME) != RequestNameReply.PRIMARY_OWNER:
        raise OSError(f"{names.NAME} is taken")
    try:
        await _until_over(bus, service, idle_seconds)
    finally:
        await service.close()
        bus.disconnect()


async def _until_over(bus: MessageBus, service: Service, idle_seconds: float) -> None:
    """Returns when there has been nothing to do for a while, or when it was told to end, or the bus is gone."""
    ending = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ending.set)
    gone = asyncio.ensure_future(_disconnected(bus))
    gone.add_done_callback(lambda _: ending.set())
    while not await _is_over(ending, service, idle_seconds):
        pass
    if gone.done():
        gone.exception()
        return
    gone.cancel()
    # From here on a call starts the next helper; those that came before are still answered.
    with contextlib.suppress(DBusError, OSError, EOFError):
        await bus.release_name(names.NAME)
    await service.settle()


async def _disconnected(bus: MessageBus) -> None:
    await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]  # the library's own gap


async def _is_over(ending: asyncio.Event, service: Service, idle_seconds: float) -> bool:
    service.used.clear()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(ending.wait(), idle_seconds)
    return ending.is_set() or not (service.busy or service.used.is_set())


if __name__ == "__main__":
    sys.exit(main())
