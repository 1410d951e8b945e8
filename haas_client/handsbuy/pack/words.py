"""The program's words for a guide's codes: levels, hazards, tools. In every language of the program."""

from haas_client.handsbuy.pack.vocabulary import Driver, Hazard, Level, Phase, Tool
from haas_client.i18n import N_, Translator

_LEVELS = {
    Level.DANGER: N_("Danger"),
    Level.WARNING: N_("Warning"),
    Level.CAUTION: N_("Caution"),
    Level.NOTICE: N_("Notice"),
}
_PHASES = {
    Phase.BEFORE: N_("While the PC still runs"),
    Phase.OFF: N_("With the PC off"),
    Phase.AFTER: N_("When the PC runs again"),
}
_HAZARDS = {
    Hazard.MAINS: N_("Mains voltage can kill. The power cord must be out."),
    Hazard.CAPACITOR: N_("A power supply holds a dangerous charge long after it was unplugged. Never open it."),
    Hazard.ESD: N_("A static charge from your body destroys parts. Touch bare metal of the case again and again."),
    Hazard.SHARP_EDGE: N_("Edges inside the case can cut. Please move your hands slowly."),
    Hazard.PINCH: N_("Fingers can get caught. Please mind where you hold it."),
    Hazard.HOT: N_("This part may still be hot. Please let it cool down first."),
    Hazard.HEAVY: N_("This is heavy. Please hold it with both hands."),
    Hazard.FAN: N_("A fan may turn. Keep fingers, hair and cables away from it."),
    Hazard.FORCE: N_("Never use force. What does not go in easily is not in the right place."),
    Hazard.SHOCK: N_("A knock can break a drive. Please put it down gently."),
    Hazard.WRONG_CABLE: N_(
        "Cables of another power supply fit, and destroy the PC. Use only those that came with the new one."
    ),
    Hazard.BATTERY: N_("The battery must be unplugged before anything else is touched."),
    Hazard.SWOLLEN_BATTERY: N_(
        "A swollen battery can burn. Stop here, do not press on it, and call our customer centre."
    ),
    Hazard.DATA_LOSS: N_("Data can be lost for good. Please make a copy first, and look whether it can be read."),
    Hazard.SMALL_PARTS: N_(
        "Small parts get lost, and cause a short circuit where they stay inside. Please count them."
    ),
    Hazard.LIQUID: N_("Keep drinks and anything wet away from the open PC."),
    Hazard.STAND: N_("Please lay the PC on a steady table, so that it cannot fall."),
}
_TOOLS = {
    Tool.PH00: N_("Phillips screwdriver No. 00"),
    Tool.PH0: N_("Phillips screwdriver No. 0"),
    Tool.PH1: N_("Phillips screwdriver No. 1"),
    Tool.PH2: N_("Phillips screwdriver No. 2"),
    Tool.FLAT: N_("Flat screwdriver"),
    Tool.TORX_T5: N_("Torx screwdriver T5"),
    Tool.TORX_T8: N_("Torx screwdriver T8"),
    Tool.SPUDGER: N_("Plastic opening tool"),
    Tool.TWEEZERS: N_("Tweezers"),
    Tool.ESD_STRAP: N_("Anti-static wrist strap"),
    Tool.SCREW_TRAY: N_("Small dish for screws"),
    Tool.TORCH: N_("Torch"),
    Tool.PHONE: N_("Smartphone, for photographs"),
    Tool.CLOTH: N_("Soft cloth"),
    Tool.CABLE_TIES: N_("Cable ties"),
    Tool.SECOND_DRIVE: N_("External drive for the copy"),
}
_DRIVERS = {Driver.FLAT: N_("flat"), Driver.HEX: N_("hexagon"), Driver.THUMB: N_("by hand")}


def level(of: Level, t: Translator) -> str:
    return t(_LEVELS[of])


def phase(of: Phase, t: Translator) -> str:
    return t(_PHASES[of])


def hazard(of: Hazard, t: Translator) -> str:
    """What the danger is and how to keep out of it, in a sentence or two."""
    return t(_HAZARDS[of])


def tool(of: Tool, t: Translator) -> str:
    return t(_TOOLS[of])


def driver(of: Driver, t: Translator) -> str:
    """As printed on the tool, PH2, or in words."""
    return t(_DRIVERS[of]) if of in _DRIVERS else of.value
