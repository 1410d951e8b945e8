"""The preparation of a Hands-on: everything is asked at once, and what does not answer in time is unknown."""

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from haas_client.centre import JAPAN, Reception
from haas_client.diagnostics.unknown import Unreadable
from haas_client.handson import bus, identity, installed, network, session
from haas_client.handson.model import Cause, Check, Line, Preflight, Standing, TeamViewer
from haas_client.handson.surroundings import Surroundings
from haas_client.process import Cancel

LIMIT_SECONDS = 8.0

_UNKNOWN = {
    Line.NETWORK: Cause.NETWORK_UNKNOWN,
    Line.TEAMVIEWER: Cause.TEAMVIEWER_UNKNOWN,
    Line.SESSION: Cause.SESSION_UNKNOWN,
    Line.CLOCK: Cause.CLOCK_UNKNOWN,
    Line.CENTRE: Cause.MAY_BE_CLOSED,
}
_ID = "id"

Answers = Mapping[str, Any]


def examine(
    surroundings: Surroundings, reception: Reception | None, cancel: Cancel, *, limit_seconds: float = LIMIT_SECONDS
) -> Preflight:
    """Looks at everything that a Hands-on needs; blocks up to the limit, or until cancelled. Raises nothing."""
    answers = _all_at_once(
        {
            Line.NETWORK: partial(network.look, surroundings),
            Line.TEAMVIEWER: partial(installed.look, surroundings, cancel),
            Line.SESSION: partial(session.look, surroundings),
            Line.CLOCK: partial(_clock, surroundings),
            _ID: partial(identity.teamviewer_id, surroundings, cancel),
        },
        limit_seconds,
        cancel,
    )
    check, found = answers.get(Line.TEAMVIEWER) or (None, TeamViewer())
    checks = {**answers, Line.TEAMVIEWER: check, Line.CENTRE: _centre(reception)}
    return Preflight(
        checks=tuple(checks.get(line) or _unknown(line) for line in Line),
        teamviewer=found,
        teamviewer_id=answers.get(_ID),
    )


def _all_at_once(questions: Mapping[str, Callable[[], object]], limit_seconds: float, cancel: Cancel) -> Answers:
    """What was answered in time. A question that hangs keeps its thread, which does not keep the program."""
    heard: queue.SimpleQueue[tuple[str, object]] = queue.SimpleQueue()

    def ask(name: str, question: Callable[[], object]) -> None:
        answer = None
        try:
            answer = question()
        finally:
            heard.put((name, answer))  # an error of ours is logged by the thread, and the answer is unknown

    for name, question in questions.items():
        threading.Thread(target=ask, args=(name, question), name=f"preflight {name}", daemon=True).start()
    answers: dict[str, object] = {}
    deadline = time.monotonic() + limit_seconds
    with cancel.watched(lambda: heard.put(("", None))), contextlib.suppress(queue.Empty):
        while len(answers) < len(questions) and not cancel.asked:
            name, answer = heard.get(timeout=max(0.0, deadline - time.monotonic()))
            answers[name] = answer
    return answers


def _clock(surroundings: Surroundings) -> Check:
    name = "org.freedesktop.timedate1"
    try:
        found = bus.properties(surroundings.system_bus, name, "/org/freedesktop/timedate1", name)
    except Unreadable:
        return _unknown(Line.CLOCK)
    in_step = found.get("NTPSynchronized")
    if not isinstance(in_step, bool):
        return _unknown(Line.CLOCK)
    standing, cause = (Standing.GOOD, Cause.CLOCK_IN_STEP) if in_step else (Standing.WARN, Cause.CLOCK_OUT_OF_STEP)
    return Check(line=Line.CLOCK, standing=standing, cause=cause)


def _centre(reception: Reception | None) -> Check:
    """Times are as ISO 8601 writes them, in Japan time; :mod:`haas_client.wording.handson` says them."""
    if reception is None or reception.uncertain:
        return _unknown(Line.CENTRE)
    facts = {"now": reception.now.astimezone(JAPAN).isoformat()}
    if reception.is_open:
        if reception.until:
            facts["until"] = reception.until.isoformat()
        return Check(line=Line.CENTRE, standing=Standing.GOOD, cause=Cause.OPEN, facts=facts)
    if reception.opens_at:
        facts["opens"] = reception.opens_at.isoformat()
    return Check(line=Line.CENTRE, standing=Standing.WARN, cause=Cause.CLOSED, facts=facts)


def _unknown(line: Line) -> Check:
    return Check(line=line, standing=Standing.UNKNOWN, cause=_UNKNOWN[line])
