"""Figures worth watching over time, in the order in which they tell most, and what they are called."""

import msgspec

from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.rules.storage import REPLACE_FROM
from haas_client.i18n import N_


class Trend(msgspec.Struct, frozen=True, kw_only=True):
    figure: str
    """As :class:`~haas_client.diagnostics.past.PartSample` names it."""
    title: str
    worse: int = 1
    """1: more is worse; -1: less is worse; 0: neither."""
    limit: float | None = None
    """From here on the part should be replaced."""


def _smart(number: int, title: str) -> Trend:
    return Trend(figure=f"smart.{number}", title=title, limit=REPLACE_FROM.get(number))


TRENDS = {
    PartKind.STORAGE: (
        _smart(197, N_("Areas that can hardly be read")),
        _smart(198, N_("Areas that could not be read")),
        _smart(187, N_("Read errors that could not be corrected")),
        _smart(5, N_("Areas replaced by spare ones")),
        Trend(figure="media_errors", title=N_("Errors that could not be corrected")),
        _smart(199, N_("Errors on the cable")),
        Trend(figure="percentage_used", title=N_("Life used, percent")),
        Trend(figure="available_spare_percent", title=N_("Spare area left, percent"), worse=-1),
        Trend(figure="temperature_celsius", title=N_("Temperature, °C"), worse=0),
    ),
    PartKind.MEMORY: (
        Trend(figure="edac.uncorrected", title=N_("Memory errors that could not be corrected")),
        Trend(figure="edac.corrected", title=N_("Memory errors that were corrected")),
    ),
    PartKind.POWER: (Trend(figure="unmarked_boots", title=N_("Stops without a shutdown in 30 days")),),
}
