"""The words that a guide's file may use: what is not in here is refused. They are codes, in no language."""

from enum import StrEnum


class Kind(StrEnum):
    """What is swapped."""

    PSU = "psu"
    MEMORY = "memory"
    STORAGE = "storage"


class Reason(StrEnum):
    """Why, as Linuxmania's service page has it: failure, more capacity, a worn part renewed."""

    FAILURE = "failure"
    UPGRADE = "upgrade"
    WEAR = "wear"


class Phase(StrEnum):
    """When a step is done. Only ``OFF``, and the start of ``AFTER``, goes to phone and paper."""

    BEFORE = "before"
    """The PC still runs."""
    OFF = "off"
    """The PC is shut down; this program cannot be seen."""
    AFTER = "after"
    """The PC runs again."""


class Level(StrEnum):
    """Of a caution, the gravest first (危険 / 警告 / 注意 / お知らせ)."""

    DANGER = "danger"
    """Death or a grave injury. Needs a tick of its own."""
    WARNING = "warning"
    """An injury, or data that is lost for good."""
    CAUTION = "caution"
    """A slight injury, or a part that breaks."""
    NOTICE = "notice"


class Hazard(StrEnum):
    """What a caution is about; words for each stand in :mod:`.words`."""

    MAINS = "mains"
    CAPACITOR = "capacitor"
    """Charge inside a power supply that was unplugged long ago."""
    ESD = "esd"
    SHARP_EDGE = "sharp-edge"
    PINCH = "pinch"
    HOT = "hot"
    HEAVY = "heavy"
    FAN = "fan"
    FORCE = "force"
    SHOCK = "shock"
    """A drive that is knocked."""
    WRONG_CABLE = "wrong-cable"
    """The cable of another power supply: it fits, and is wired differently."""
    BATTERY = "battery"
    SWOLLEN_BATTERY = "swollen-battery"
    DATA_LOSS = "data-loss"
    SMALL_PARTS = "small-parts"
    LIQUID = "liquid"
    STAND = "stand"
    """A PC that can fall over, a table that is not steady."""


class Tool(StrEnum):
    PH00 = "ph00"
    PH0 = "ph0"
    PH1 = "ph1"
    PH2 = "ph2"
    FLAT = "flat"
    TORX_T5 = "t5"
    TORX_T8 = "t8"
    SPUDGER = "spudger"
    """A flat tool of plastic that opens a notebook's case."""
    TWEEZERS = "tweezers"
    ESD_STRAP = "esd-strap"
    SCREW_TRAY = "screw-tray"
    TORCH = "torch"
    PHONE = "phone"
    """To take pictures of how it was, and to read the guide on."""
    CLOTH = "cloth"
    CABLE_TIES = "cable-ties"
    SECOND_DRIVE = "second-drive"
    """For the copy of the data."""


class Driver(StrEnum):
    """What turns a screw."""

    PH00 = "PH00"
    PH0 = "PH0"
    PH1 = "PH1"
    PH2 = "PH2"
    T5 = "T5"
    T8 = "T8"
    FLAT = "flat"
    HEX = "hex"
    THUMB = "thumb"
    """By hand."""


class Colour(StrEnum):
    """Of a marker; always beside its number, never alone."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    GREEN = "green"
    BLUE = "blue"
    VIOLET = "violet"
    BLACK = "black"


class Shape(StrEnum):
    CIRCLE = "circle"
    RECT = "rect"
    ARROW = "arrow"
    PIN = "pin"


class Op(StrEnum):
    """How a check compares what is now with what was before the swap."""

    PRESENT = "present"
    ABSENT = "absent"
    """It was there before, and is not any more."""
    EQUALS = "equals"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    AT_LEAST = "at_least"
    INCREASED = "increased"
    INCREASED_BY = "increased_by"
    NONE_NEW = "none_new"
    HEALTHY = "healthy"


class CheckKind(StrEnum):
    MEASURE = "measure"
    ASK = "ask"
    """It cannot be measured: the owner confirms the statement."""
