"""Why a link is not followed, in words."""

from haas_client.errors import ExitCode, HaasError
from haas_client.i18n import N_, t
from haas_client.links.model import Reason

_SUSPICIOUS = N_(
    "Nothing was changed. Please do not answer that mail, and call no number in it: call the one on your warranty card."
)
_ASK = N_("Nothing was changed. If you are not sure, please call our centre by the number on your warranty card.")

_WORDS: dict[Reason, tuple[str, str]] = {
    Reason.MALFORMED: (
        N_("This is no whole link of our centre."),
        N_("Nothing was changed. Please copy it once more, from “linuxmania-haas:” to its very end."),
    ),
    Reason.NEWER: (
        N_("This link is for a newer version of this program."),
        N_("Nothing was changed. Please update this program, and open the link again."),
    ),
    Reason.NO_KEYS: (N_("This PC cannot check links: the key of our centre is missing or cannot be read."), _ASK),
    Reason.UNKNOWN_KEY: (N_("This link does not carry our centre's mark."), _SUSPICIOUS),
    Reason.FORGED: (N_("This link was not made by our centre, or was altered on the way."), _SUSPICIOUS),
    Reason.EXPIRED: (
        N_("This link is too old."),
        N_(
            "Nothing was changed. Please look whether this PC's date is right; if it is, ask our centre for a new link."
        ),
    ),
    Reason.REPLAYED: (
        N_("This link has been used already."),
        N_("What it told stands in the case; nothing was changed again."),
    ),
    Reason.OTHER_MACHINE: (N_("This link is for another PC."), _ASK),
    Reason.MACHINE_UNKNOWN: (
        N_("Which PC this is, is not known yet."),
        N_("Please type the warranty number from your warranty card, so that the link can be checked."),
    ),
    Reason.OTHER_CASE: (
        N_("The case that this link belongs to is not on this PC."),
        N_("Nothing was changed. Please open it on the PC, and as the user, that asked; or call our centre."),
    ),
    Reason.NOT_NOW: (
        N_("This step does not follow from where your case stands now."),
        N_("Nothing was changed, and the link stays good. Please look at your case, or ask our centre."),
    ),
    Reason.NO_HOSTS: (
        N_("This PC cannot check payment pages: the list of our centre's is missing or cannot be read."),
        _ASK,
    ),
    Reason.HOST: (N_("The payment page in this link is not one of our centre's."), _SUSPICIOUS),
}


class LinkRefused(HaasError):
    """A link that is not followed; nothing was changed."""

    exit_code = ExitCode.REFUSED

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        title, advice = _WORDS[reason]
        super().__init__(t(title), t(advice))
