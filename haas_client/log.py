"""The log: warnings to a small rotating file of the owner's, never to the screen.

No serial number, warranty number or owner's word is ever logged; callers pass codes and reasons.
"""

import logging

from haas_client import paths

_MAX_BYTES = 256 * 1024


class _FileOnDemand(logging.Handler):
    """Opens the file with the first record: most runs write none, and logging.handlers costs a tray 1 MB."""

    def __init__(self) -> None:
        super().__init__()
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            self._file = _open()
        self._file.handle(record)

    def close(self) -> None:
        if self._file:
            self._file.close()
        super().close()


def to_file() -> None:
    """Sends the program's log to ``$XDG_STATE_HOME/linuxmania-haas/log``; without a writable home it is dropped."""
    root = logging.getLogger("haas_client")
    root.setLevel(logging.INFO)
    root.propagate = False
    for handler in root.handlers:
        handler.close()
    root.handlers[:] = [_FileOnDemand()]
    # The phone page's server: its errors, and nothing else of it.
    server = logging.getLogger("uvicorn")
    server.propagate = False
    server.handlers[:] = root.handlers
    # A log that cannot be written (disk full) must not print a traceback into the owner's terminal.
    logging.raiseExceptions = False


def _open() -> logging.Handler:
    from logging.handlers import RotatingFileHandler

    folder = paths.state_home()
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = RotatingFileHandler(folder / "log", maxBytes=_MAX_BYTES, backupCount=1, encoding="utf-8")
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    return handler
