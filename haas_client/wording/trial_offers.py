"""Words for a test that may be chosen, or that runs: how long it takes, and why it is not offered."""

from haas_client.diagnostics.trials.plan import Plan
from haas_client.diagnostics.trials.values import PREPARATIONS
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.i18n import N_, Translator
from haas_client.wording.trials import duration, hindrance

_NO_RIGHT = (
    N_(
        "This test needs more rights than your login has. Linuxmania's support helper would give them, but it did not "
        "answer."
    ),
    N_("Please ask us: we tell you how the helper is installed. Your PC is as it was."),
)
_MISSING = {
    Reason.NOT_PRESENT: (
        N_("This part cannot be tested now: the system does not show it any more."),
        N_("Please diagnose again, and look whether it is still there."),
    ),
    Reason.FAILED: (
        N_("It could not be found out which tests this PC can make."),
        N_("Please try again. If it fails again, please ask us."),
    ),
}


def state(plan: Plan | None, missing: Unknown | None, t: Translator) -> str:
    """In a few words: how long it takes, or that it cannot be made now."""
    if missing or (plan and hindrance(plan, t)):
        return t("Not possible now")
    if plan is None:
        return t("One moment …")
    if plan.offer.kind in PREPARATIONS:
        return t("At the next start")
    if isinstance(plan.seconds, Unknown):
        return t("Time unknown")
    return t("about {duration}").format(duration=duration(plan.seconds, t))


def missing(why: Unknown, t: Translator) -> tuple[str, str]:
    """Why a test is not offered, and what to do."""
    said, remedy = _MISSING.get(why.reason, _NO_RIGHT)
    return t(said), t(remedy)


def left(seconds: float | None, t: Translator) -> str:
    """What is left of a test; said also where nobody can tell."""
    if seconds is None:
        return t("How long it will take cannot be told yet")
    return t("about {duration} left").format(duration=duration(seconds, t))


def clock(seconds: float) -> str:
    """As a clock shows it: 1:05, 2:03:00."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
