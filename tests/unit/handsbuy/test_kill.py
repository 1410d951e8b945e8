"""Wherever the program is killed, a swap is as it was before a step or as it is after it."""

import itertools
import multiprocessing
from pathlib import Path

import msgspec
import pytest

from haas_client import database
from haas_client.handsbuy.swap import Stage, Swap
from tests.unit import kills
from tests.unit.handsbuy import kill, life


def test_the_scripted_life_goes_through_every_stage_and_fills_every_field(tmp_path: Path) -> None:
    stages: set[Stage] = set()
    filled: set[str] = set()
    for step in life.STEPS:
        store = life.opened(tmp_path)
        step(store)
        for swap in store.all():
            stages.add(swap.stage)
            filled |= {name for name in swap.__struct_fields__ if getattr(swap, name)}
    assert stages == set(Stage)
    assert filled == {field.name for field in msgspec.structs.fields(Swap)}


def test_every_step_leaves_another_portrait(tmp_path: Path) -> None:
    portraits = kills.expected(tmp_path, life)
    assert all(one != other for one, other in itertools.pairwise(portraits))


def test_300_kills_lose_no_tick_and_double_none(tmp_path: Path) -> None:
    # A process of its own: it forks, which a process with threads must not.
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        met = pool.apply(kills.run, (300, 20261125, tmp_path, kill.LIFE))
    assert met["kills"] == 300
    assert met["of these inside a step"] > 60
    assert met["of these with the step kept"] > 0
    assert met["whole lives"] > 0


def test_the_life_of_a_swap_on_a_network_drive_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = kills.expected(tmp_path / "here", life)
    monkeypatch.setattr(database, "is_on_network", lambda path: True)
    assert kills.expected(tmp_path / "there", life) == here
    assert not list((tmp_path / "there").glob("*-wal"))
