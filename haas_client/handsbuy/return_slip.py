"""What goes back to the centre with the old part, as far as the centre has told; printed and put into the parcel."""

from datetime import date
from enum import StrEnum

import msgspec

from haas_client.cases.model import Case, State
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind
from haas_client.handsbuy.swap import Swap


class Returns(StrEnum):
    BACK = "back"
    """The centre wants it back."""
    KEPT = "kept"
    """It need not be returned."""
    NOT_TOLD = "not_told"


class Content(StrEnum):
    """What belongs into the parcel, and what does not; the owner ticks it by hand."""

    PART = "part"
    SLIP = "slip"
    OWN_CABLES = "own_cables"
    """Those of the old supply: none of them may stay in the PC, since they fit a new one and are wired differently."""
    NO_FRAME = "no_frame"
    """Frame, screws and cables of the PC stay with it."""
    ANTISTATIC = "antistatic"
    """In the bag of the new part."""
    WIPED = "wiped"
    """Whether the drive was wiped, or cannot be."""


class ReturnSlip(msgspec.Struct, frozen=True, kw_only=True):
    returns: Returns
    reference: str
    """The centre's receipt number; empty where it told none."""
    part: Part | None
    """The one that went out; ``None`` where nobody knows which."""
    address: str
    """As the centre told it; empty where it did not."""
    made_on: date
    contents: tuple[Content, ...]
    """Empty where nothing is sent."""


_TOLD = {
    State.RETURN_DUE: Returns.BACK,
    State.RETURNED: Returns.BACK,
    State.KEEPS_OLD_PART: Returns.KEPT,
}
_OF_KIND = {
    PartKind.POWER: (Content.OWN_CABLES,),
    PartKind.MEMORY: (Content.ANTISTATIC,),
    PartKind.STORAGE: (Content.ANTISTATIC, Content.NO_FRAME, Content.WIPED),
}


def return_slip(swap: Swap, case: Case, today: date) -> ReturnSlip:
    """Of the case that the swap belongs to; ``today`` is the owner's day."""
    returns = _TOLD.get(case.state, Returns.NOT_TOLD)
    told = case.particulars
    own = _OF_KIND.get(swap.part.kind, ()) if swap.part else ()
    return ReturnSlip(
        returns=returns,
        reference=told.reference or swap.order.reference,
        part=swap.part,
        address=told.return_address or swap.order.return_address,
        made_on=today,
        contents=(Content.PART, Content.SLIP, *own) if returns == Returns.BACK else (),
    )
