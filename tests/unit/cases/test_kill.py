"""Wherever the program is killed, a case is as it was before a step or as it is after it."""

import multiprocessing
from pathlib import Path

from haas_client.cases.model import EventKind
from haas_client.cases.store import Cases
from tests.unit import kills
from tests.unit.cases import kill, life


def test_the_scripted_life_makes_every_kind_of_line_but_those_of_what_is_sent_later(tmp_path: Path) -> None:
    cases = Cases(tmp_path)
    kinds = set()
    for step in life.STEPS:
        step(cases)
        kinds |= {event.kind for case in cases.all() for event in case.events}
    assert kinds == set(EventKind) - {
        EventKind.CHANGED,
        EventKind.FILE_ADDED,
        EventKind.FILE_REMOVED,
        EventKind.SENT_MORE,
    }


def test_500_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    # A process of its own: it forks, which a process with threads must not.
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        met = pool.apply(kills.run, (500, 20261124, tmp_path, kill.LIFE))
    assert met["kills"] == 500
    assert met["of these inside a step"] > 100
    assert met["of these with the step kept"] > 0
    assert met["whole lives"] > 0
