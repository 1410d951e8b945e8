"""Help for a swap that does not go on, in words: who can be called, and what to try where the PC does not start."""

from haas_client import telephone as telephones
from haas_client.handsbuy.aid import Aid, Remedy
from haas_client.i18n import Translator
from haas_client.text import MAX_FIELD, printable
from haas_client.wording import no_start
from haas_client.wording.no_start import Trouble


def aid(t: Translator, *, telephone: str = "", receipt: str = "") -> Aid:
    """``telephone`` and ``receipt`` as they were typed or told; empty where they are not known."""
    number = _line(telephones.normalise(telephone))
    after_swap = Remedy(
        title=t("The PC does not start after the part was changed"),
        steps=(
            t("Switch it off, and pull the power cord out of the wall socket, before you touch anything in it."),
            t("See that the new part and every plug are in as far as they go: go through the steps once more."),
            t("If it still does not start, stop here and call our centre. A repair at the centre is always possible."),
        ),
    )
    known = tuple(Remedy(title=no_start.title(one, t), steps=no_start.steps(one, t)) for one in Trouble)
    return Aid(
        telephone=number,
        telephone_link=telephones.link(number),
        receipt=_line(receipt),
        remedies=(after_swap, *known),
        tell=no_start.tell(t),
    )


def _line(text: str) -> str:
    return " ".join(printable(text).split())[:MAX_FIELD]
