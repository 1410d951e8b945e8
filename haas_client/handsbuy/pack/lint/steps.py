"""Rules of steps: what an owner alone before an open PC must find in each."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from haas_client.handsbuy.pack.guide import Screws, Step
from haas_client.handsbuy.pack.lint.finding import Hit, Linted, Rule, Severity, step_of
from haas_client.handsbuy.pack.model import LANGUAGES
from haas_client.handsbuy.pack.source import GUIDE
from haas_client.handsbuy.pack.vocabulary import Driver, Level, Phase
from haas_client.i18n import N_

_BY_HAND = frozenset({Driver.THUMB, Driver.HEX})
"""Drivers for which there is no tool in the list: the fingers, and the other end of a stand-off."""
_TIME = (0.5, 2.0)
"""Own rule: what the steps take together may be half of the least, or twice the most, that the guide tells."""


def _steps(linted: Linted) -> tuple[Step, ...]:
    return linted.guide.steps if linted.guide else ()


def _where(found: Callable[[Step], bool]) -> Callable[[Linted], Iterator[Hit]]:
    """A rule's search: all steps of which ``found`` is true."""

    def find(linted: Linted) -> Iterator[Hit]:
        return (Hit(step_of(linted, step.id)) for step in _steps(linted) if found(step))

    return find


def _danger_without_tick(step: Step) -> bool:
    return any(one.level == Level.DANGER and one.confirm is None for one in step.cautions)


def _tools_missing(linted: Linted) -> Iterator[Hit]:
    listed = {tool.id for tool in linted.guide.tools} if linted.guide else set()
    for step in _steps(linted):
        wanted: set[str] = set(step.tools)
        wanted |= {one.drive.lower() for one in step.screws if one.drive not in _BY_HAND}
        yield from (Hit(step_of(linted, step.id), {"tool": tool}) for tool in sorted(wanted - listed))


def _screws(linted: Linted) -> dict[str, list[tuple[Step, Screws]]]:
    found = defaultdict(list)
    for step in _steps(linted):
        for screws in step.screws:
            found[screws.id].append((step, screws))
    return found


def _screws_differ(linted: Linted) -> Iterator[Hit]:
    for name, rows in _screws(linted).items():
        if len({(one.count, one.thread, one.drive, one.length_mm) for _, one in rows}) > 1:
            yield Hit(step_of(linted, rows[-1][0].id), {"screws": name})


def _screws_once(linted: Linted) -> Iterator[Hit]:
    for name, rows in _screws(linted).items():
        if len(rows) == 1:
            yield Hit(step_of(linted, rows[0][0].id), {"screws": name})


def _time(linted: Linted) -> Iterator[Hit]:
    if linted.guide is None:
        return
    least, most = linted.guide.minutes
    together = sum(step.seconds for step in linted.guide.steps) / 60
    if least > most or not least * _TIME[0] <= together <= most * _TIME[1]:
        yield Hit(f"{GUIDE}, minutes", {"minutes": f"{together:.0f}", "told": f"{least}–{most}"})


def _languages(linted: Linted) -> Iterator[Hit]:
    if linted.pack.guide.file.languages != LANGUAGES:
        yield Hit(f"{GUIDE}, languages")


def _no_work(linted: Linted) -> Iterator[Hit]:
    for phase in (Phase.OFF, Phase.AFTER):
        if linted.guide and not linted.guide.of_phase(phase):
            yield Hit(GUIDE, {"phase": phase})


def _not_reviewed(linted: Linted) -> Iterator[Hit]:
    if linted.pack.guide.file.reviewed is None:
        yield Hit(GUIDE)


RULES = (
    Rule(
        "step-confirm",
        _where(lambda step: step.phase == Phase.OFF and step.confirm is None),
        N_("A step with the PC off has no “confirm”."),
        N_("Please say what the owner ticks when it is done."),
    ),
    Rule(
        "danger-confirm",
        _where(_danger_without_tick),
        N_("A danger has no tick of its own."),
        N_("Please give it “confirm”."),
    ),
    Rule(
        "step-picture",
        _where(lambda step: step.phase == Phase.OFF and not step.pictures),
        N_("A step with the PC off shows no picture."),
        N_("Owners follow pictures; please give it one."),
        Severity.WARNING,
    ),
    Rule(
        "step-seconds",
        _where(lambda step: step.seconds == 0),
        N_("The step does not say how long it takes."),
        N_("Please give it “seconds”."),
        Severity.WARNING,
    ),
    Rule(
        "tool-missing",
        _tools_missing,
        N_("The tool “{tool}” is not among the guide's tools."),
        N_("Please add it: it must be at hand before the PC is off."),
    ),
    Rule(
        "screws-differ",
        _screws_differ,
        N_("The screws “{screws}” are told differently in two steps."),
        N_("Please make count, thread, length and drive the same, or give them another id."),
    ),
    Rule(
        "screws-once",
        _screws_once,
        N_("The screws “{screws}” come out or go in, and never the other way."),
        N_("Please name them in both steps."),
        Severity.WARNING,
    ),
    Rule(
        "minutes",
        _time,
        N_("The steps take {minutes} minutes together, and the guide says {told}."),
        N_("Please look at both."),
        Severity.WARNING,
    ),
    Rule(
        "languages",
        _languages,
        N_("A guide is in Japanese and English."),
        N_('Please write: languages = ["ja", "en"].'),
    ),
    Rule(
        "phase-empty",
        _no_work,
        N_("No step is in the phase “{phase}”."),
        N_("A swap has steps with the PC off, and after it."),
    ),
    Rule(
        "not-reviewed",
        _not_reviewed,
        N_("Nobody has reviewed this guide."),
        N_("Please have it read, and write “reviewed”."),
        Severity.WARNING,
    ),
)
