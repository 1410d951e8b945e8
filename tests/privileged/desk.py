"""The machine of a test's own that the scripted helper reads: scripts that say when they run, and wait for the test."""

import asyncio
import os
from pathlib import Path

_GONE_SECONDS = 20.0

_TICKET_BYTES = 64
"""What one run takes from its pipe, in one read(2): of two that wait, none gets a part of the other's."""


class Desk:
    """Pipes are held open at our end, so that neither side waits for the other to open them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pipes: dict[str, int] = {}

    def clear(self) -> None:
        for descriptor in self._pipes.values():
            os.close(descriptor)
        self._pipes.clear()
        for path in self.folder.iterdir():
            path.unlink()

    def script(self, its_id: str, text: str) -> None:
        """What is run for a source, or as the trial that stays ("trial")."""
        (self.folder / its_id).write_text(f"cd {self.folder}\necho run >>{its_id}.runs\n{text}\n")

    def waiting_script(self, its_id: str) -> None:
        """One that tells its number (:meth:`started`) and then waits for :meth:`let_go` to print what it is given."""
        for name in (f"{its_id}.started", f"{its_id}.gate"):
            os.mkfifo(self.folder / name)
            self._pipes[name] = os.open(self.folder / name, os.O_RDWR | os.O_NONBLOCK)
        take = f"$(dd bs={_TICKET_BYTES} count=1 status=none <>{its_id}.gate)"
        self.script(its_id, f'echo $$ >{its_id}.started\nprintf %s "{take}"')

    async def started(self, its_id: str) -> int:
        """Waits until it runs; its process's number."""
        pipe = self._pipes[f"{its_id}.started"]
        await _readable(pipe)
        return int(os.read(pipe, 100))

    def let_go(self, its_id: str, text: str = "", *, times: int = 1) -> None:
        """Lets so many runs of it end, now or when they begin."""
        os.write(self._pipes[f"{its_id}.gate"], text.encode().ljust(_TICKET_BYTES, b"\n") * times)

    def runs(self, its_id: str) -> int:
        """How often it was begun."""
        path = self.folder / f"{its_id}.runs"
        return len(path.read_text().splitlines()) if path.exists() else 0


async def gone(process: int) -> None:
    """Waits until a process has ended; raises ``TimeoutError``."""
    try:
        descriptor = os.pidfd_open(process)
    except ProcessLookupError:
        return
    try:
        await asyncio.wait_for(_readable(descriptor), _GONE_SECONDS)
    finally:
        os.close(descriptor)


async def _readable(descriptor: int) -> None:
    ready = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(descriptor, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(descriptor)
