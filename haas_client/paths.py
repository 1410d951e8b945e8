"""Where the program's own files are, and where the owner's are kept (XDG base directories)."""

import os
from pathlib import Path

PROGRAM = "linuxmania-haas"

_PACKAGE = Path(__file__).resolve().parent


def resources() -> Path:
    """The folder of icons, translations and report templates: beside the package, or inside it once installed."""
    installed = _PACKAGE / "_resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"


def data_home() -> Path:
    """``$XDG_DATA_HOME/linuxmania-haas``; not created here."""
    return _xdg("XDG_DATA_HOME", ".local/share") / PROGRAM


def history() -> Path:
    """The store of diagnoses and tests."""
    return data_home() / "history.sqlite3"


def cases() -> Path:
    """The folder of the owner's cases: their store and the files beside it."""
    return data_home() / "cases"


def guides() -> Path:
    """The folder of swap guides that were shipped apart from the program."""
    return data_home() / "guides"


def swaps() -> Path:
    """The store of swaps of parts."""
    return data_home() / "swaps.sqlite3"


def trial_lock() -> Path:
    """Held by whichever process of this owner carries a test out; there since the first one."""
    return data_home() / "history.sqlite3-trial"


def config_home() -> Path:
    """``$XDG_CONFIG_HOME/linuxmania-haas``; not created here."""
    return _xdg("XDG_CONFIG_HOME", ".config") / PROGRAM


def state_home() -> Path:
    """``$XDG_STATE_HOME/linuxmania-haas``, for the log; not created here."""
    return _xdg("XDG_STATE_HOME", ".local/state") / PROGRAM


def runtime_dir() -> Path | None:
    """``$XDG_RUNTIME_DIR`` where the session offers one that is ours alone, else ``None``."""
    value = os.environ.get("XDG_RUNTIME_DIR", "")
    if not os.path.isabs(value):
        return None
    try:
        status = os.stat(value)
    except OSError:
        return None
    return Path(value) if status.st_uid == os.getuid() and not status.st_mode & 0o077 else None


def factory_facts() -> Path:
    """Who this PC is and what it was sold with, written when it was built; see ``docs/machine-file.md``."""
    return Path("/etc") / PROGRAM / "machine.toml"


def _xdg(variable: str, default: str) -> Path:
    value = os.environ.get(variable, "")
    if os.path.isabs(value):
        return Path(value)
    try:
        return Path.home() / default
    except RuntimeError:  # no HOME, and a user that no directory knows: nothing can be kept
        return Path("/nonexistent") / default
