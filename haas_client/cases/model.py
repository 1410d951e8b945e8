"""A case: one wish of the owner's from the first word to its end, as frozen values."""

import unicodedata
from enum import StrEnum
from typing import Annotated

import msgspec

from haas_client.diagnostics.when import When
from haas_client.request import Request, Service

MAX_NOTE = 4000
"""Characters of one noted message: two printed pages."""
MAX_PARTICULAR = 300
"""Characters of a receipt number, a part, a tracking number."""
MAX_ADDRESS = 2000
"""Characters of a payment address: what browsers and mail programs pass on whole."""


class State(StrEnum):
    """Where a case stands. Which of them a service has, and what leads where, stands in :mod:`.states`."""

    DRAFT = "draft"
    SENT = "sent"
    ANSWERED = "answered"
    # Hands-on
    ASKED = "asked"
    CONFIRMED_FREE = "confirmed_free"
    PAYMENT_DUE = "payment_due"
    PAID = "paid"
    SESSION = "session"
    DONE = "done"
    # HandsBuy
    DECIDED = "decided"
    FREE = "free"
    QUOTED = "quoted"
    SHIPPED = "shipped"
    SWAP = "swap"
    CHECKED = "checked"
    RETURN_DUE = "return_due"
    RETURNED = "returned"
    KEEPS_OLD_PART = "keeps_old_part"
    # Repair at the centre
    REPAIR = "repair"
    REPAIR_SENT = "repair_sent"
    REPAIR_BACK = "repair_back"
    CLOSED = "closed"


class Actor(StrEnum):
    """Who put something on record."""

    OWNER = "owner"
    SUPPORT_LINK = "support_link"
    """A link of the centre's that the owner opened and confirmed."""
    PROGRAM = "program"


class Party(StrEnum):
    """Who does something in life."""

    OWNER = "owner"
    CENTRE = "centre"


class Particulars(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the centre told with a step. An empty field was not told."""

    reference: str = ""
    """The centre's receipt number (受付番号)."""
    free_number: int | None = None
    """Which of the three free Hands-on of the first month this is; the centre's count decides."""
    payment_address: str = ""
    """Where the owner pays, in the browser. No card data is ever here."""
    price: str = ""
    """As the centre told it."""
    part: str = ""
    """In words, as the centre names it."""
    part_kind: str = ""
    """"power_supply", "memory" or "storage"; the rest of the order belongs to it."""
    part_capacity_bytes: int | None = None
    """Of the one part that takes the old one's place, or of all that is added together."""
    part_serial: str = ""
    tracking: str = ""
    return_address: str = ""
    """Where the old part goes."""

    def over(self, earlier: "Particulars") -> "Particulars":
        """These, with what is not told here as it was told ``earlier``."""
        told = {name: getattr(self, name) for name in self.__struct_fields__ if getattr(self, name) not in ("", None)}
        return msgspec.structs.replace(earlier, **told)


class Via(StrEnum):
    """How a message came."""

    TELEPHONE = "telephone"
    MAIL = "mail"
    LINK = "link"
    """In a link of the centre's."""
    OWN = "own"
    """The owner's own note."""


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A message of the centre's, or to it, that the owner noted."""

    text: str
    via: Via = Via.OWN
    by: Party = Party.OWNER
    """Who said it."""


Id = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{16}$")]
"""Also the name of a file or folder: nothing else is taken for one, so that none leads elsewhere."""


class FileKind(StrEnum):
    PHOTO = "photo"
    DIAGNOSIS = "diagnosis"
    """A bundle of all sections, as it was when the diagnosis was made; it stays on this PC."""
    BUNDLE = "bundle"
    """What was saved or mailed, byte for byte."""


class CaseFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that is kept beside the store."""

    id: Id
    kind: FileKind
    name: str
    """For people: "photo-01.jpg"."""
    sha256: str
    size_bytes: int
    added_at: When


class Way(StrEnum):
    """How something leaves this PC."""

    MAIL = "mail"
    FILE = "file"
    TELEPHONE = "telephone"


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What the owner chose of what goes; kept with a draft, so that nothing left out comes back by itself."""

    left_out: tuple[str, ...] = ()
    """Sections of the bundle that do not go (:class:`haas_client.bundle.contents.Section`)."""
    without_diagnosis: bool = False


class MailText(msgspec.Struct, frozen=True, kw_only=True):
    """A mail as it was shown."""

    subject: str
    body: str


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was made ready to leave. It is sent when the owner says so, and waits until then."""

    id: Id
    way: Way
    made_at: When
    bundle: CaseFile | None = None
    """``None`` where no file goes: a question by telephone."""
    saved_as: str = ""
    """Where a copy was put for the owner to take along; it may be gone by now."""
    mail: MailText | None = None
    """The words that go with it; ``None`` for a call, and for what was made ready by a version that kept none."""
    sent_at: When | None = None


class EventKind(StrEnum):
    BEGUN = "begun"
    MOVED = "moved"
    TAKEN_BACK = "taken_back"
    NOTED = "noted"
    PREPARED = "prepared"
    DIAGNOSED = "diagnosed"
    FILE_ADDED = "file_added"
    FILE_REMOVED = "file_removed"
    CHANGED = "changed"
    """The owner changed words or contact after the first sending, or noted a number."""
    SENT_MORE = "sent_more"
    """Something more was sent, without a step."""
    DIAGNOSIS_WANTED = "diagnosis_wanted"
    """The centre asks for a new diagnosis."""
    ORDERED = "ordered"
    """The centre told which part is to be put in."""


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the timeline. Their order is that in which they were kept, whatever a clock said."""

    kind: EventKind
    at: When
    by: Actor
    move: str = ""
    """The :class:`~haas_client.cases.states.Move`; empty where none was made."""
    origin: State | None = None
    target: State | None = None
    service: Service | None = None
    """Another service that the case belongs to from here on."""
    origin_service: Service | None = None
    """The one before it."""
    particulars: Particulars = Particulars()
    """What was told with it."""
    before: Particulars = Particulars()
    """What was known before it; what taking it back restores."""
    note: Note | None = None
    note_id: str = ""
    link: str = ""
    """The link by which it came (its own number); empty without one."""
    file: CaseFile | None = None
    parcel: Parcel | None = None


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """All of a case."""

    id: Id
    service: Service
    state: State
    begun_at: When
    changed_at: When
    request: Request
    choices: Choices = Choices()
    particulars: Particulars = Particulars()
    events: tuple[Event, ...] = ()
    files: tuple[CaseFile, ...] = ()
    parcels: tuple[Parcel, ...] = ()
    deleted_at: When | None = None

    @property
    def open(self) -> bool:
        return self.state not in (State.CLOSED, State.DONE)

    @property
    def waiting(self) -> tuple[Parcel, ...]:
        """What was made ready and is not known to be sent."""
        return tuple(parcel for parcel in self.parcels if parcel.sent_at is None)

    @property
    def last_move(self) -> Event | None:
        return next((one for one in reversed(self.events) if one.kind in (EventKind.MOVED, EventKind.TAKEN_BACK)), None)

    def of_kind(self, kind: FileKind) -> tuple[CaseFile, ...]:
        return tuple(file for file in self.files if file.kind == kind)


def searchable(case: Case) -> str:
    """Everything in words in it, folded."""
    told = case.particulars
    notes = (event.note.text for event in case.events if event.note)
    texts = (case.request.words, case.request.name, case.request.warranty_number, told.reference, told.part)
    return folded("\n".join((*texts, told.tracking, told.price, *notes, *(file.name for file in case.files))))


def folded(text: str) -> str:
    """``text`` as it is compared: half and full width, capitals and small letters are the same."""
    return unicodedata.normalize("NFKC", text).casefold()
