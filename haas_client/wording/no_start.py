"""What an owner can try when the PC does not start: nothing that needs the case opened, and no guess at a fault.

Beeps have no meaning of their own here: it differs from board to board, so they are counted and told. What the power
supply's checklist asks already is asked here in the same words.
"""

from enum import StrEnum

from haas_client.diagnostics.checklist import PowerQuestion
from haas_client.i18n import N_, Translator
from haas_client.wording import checklist


class Trouble(StrEnum):
    NO_POWER = "no_power"
    NO_PICTURE = "no_picture"
    BEEPS = "beeps"


_TITLES = {
    Trouble.NO_POWER: N_("Nothing happens when you press the power button"),
    Trouble.NO_PICTURE: N_("The PC runs, but the screen stays dark"),
    Trouble.BEEPS: N_("It beeps"),
}

_SOCKET = N_("Try a lamp at the same wall socket. If it stays dark too, the PC is not to blame.")
_CABLE = N_("Push the power cable in firmly at the back of the PC. If there is a switch beside it, set it to “I”.")
_DRAIN = N_("Pull the plug out, hold the power button down for 10 seconds, plug in again and switch on.")

_STEPS: dict[Trouble, tuple[str, ...]] = {
    Trouble.NO_PICTURE: (
        N_("Press a key. Look at the monitor: its power cable, its switch, and its chosen input (HDMI, DisplayPort)."),
        N_("Push the monitor's cable in firmly at both ends, and try another one if you have it."),
        N_("If the PC has sockets for monitors in two places, try the other place."),
        N_("Press the power button once and wait a minute. If the PC stays on, hold the button down until it is off."),
        N_("Pull out all USB devices but the keyboard, and switch on again."),
    ),
    Trouble.BEEPS: (
        N_("Count the beeps, and note which are long and which short. What they mean differs from PC to PC."),
        N_("See that nothing lies on the keyboard. Pull out all USB devices and switch on again."),
    ),
}

_TELL = (
    N_("which lights come on, and whether fans turn"),
    N_("how many beeps there are, long or short"),
    N_("what happened before, and what you have tried"),
)


def title(trouble: Trouble, t: Translator) -> str:
    return t(_TITLES[trouble])


def steps(trouble: Trouble, t: Translator) -> tuple[str, ...]:
    """What to try, in this order."""
    if trouble == Trouble.NO_POWER:
        smell = PowerQuestion.SMELL_OR_NOISE
        asked = {"question": checklist.question(smell, t), "hint": checklist.hint(smell, t)}
        stop = t("{question} {hint}").format(**asked)
        other = checklist.hint(PowerQuestion.SAME_AT_OTHER_SOCKET, t)
        return (stop, t(_CABLE), t(_SOCKET), other, t(_DRAIN))
    return tuple(t(step) for step in _STEPS[trouble])


def tell(t: Translator) -> tuple[str, ...]:
    """What the centre wants to hear."""
    return tuple(t(line) for line in _TELL)
