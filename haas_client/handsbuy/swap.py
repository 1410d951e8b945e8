"""A swap of a part as frozen values: where it stands, what was ticked, answered and seen. :mod:`.store` keeps it.

It belongs to a case, or to nothing but the owner's own maintenance. The PC is off in the middle of it: whatever is not
here is lost then.
"""

from enum import StrEnum

import msgspec

from haas_client.cases.model import Id, Particulars
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.when import When
from haas_client.handsbuy.pack.found import Value


class Stage(StrEnum):
    BEFORE = "before"
    """The PC runs, and what comes before the shutdown is done."""
    OFF = "off"
    """The owner was sent to the steps with the PC off. It may have been off, or not yet."""
    AFTER = "after"
    """The PC runs again: the steps that follow, and the checks."""
    WATCH = "watch"
    """All checks are well; new errors are watched for."""
    DONE = "done"
    LEFT = "left"
    """Given up; a case goes over to a repair at the centre, or on in another way."""


OPEN = frozenset({Stage.BEFORE, Stage.OFF, Stage.AFTER, Stage.WATCH})
AT_WORK = OPEN - {Stage.WATCH}
"""Where the owner has something to do."""


class Carrier(StrEnum):
    """How the steps with the PC off reach the owner meanwhile."""

    PHONE = "phone"
    """The phone said that it has everything."""
    PAPER = "paper"
    """It was given to a printer, or kept as a PDF."""
    TEXT = "text"
    """The command line printed them, for a PC without a window."""
    WORD = "word"
    """The owner says that they can read them."""


class Proof(StrEnum):
    """How it was seen that the copy can be read back."""

    COMPARED = "compared"
    """Files of the copy were read and have the same contents as on the drive."""
    READ = "read"
    """Files of the copy were read to their end; there is nothing to compare them with."""
    WORD = "word"
    """The owner's word: the copy is where this PC cannot see it, or the old drive can be read no more."""


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """What the owner said of the copy of a drive's data, and what was seen of it."""

    place: str = ""
    """Where it is: a folder of this PC, or in the owner's words."""
    proof: Proof | None = None
    """``None``: not shown yet."""
    compared_files: int = 0
    given_up: bool = False
    """The owner's explicit word that there is nothing on the drive that is still wanted."""
    agreed_at: When | None = None
    """When the owner said that the drive may be taken out."""

    @property
    def agreed(self) -> bool:
        return self.agreed_at is not None and (self.given_up or self.proof is not None)


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """Where the owner said that it does not fit, or that they are stuck."""

    step: str
    at: When


class Swap(msgspec.Struct, frozen=True, kw_only=True):
    id: Id
    case: str = ""
    """Empty for the owner's own maintenance."""
    guide: str
    version: str
    """Of the guide, as it was read last."""
    begun_at: When
    changed_at: When
    stage: Stage = Stage.BEFORE
    step: str = ""
    """The id of the one that is shown; empty for the first of its stage."""
    part: Part | None = None
    """The one that goes out; ``None`` where one is only added, or it is not known which."""
    order: Particulars = Particulars()
    """What the centre sends, as it told when the swap began or later."""
    answers: dict[str, Value] = {}
    """What the owner answered to the guide's questions, by fact."""
    ticks: tuple[str, ...] = ()
    """Names of ticks (:attr:`haas_client.handsbuy.sheet.SheetStep.ticks`), in the order in which they were made."""
    copy: Copy = Copy()
    carriers: tuple[Carrier, ...] = ()
    boot_id: str = ""
    """The kernel's name of the boot in which the owner was sent to the steps with the PC off; empty where unknown."""
    off_at: When | None = None
    """When they were sent there for the first time: what was read then is what "before" means."""
    said: dict[str, bool] = {}
    """What the owner said of what cannot be measured, by the check's id."""
    troubles: tuple[Trouble, ...] = ()
    watched_from: When | None = None
    noticed: tuple[str, ...] = ()
    """Codes of findings on the new part since it is watched."""
    ended_at: When | None = None

    @property
    def open(self) -> bool:
        return self.stage in OPEN

    @property
    def is_back(self) -> bool:
        """The PC runs again, and the steps and checks that follow are to be done."""
        return self.stage == Stage.AFTER

    def ticked(self, name: str) -> bool:
        return name in self.ticks
