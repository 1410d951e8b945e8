"""The image that all emulated PCs are clones of: made once, kept in the cache under a key of all that it depends on."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.system.pc import hardware
from tests.system.pc.pc import Pc

_GUEST = Path(__file__).parents[1] / "guest"
_LOCK = Path(__file__).parents[3] / "packaging" / "locks" / "runtime.txt"
_BUILD_SECONDS = 1200
_UNUSED_SECONDS = 7 * 24 * 3600

CACHE = "LINUXMANIA_HAAS_SYSTEM_CACHE"
"""Names the folder of the images."""

_TOOLS = {
    "qemu-system-x86_64": "qemu-system-x86",
    "qemu-img": "qemu-utils",
    "mmdebstrap": "mmdebstrap",
    "mke2fs": "e2fsprogs",
    "ssh": "openssh-client",
}


class Missing(Exception):
    """This computer cannot make or run an emulated PC; says why."""


def ready(more: Sequence[str] = ()) -> tuple[Path, Path]:
    """The folder of the image, and in it that of a PC which has just started, frozen. Made where there is none yet.

    ``more``: Debian's packages that its system has beside those of ``guest/packages``. Raises :class:`Missing`.
    """
    lacking = [package for tool, package in _TOOLS.items() if not shutil.which(tool, path=_search_path())]
    if lacking:
        raise Missing(f"not installed: {', '.join(lacking)} (./test system installs them)")
    folder = _cache() / _key(more)
    if not folder.exists():
        if os.geteuid() != 0:
            raise Missing("the emulated PC's system can be built by root only")
        _build(folder, more)
    os.utime(folder)  # when it was last used
    return folder, folder / "ready"


def _search_path() -> str:
    return os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"


def _cache() -> Path:
    if named := os.environ.get(CACHE):
        return Path(named).absolute()
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "linuxmania-haas", "system")


def _key(more: Sequence[str]) -> str:
    sums = hashlib.sha256()
    for part in (*_ingredients(), "\n".join(more).encode()):
        sums.update(hashlib.sha256(part).digest())
    return sums.hexdigest()[:16]


def _ingredients() -> Iterator[bytes]:
    """All that the image depends on. The month too: Debian mends its packages, and the journal's boots grow old."""
    for path in sorted(_GUEST.rglob("*")):
        if path.is_file():
            yield f"{path.relative_to(_GUEST)} {os.access(path, os.X_OK)}".encode()
            yield path.read_bytes()
    yield _LOCK.read_bytes()
    yield Path(__file__).read_bytes()
    yield "\n".join(hardware.arguments(Path())).encode()
    yield from hardware.smbios().values()
    yield subprocess.run(("qemu-system-x86_64", "--version"), capture_output=True, check=True, timeout=20).stdout
    yield time.strftime("%Y-%m").encode()


def _build(folder: Path, more: Sequence[str]) -> None:
    """Makes the image beside its place, and moves it there when it is whole."""
    cache = folder.parent
    cache.mkdir(parents=True, exist_ok=True)
    _forget_unused(cache)
    new = Path(tempfile.mkdtemp(prefix="new-", dir=cache))
    new.chmod(0o755)
    try:
        _make_system(new, more)
        for name, table in hardware.smbios().items():
            (new / name).write_bytes(table)
        _start_once(new)
        new.rename(folder)
    except OSError:
        if not folder.exists():  # else another run was quicker, and made the same
            raise
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _make_system(new: Path, more: Sequence[str]) -> None:
    with (new / "build.log").open("w+", encoding="utf-8") as log:
        finished = subprocess.run(
            (_GUEST / "build", new, sys.executable, _LOCK, *more),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env={**os.environ, "PATH": _search_path()},
            timeout=_BUILD_SECONDS,
            check=False,
        )
        log.seek(0)
        if finished.returncode:
            raise RuntimeError("the emulated PC's system could not be built:\n" + log.read()[-4000:])


def _start_once(new: Path) -> None:
    pc = Pc(new, new / "ready")
    try:
        pc.start()
        pc.shell.output("systemctl is-system-running --wait && udevadm settle && sync")
        pc.freeze()
    finally:
        pc.stop()


def _forget_unused(cache: Path) -> None:
    for folder in cache.iterdir():
        if time.time() - folder.stat().st_mtime > _UNUSED_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
