"""How sure everything together makes us that the supply is at fault. Nothing in most PCs measures it."""

from collections.abc import Iterable, Iterator

from haas_client.diagnostics.checklist import Answer, PowerChecklist, PowerQuestion
from haas_client.diagnostics.finding import Evidence, Finding, Part
from haas_client.diagnostics.kinds import Confidence, Severity
from haas_client.diagnostics.rules.power import supplies
from haas_client.diagnostics.snapshot import Snapshot

# Own rule P-02. Each sign alone has harmless causes: a cut by hand, a worn socket, a hung driver, a semi-passive fan.
# Independent signs have fewer causes in common, and with the mains ruled out (it is the same at another socket, or a
# UPS with charge stands before it) the supply is what is left beside the board. So: how many signs, and is the mains
# ruled out?
_TABLE: dict[int, dict[bool, tuple[Severity, Confidence]]] = {
    1: {False: (Severity.WATCH, Confidence.LOW), True: (Severity.WATCH, Confidence.MEDIUM)},
    2: {False: (Severity.WATCH, Confidence.MEDIUM), True: (Severity.REPLACE, Confidence.MEDIUM)},
    3: {False: (Severity.REPLACE, Confidence.MEDIUM), True: (Severity.REPLACE, Confidence.HIGH)},
}
_MOST = max(_TABLE)

# Findings that count as a sign, with how many: what the supply measured itself is worth two of the others.
# Going off in the middle of a load test is worth two as well: somebody's cut, or the mains, would have had to hit just
# those two minutes, and heat is looked at (P-21). What it shares with other signs is counted once (see below).
_OFF = "power.off_under_load"
_SIGNS = {
    "power.unmarked_boots": 1,
    "power.supply_status": 1,
    "power.rail_alarm": 1,
    "power.rail_out_of_limits": 2,
    _OFF: 2,
}
_OTHER_BOOTS = 3
"""So many unmarked boots hold two besides the one that a trial ended."""


def findings(snapshot: Snapshot, part: Part, found: tuple[Finding, ...], answers: PowerChecklist) -> Iterator[Finding]:
    """One statement over all, where more than one thing was observed or the owner told something."""
    if answers.smell_or_noise == Answer.YES:
        # P-03: a burnt smell or sparks are a danger by themselves, whatever else is known.
        smell = _answer(answers, PowerQuestion.SMELL_OR_NOISE, "own-smell")
        yield _finding("power.smell_or_noise", Severity.REPLACE, Confidence.HIGH, part, (smell,))
    if answers.same_at_other_socket == Answer.NO:
        # The fault went away with the socket: it is the mains, and what was observed says nothing of the supply.
        socket = _answer(answers, PowerQuestion.SAME_AT_OTHER_SOCKET, "own-power")
        yield _finding("power.socket", Severity.CABLE, Confidence.MEDIUM, part, (socket,))
        return
    seen = _seen(found)
    told = tuple(_told(found, answers))
    if len(seen) + len(told) < (1 if not answers.is_empty else 2):
        return
    count = min(_MOST, len(told) + sum(_SIGNS[finding.code] for finding in seen))
    ruled_out = tuple(_mains_ruled_out(snapshot, answers))
    severity, confidence = _TABLE[count][bool(ruled_out)]
    total = Evidence(source="signs", value=len(told) + len(seen), threshold="P-02", reference="own-power")
    evidence = (total, *(finding.evidence[0] for finding in seen), *told, *ruled_out)
    yield _finding("power.suspected", severity, confidence, part, evidence)


def _seen(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """One finding of each kind; a rail that only the board's chip measured is no sign."""
    kinds = {
        finding.code: finding
        for finding in reversed(found)
        if finding.code in _SIGNS
        and not (finding.code == "power.rail_out_of_limits" and finding.severity != Severity.REPLACE)
    }
    if _OFF in kinds and "power.unmarked_boots" in kinds:
        count = kinds["power.unmarked_boots"].evidence[0].value
        if isinstance(count, int) and count < _OTHER_BOOTS:
            del kinds["power.unmarked_boots"]
    return tuple(kinds[code] for code in _SIGNS if code in kinds)


def _told(found: tuple[Finding, ...], answers: PowerChecklist) -> Iterable[Evidence]:
    hot = any(finding.code in ("system.overheated", "system.hot_under_load") for finding in found)
    if answers.starts == Answer.NO:
        yield _answer(answers, PowerQuestion.STARTS, "own-power")
    is_seen = any(finding.code == _OFF for finding in found)
    if answers.dies_under_load == Answer.YES and not hot and not is_seen:  # heat alone makes a PC go off under load
        yield _answer(answers, PowerQuestion.DIES_UNDER_LOAD, "own-power")
    if answers.fan_spins == Answer.NO and (answers.starts == Answer.NO or answers.dies_under_load == Answer.YES):
        yield _answer(answers, PowerQuestion.FAN_SPINS, "own-power")  # else it may be one that stands still when idle


def _mains_ruled_out(snapshot: Snapshot, answers: PowerChecklist) -> Iterable[Evidence]:
    if answers.same_at_other_socket == Answer.YES:
        yield _answer(answers, PowerQuestion.SAME_AT_OTHER_SOCKET, "own-power")
    if supplies.ups_is_well(snapshot):
        yield Evidence(source="UPower, UPS", value="charged", threshold="–", reference="own-power")


def _answer(answers: PowerChecklist, question: PowerQuestion, reference: str) -> Evidence:
    return Evidence(
        source=f"owner's answer, {question}", value=answers.of(question).value, threshold="–", reference=reference
    )


def _finding(
    code: str, severity: Severity, confidence: Confidence, part: Part, evidence: tuple[Evidence, ...]
) -> Finding:
    return Finding(code=code, severity=severity, confidence=confidence, part=part, evidence=evidence)
