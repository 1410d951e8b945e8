"""The licences of what the program brings along, as their authors wrote them."""

import sys
from importlib import metadata
from pathlib import Path

NOT_SHIPPED = frozenset({
    # of the packaging lock: what builds, and what only a build needs
    "altgraph", "hatchling", "packaging", "pathspec", "pip", "pluggy", "pycparser", "pyinstaller-hooks-contrib",
    "setuptools", "tomlkit", "trove-classifiers",
})  # fmt: skip
WITHOUT_FILE = frozenset({"pyside6-essentials", "shiboken6"})
"""Their wheels bring no text; theirs is the LGPL, which every Debian has."""


def texts() -> dict[str, str]:
    """For each package of the environment that is shipped, all its licence files in one. Raises ``LookupError``."""
    found = {"python": _python()}
    for package in metadata.distributions():
        name = package.metadata["Name"].lower().replace("_", "-")
        if name in NOT_SHIPPED | WITHOUT_FILE:
            continue
        files = [file for file in package.files or () if file.name.upper().startswith(("LICEN", "COPYING", "NOTICE"))]
        if not files:
            raise LookupError(f"{name} has no licence file")
        found[name] = "\n".join(Path(str(file.locate())).read_text(encoding="utf-8") for file in sorted(files))
    return found


def _python() -> str:
    """Python's own, and those of what stands in it, as Debian collected them."""
    version = ".".join(map(str, sys.version_info[:2]))
    return Path(f"/usr/share/doc/python{version}/copyright").read_text(encoding="utf-8")
