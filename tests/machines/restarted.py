"""A recorded machine after it was off: an hour later, in another boot, with other parts in it."""

import json
import shutil
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from haas_client.diagnostics.replay import INDEX

_BOOT_ID = "files/proc/sys/kernel/random/boot_id"


def restarted(
    recorded: Path, folder: Path, exchanged: Mapping[str, str] | None = None, *, after: timedelta = timedelta(hours=1)
) -> Path:
    """``exchanged``: texts that stand for others now, such as serial numbers; each as long as the one before."""
    shutil.copytree(recorded, folder)
    for old, new in (exchanged or {}).items():
        assert len(old) == len(new), "a firmware's table would not fit any more"
        _exchange(folder, old.encode(), new.encode())
    index = json.loads((folder / INDEX).read_text())
    index["recorded_at"] = (datetime.fromisoformat(index["recorded_at"]) + after).isoformat()
    (folder / INDEX).write_text(json.dumps(index))
    boot_id = folder / _BOOT_ID
    boot_id.write_text(f"{int(boot_id.read_text(), 16) + 1:032x}\n")
    return folder


def _exchange(folder: Path, old: bytes, new: bytes) -> None:
    found = 0
    for file in (*folder.glob("files/**/*"), *folder.glob("output/*")):
        if file.is_file() and old in (data := file.read_bytes()):
            file.write_bytes(data.replace(old, new))
            found += 1
    assert found, f"{old!r} is nowhere in this recording"
