"""The helper's own start: ``python -m haas_client.privileged``, by systemd, for the bus."""

import asyncio
import contextlib
import logging
import os
import signal
import sys

from dbus_fast import BusType, NameFlag, RequestNameReply
from dbus_fast.errors import DBusFastError

from haas_client.diagnostics import helper_names as names
from haas_client.diagnostics.host import Host, RealHost
from haas_client.diagnostics.trials.bench import Bench
from haas_client.diagnostics.trials.local import PRIVILEGED, LocalBench
from haas_client.privileged.door import Door
from haas_client.privileged.service import Service

IDLE_SECONDS = 60.0
"""Without a call for this long it ends; the bus starts it again in a fraction of a second."""

_log = logging.getLogger(__name__)


def main() -> int:
    """Serves until it is idle (for as long as the one argument says), the bus goes away or somebody ends it."""
    host = RealHost()
    return run(host, LocalBench(host, PRIVILEGED), float(sys.argv[1]) if len(sys.argv) > 1 else IDLE_SECONDS)


def run(host: Host, bench: Bench, idle_seconds: float) -> int:
    """The exit code."""
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr, level=logging.INFO)
    os.umask(0o077)
    try:
        asyncio.run(_serve(host, bench, idle_seconds))
    except (OSError, EOFError, DBusFastError) as error:
        _log.error("the system bus cannot be used: %s", error)
        return 1
    return 0


async def _serve(host: Host, bench: Bench, idle_seconds: float) -> None:
    bus = await Door(bus_type=BusType.SYSTEM).connect()
    service = Service(bus, host, bench)
    try:
        await service.open()
        if await bus.request_name(names.NAME, NameFlag.DO_NOT_QUEUE) != RequestNameReply.PRIMARY_OWNER:
            raise OSError(f"{names.NAME} is taken")
        await _until_over(bus, service, idle_seconds)
    finally:
        await service.close()
        bus.disconnect()


async def _until_over(bus: Door, service: Service, idle_seconds: float) -> None:
    """Returns when there has been nothing to do for a while, or when it was told to end, or the bus is gone."""
    ending = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ending.set)
    watched = [asyncio.ensure_future(_disconnected(bus)), asyncio.ensure_future(service.stuck.wait())]
    for task in watched:
        task.add_done_callback(lambda _: ending.set())
    while not await _is_over(ending, service, idle_seconds):
        pass
    of_use = not any(task.done() for task in watched)
    for task in watched:
        task.cancel()
    await asyncio.gather(*watched, return_exceptions=True)
    if not of_use:
        return
    # From here on a call starts the next helper; those that came before are still answered.
    with contextlib.suppress(DBusFastError, OSError, EOFError):
        await bus.release_name(names.NAME)
    await service.settle()


async def _disconnected(bus: Door) -> None:
    await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]  # the library's own gap


async def _is_over(ending: asyncio.Event, service: Service, idle_seconds: float) -> bool:
    service.used.clear()
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(ending.wait(), idle_seconds)
    return ending.is_set() or not (service.busy or service.used.is_set())


if __name__ == "__main__":
    sys.exit(main())
