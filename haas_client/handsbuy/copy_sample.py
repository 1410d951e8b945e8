"""Which files of a folder are looked at: few enough to be read, spread over folders and sizes, the newest among them.

The same seed and the same files give the same choice. Nothing is opened but folders; no link is followed, and what
hangs below the folder from another file system is left out.
"""

import os
import random
import stat
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

_FOLDERS_DEEP = 2
"""Folders below the chosen one that count as places of their own."""
_SIZES = (0, 4096, 1 << 20, 1 << 24, 1 << 28)
"""Edges of the sizes that are told apart, in bytes: nothing, a block, a photograph, a clip, a film."""
_PASSING = frozenset({".cache", "lost+found", "$RECYCLE.BIN", "System Volume Information"})
"""What programs keep for themselves, and what was thrown away; ``.Trash-1000`` too (freedesktop.org, Trash 1.0)."""


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """Own rule: five minutes at most, over USB 2.0 as well (some 30 MB/s)."""

    files: int = 500
    bytes: int = 2_000_000_000
    seconds: float = 300.0
    listed: int = 200_000
    """Files that are chosen from; of more, folders are looked into by chance."""
    newest: int = 20
    """So many of the newest are always among them: they show a copy that is out of date."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    path: str
    """Below the folder."""
    size_bytes: int
    modified_ns: int


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    entries: tuple[Entry, ...]
    unread_folders: int
    """That could not be looked into."""
    whole: bool
    """Else there are more files, or may be."""


def listed(root: Path, seed: int, bounds: Bounds, go_on: Callable[[], bool]) -> Listing:
    """The ordinary files below ``root``, as far as it came; ``go_on`` is asked before each folder.

    Raises ``OSError`` where ``root`` itself cannot be looked into.
    """
    chance = random.Random(seed)  # noqa: S311  a choice that can be repeated, no secret
    device = root.stat().st_dev
    found: list[Entry] = []
    unread, waiting = 0, [""]
    while waiting and len(found) < bounds.listed and go_on():
        folder = waiting.pop(chance.randrange(len(waiting)))
        try:
            files, folders = _look_into(root, folder, device)
        except OSError:
            if not folder:
                raise
            unread += 1
            continue
        found += files
        waiting += folders
    whole = not waiting and len(found) <= bounds.listed
    return Listing(entries=tuple(found[: bounds.listed]), unread_folders=unread, whole=whole)


def chosen(entries: Iterable[Entry], seed: int, bounds: Bounds) -> tuple[Entry, ...]:
    """Within the bounds, the newest first."""
    chance = random.Random(seed)  # noqa: S311
    ordered = sorted(entries, key=lambda entry: (-entry.modified_ns, entry.path))
    picked: dict[str, Entry] = {}
    left = bounds.bytes // 2
    for entry in ordered[: bounds.newest]:
        if entry.size_bytes <= left and len(picked) < bounds.files:
            picked[entry.path] = entry
            left -= entry.size_bytes
    left += bounds.bytes - bounds.bytes // 2
    for entry in _spread(ordered, chance):
        if len(picked) == bounds.files:
            break
        if entry.path not in picked and entry.size_bytes <= left:
            picked[entry.path] = entry
            left -= entry.size_bytes
    return tuple(picked.values())


def _look_into(root: Path, folder: str, device: int) -> tuple[list[Entry], list[str]]:
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(root / folder if folder else root.resolve(), flags)
    try:
        if os.fstat(descriptor).st_dev != device:
            return [], []
        with os.scandir(descriptor) as rows:
            names = sorted(row.name for row in rows)
        return _sorted_out(descriptor, folder, names)
    finally:
        os.close(descriptor)


def _sorted_out(descriptor: int, folder: str, names: Iterable[str]) -> tuple[list[Entry], list[str]]:
    files: list[Entry] = []
    folders: list[str] = []
    for name in names:
        if name in _PASSING or name.startswith(".Trash-"):
            continue
        path = f"{folder}/{name}" if folder else name
        try:
            status = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
        except OSError:
            continue  # gone in the meantime, or on a block that cannot be read
        if stat.S_ISDIR(status.st_mode):
            folders.append(path)
        elif stat.S_ISREG(status.st_mode):
            files.append(Entry(path=path, size_bytes=status.st_size, modified_ns=status.st_mtime_ns))
    return files, folders


def _spread(entries: Iterable[Entry], chance: random.Random) -> Iterator[Entry]:
    """One of each place and size in turn, until none is left."""
    groups: dict[tuple[str, int], list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[_place(entry), sum(entry.size_bytes > edge for edge in _SIZES)].append(entry)
    queues = list(groups.values())
    for queue in queues:
        chance.shuffle(queue)
    chance.shuffle(queues)
    while queues:
        for queue in queues:
            yield queue.pop()
        queues = [queue for queue in queues if queue]


def _place(entry: Entry) -> str:
    return "/".join(entry.path.split("/")[:-1][:_FOLDERS_DEEP])
