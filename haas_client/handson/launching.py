"""Starting TeamViewer for the owner. Its password is never read, and no verb that sets one is ever used."""

import time

from haas_client import process
from haas_client.errors import HaasError
from haas_client.handson import installed, running, session
from haas_client.handson.surroundings import Surroundings
from haas_client.i18n import t

WAIT_SECONDS = 3.0
"""Own rule: what has not ended by then stays. One that was there already is raised well before."""
_APPEAR_SECONDS = 3.0
_LOOK_SECONDS = 0.1


class NotStarted(HaasError):
    """TeamViewer is not there any more, or ended at once."""


def start(surroundings: Surroundings, *, wait_seconds: float = WAIT_SECONDS) -> None:
    """Starts TeamViewer, or has the one that runs show its window: TeamViewer does that itself when started again.

    Blocks for some seconds at most, however long it runs. Raises :class:`NotStarted`.
    """
    program = installed.start_command(surroundings)
    if not program:
        raise _gone()
    # Its Qt knows X only (TeamViewer 15), and a Wayland session may ask Qt's programs for Wayland.
    extra = {"QT_QPA_PLATFORM": "xcb"} if session.of(surroundings) == session.Kind.WAYLAND else {}
    try:
        code = process.launch((program,), wait_seconds=wait_seconds, environment=surroundings.environment, extra=extra)
    except OSError as error:
        raise (_gone() if isinstance(error, FileNotFoundError) else _ended()) from error
    if code is not None and not _stays(surroundings, patient=code == 0):
        raise _ended()


def _stays(surroundings: Surroundings, *, patient: bool) -> bool:
    """Whether its window's program runs after the command has ended; a good end may come before that has begun."""
    limit = time.monotonic() + (_APPEAR_SECONDS if patient else 0.0)
    while True:
        windows = running.windows(surroundings)
        if windows or (windows is None and patient):
            return True
        if time.monotonic() >= limit:
            return False
        time.sleep(_LOOK_SECONDS)


def _gone() -> NotStarted:
    return NotStarted(
        t("TeamViewer is not on this PC any more."),
        t("Nothing was changed. Checking again shows how it is installed."),
    )


def _ended() -> NotStarted:
    return NotStarted(
        t("TeamViewer ended as soon as it was started."),
        t("Nothing on your PC was changed. Please start it from the list of programs; if it ends there too, tell us."),
    )
