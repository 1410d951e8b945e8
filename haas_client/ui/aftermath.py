"""What a sudden stop in the middle of a test has left: looked up after the first frame, told until it is seen."""

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from haas_client import paths, settings
from haas_client.ui.session import Session

if TYPE_CHECKING:
    from haas_client.diagnostics.trials.values import TrialRecord

_STILL_NEWS = timedelta(days=30)
"""As long as it counts in a diagnosis."""


def look_up(session: Session, owner: QObject, on_found: "Callable[[TrialRecord | None], None]") -> None:
    """The newest test in which the PC went off, unless the owner has seen that; also where a diagnosis was told first.

    A PC on which no test was ever begun loads nothing for it.
    """
    if not paths.trial_lock().exists():
        return

    def work() -> "TrialRecord | None":
        from haas_client.diagnostics.history import History, HistoryUnusable, default_path
        from haas_client.diagnostics.replay import ReplayHost
        from haas_client.diagnostics.trials import runner
        from haas_client.diagnostics.trials.values import Ending

        history, host = History(default_path()), session.host()
        if isinstance(host, ReplayHost):
            return None  # the tests are this PC's own
        try:
            runner.interrupted(history, host)
            since = host.now() - _STILL_NEWS
            went_off = [one for one in history.trials() if one.ending == Ending.WENT_OFF and one.started_at >= since]
        except HistoryUnusable:
            return None
        finally:
            host.release()
        seen = settings.load(session.settings_path).seen_trial
        return went_off[-1] if went_off and went_off[-1].id != seen else None

    session.bridge.submit(work, owner, on_found, lambda _error: None)


def seen(session: Session, record: "TrialRecord") -> None:
    """The owner knows of it; it stays in the result."""
    path = session.settings_path
    settings.save(dataclasses.replace(settings.load(path), seen_trial=record.id), path)
