"""A bench in this process: with our own rights, or root's in the privileged helper."""

from haas_client.diagnostics import block_devices
from haas_client.diagnostics.host import Host
from haas_client.diagnostics.trials import load, memory, memtest86, plan, self_test, surface
from haas_client.diagnostics.trials.bench import Halt, Tell
from haas_client.diagnostics.trials.guard import Guard
from haas_client.diagnostics.trials.values import (
    DRIVE_KINDS,
    MEMORY_KINDS,
    PREPARATIONS,
    Done,
    Ending,
    Event,
    Offer,
    TrialKind,
)
from haas_client.diagnostics.unknown import Reason, Unreadable
from haas_client.process import Cancel

PRIVILEGED = frozenset({*DRIVE_KINDS, *MEMORY_KINDS, *PREPARATIONS})
"""What needs root, and all that the helper may carry out."""
OWNERS = frozenset({TrialKind.LOAD})
"""What runs with the owner's rights, and never in the helper."""
ALL = PRIVILEGED | OWNERS


class LocalBench:
    """Carries ``kinds`` out on this machine; ``load_seconds`` is how long the load test takes."""

    def __init__(self, host: Host, kinds: frozenset[TrialKind] = ALL, load_seconds: float = load.SECONDS) -> None:
        self._host = host
        self._kinds = kinds
        self._load_seconds = load_seconds

    def offers(self) -> tuple[Offer, ...]:
        """Drives as the kernel lists them now; memtest86+ as GRUB's files stand now."""
        drives = block_devices.drives(self._host) if self._kinds & set(DRIVE_KINDS) else ()
        of_drives = (Offer(id=f"{kind}:{name}", kind=kind, subject=name) for name in drives for kind in DRIVE_KINDS)
        of_the_pc = (Offer(id=kind, kind=kind) for kind in (*MEMORY_KINDS, TrialKind.LOAD, *self._of_the_start()))
        return tuple(offer for offer in (*of_drives, *of_the_pc) if offer.kind in self._kinds)

    def _of_the_start(self) -> tuple[TrialKind, ...]:
        if not self._kinds & PREPARATIONS:
            return ()
        try:
            entry = memtest86.entry(self._host)
            prepared = memtest86.prepared(self._host)
        except Unreadable:
            return ()
        return (TrialKind.MEMTEST86_UNDO if prepared == entry.id else TrialKind.MEMTEST86_PREPARE,)

    def run(self, offer: Offer, tell: Tell, cancel: Cancel) -> Done:
        if offer not in self.offers():
            raise Unreadable(Reason.NOT_PRESENT, offer.id)
        if offer.kind in PREPARATIONS:
            return memtest86.change(self._host, prepare=offer.kind == TrialKind.MEMTEST86_PREPARE)
        guard = Guard(self._host, plan.longest_seconds(self._host, offer, self._load_seconds), offer.subject)
        why = guard.look()
        if why:
            return Done(ending=Ending.STOPPED, stop=why)
        with guard.watching(cancel) as halt:
            return self._carry_out(offer, tell, halt)

    def _carry_out(self, offer: Offer, tell: Tell, halt: Halt) -> Done:
        begun = _Begun(tell)
        try:
            return self._one(offer, begun, halt)
        except Unreadable as error:
            if not begun.yes:
                raise
            return Done(ending=Ending.FAILED, problem=error.unknown)

    def _one(self, offer: Offer, tell: Tell, halt: Halt) -> Done:
        if offer.kind == TrialKind.SURFACE:
            return surface.run(self._host, offer.subject, tell, halt)
        if offer.kind == TrialKind.LOAD:
            return load.run(self._host, self._load_seconds, tell, halt)
        if offer.kind in MEMORY_KINDS:
            return memory.run(self._host, offer.kind, tell, halt)
        return self_test.run(self._host, offer, tell, halt)


class _Begun:
    """Passes events on, and knows whether there was one: what goes wrong after that is an end, not a refusal."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self.yes = False

    def __call__(self, event: Event) -> None:
        self.yes = True
        self._tell(event)
