"""The package that was built, and the next version of it."""

import re
import subprocess
from pathlib import Path

DIST = Path(__file__).parents[2] / "dist"
NAME = "linuxmania-haas"
NEXT = "999.0"


def built() -> Path | None:
    """What packaging/build made last, if it is there."""
    return max(DIST.glob(f"{NAME}_*_amd64.deb"), key=lambda file: file.stat().st_mtime, default=None)


def field(deb: Path, name: str) -> str:
    """A field of the package, as dpkg-deb(1) prints it."""
    done = subprocess.run(("dpkg-deb", "-f", deb, name), capture_output=True, text=True, check=True)
    return done.stdout.strip()


def depends(deb: Path) -> tuple[str, ...]:
    """The packages it needs; of alternatives the first."""
    return tuple(sorted(re.split(r"[ |(]", one.strip())[0] for one in field(deb, "Depends").split(",")))


def next_version(deb: Path, folder: Path) -> Path:
    """The same program as version :data:`NEXT`, with one file less and one more."""
    root, made = folder / "next", folder / "next.deb"
    subprocess.run(("dpkg-deb", "-R", deb, root), check=True)
    control = root / "DEBIAN" / "control"
    control.write_text(re.sub(r"(?m)^Version: .*$", f"Version: {NEXT}", control.read_text("utf-8")), "utf-8")
    library = root / "usr" / "lib" / NAME / "lib"
    (library / "haas_client" / "_resources" / "phone" / "page.js").unlink()
    (library / "of-the-next.txt").write_text("next\n")
    subprocess.run(("dpkg-deb", "--root-owner-group", "-Zgzip", "-z1", "-b", root, made), check=True)
    return made
