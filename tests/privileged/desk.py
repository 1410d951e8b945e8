"""The machine of a test's own that the scripted helper reads: scripts that say when they run, and wait for the test."""

import asyncio
import os
import shutil
from pathlib import Path

_GONE_SECONDS = 20.0


class Desk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def clear(self) -> None:
        for path in self.folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()

    def script(self, its_id: str, text: str) -> None:
        """What is run for a source, or as the trial that stays ("trial")."""
        (self.folder / its_id).write_text(f"cd {self.folder}\necho run >>{its_id}.runs\n{text}\n")

    def waiting_script(self, its_id: str) -> None:
        """One that tells its number (:meth:`started`) and then waits for :meth:`let_go` to print what it is given."""
        for name in ("started", "gate"):
            os.mkfifo(self.folder / f"{its_id}.{name}")
        self.script(its_id, f"echo $$ >{its_id}.started\nexec cat {its_id}.gate")

    async def started(self, its_id: str) -> int:
        """Waits until it runs; its process's number."""
        return int(await asyncio.to_thread((self.folder / f"{its_id}.started").read_text))

    async def let_go(self, its_id: str, text: str = "") -> None:
        await asyncio.to_thread((self.folder / f"{its_id}.gate").write_text, text)

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
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(descriptor, ended.set)
    try:
        await asyncio.wait_for(ended.wait(), _GONE_SECONDS)
    finally:
        loop.remove_reader(descriptor)
        os.close(descriptor)
