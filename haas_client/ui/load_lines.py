"""Which figures of a load test are drawn: the hottest sensor, the rails that are known by name, the clock."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from haas_client.diagnostics.atx import RAIL_RULES, RailRule, is_supply_chip, rule_of
from haas_client.diagnostics.trials.sensors import chip_and_label
from haas_client.diagnostics.trials.values import LoadSample
from haas_client.i18n import t

_RAILS = 4
_CELSIUS_SPAN, _GIGAHERTZ_SPAN = 20.0, 1.0

Points = tuple[tuple[float, float], ...]
"""Seconds since the start, and the value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    name: str
    said: str
    """The figures in words: now, and the extreme that matters."""
    points: Points
    """At least one."""
    least_span: float
    """The least height of the scale, so that a tenth of a volt looks like one."""
    allowed: tuple[float, float] | None = None


def temperature(samples: Sequence[LoadSample]) -> Line | None:
    """Of the sensor that became hottest."""
    peaks: dict[str, float] = {}
    for sample in samples:
        for name, value in sample.celsius.items():
            peaks[name] = max(value, peaks.get(name, -math.inf))
    if not peaks:
        return None
    hottest = max(peaks, key=lambda name: peaks[name])
    points = _points(samples, lambda sample: sample.celsius.get(hottest))
    said = t("{now} °C, at most {most} °C · {sensor}").format(
        now=f"{points[-1][1]:.0f}", most=f"{peaks[hottest]:.0f}", sensor=hottest
    )
    return Line(name=t("Temperature"), said=said, points=points, least_span=_CELSIUS_SPAN)


def voltages(samples: Sequence[LoadSample]) -> list[Line]:
    """Of the rails whose name tells which they are; limits only where the supply itself measures."""
    names = dict.fromkeys(name for sample in samples for name in sample.volts)
    known = [(name, rule) for rule in RAIL_RULES for name in names if _matches(rule, name)]
    # What the supply says of itself stands before what a chip of the board says.
    known.sort(key=lambda one: not _by_supply(one[0]))
    lines = [_rail(samples, name, rule) for name, rule in known]
    return [line for line in lines if line][:_RAILS]


def clock(samples: Sequence[LoadSample]) -> Line | None:
    points = _points(samples, lambda s: None if s.megahertz is None else s.megahertz / 1000)
    if not points:
        return None
    lowest = min(value for _, value in points)
    said = t("{now} GHz, at least {least} GHz").format(now=f"{points[-1][1]:.1f}", least=f"{lowest:.1f}")
    return Line(name=t("Clock of the processor"), said=said, points=points, least_span=_GIGAHERTZ_SPAN)


def throttled(samples: Sequence[LoadSample]) -> int | None:
    """How often the processor slowed down for heat meanwhile; ``None`` where nothing counts it."""
    counts = [sample.throttled for sample in samples if sample.throttled is not None]
    return max(0, counts[-1] - counts[0]) if counts else None


def _rail(samples: Sequence[LoadSample], name: str, rule: RailRule) -> Line | None:
    points = _points(samples, lambda sample: sample.volts.get(name))
    if not points or not all(rule.can_be(value) for _, value in points):
        return None
    own = _by_supply(name)
    lowest = min(value for _, value in points)
    figures = t("{now} V, at least {least} V").format(now=f"{points[-1][1]:.2f}", least=f"{lowest:.2f}")
    if not own:
        figures = t("{figures} · reading of the board, not reliable").format(figures=figures)
    return Line(
        name=rule.name,
        said=figures,
        points=points,
        least_span=rule.highest - rule.lowest,
        allowed=(rule.lowest, rule.highest) if own else None,
    )


def _points(samples: Sequence[LoadSample], value_of: Callable[[LoadSample], float | None]) -> Points:
    known = ((sample.seconds, value_of(sample)) for sample in samples)
    return tuple((at, value) for at, value in known if value is not None and math.isfinite(value))


def _matches(rule: RailRule, name: str) -> bool:
    return rule_of(chip_and_label(name)[1]) is rule


def _by_supply(name: str) -> bool:
    return is_supply_chip(chip_and_label(name)[0])
