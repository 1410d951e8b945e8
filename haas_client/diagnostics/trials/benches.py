"""Which bench a program has: root its own, an owner the helper's for what needs root and their own for the rest."""

from haas_client.diagnostics.host import Host
from haas_client.diagnostics.trials import load
from haas_client.diagnostics.trials.bench import Bench, Tell
from haas_client.diagnostics.trials.local import OWNERS, LocalBench
from haas_client.diagnostics.trials.values import Done, Offer
from haas_client.process import Cancel


def bench(host: Host, load_seconds: float = load.SECONDS) -> Bench:
    """The bench of whoever runs this program on this machine; ``load_seconds`` is how long its load test takes."""
    return LocalBench(host, load_seconds=load_seconds) if host.is_root else OwnersBench(host, load_seconds)


class OwnersBench:
    """The helper's offers, where it answers (else :meth:`Host.missing_right` tells why), and the owner's own."""

    def __init__(self, host: Host, load_seconds: float = load.SECONDS) -> None:
        self._host = host
        self._own = LocalBench(host, OWNERS, load_seconds)

    def offers(self) -> tuple[Offer, ...]:
        if self._host.missing_right():
            return self._own.offers()
        from haas_client.diagnostics.trials.helper_bench import HelperBench

        return (*HelperBench().offers(), *self._own.offers())

    def run(self, offer: Offer, tell: Tell, cancel: Cancel) -> Done:
        if offer.kind in OWNERS:
            return self._own.run(offer, tell, cancel)
        from haas_client.diagnostics.trials.helper_bench import HelperBench

        return HelperBench().run(offer, tell, cancel)
