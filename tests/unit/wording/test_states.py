"""What a state without findings means: the unknown is never called good, and always has a next step."""

import pytest

from haas_client.diagnostics.finding import Part, PartState
from haas_client.diagnostics.kinds import PartKind, Verdict
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.i18n import translator
from haas_client.wording import states

EN = translator("en")
PARTS = (PartKind.POWER, PartKind.MEMORY, PartKind.STORAGE)


def state(kind: PartKind, verdict: Verdict, reason: Reason | None = None) -> PartState:
    nothing = Unknown(reason=Reason.NOT_REPORTED)
    part = Part(kind=kind, slot=nothing, model=nothing, serial=nothing)
    return PartState(part=part, verdict=verdict, why=Unknown(reason=reason) if reason else None)


@pytest.mark.parametrize("kind", PARTS)
@pytest.mark.parametrize("reason", list(Reason))
@pytest.mark.parametrize("verdict", [Verdict.UNREADABLE, Verdict.NOT_TESTED])
def test_the_unknown_is_explained_and_has_a_next_step(kind: PartKind, reason: Reason, verdict: Verdict) -> None:
    of = state(kind, verdict, reason)
    assert states.meaning(of, EN)
    assert states.advice(of, EN)
    assert "Nothing needs to be done" not in states.advice(of, EN)
    assert "is well" not in states.meaning(of, EN)


@pytest.mark.parametrize("kind", PARTS)
def test_a_fault_is_told_by_its_findings_alone(kind: PartKind) -> None:
    for verdict in (Verdict.REPLACE, Verdict.WATCH, Verdict.CABLE):
        assert states.meaning(state(kind, verdict), EN) == ""


def test_errors_without_a_place_are_not_called_uncounted() -> None:
    of = state(PartKind.MEMORY, Verdict.NOT_TESTED, Reason.NOT_REPORTED)
    assert states.meaning(of, EN).startswith("Errors were counted, but not in which slot.")
    of = state(PartKind.MEMORY, Verdict.NOT_TESTED, Reason.NOT_MEASURABLE)
    assert states.meaning(of, EN).startswith("Nothing counts memory errors on this PC.")
