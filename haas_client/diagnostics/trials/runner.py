"""One trial from its marker to its record."""

from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.history import History
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.trials.bench import Bench, Tell
from haas_client.diagnostics.trials.values import Offer, TrialRecord
from haas_client.process import Cancel


def run(
    bench: Bench, offer: Offer, part: Part, *, history: History, host: Host, tell: Tell, cancel: Cancel
) -> TrialRecord:
    """Carries ``offer`` out with a marker on disk before it and before each step; gives the record, which is kept.

    ``tell`` gets every event but the last; ``Done`` is in the record. Blocks. Raises
    :class:`~haas_client.errors.HaasError` where the marker cannot be kept or another trial is under way: it is not
    begun then. A trial that could not begin is a record with :attr:`Ending.FAILED`, not an error.
    """
    raise NotImplementedError


def interrupted(history: History, host: Host) -> tuple[TrialRecord, ...]:
    """What sudden stops left behind: told once, then records like any other. Never raises; a store that is unusable has
    nothing to tell.
    """
    raise NotImplementedError
