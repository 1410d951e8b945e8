"""``swap``: a part swapped without a window, from the first reading to the week of watching."""

import json
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from haas_client import app, paths
from haas_client.cases.model import Actor, Particulars, State
from haas_client.cases.store import Cases
from haas_client.errors import ExitCode
from haas_client.handsbuy import after, course
from haas_client.handsbuy.pack import library
from haas_client.handsbuy.pack.vocabulary import Phase
from haas_client.handsbuy.store import Swaps
from haas_client.handsbuy.swap import Carrier, Proof, Stage, Swap
from haas_client.request import Service
from tests import shipped
from tests.machines import hand_written
from tests.machines.restarted import restarted
from tests.ui.lives import brought

Capture = pytest.CaptureFixture[str]
DIMM, NVME, SUPPLY = "jp.linuxmania.memory.dimm", "jp.linuxmania.storage.nvme", "jp.linuxmania.psu.atx"
OLD, NEW = "36D18F21", "36D18F99"
"""Serial numbers of the module in DIMM_A2."""
TAKE_OUT = "Take out the old memory"
TOWER = ("--answer", "chassis=tower")
WELL = ("--say", "as-usual=yes", "--say", "quiet=yes")


@pytest.fixture(autouse=True)
def guides(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that ship, each read once for all tests."""
    find, root = library.find, shipped.root()
    monkeypatch.setattr(library, "program_folder", lambda: root)
    monkeypatch.setattr(library, "find", lambda name: shipped.guide(name) if name in shipped.IDS else find(name))


@pytest.fixture
def pc(tmp_path: Path) -> Path:
    """Two modules in four slots, one NVMe drive, and memory errors counted: none."""
    return hand_written.healthy(tmp_path / "before")


@pytest.fixture
def swapped(pc: Path, tmp_path: Path) -> Path:
    """With another module in DIMM_A2."""
    return restarted(pc, tmp_path / "swapped", {OLD: NEW})


@pytest.fixture
def unchanged(pc: Path, tmp_path: Path) -> Path:
    """Started anew, and nothing else."""
    return restarted(pc, tmp_path / "unchanged")


class Ran:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def swap(capsys: Capture) -> Any:
    def ran(on: Path | None, *arguments: object) -> Ran:
        replay = ("--replay", str(on)) if on else ()
        try:
            code = app.main(["--lang", "en", *replay, "swap", *map(str, arguments)])
        except SystemExit as end:  # argparse's own
            code = int(end.code or 0)
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return Ran(code, told.out, told.err)

    return ran


def begun(swap: Any, pc: Path, *more: str) -> Swap:
    """The module in DIMM_A2 is to be replaced, and all is settled."""
    ran = swap(pc, "begin", "--guide", DIMM, "--job", "replace", "--part", "DIMM_A2", *TOWER, *more)
    assert ran.code == ExitCode.OK, ran.err
    return kept()


def kept() -> Swap:
    return Swaps().all()[0]


def outcomes(ran: Ran) -> dict[str, str]:
    return {one["id"]: one["outcome"] for one in ran.json["checks"]}


def test_from_the_first_reading_to_the_week_of_watching(swap: Any, pc: Path, swapped: Path) -> None:
    ran = swap(pc, "begin", "--guide", DIMM, "--job", "replace", "--part", "DIMM_A2", *TOWER)
    assert ran.code == ExitCode.OK
    assert "Goes out: Memory (DIMM_A2) · Samsung M378A2K43EB1-CWE · 16 GB" in ran.out
    before, off = ran.out.index("While the PC still runs"), ran.out.index("With the PC off")
    assert before < off
    assert "When the PC runs again" not in ran.out
    whole = [step for step in shipped.guide(DIMM).of_phase(Phase.BEFORE, Phase.OFF) if not step.conditions]
    assert whole
    assert all(step.title.template("en") in ran.out for step in whole)
    assert f"linuxmania-haas swap check {kept().id[:6]}" in ran.err
    assert (kept().stage, kept().carriers, kept().answers["order.job"]) == (Stage.OFF, (Carrier.TEXT,), "replace")
    assert Swaps().before(kept().id)

    ran = swap(swapped, "check")
    assert ran.code == ExitCode.UNREADABLE  # nothing was said yet
    assert ran.out.startswith("Almost done\n")
    assert "✓ DIMM_A2 has another module than before — Well" in ran.out
    assert f"→ linuxmania-haas swap check {kept().id[:6]} --say quiet=yes|no" in ran.out
    assert kept().stage == Stage.AFTER

    ran = swap(swapped, "check", *WELL)
    assert (ran.code, ran.out.splitlines()[0]) == (ExitCode.OK, "The swap has worked")
    ran = swap(swapped, "check", "--json")  # what was said is kept
    assert ran.code == ExitCode.OK
    assert set(outcomes(ran).values()) == {"ok"}
    assert (ran.json["standing"], ran.json["noticed"]) == ("ok", [])

    ran = swap(swapped, "end")
    assert (ran.code, kept().stage) == (ExitCode.OK, Stage.WATCH)
    ran = swap(swapped, "check")
    assert ran.code == ExitCode.OK
    assert "No new error was noticed so far." in ran.out


@pytest.mark.parametrize("read", [True, False])
def test_a_week_in_which_the_part_could_not_be_read_is_no_good_week(
    swap: Any, pc: Path, swapped: Path, monkeypatch: pytest.MonkeyPatch, read: bool
) -> None:
    begun(swap, pc)
    swap(swapped, "check", *WELL)
    swap(swapped, "end")
    long_ago = kept().watched_from - 8 * timedelta(days=1)  # type: ignore[operator]  # it is watched
    Swaps().change(kept().id, lambda one: msgspec.structs.replace(one, watched_from=long_ago))
    assert "The week is over." in swap(swapped, "end").err
    monkeypatch.setattr(after, "could_tell", lambda *_: read)
    ran = swap(swapped, "check")
    expected = (ExitCode.OK, Stage.DONE) if read else (ExitCode.UNREADABLE, Stage.WATCH)
    assert (ran.code, kept().stage) == expected
    assert ("could not be read" in ran.out) is not read


def test_a_swap_that_was_not_done_leads_back_to_its_step(swap: Any, pc: Path, unchanged: Path, tmp_path: Path) -> None:
    begun(swap, pc)
    ran = swap(unchanged, "check", *WELL)
    assert ran.code == ExitCode.FAULT_FOUND
    assert ran.out.startswith("Something is not right yet\n\n! The old part is still in: Memory (DIMM_A2)")
    assert "✗ DIMM_A2 has another module than before — Not right" in ran.out
    assert f"→ {TAKE_OUT}: linuxmania-haas swap step {kept().id[:6]} --back-to take-out" in ran.out

    ran = swap(unchanged, "end", "--works")
    assert (ran.code, kept().stage) == (ExitCode.FAULT_FOUND, Stage.AFTER)

    ran = swap(unchanged, "step", "--back-to", "take-out")
    assert (ran.code, kept().stage) == (ExitCode.OK, Stage.OFF)
    assert TAKE_OUT in ran.out
    assert swap(unchanged, "check").code == ExitCode.FAILED  # not off again yet
    again = restarted(unchanged, tmp_path / "again", {OLD: NEW})
    assert swap(again, "check", *WELL).code == ExitCode.OK


def test_before_is_what_was_read_before_the_pc_was_first_off(
    swap: Any, pc: Path, swapped: Path, tmp_path: Path
) -> None:
    begun(swap, pc)
    swap(swapped, "check")
    assert swap(swapped, "step", "--back-to", "fits").code == ExitCode.OK
    assert kept().stage == Stage.OFF  # shown again, and sent off again
    again = restarted(swapped, tmp_path / "again")
    assert swap(again, "check", *WELL).code == ExitCode.OK


def test_what_is_said_to_be_bad_has_failed(swap: Any, pc: Path, swapped: Path) -> None:
    begun(swap, pc)
    ran = swap(swapped, "check", "--say", "quiet=no", "--say", "as-usual=yes", "--json")
    assert ran.code == ExitCode.FAULT_FOUND
    (failed,) = [one for one in ran.json["checks"] if one["outcome"] == "failed"]
    assert (failed["id"], failed["asks"], failed["go"]) == ("quiet", True, "power-off.shut-down")
    assert failed["go_title"]
    assert failed["advice"]


def test_in_the_same_boot_nothing_is_checked(swap: Any, pc: Path) -> None:
    begun(swap, pc)
    ran = swap(pc, "check", *WELL)
    assert (ran.code, ran.out) == (ExitCode.FAILED, "")
    assert "not started anew" in ran.err
    assert (kept().stage, kept().said) == (Stage.OFF, {})


def test_a_pc_that_does_not_tell_its_boot_is_believed_its_owner(swap: Any, pc: Path, swapped: Path) -> None:
    for recording in (pc, swapped):
        (recording / "files/proc/sys/kernel/random/boot_id").unlink()
    begun(swap, pc)
    ran = swap(swapped, "check")
    assert (ran.code, ran.out) == (ExitCode.FAILED, "")
    assert "does not tell whether it was off" in ran.err
    assert swap(swapped, "check", "--restarted", *WELL).code == ExitCode.OK


def test_a_word_that_it_was_restarted_is_no_proof_that_the_part_was_swapped(swap: Any, pc: Path) -> None:
    begun(swap, pc)
    ran = swap(pc, "check", "--restarted", *WELL, "--json")
    assert ran.code != ExitCode.OK
    assert outcomes(ran)["swapped"] != "ok"


def test_where_nothing_can_be_read_nothing_is_said_to_be_well(swap: Any, pc: Path, tmp_path: Path) -> None:
    begun(swap, pc)
    nothing = restarted(pc, tmp_path / "nothing")
    (nothing / "files/sys/firmware/dmi/tables/DMI").unlink()
    ran = swap(nothing, "check", *WELL)
    assert ran.code == ExitCode.UNREADABLE
    assert ran.out.startswith("Something may not be right\n\n! The parts could not be read.")
    assert swap(nothing, "end").code == ExitCode.UNREADABLE
    assert swap(nothing, "end", "--works").code == ExitCode.OK  # the owner's word


def test_questions_come_before_any_step(swap: Any, pc: Path) -> None:
    ran = swap(pc, "begin", "--guide", DIMM, "--job", "replace", "--part", OLD)
    assert ran.code == ExitCode.OK
    assert "--answer chassis=tower  " in ran.out
    assert "While the PC still runs" not in ran.out
    assert (kept().stage, kept().boot_id) == (Stage.BEFORE, "")
    assert swap(pc, "check").code == ExitCode.FAILED
    ran = swap(pc, "step", "--json")
    assert [one["fact"] for one in ran.json["questions"]] == ["chassis"]
    assert ran.json["open"] == ["questions"]
    ran = swap(pc, "step", "--answer", "chassis=tower")
    assert "With the PC off" in ran.out
    assert (kept().stage, kept().answers["chassis"]) == (Stage.OFF, "tower")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--guide", DIMM), "Is the old part replaced, or one added?"),
        (("--guide", DIMM, "--job", "replace"), "Which part goes out?"),
        (("--guide", DIMM, "--job", "replace", "--part", "DIMM_A1"), "no such part"),
        (("--guide", DIMM, "--job", "replace", "--part", "·"), "no such part"),
        (("--guide", DIMM, "--job", "add", "--part", "DIMM_A2"), "no such part"),
        (("--guide", DIMM, "--job", "add", "--answer", "chasis=tower"), "does not ask for “chasis”"),
        (("--guide", DIMM, "--job", "add", "--answer", "chassis=castle"), "Answers are: tower, mini-tower, small"),
        (("--guide", SUPPLY, "--job", "add"), "can be replaced, and not added"),
        (("--guide", SUPPLY, "--part", "·"), "no such part"),  # nobody knows its number
        (("--guide", NVME, "--job", "add", "--part", "nvme0n1"), "no such part"),
        (("--guide", DIMM, "--job", "add", "--case", "0123456789"), "no case that begins with"),
        (("--guide", DIMM, "--job", "add", "--copy", "a", "--no-copy"), "not allowed with"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_begun(
    swap: Any, pc: Path, arguments: tuple[str, ...], told: str
) -> None:
    ran = swap(pc, "begin", *arguments)
    assert ran.code == ExitCode.USAGE
    assert told in ran.err
    assert Swaps().all() == ()


def test_a_guide_that_is_not_for_this_pc_is_refused_whenever_that_shows(swap: Any, pc: Path) -> None:
    ran = swap(pc, "begin", "--guide", "jp.linuxmania.memory.sodimm", "--job", "add")
    assert (ran.code, Swaps().all()) == (ExitCode.FAILED, ())  # its modules are DIMMs
    swap(pc, "begin", "--guide", DIMM, "--job", "add")
    ran = swap(pc, "step", "--answer", "chassis=all-in-one")
    assert ran.code == ExitCode.FAILED
    assert "not for this PC" in ran.err
    assert "chassis" not in kept().answers
    assert swap(pc, "begin", "--guide", "jp.linuxmania.none").code == ExitCode.FAILED


@pytest.mark.parametrize("name", ["DIMM_A2", "dimm a2", OLD, OLD.lower()])
def test_a_part_is_known_by_place_and_number(swap: Any, pc: Path, name: str) -> None:
    swap(pc, "begin", "--guide", DIMM, "--job", "replace", "--part", name)
    part = kept().part
    assert part
    assert part.serial == OLD


@pytest.mark.parametrize("name", ["nvme0", "nvme0n1", "/dev/nvme0n1", "S649NX0T110423", ""])
def test_a_drive_is_known_by_its_name_too_and_the_only_one_without(swap: Any, pc: Path, name: str) -> None:
    swap(pc, "begin", "--guide", NVME, "--job", "replace", "--part", name)
    part = kept().part
    assert part
    assert part.serial == "S649NX0T110423"


def test_no_drive_goes_out_before_its_data_is_settled(swap: Any, pc: Path, tmp_path: Path) -> None:
    answers = (*TOWER, "--answer", "storage_form=m2", "--answer", "order.reason=wear")
    ran = swap(pc, "begin", "--guide", NVME, "--job", "replace", *answers)
    assert (ran.code, kept().stage) == (ExitCode.OK, Stage.BEFORE)
    assert "While the PC still runs" in ran.out
    assert "With the PC off" not in ran.out
    assert f"linuxmania-haas swap step {kept().id[:6]} --no-copy" in ran.err
    ran = swap(pc, "step", "--copy", "  on the drive in the drawer ")
    assert (kept().stage, kept().copy.proof) == (Stage.OFF, Proof.WORD)
    assert kept().copy.place == "on the drive in the drawer"
    assert "With the PC off" in ran.out
    after = restarted(pc, tmp_path / "after", {"S649NX0T110423": "S649NX0T999999"})
    ran = swap(after, "check", "--say", "files-open=yes", "--say", "others-work=yes", "--json")
    assert (ran.code, set(outcomes(ran).values())) == (ExitCode.OK, {"ok"})


def test_data_that_nobody_needs_is_settled_too(swap: Any, pc: Path) -> None:
    answers = (*TOWER, "--answer", "storage_form=m2", "--answer", "order.reason=wear")
    swap(pc, "begin", "--guide", NVME, "--job", "replace", *answers, "--no-copy")
    assert kept().stage == Stage.OFF
    assert kept().copy.given_up
    assert kept().copy.agreed


def test_a_module_that_is_added_to_a_free_slot(swap: Any, pc: Path, unchanged: Path) -> None:
    ran = swap(pc, "begin", "--guide", DIMM, "--job", "add", "--part", "DIMM_A1", *TOWER)
    assert (ran.code, kept().stage) == (ExitCode.OK, Stage.OFF)
    assert TAKE_OUT not in ran.out
    ran = swap(unchanged, "check", *WELL, "--json")
    assert ran.code == ExitCode.FAULT_FOUND
    assert outcomes(ran)["slot-filled"] == "failed"
    assert [one["situation"] for one in ran.json["noticed"]] == ["new_not_seen"]


def test_steps_after_the_restart_one_by_one(swap: Any, pc: Path, swapped: Path) -> None:
    begun(swap, pc)
    assert swap(pc, "step", "--done").code == ExitCode.USAGE  # on paper
    ran = swap(swapped, "step", "--json")
    assert (kept().stage, ran.json["step"]) == (Stage.AFTER, "first-power-on.sign-in")
    ran = swap(swapped, "step", "--done")
    assert ran.code == ExitCode.OK
    assert kept().ticks == ("first-power-on.sign-in",)
    assert "linuxmania-haas swap step" in ran.err
    while kept().step != course.CHECKS:
        swap(swapped, "step", "--done")
    ticked = [step.id for step in shipped.guide(DIMM).of_phase(Phase.AFTER) if step.confirm]
    assert set(ticked) <= set(kept().ticks)
    assert swap(swapped, "step", "--done", "--json").json["step"] == ""
    assert swap(swapped, "step", "--back-to", "nowhere").code == ExitCode.USAGE


def test_the_case_tells_what_comes_and_hears_of_it(swap: Any, pc: Path, swapped: Path) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.SHIPPED)
    order = Particulars(part_kind="memory", part_capacity_bytes=16 * 2**30)
    Cases().tell(case.id, order)
    ran = swap(pc, "begin", "--guide", NVME, "--job", "add", "--case", case.id)
    assert (ran.code, Swaps().all()) == (ExitCode.USAGE, ())
    begun(swap, pc, "--case", case.id)
    assert kept().order.part_capacity_bytes == 16 * 2**30
    ran = swap(pc, "begin", "--guide", DIMM, "--job", "add", "--case", case.id)
    assert ran.code == ExitCode.USAGE
    assert "under way already" in ran.err
    Cases().tell(case.id, Particulars(part_capacity_bytes=32 * 2**30))
    ran = swap(swapped, "check", *WELL, "--json")  # as it was told since
    assert (ran.code, outcomes(ran)["size"]) == (ExitCode.FAULT_FOUND, "failed")
    Cases().tell(case.id, order)
    assert swap(swapped, "check").code == ExitCode.OK
    assert swap(swapped, "end").code == ExitCode.OK
    told = Cases().get(case.id)
    assert (told.state, told.events[-1].by) == (State.CHECKED, Actor.PROGRAM)


def test_by_the_owners_word_the_case_says_so(swap: Any, pc: Path, tmp_path: Path) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.SWAP)
    begun(swap, pc, "--case", case.id)
    nothing = restarted(pc, tmp_path / "nothing")
    (nothing / "files/sys/firmware/dmi/tables/DMI").unlink()
    swap(nothing, "check", *WELL)
    assert swap(nothing, "end", "--works").code == ExitCode.OK
    assert Cases().get(case.id).events[-1].by == Actor.OWNER


def test_which_one_is_meant(swap: Any, pc: Path, swapped: Path) -> None:
    assert swap(None, "list").err == "There is none.\n"
    ran = swap(pc, "check")
    assert (ran.code, "There is no such swap." in ran.err) == (ExitCode.USAGE, True)
    first = begun(swap, pc)
    swap(pc, "begin", "--guide", DIMM, "--job", "add", "--part", "DIMM_A1", *TOWER)
    out = swap(None, "list").out
    assert [line[:6] for line in out.splitlines()] == [kept().id[:6], first.id[:6]]
    assert "to be done with the PC off" in out
    ran = swap(swapped, "check")
    assert (ran.code, "Which swap is meant?" in ran.err) == (ExitCode.USAGE, True)
    assert swap(swapped, "check", first.id[:5]).code == ExitCode.USAGE  # too short to be sure
    assert swap(swapped, "check", first.id[:6].upper(), *WELL).code == ExitCode.OK
    assert swap(None, "end", first.id, "--give-up").code == ExitCode.OK
    stages = [one["stage"] for one in swap(None, "list", "--json").json["swaps"]]
    assert stages == ["left", "off"]  # the one that changed last first
    assert swap(swapped, "check", *WELL).code == ExitCode.FAULT_FOUND  # the one that is left: nothing was added
    assert swap(None, "end", first.id).code == ExitCode.USAGE
    assert swap(swapped, "check", first.id).code == ExitCode.USAGE


@pytest.mark.parametrize("say", ["quiet", "quiet=maybe", "=yes", "swapped=yes", "nothing=no"])
def test_what_answers_no_check_is_refused(swap: Any, pc: Path, swapped: Path, say: str) -> None:
    begun(swap, pc)
    ran = swap(swapped, "check", "--say", say)
    assert (ran.code, ran.out, kept().said) == (ExitCode.USAGE, "", {})
    assert "as-usual, quiet" in ran.err


def test_it_is_not_ended_before_it_was_checked(swap: Any, pc: Path, swapped: Path) -> None:
    begun(swap, pc)
    ran = swap(swapped, "end", "--works")
    assert (ran.code, kept().stage) == (ExitCode.USAGE, Stage.OFF)
    swap(swapped, "check")
    assert swap(swapped, "end", "--works").code == ExitCode.UNREADABLE  # what was asked is not answered
    assert kept().stage == Stage.AFTER


def test_a_new_error_within_the_week_is_told(swap: Any, pc: Path, swapped: Path, tmp_path: Path) -> None:
    begun(swap, pc)
    swap(swapped, "check", *WELL)
    swap(swapped, "end")
    worse = restarted(swapped, tmp_path / "worse")
    errors = worse / "files/sys/devices/system/edac/mc/mc0/dimm0/dimm_ue_count"
    errors.write_text("3\n")
    ran = swap(worse, "check")
    assert ran.code == ExitCode.FAULT_FOUND
    assert "Something was noticed on the new part" in ran.out
    assert kept().noticed
    assert swap(swapped, "check", "--json").json["standing"] == "failed"  # it stays noticed


def test_a_clock_that_went_back_proves_nothing(swap: Any, pc: Path, tmp_path: Path) -> None:
    begun(swap, pc)
    early = restarted(pc, tmp_path / "early", {OLD: NEW}, after=timedelta(days=-2000))
    ran = swap(early, "check", *WELL, "--json")
    assert ran.code == ExitCode.UNREADABLE
    assert "clock_wrong" in [one["situation"] for one in ran.json["noticed"]]
    assert outcomes(ran)["swapped"] == "cannot_tell"


def test_a_store_that_cannot_be_used_is_told(swap: Any, pc: Path) -> None:
    begun(swap, pc)
    with sqlite3.connect(paths.swaps()) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    ran = swap(pc, "check")
    assert (ran.code, ran.out) == (ExitCode.FAILED, "")
    assert "newer version" in ran.err


def test_japanese(pc: Path, capsys: Capture) -> None:
    words = ["swap", "begin", "--guide", DIMM, "--job", "replace", "--part", "DIMM_A2", *TOWER]
    assert app.main(["--lang", "ja", "--replay", str(pc), *words]) == ExitCode.OK
    told = capsys.readouterr()
    assert "電源を切" in told.out
    assert shipped.guide(DIMM).title.template("ja") in told.out
