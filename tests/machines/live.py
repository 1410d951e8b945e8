"""A recorded machine that is taken for this PC: its diagnoses go into the history."""

from datetime import datetime, timedelta
from typing import Any

from haas_client.diagnostics.host import Host
from haas_client.diagnostics.unknown import Reason, Unreadable


class Live:
    """Answers as the recording does, a day later each time it is asked for the time."""

    def __init__(self, recorded: Host) -> None:
        self._recorded = recorded
        self._days = 0

    def now(self) -> datetime:
        self._days += 1
        return self._recorded.now() + timedelta(days=self._days - 1)

    def names(self, folder: str) -> tuple[str, ...]:
        if folder == "/sys/class/power_supply":
            raise Unreadable(Reason.NOT_PRESENT, folder)
        return self._recorded.names(folder)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._recorded, name)


def live(recorded: Host) -> Host:
    machine: Any = Live(recorded)
    return machine  # type: ignore[no-any-return]  # it has whatever the recording has
