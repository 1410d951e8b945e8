"""A bench in this process: with our own rights, or root's in the privileged helper."""

from haas_client.diagnostics.host import Host
from haas_client.diagnostics.trials.bench import Tell
from haas_client.diagnostics.trials.values import Done, Offer, TrialKind
from haas_client.diagnostics.unknown import Reason, Unreadable
from haas_client.process import Cancel

PRIVILEGED = frozenset(
    {
        *(TrialKind.SELF_TEST_SHORT, TrialKind.SELF_TEST_LONG, TrialKind.SURFACE),
        *(TrialKind.MEMORY_SHORT, TrialKind.MEMORY_LONG),
        *(TrialKind.MEMTEST86_PREPARE, TrialKind.MEMTEST86_UNDO),
    }
)
"""What needs root, and all that the helper may carry out."""
OWNERS = frozenset({TrialKind.LOAD})
"""What runs with the owner's rights, and never in the helper."""
ALL = PRIVILEGED | OWNERS


class LocalBench:
    """Carries ``kinds`` out on this machine."""

    def __init__(self, host: Host, kinds: frozenset[TrialKind] = ALL) -> None:
        self._host = host
        self._kinds = kinds

    def offers(self) -> tuple[Offer, ...]:
        return ()

    def run(self, offer: Offer, tell: Tell, cancel: Cancel) -> Done:
        raise Unreadable(Reason.NOT_PRESENT, offer.id)
