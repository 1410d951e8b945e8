"""What a trial will cost, told before it starts, from a fresh look at the machine."""

import msgspec

from haas_client.diagnostics.host import Host
from haas_client.diagnostics.trials.values import Offer
from haas_client.diagnostics.unknown import Reason, Unknown


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """The cost of one trial."""

    offer: Offer
    seconds: float | Unknown
    """How long it is expected to take."""
    hindrance: Unknown | None = None
    """Why it cannot be begun (a program that is not installed, too little free memory); ``None`` where it can."""
    test_bytes: int | Unknown | None = None
    """How much of the drive or of the memory it goes over; ``None`` for a trial that has no such measure."""
    mounts: tuple[str, ...] | Unknown = ()
    """System folders (/, /home …) that live on the drive."""
    busy: bool | Unknown = False
    """Whether something else reads from the drive or writes to it just now."""
    on_battery: bool = False
    """A battery alone feeds the PC: no trial is begun then."""


def plan(host: Host, offer: Offer) -> Plan:
    """Looks at the machine and never raises. As :func:`haas_client.diagnostics.host.RealHost` or over the helper."""
    return Plan(offer=offer, seconds=Unknown(reason=Reason.NOT_REPORTED))
