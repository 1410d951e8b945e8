"""A Hands-on on a PC of the test's own: its TeamViewer stands in, everything else of the surroundings is silent."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from haas_client.handson import preflight, surroundings
from haas_client.handson.model import Cause, Check, Edition, Line, Preflight, Standing, TeamViewer
from haas_client.handson.surroundings import Surroundings
from tests.handson.double import ID, VERSION, Double

READY = Preflight(
    checks=(
        Check(line=Line.NETWORK, standing=Standing.GOOD, cause=Cause.ONLINE),
        Check(line=Line.TEAMVIEWER, standing=Standing.GOOD, cause=Cause.INSTALLED, facts={"version": VERSION}),
        Check(line=Line.SESSION, standing=Standing.GOOD, cause=Cause.X11),
        Check(line=Line.CLOCK, standing=Standing.GOOD, cause=Cause.CLOCK_IN_STEP),
        Check(
            line=Line.CENTRE,
            standing=Standing.GOOD,
            cause=Cause.OPEN,
            facts={"now": "2026-07-01T10:30:00+09:00", "until": "2026-07-01T16:30:00+09:00"},
        ),
    ),
    teamviewer=TeamViewer(edition=Edition.FULL, version=VERSION, program="/usr/bin/teamviewer"),
    teamviewer_id=ID,
)
"""All is well, and TeamViewer not started yet."""


def found(*changed: Check, **others: Any) -> Preflight:
    """:data:`READY` with other lines, and other facts."""
    lines = {check.line: check for check in changed}
    checks = tuple(lines.get(check.line, check) for check in READY.checks)
    return msgspec.structs.replace(READY, checks=checks, **others)


def check(line: Line, standing: Standing, cause: Cause, **facts: str) -> Check:
    return Check(line=line, standing=standing, cause=cause, facts=facts)


NOT_INSTALLED = found(check(Line.TEAMVIEWER, Standing.WARN, Cause.NOT_INSTALLED), teamviewer=TeamViewer(runs=False))
WITHOUT_ID = found(teamviewer_id=None)
TROUBLED = found(
    check(Line.NETWORK, Standing.WARN, Cause.PROXY_REFUSES, proxy="proxy.example.com:8080"),
    check(Line.TEAMVIEWER, Standing.WARN, Cause.SERVICE_STOPPED, version=VERSION),
    check(Line.SESSION, Standing.WARN, Cause.WAYLAND, desktop="GNOME"),
    check(Line.CLOCK, Standing.UNKNOWN, Cause.CLOCK_UNKNOWN),
    check(Line.CENTRE, Standing.WARN, Cause.CLOSED, opens="2026-07-02T10:00:00+09:00"),
    teamviewer_id=None,
)


def put(patch: pytest.MonkeyPatch, double: Double, answer: Callable[[], Preflight] | None = None) -> None:
    """Makes ``double`` this PC's TeamViewer; ``answer`` in the place of looking at the rest."""
    patch.setattr(surroundings, "Surroundings", lambda: double.surroundings)
    if answer:

        def examined(here: Surroundings, *_: object, **__: object) -> Preflight:
            return answer()

        patch.setattr(preflight, "examine", examined)
