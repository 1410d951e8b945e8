"""The log: warnings to a small rotating file of the owner's, never to the screen.

No serial number, warranty number or owner's word is ever logged; callers pass codes and reasons.
"""

import logging
import logging.handlers

from haas_client import paths

_MAX_BYTES = 256 * 1024


def to_file() -> None:
    """Sends the program's log to ``$XDG_STATE_HOME/linuxmania-haas/log``; without a writable home it is dropped."""
    root = logging.getLogger("haas_client")
    root.setLevel(logging.INFO)
    root.propagate = False
    folder = paths.state_home()
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = logging.handlers.RotatingFileHandler(
            folder / "log", maxBytes=_MAX_BYTES, backupCount=1, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.handlers[:] = [handler]
    # A log that cannot be written (disk full) must not print a traceback into the owner's terminal.
    logging.raiseExceptions = False
