"""Rules of what every guide must tell, and of the fragments that every guide has."""

from collections.abc import Iterator

from haas_client.handsbuy.pack import musts
from haas_client.handsbuy.pack.lint.finding import Hit, Linted, Rule, file_of
from haas_client.handsbuy.pack.lint.uses import steps
from haas_client.handsbuy.pack.source import GUIDE
from haas_client.i18n import N_


def _told(linted: Linted) -> dict[str, str]:
    """What the lines tell, each with its step."""
    return {
        one: f"{file_of(source)}, step {step.id}"
        for source in linted.pack.sources
        for step in steps(source)
        for line in step.lines
        for one in line.tells
    }


def _untold(linted: Linted) -> Iterator[Hit]:
    told = _told(linted)
    yield from (Hit(GUIDE, {"must": one}) for one in musts.of(linted.pack.guide.file) if one not in told)


def _no_such_must(linted: Linted) -> Iterator[Hit]:
    known = musts.every()
    yield from (Hit(place, {"must": one}) for one, place in _told(linted).items() if one not in known)


def _fragment_missing(linted: Linted) -> Iterator[Hit]:
    there = {pin.rpartition("/")[2].partition("@")[0] for pin in linted.pack.fragments}
    yield from (Hit(GUIDE, {"fragment": name}) for name in musts.FRAGMENTS if name not in there)


RULES = (
    Rule(
        "must-untold",
        _untold,
        N_("No line tells “{must}”."),
        N_("Please write it, as docs/guide-format.md says, and mark the line with “tells”."),
    ),
    Rule(
        "must-unknown",
        _no_such_must,
        N_("“{must}” is nothing that a guide must tell."),
        N_("Please take one of the list in docs/guide-format.md."),
    ),
    Rule(
        "fragment-missing",
        _fragment_missing,
        N_("The fragment “{fragment}” is not included."),
        N_("Every guide includes it."),
    ),
)
