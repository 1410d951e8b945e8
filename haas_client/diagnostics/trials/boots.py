"""The boot in which a trial ran: whether the PC was shut down in order, or went off."""

from haas_client.diagnostics.snapshot import Boot, BootEnd
from haas_client.diagnostics.trials.values import TrialRecord


def ended_cleanly(boots: tuple[Boot, ...], record: TrialRecord) -> bool:
    """Whether the boot in which ``record`` began has its shutdown marks; by time, since a journal's may be gone."""
    before = [boot for boot in boots if boot.started_at <= record.started_at]
    last = max(before, key=lambda boot: boot.started_at, default=None)
    return last is not None and last.end == BootEnd.CLEAN
