"""After the swap: whether the machine shows what it should, compared with before it. Never a false "ok".

Pure: the same facts give the same results. What could not be read, before or after, is "cannot tell".
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum

import msgspec

from haas_client.cases.model import Particulars
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import Verdict
from haas_client.diagnostics.snapshot import BootEnd, Records, Snapshot, System
from haas_client.diagnostics.unknown import Unknown
from haas_client.handsbuy.pack.conditions import Decided, decide, same
from haas_client.handsbuy.pack.fact_table import FactKind, Indexed, indexed, kind_of
from haas_client.handsbuy.pack.facts import facts_of
from haas_client.handsbuy.pack.filled import PLACEHOLDER
from haas_client.handsbuy.pack.found import ABSENT, Absent, Facts, Found, Value
from haas_client.handsbuy.pack.guide import Check, Guide
from haas_client.handsbuy.pack.vocabulary import CheckKind, Op


class Outcome(StrEnum):
    OK = "ok"
    NOT_YET = "not_yet"
    """Too soon after the start, or the owner has not answered yet."""
    FAILED = "failed"
    CANNOT_TELL = "cannot_tell"


class Result(msgspec.Struct, frozen=True, kw_only=True):
    check: Check
    outcome: Outcome
    go: str = ""
    """The step to go back to, of a check that failed."""
    before: Found | None = None
    after: Found | None = None


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """What a check looks at."""

    before: Facts
    after: Facts
    running_seconds: float | None
    """Since the PC was started; ``None`` where that is unknown."""


def moment(
    before: Snapshot | None,
    after: Snapshot,
    part: Part | None,
    order: Particulars | None,
    answers: Mapping[str, Value] | None = None,
    *,
    began_at: datetime | None = None,
) -> Moment:
    """``before`` is the snapshot taken before shutdown, ``None`` where the PC could not start any more.

    ``part`` is the one that was swapped, as it stood in ``before``; ``began_at`` is when the swap began, where
    ``before`` does not tell it. A clock that went back with the power makes two snapshots incomparable: then nothing
    is known of before.
    """
    if before is not None and before.taken_at >= after.taken_at:
        before, began_at = None, None
    since = before.taken_at if before else began_at
    return Moment(
        before=facts_of(before, part, order, answers=answers),
        after=facts_of(after, part, order, answers=answers, since=since),
        running_seconds=_running_seconds(after),
    )


def evaluate(guide: Guide, at: Moment, said: Mapping[str, bool] | None = None) -> tuple[Result, ...]:
    """Every check of the guide that is for this machine, in its order.

    ``said`` is what the owner answered to questions, by the checks' ids: true where the statement was confirmed.
    """
    results = (_result(check, guide, at, said or {}) for check in guide.checks)
    return tuple(result for result in results if result is not None)


def _result(check: Check, guide: Guide, at: Moment, said: Mapping[str, bool]) -> Result | None:
    """``None`` for a check that is not for this machine."""
    known = {name: value for name, value in at.after.values.items() if not isinstance(value, Unknown)}
    decided = decide(check.conditions, guide, at.before.answered(known))
    if decided == Decided.NO:
        return None
    if decided != Decided.YES:
        return Result(check=check, outcome=Outcome.CANNOT_TELL)
    if check.kind == CheckKind.ASK:
        return _answered(check, said)
    before, after = _found(check.fact, at.before, at), _found(check.fact, at.after, at)
    outcome = _timed(check, _compared(check, before, after, at), at)
    return Result(
        check=check, outcome=outcome, go=check.go if outcome == Outcome.FAILED else "", before=before, after=after
    )


def _answered(check: Check, said: Mapping[str, bool]) -> Result:
    if check.id not in said:
        return Result(check=check, outcome=Outcome.NOT_YET)
    well = said[check.id] is True
    return Result(check=check, outcome=Outcome.OK if well else Outcome.FAILED, go="" if well else check.go)


def _timed(check: Check, outcome: Outcome, at: Moment) -> Outcome:
    """What has failed has failed; "ok" must wait for its time."""
    if outcome != Outcome.OK or not check.after_seconds:
        return outcome
    if at.running_seconds is None:
        return Outcome.CANNOT_TELL
    return outcome if at.running_seconds >= check.after_seconds else Outcome.NOT_YET


def _found(name: str, facts: Facts, at: Moment) -> Found:
    """A fact at one moment. Its index is always that of before: the part's slot is where the part was."""
    taken = indexed(name)
    if taken is None:
        return facts.value(name)
    index = _resolved(taken.index, at.before)
    if not isinstance(index, str):
        return index if isinstance(index, Unknown) else facts.of(msgspec.structs.replace(taken, index=str(index)))
    return facts.of(Indexed(family=taken.family, index=index, field=taken.field))


def _resolved(value: Value, facts: Facts) -> Value | Unknown:
    """The value, or what its placeholder stands for."""
    placeholder = PLACEHOLDER.fullmatch(value) if isinstance(value, str) else None
    return facts.value(placeholder[1]) if placeholder else value


def _compared(check: Check, before: Found, after: Found, at: Moment) -> Outcome:
    fact = kind_of(check.fact)
    if fact is None or check.op is None or isinstance(after, Unknown):
        return Outcome.CANNOT_TELL
    wanted = None if check.value is None else _resolved(check.value, at.before)
    if isinstance(wanted, Unknown):
        return Outcome.CANNOT_TELL
    answer = _OPS[check.op](_Compared(fact=fact, before=before, after=after, wanted=wanted, tolerance=check.tolerance))
    return {True: Outcome.OK, False: Outcome.FAILED, None: Outcome.CANNOT_TELL}[answer]


class _Compared(msgspec.Struct, frozen=True, kw_only=True):
    fact: FactKind
    before: Found
    after: Value | Absent
    wanted: Value | None
    tolerance: float


def _present(of: _Compared) -> bool | None:
    return of.after is not ABSENT


def _absent(of: _Compared) -> bool | None:
    """What was never seen has not gone: its number may have been mistyped."""
    if of.after is not ABSENT:
        return False
    return None if isinstance(of.before, (Unknown, Absent)) else True


def _equals(of: _Compared) -> bool | None:
    if isinstance(of.after, Absent) or of.wanted is None:
        return False
    now, wanted = _number(of.after), _number(of.wanted)
    if now is None or wanted is None:
        return same(of.after, of.wanted, of.fact.type)
    return abs(now - wanted) <= abs(wanted) * of.tolerance


def _changed(of: _Compared) -> bool | None:
    """From nothing to something too; two of which neither is there tell nothing."""
    if isinstance(of.before, Unknown) or (of.before is ABSENT and of.after is ABSENT):
        return None
    if isinstance(of.before, Absent) or isinstance(of.after, Absent):
        return True
    return not same(of.before, of.after, of.fact.type)


def _unchanged(of: _Compared) -> bool | None:
    changed = _changed(of)
    return None if changed is None else not changed


def _at_least(of: _Compared) -> bool | None:
    if isinstance(of.after, Absent):
        return False
    now, wanted = _number(of.after), _number(of.wanted)
    return None if now is None or wanted is None else now >= wanted - abs(wanted) * of.tolerance


def _increased(of: _Compared) -> bool | None:
    now, was = (_number(0 if one is ABSENT else one) for one in (of.after, of.before))
    return None if now is None or was is None else now > was


def _increased_by(of: _Compared) -> bool | None:
    if isinstance(of.before, Unknown):
        return None
    now, was, wanted = (_number(0 if one is ABSENT else one) for one in (of.after, of.before, of.wanted))
    if now is None or was is None or wanted is None or wanted <= 0:
        return None
    return abs(now - was - wanted) <= wanted * of.tolerance


def _none_new(of: _Compared) -> bool | None:
    """A count that restarts with the PC has nothing of before in it."""
    now = _number(of.after)
    if of.fact.restarts:
        return None if now is None else now == 0
    was = _number(of.before)
    return None if now is None or was is None else now <= was


def _healthy(of: _Compared) -> bool | None:
    return of.after == Verdict.OK


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


_OPS: dict[Op, Callable[[_Compared], bool | None]] = {
    Op.PRESENT: _present,
    Op.ABSENT: _absent,
    Op.EQUALS: _equals,
    Op.CHANGED: _changed,
    Op.UNCHANGED: _unchanged,
    Op.AT_LEAST: _at_least,
    Op.INCREASED: _increased,
    Op.INCREASED_BY: _increased_by,
    Op.NONE_NEW: _none_new,
    Op.HEALTHY: _healthy,
}
"""Each says true, false, or ``None`` where it cannot be told. None of them sees an unknown ``after``."""


def _running_seconds(snapshot: Snapshot) -> float | None:
    if isinstance(snapshot.system, System) and isinstance(snapshot.system.uptime_seconds, int):
        return snapshot.system.uptime_seconds
    if isinstance(snapshot.records, Records) and not isinstance(snapshot.records.boots, Unknown):
        running = [boot.started_at for boot in snapshot.records.boots if boot.end == BootEnd.RUNNING]
        return (snapshot.taken_at - running[-1]).total_seconds() if running else None
    return None
