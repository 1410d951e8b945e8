"""The file of the settings, for a tray that waits: it loads no decoder (3 MB) and no dataclass (0.7 MB)."""

from pathlib import Path

from haas_client import paths

_MAX_BYTES = 64 * 1024


def default_path() -> Path:
    return paths.config_home() / "settings.json"


def read(path: Path) -> bytes | None:
    """``None`` where there is none, or it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(_MAX_BYTES)
    except OSError:
        return None


def checks_daily(path: Path) -> bool:
    """``daily_check`` of :class:`haas_client.settings.Settings` of the file at ``path``.

    A quotation mark inside a text is escaped in JSON, so that no text can be taken for it.
    """
    return b'"daily_check":false' not in b"".join((read(path) or b"").split())
