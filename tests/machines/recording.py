"""Writes a recording by hand: files of the kernel, udev properties and what tools print, in their real formats."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from haas_client.diagnostics.host import Figures, Mount
from haas_client.diagnostics.replay import INDEX, Index, RecordedOutput
from haas_client.diagnostics.unknown import Reason, Unknown

SMARTCTL = "smartctl --json=c -x -n standby /dev/{name}"
UDISKS = (
    "busctl --system --json=short call org.freedesktop.UDisks2 /org/freedesktop/UDisks2 "
    "org.freedesktop.DBus.ObjectManager GetManagedObjects"
)
UPOWER = "busctl --system --json=short call org.freedesktop.UPower /org/freedesktop/UPower org.freedesktop.UPower "
RECORDED_AT = datetime(2026, 11, 20, 0, 12, tzinfo=UTC)
BOOT_ID = "0f4c1d2e3b5a49788695a4b3c2d1e0f0"


class Recording:
    """A machine being described; :meth:`save` makes it a folder for ``--replay``."""

    def __init__(self, *, is_root: bool = True) -> None:
        self._index = Index(
            program_version="0.1.0",
            recorded_at=RECORDED_AT,
            is_root=is_root,
            note="written by hand in the formats of the real tools; no such machine exists",
            figures=Figures(boot_time=1795400000.0, mounts=()),
        )
        self._files: dict[str, bytes] = {}
        self._outputs: list[tuple[bytes, bytes]] = []

    def file(self, path: str, content: str | bytes) -> None:
        self._files[path] = content.encode() if isinstance(content, str) else content
        folder, _, name = path.rpartition("/")
        names = set(self._index.folders.get(folder, ()))
        self._index.folders[folder] = tuple(sorted(names | {name}))

    def folder(self, path: str, *names: str) -> None:
        self._index.folders[path] = names

    def link(self, path: str, target: str) -> None:
        self._index.links[path] = target

    def udev(self, path: str, properties: dict[str, str]) -> None:
        self._index.udev[path] = properties

    def environment(self, **variables: str) -> None:
        self._index.environment.update(variables)

    def mounts(self, **folders_by_device: str) -> None:
        mounts = tuple(Mount(device=f"/dev/{device}", path=path) for device, path in folders_by_device.items())
        self._index.figures = Figures(boot_time=1795400000.0, mounts=mounts)

    def command(self, line: str, stdout: Any, *, exit_code: int = 0, stderr: str = "") -> None:
        """What a tool prints: bytes as they are, text, or a value as one line of JSON."""
        text = stdout if isinstance(stdout, (str, bytes)) else json.dumps(stdout, ensure_ascii=False)
        number = len(self._outputs)
        self._outputs.append((text.encode() if isinstance(text, str) else text, stderr.encode()))
        self._index.commands[line] = RecordedOutput(number=number, exit_code=exit_code, seconds=0.1)

    def problem(self, key: str, reason: Reason, detail: str = "") -> None:
        """A question that has no answer: "read /path", "run smartctl …"."""
        self._index.problems[key] = Unknown(reason=reason, detail=detail or key)

    def save(self, folder: Path) -> Path:
        for path, data in self._files.items():
            target = folder / "files" / path.lstrip("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        (folder / "output").mkdir(parents=True, exist_ok=True)
        for number, (stdout, stderr) in enumerate(self._outputs):
            (folder / "output" / f"{number:03}.out").write_bytes(stdout)
            (folder / "output" / f"{number:03}.err").write_bytes(stderr)
        (folder / INDEX).write_bytes(msgspec.json.encode(self._index))
        return folder
