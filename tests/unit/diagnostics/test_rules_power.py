"""Rules on power: what excuses the supply, what points to it, and how sure all of it together makes us."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.diagnostics.checklist import Answer, PowerChecklist, PowerQuestion
from haas_client.diagnostics.finding import Finding
from haas_client.diagnostics.kinds import Confidence, PartKind, Severity, Verdict
from haas_client.diagnostics.rules import power
from haas_client.diagnostics.rules.references import REFERENCES
from haas_client.diagnostics.snapshot import BootEnd, KernelLine, Rail, ResetReason, Snapshot, Supply
from haas_client.i18n import translator
from haas_client.wording import checklist as words
from haas_client.wording import findings as wording
from tests.unit import builders
from tests.unit.builders import NOW

ENGLISH = translator("en")
YES, NO = Answer.YES, Answer.NO
WATCH, REPLACE, NOTE, CABLE = Severity.WATCH, Severity.REPLACE, Severity.NOTE, Severity.CABLE
LOW, MEDIUM, HIGH = Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH


def found(snapshot: Snapshot, **answers: Answer) -> dict[str, Finding]:
    return {finding.code: finding for finding in power.findings(snapshot, PowerChecklist(**answers))}


def weight(finding: Finding | None) -> tuple[Severity, Confidence] | None:
    return (finding.severity, finding.confidence) if finding else None


def stopped(*days_ago: float, bits: int | None = None, lines: tuple[KernelLine, ...] = (), **changes: Any) -> Snapshot:
    """A PC whose boots of these days ended suddenly, running again since an hour."""
    boots = [builders.boot(NOW - timedelta(days=days), BootEnd.UNMARKED) for days in sorted(days_ago, reverse=True)]
    running = builders.boot(NOW - timedelta(hours=1), BootEnd.RUNNING)
    reasons = () if bits is None else (ResetReason(bits=bits, text="why"),)
    records = builders.records(boots=(*boots, running), reset_reasons=reasons, kernel=lines)
    return builders.snapshot(records=records, **changes)


def of_rails(*rails: Rail) -> Snapshot:
    return builders.snapshot(power=builders.power(*rails))


def of_supplies(*supplies: Supply) -> Snapshot:
    return builders.snapshot(power=builders.power(supplies=supplies))


# --- what excuses the supply


@pytest.mark.parametrize("bit", [0, 1, 4, 9, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 29, 30, 31])
def test_a_reset_reason_excuses_the_last_stop(bit: int) -> None:
    codes = found(stopped(1, 2, bits=1 << bit | 0x800))
    assert "power.unmarked_boots" not in codes
    assert codes["power.stop_explained"].severity == NOTE
    assert codes["power.stop_explained"].evidence[0].value == 1
    assert "2026-06-30" in codes["power.stop_explained"].evidence[1].source


@pytest.mark.parametrize("bits", [None, 0, 1 << 11, 1 << 2, 1 << 3, 0xFFFFFFFF])
def test_other_registers_excuse_nothing(bits: int | None) -> None:
    assert set(found(stopped(1, 2, bits=bits))) == {"power.unmarked_boots"}


def test_a_reset_reason_speaks_of_the_last_stop_only() -> None:
    (evidence, _) = found(stopped(1, 2, 3, bits=1 << 27))["power.unmarked_boots"].evidence
    assert evidence.value == 2


def test_a_clean_end_needs_no_excuse() -> None:
    clean = builders.records(
        boots=(builders.boot(NOW - timedelta(days=1)), builders.boot(NOW, BootEnd.RUNNING)),
        reset_reasons=(ResetReason(bits=1 << 19, text="software"),),
    )
    assert found(builders.snapshot(records=clean)) == {}


@pytest.mark.parametrize(
    ("bits", "code"),
    [(1 << 27, "system.sync_flood"), (1 << 31, "system.sync_flood"), (1 << 30, "system.sync_flood"),
     (1 << 0, "system.overheated"), (1 << 9, "system.overheated"), (1 << 25, None), (1 << 1, None), (0xFFFFFFFF, None)],
)  # fmt: skip
def test_heat_and_floods_are_a_matter_of_the_pc_and_not_of_the_supply(bits: int, code: str | None) -> None:
    codes = found(stopped(bits=bits))
    assert set(codes) == ({code} if code else set())
    assert all(finding.part.kind == PartKind.SYSTEM for finding in codes.values())


def line(text: str, at: datetime | None = None) -> KernelLine:
    return builders.kernel_line(text, at)


@pytest.mark.parametrize(
    "told",
    [
        line("Kernel panic - not syncing: Fatal exception", NOW - timedelta(days=1, minutes=-5)),
        line("thermal thermal_zone0: critical temperature reached (119 C), shutting down", NOW - timedelta(hours=23)),
        line("BERT: Error records from previous boot:"),
    ],
)
def test_what_the_kernel_said_excuses_the_stop_that_it_is_about(told: KernelLine) -> None:
    codes = found(stopped(1, 2, lines=(told,)))
    assert "power.unmarked_boots" not in codes
    assert codes["power.stop_explained"].evidence[1].reference == "kernel-log"


@pytest.mark.parametrize(
    "told",
    [
        line("Kernel panic - not syncing", NOW - timedelta(minutes=5)),  # of the boot that is running
        line("Kernel panic - not syncing", NOW - timedelta(days=9)),  # of an earlier one
        line("Kernel panic - not syncing"),  # of an unknown time
        line("nvme nvme0: I/O timeout", NOW - timedelta(hours=20)),
    ],
)
def test_other_lines_excuse_nothing(told: KernelLine) -> None:
    assert "power.unmarked_boots" in found(stopped(1, 2, lines=(told,)))


# --- rails


def test_several_rails_off_at_a_chip_of_the_board_are_its_scaling() -> None:
    off = found(of_rails(builders.rail("+12V", 11.0), builders.rail("+5V", 4.6), builders.rail("+3.3V", 3.3)))
    assert set(off) == {"power.rails_misscaled"}
    assert (off["power.rails_misscaled"].severity, off["power.rails_misscaled"].evidence[0].value) == (NOTE, 2)


def test_one_rail_read_twice_is_one_rail() -> None:
    assert set(found(of_rails(builders.rail("+12V", 11.0), builders.rail("+12V", 11.1)))) == {
        "power.rail_out_of_limits"
    }


def test_several_rails_off_at_the_supply_itself_condemn_it() -> None:
    rails = [
        builders.rail(label, volts, chip="corsairpsu") for label, volts in (("v_out +12v", 11.0), ("v_out +5v", 4.6))
    ]
    assert weight(found(of_rails(*rails))["power.rail_out_of_limits"]) == (REPLACE, MEDIUM)


def output(volts: float, **changes: Any) -> Rail:
    return builders.rail("vout1", volts, **{"chip": "ipsps1", "lowest_volts": 11.4, "highest_volts": 12.6} | changes)


@pytest.mark.parametrize(
    ("rail", "code"),
    [
        (output(12.0), None),
        (output(11.3), "power.rail_out_of_limits"),
        (output(12.7), "power.rail_out_of_limits"),
        (output(12.0, alarm=True), "power.rail_alarm"),
        (output(11.0, chip="ibm-cffps1"), "power.rail_out_of_limits"),
        (output(11.0, chip="pmbus"), None),  # any chip
        (output(11.0, chip="lm25066"), None),  # a hot-swap controller
        (output(0.152, chip="irps5401", lowest_volts=1.4, alarm=True), None),  # a converter on the board
        (output(12.05, lowest_volts=128.0, highest_volts=128.0, alarm=True), None),  # limits that make no sense
        (output(12.0, lowest_volts=0.0, highest_volts=0.0, alarm=True), None),
        (output(12.0, lowest_volts=-0.5, highest_volts=12.6, alarm=True), None),
        (output(11.0, lowest_volts=builders.unknown()), None),
        (
            builders.rail("vin", 90.0, chip="ipsps1", lowest_volts=180.0, highest_volts=264.0, alarm=True),
            None,
        ),  # the mains
    ],
)
def test_only_the_outputs_of_a_supply_are_judged_by_its_own_limits(rail: Rail, code: str | None) -> None:
    assert set(found(of_rails(rail))) == ({code} if code else set())


# --- what firmware says, batteries


@pytest.mark.parametrize(
    ("status", "expected"), [("critical", (WATCH, MEDIUM)), ("non-critical", (WATCH, LOW)), ("ok", None)]
)
def test_the_status_of_a_supply_is_watched(status: str, expected: object) -> None:
    assert weight(found(of_supplies(builders.supply(status=status))).get("power.supply_status")) == expected


def test_a_second_supply_without_its_cord_is_a_matter_of_the_cord() -> None:
    bare = builders.supply(status="critical", plugged=False, serial="PSU0002", location="PSU2")
    snapshot = of_supplies(builders.supply(plugged=True), bare)
    codes = found(snapshot)
    assert weight(codes["power.supply_unplugged"]) == (CABLE, MEDIUM)
    states = list(power.states(snapshot, tuple(codes.values())))
    assert [(state.part.slot, state.verdict) for state in states] == [
        ("PSU1", Verdict.UNREADABLE), ("PSU2", Verdict.CABLE)
    ]  # fmt: skip


def test_the_only_supply_has_its_cord() -> None:
    assert set(found(of_supplies(builders.supply(status="critical", plugged=False)))) == {"power.supply_status"}


@pytest.mark.parametrize(("percent", "worn"), [(59, True), (60, False), (100, False), (1, True), (0, False)])
def test_a_worn_battery_is_worth_knowing(percent: int, worn: bool) -> None:
    snapshot = builders.snapshot(power=builders.power(batteries=(builders.battery(capacity_percent=percent),)))
    one = found(snapshot).get("power.battery_worn")
    assert (one is not None) == worn
    if one:
        assert (one.severity, one.part.slot, one.part.model) == (NOTE, "UPS", "UPS 500")
        (state,) = power.states(snapshot, (one,))
        assert (state.verdict, state.part.slot) == (Verdict.UNREADABLE, builders.unknown(detail="SMBIOS type 39"))


# --- everything together


UPS: dict[str, Any] = {"power": builders.power(batteries=(builders.battery(charge_percent=90),))}
EMPTY_UPS: dict[str, Any] = {"power": builders.power(batteries=(builders.battery(charge_percent=5),))}


@pytest.mark.parametrize(
    ("snapshot", "answers", "expected"),
    [
        (stopped(), {}, None),
        (stopped(1, 2), {}, None),  # one sign, nothing told: it stands for itself
        (stopped(), {"dies_under_load": NO}, None),
        (stopped(), {"same_at_other_socket": YES}, None),
        (stopped(), {"dies_under_load": YES}, (WATCH, LOW)),
        (stopped(1, 2), {"same_at_other_socket": YES}, (WATCH, MEDIUM)),
        (stopped(1, 2), {"dies_under_load": YES}, (WATCH, MEDIUM)),
        (stopped(1, 2), {"dies_under_load": YES, "same_at_other_socket": YES}, (REPLACE, MEDIUM)),
        (stopped(1, 2, **UPS), {"dies_under_load": YES}, (REPLACE, MEDIUM)),
        (stopped(1, 2, **EMPTY_UPS), {"dies_under_load": YES}, (WATCH, MEDIUM)),
        (stopped(1, 2), {"dies_under_load": YES, "fan_spins": NO}, (REPLACE, MEDIUM)),
        (stopped(1, 2), {"dies_under_load": YES, "fan_spins": NO, "same_at_other_socket": YES}, (REPLACE, HIGH)),
        (stopped(), {"starts": NO, "same_at_other_socket": YES}, (WATCH, MEDIUM)),
        (stopped(), {"starts": NO, "fan_spins": NO, "same_at_other_socket": YES}, (REPLACE, MEDIUM)),
        (stopped(), {"fan_spins": NO}, None),  # one that stands still when idle
        (stopped(1, 2), {"cut_by_hand": YES}, None),
        (stopped(1, 2, bits=1 << 25), {"dies_under_load": YES, "same_at_other_socket": YES}, (WATCH, MEDIUM)),
        (stopped(bits=1 << 0), {"dies_under_load": YES, "same_at_other_socket": YES}, None),  # heat
        (of_rails(builders.rail("+12V", 11.0)), {"same_at_other_socket": YES}, None),  # a chip of the board
        (of_rails(builders.rail("+12V", 11.0, chip="corsairpsu")), {}, None),
        (of_rails(builders.rail("+12V", 11.0, chip="corsairpsu")), {"dies_under_load": YES}, (REPLACE, MEDIUM)),
        (
            of_rails(builders.rail("+12V", 11.0, chip="corsairpsu")),
            {"dies_under_load": YES, "same_at_other_socket": YES},
            (REPLACE, HIGH),
        ),
        (stopped(1, 2, power=builders.power(supplies=(builders.supply(status="critical"),))), {}, (WATCH, MEDIUM)),
    ],
)
def test_independent_signs_make_surer(snapshot: Snapshot, answers: dict[str, Answer], expected: object) -> None:
    assert weight(found(snapshot, **answers).get("power.suspected")) == expected


def test_the_statement_names_every_sign_it_rests_on() -> None:
    one = found(stopped(1, 2), dies_under_load=YES, same_at_other_socket=YES)["power.suspected"]
    assert [(evidence.source, evidence.value) for evidence in one.evidence] == [
        ("signs", 2),
        ("journal", 2),
        ("owner's answer, dies_under_load", "yes"),
        ("owner's answer, same_at_other_socket", "yes"),
    ]


def test_a_fault_that_went_with_the_socket_is_not_the_supplys() -> None:
    codes = found(stopped(1, 2), same_at_other_socket=NO, dies_under_load=YES)
    assert weight(codes["power.socket"]) == (CABLE, MEDIUM)
    assert "power.suspected" not in codes


@pytest.mark.parametrize("others", [{}, {"same_at_other_socket": NO}, {"dies_under_load": YES}])
def test_a_burnt_smell_is_enough(others: dict[str, Answer]) -> None:
    assert weight(found(stopped(), smell_or_noise=YES, **others)["power.smell_or_noise"]) == (REPLACE, HIGH)


def test_stops_that_the_owner_explains_are_no_sign() -> None:
    codes = found(stopped(1, 2), cut_by_hand=YES)
    assert set(codes) == {"power.cut_by_hand"}
    assert (codes["power.cut_by_hand"].severity, codes["power.cut_by_hand"].evidence[0].value) == (NOTE, 2)


ANSWERS = st.builds(PowerChecklist, **{question.value: st.sampled_from(Answer) for question in PowerQuestion})
RANKS = {severity: number for number, severity in enumerate(Severity)}


@given(st.sampled_from([stopped(), stopped(1, 2), stopped(1, 2, bits=1 << 27)]), ANSWERS)
def test_whatever_is_answered_has_words_and_references(snapshot: Snapshot, answers: PowerChecklist) -> None:
    for finding in power.findings(snapshot, answers):
        assert finding.code in wording.CODES
        assert all(evidence.reference in REFERENCES and evidence.threshold for evidence in finding.evidence)


@given(st.sampled_from([stopped(), stopped(1, 2)]), ANSWERS)
def test_ruling_the_mains_out_never_makes_less_sure(snapshot: Snapshot, answers: PowerChecklist) -> None:
    open_, ruled_out = (
        {f.code: f for f in power.findings(snapshot, answers.with_answer(PowerQuestion.SAME_AT_OTHER_SOCKET, answer))}
        for answer in (Answer.UNKNOWN, YES)
    )
    if "power.suspected" in open_:
        before, after = open_["power.suspected"].severity, ruled_out["power.suspected"].severity
        assert RANKS[after] <= RANKS[before]


# --- the checklist itself


def test_every_question_is_a_field_and_has_words() -> None:
    assert PowerChecklist.__struct_fields__ == tuple(question.value for question in PowerQuestion)
    texts = [say(question, ENGLISH) for question in PowerQuestion for say in (words.question, words.hint)]
    assert all(texts)
    assert len(set(texts)) == len(texts)
    assert len({words.answer(answer, ENGLISH) for answer in Answer}) == len(Answer)


def test_an_answer_is_kept_and_the_others_stay() -> None:
    empty = PowerChecklist()
    told = empty.with_answer(PowerQuestion.STARTS, NO)
    assert (empty.is_empty, told.is_empty, told.of(PowerQuestion.STARTS)) == (True, False, NO)
    assert {told.of(question) for question in PowerQuestion if question != PowerQuestion.STARTS} == {Answer.UNKNOWN}
