"""The code that is read out: what goes in comes out, and nothing that was misheard is taken for a code."""

import math
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.diagnostics import finding_numbers, readout
from haas_client.diagnostics.diagnosis import Diagnosis, diagnose
from haas_client.diagnostics.finding import Part, PartState
from haas_client.diagnostics.kinds import PartKind, Severity, Verdict
from haas_client.diagnostics.readout import CodeRefused, PartReadout, decode, encode, grouped
from haas_client.errors import ExitCode
from haas_client.wording.findings import CODES
from tests.unit import builders

NUMBER = "LM-24-018233"
KINDS = (PartKind.POWER, PartKind.MEMORY, PartKind.STORAGE)
FAULTS = (Severity.WATCH, Severity.CABLE, Severity.REPLACE)
CLEAR = (Verdict.OK, Verdict.NOT_TESTED, Verdict.UNREADABLE)


def part(kind: PartKind, slot: int = 1, serial: str = "S1") -> Part:
    return Part(kind=kind, slot=f"SLOT {slot}", model="Example", serial=serial)


def state(of: Part, verdict: Verdict) -> PartState:
    return PartState(part=of, verdict=verdict)


def with_fault(code: str, severity: Severity, slot: int = 1, others: int = 0, serial: str = "S1") -> Diagnosis:
    """One faulty part in ``slot`` beside ``others`` that are well."""
    kind = PartKind(code.partition(".")[0])
    parts = [part(kind, number, serial) for number in range(1, slot + others + 1)]
    faulty = parts[slot - 1]
    finding = builders.finding(code=code, severity=severity, part=faulty)
    verdicts = [Verdict(severity.value) if one is faulty else Verdict.OK for one in parts]
    return Diagnosis(findings=(finding,), parts=tuple(map(state, parts, verdicts)))


def said_of(kind: PartKind, diagnosis: Diagnosis) -> PartReadout:
    said = decode(encode(diagnosis, builders.NOW, ""))
    assert tuple(one.kind for one in said.parts) == KINDS
    return said.parts[KINDS.index(kind)]


def refusal(text: str) -> str:
    with pytest.raises(CodeRefused) as refused:
        decode(text)
    assert refused.value.exit_code == ExitCode.REFUSED
    assert refused.value.advice
    return refused.value.title


# --- what goes in comes out


@st.composite
def outcomes(draw: st.DrawFn, kind: PartKind) -> tuple[PartReadout, Diagnosis]:
    """What is to be read out of one kind of part, and a diagnosis that says it."""
    serial = draw(st.sampled_from(["", "A", "7", "X1Y2Z", "2034E2B51F3A", "WD-99", "SER0000", "１２"]))
    digits = [character for character in serial if character in "0123456789"]
    told = "".join(digits[-2:]) if kind == PartKind.STORAGE and len(digits) > 1 else None
    count = draw(st.integers(1, 12))
    slot = draw(st.integers(1, count))
    shown = slot if kind != PartKind.POWER and slot <= 8 else None
    if draw(st.booleans()):
        code = draw(st.sampled_from(sorted(c for c in finding_numbers.FINDING_NUMBERS if c.startswith(kind))))
        severity = draw(st.sampled_from(FAULTS))
        diagnosis = with_fault(code, severity, slot, count - slot, serial)
        number = finding_numbers.FINDING_NUMBERS[code]
        verdict = Verdict(severity.value)
        said = PartReadout(
            kind=kind, verdict=verdict, finding=code, finding_number=number, slot=shown, serial_digits=told
        )
        return said, diagnosis
    verdict = draw(st.sampled_from(CLEAR))
    parts = tuple(state(part(kind, number, serial), verdict) for number in range(1, count + 1))
    if count > 1:
        shown = told = None  # all of them alike: none is meant more than another
    return PartReadout(kind=kind, verdict=verdict, slot=shown, serial_digits=told), Diagnosis(findings=(), parts=parts)


@given(
    outcomes(PartKind.POWER),
    outcomes(PartKind.MEMORY),
    outcomes(PartKind.STORAGE),
    st.dates(date(2026, 1, 1), date(2053, 5, 17)),
    st.text(max_size=20),
)
def test_every_field_comes_back(
    power: tuple[PartReadout, Diagnosis],
    memory: tuple[PartReadout, Diagnosis],
    storage: tuple[PartReadout, Diagnosis],
    day: date,
    number: str,
) -> None:
    diagnoses = [diagnosis for _, diagnosis in (power, memory, storage)]
    diagnosis = Diagnosis(
        findings=tuple(finding for one in diagnoses for finding in one.findings),
        parts=tuple(state for one in diagnoses for state in one.parts),
    )
    noon_in_japan = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
    code = encode(diagnosis, noon_in_japan, number)
    assert len(code) == 20
    assert code.isascii()
    assert code.isdigit()
    said = decode(grouped(code))
    assert said.parts == (power[0], memory[0], storage[0])
    assert said.day == day
    assert said.warranty == readout.warranty_check(number)
    assert said.version == 1


def test_the_fields_fit_into_their_digits_at_their_largest() -> None:
    assert math.prod(readout._RADICES.values()) <= 10**17
    assert (date(2026, 1, 1) + timedelta(days=readout._RADICES["day"] - 2)).year - 2026 >= 27
    assert set(readout._CLEAR + readout._FAULTS) == set(Verdict)


def test_the_format_stays_as_it_was_published() -> None:
    """A code that was noted down years ago; the example of docs/diagnosis-code.md."""
    said = decode("1018 1580 2737 1347 2850")
    assert said == decode(encode(_example(), builders.NOW, NUMBER))
    assert said.day == date(2026, 7, 1)
    assert said.warranty == 58
    assert said.parts == (
        PartReadout(kind=PartKind.POWER, verdict=Verdict.UNREADABLE),
        PartReadout(
            kind=PartKind.MEMORY,
            verdict=Verdict.WATCH,
            finding="memory.corrected_errors",
            finding_number=2,
            slot=2,
        ),
        PartReadout(
            kind=PartKind.STORAGE,
            verdict=Verdict.REPLACE,
            finding="storage.pending_sectors",
            finding_number=5,
            slot=1,
            serial_digits="01",
        ),
    )


def _example() -> Diagnosis:
    counted = builders.edac(label="DIMM_B1", corrected=3)
    pending = builders.health(attributes=(builders.attribute(197, 12),))
    return diagnose(
        builders.snapshot(
            memory=builders.memory(edac=(builders.edac(), counted), edac_seconds=100_000),
            storage=builders.storage(builders.drive(health=pending)),
        )
    )


# --- which finding, which part


def test_the_worst_of_a_kind_is_named() -> None:
    worse = with_fault("storage.health_failed", Severity.REPLACE, slot=2)
    mild = with_fault("storage.worn", Severity.WATCH, slot=1)
    diagnosis = Diagnosis(
        findings=worse.findings + mild.findings,
        parts=(mild.parts[0], worse.parts[1]),
    )
    said = said_of(PartKind.STORAGE, diagnosis)
    assert (said.verdict, said.finding, said.slot) == (Verdict.REPLACE, "storage.health_failed", 2)


def test_what_is_worth_knowing_is_no_fault_and_not_named() -> None:
    known = builders.finding(code="storage.temperature", severity=Severity.NOTE, part=part(PartKind.STORAGE))
    diagnosis = Diagnosis(findings=(known,), parts=(state(part(PartKind.STORAGE), Verdict.OK),))
    assert said_of(PartKind.STORAGE, diagnosis).finding_number == 0
    worse = with_fault("storage.worn", Severity.WATCH)
    both = Diagnosis(findings=(known, *worse.findings), parts=worse.parts)
    assert said_of(PartKind.STORAGE, both).finding_number == finding_numbers.FINDING_NUMBERS["storage.worn"]


def test_a_finding_on_the_whole_names_no_slot() -> None:
    small = builders.memory(visible_bytes=7 * builders.GIB, edac=(builders.edac(),), edac_seconds=100)
    said = said_of(PartKind.MEMORY, diagnose(builders.snapshot(memory=small)))
    assert (said.verdict, said.finding, said.slot) == (Verdict.WATCH, "memory.not_seen", None)


def test_a_counter_that_names_no_module_names_no_slot() -> None:
    nowhere = builders.memory(edac=(builders.edac(label="noinfo", uncorrected=3),))
    said = said_of(PartKind.MEMORY, diagnose(builders.snapshot(memory=nowhere)))
    assert (said.verdict, said.finding, said.slot) == (Verdict.REPLACE, "memory.uncorrected_errors", None)


def test_the_one_that_could_not_be_read_is_named() -> None:
    silent = builders.drive(name="sdb", port="SATA 2", serial="SER0042", health=builders.unknown())
    snapshot = builders.snapshot(storage=builders.storage(builders.drive(), silent))
    said = said_of(PartKind.STORAGE, diagnose(snapshot))
    assert (said.verdict, said.slot, said.serial_digits) == (Verdict.UNREADABLE, 2, "42")


def test_a_machine_that_tells_nothing_has_a_code_too() -> None:
    nothing = builders.unknown()
    empty = builders.snapshot(storage=nothing, memory=nothing, power=nothing, records=nothing, system=nothing)
    for diagnosis in (diagnose(empty), Diagnosis(findings=(), parts=())):
        said = decode(encode(diagnosis, builders.NOW, ""))
        assert {one.verdict for one in said.parts} <= {Verdict.UNREADABLE, Verdict.NOT_TESTED}
        assert all(one.slot is None and one.serial_digits is None for one in said.parts)


def test_a_drive_past_the_eighth_still_tells_its_serial_number() -> None:
    said = said_of(PartKind.STORAGE, with_fault("storage.worn", Severity.WATCH, slot=9, serial="W-1234"))
    assert (said.slot, said.serial_digits) == (None, "34")


def test_a_finding_of_another_parts_number_is_not_mistaken() -> None:
    strange = builders.finding(code="power.unmarked_boots", severity=Severity.WATCH)
    diagnosis = Diagnosis(findings=(strange,), parts=(state(strange.part, Verdict.WATCH),))
    assert said_of(PartKind.STORAGE, diagnosis).finding_number == 0


# --- numbers of findings


def test_every_finding_on_a_part_has_a_number_of_its_own() -> None:
    numbered = finding_numbers.FINDING_NUMBERS
    assert {code for code in CODES if not code.startswith("system.")} == numbered.keys()
    for kind, room in finding_numbers.ROOM.items():
        numbers = [number for code, number in numbered.items() if finding_numbers.part_of(code) == kind]
        assert len(set(numbers)) == len(numbers)
        assert all(0 < number < room for number in numbers)
    assert {finding_numbers.part_of(code) for code in numbered} == set(finding_numbers.ROOM)


def test_a_number_that_only_a_newer_program_knows_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(finding_numbers.FINDING_NUMBERS, "storage.brand_new", 119)
    said = said_of(PartKind.STORAGE, with_fault("storage.brand_new", Severity.CABLE))
    assert (said.verdict, said.finding, said.finding_number) == (Verdict.CABLE, None, 119)


# --- the day


@pytest.mark.parametrize(
    ("taken_at", "day"),
    [
        (datetime(2026, 7, 1, 14, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 15, 0, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2025, 12, 31, 15, 0, tzinfo=UTC), date(2026, 1, 1)),
        (datetime(2025, 12, 31, 14, 59, tzinfo=UTC), None),
        (datetime(2053, 5, 17, 14, 59, tzinfo=UTC), date(2053, 5, 17)),
        (datetime(2053, 5, 17, 15, 0, tzinfo=UTC), None),
        (datetime(1970, 1, 1, tzinfo=UTC), None),
        (datetime.min.replace(tzinfo=UTC), None),
        (datetime.max.replace(tzinfo=UTC), None),
    ],
)
def test_the_day_is_that_of_japan_and_unknown_where_the_clock_is_wrong(taken_at: datetime, day: date | None) -> None:
    assert decode(encode(_example(), taken_at, NUMBER)).day == day


# --- the warranty number


@pytest.mark.parametrize("typed", [NUMBER, "lm-24-018233", "ＬＭー２４ー０１８２３３", " LM 24 018233 ", "LM24018233"])
def test_a_warranty_number_is_the_same_however_it_is_typed(typed: str) -> None:
    assert readout.warranty_check(typed) == readout.warranty_check(NUMBER)


def test_another_warranty_number_hardly_ever_fits() -> None:
    checks = [readout.warranty_check(f"LM-24-{number:06}") for number in range(5000)]
    assert set(checks) == set(range(1, 100))
    assert max(map(checks.count, range(1, 100))) < 100  # 51 on average


@pytest.mark.parametrize("typed", ["", "   ", "ー", "\n"])
def test_no_warranty_number_is_none(typed: str) -> None:
    assert readout.warranty_check(typed) == 0


@given(st.text(st.characters(exclude_categories=())))
def test_no_warranty_number_can_make_it_fail(typed: str) -> None:
    assert 0 <= readout.warranty_check(typed) < 100


# --- what is misheard is refused


def samples() -> list[str]:
    """Two hundred codes, spread over all fields."""
    codes = []
    for number in range(200):
        finding = sorted(finding_numbers.FINDING_NUMBERS)[number % len(finding_numbers.FINDING_NUMBERS)]
        diagnosis = with_fault(finding, FAULTS[number % 3], 1 + number % 8, number % 3, f"S{number * 7}")
        codes.append(encode(diagnosis, builders.NOW + timedelta(days=number * 37), f"LM-{number}"))
    assert len(set(codes)) == 200
    return codes


def test_every_single_wrong_digit_is_refused() -> None:
    wrong = {
        refusal(code[:place] + digit + code[place + 1 :])
        for code in samples()
        for place in range(20)
        for digit in "0123456789"
        if digit != code[place]
    }
    assert wrong == {"This is not the code as it was shown: a digit is wrong, or two have changed places."}


def test_every_swap_of_neighbours_is_refused() -> None:
    swapped = {refusal(wrong) for code in samples() for wrong in _swapped(code)}
    assert swapped == {"This is not the code as it was shown: a digit is wrong, or two have changed places."}


def _swapped(code: str) -> Iterator[str]:
    for place in range(19):
        first, second = code[place], code[place + 1]
        if first != second:
            yield code[:place] + second + first + code[place + 2 :]


def test_other_check_digits_of_the_same_remainder_are_refused() -> None:
    """97 more or less is the same to MOD 97: 01 for 98, say. ISO 7064 writes only one of them."""
    for code in samples():
        for check in range(100):
            if f"{check:02}" != code[-2:]:
                refusal(f"{code[:-2]}{check:02}")


# --- however it is typed


CODE = "10181580273713472850"


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        "1018 1580 2737 1347 2850",
        "1018-1580-2737-1347-2850",
        "１０１８　１５８０　２７３７　１３４７　２８５０",
        "１０１８ー１５８０ー２７３７ー１３４７ー２８５０",
        "1018\u20101580\u20132737\u20141347\u22122850",
        "1018ｰ1580〜2737～1347~2850",
        "1018 1580\n2737\r\n1347\t2850\n",
        "\ufeff1018\u200b1580\u00a02737\u20281347\u30002850",
        " ".join(CODE),
        "1 0 1 8 - 1580 -- 2737 - 1347 - 2850 ",
    ],
)
def test_blanks_dashes_and_full_width_digits_are_taken(typed: str) -> None:
    assert decode(typed) == decode(CODE)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "too short: 0 of 20"),
        (CODE[:19], "too short: 19 of 20"),
        ("1018 1580 2737 1347", "too short: 16 of 20"),
        (CODE + "0", "too long"),
        (CODE * 2, "too long"),
        (CODE + " " * 10_000_000, "too long"),
        ("９" * 10_000_000, "too long"),
        ("x" * 10_000_000, "too long"),
        ("1018 1580 2737 1347 285x", "“x” is none"),
        ("1018/1580/2737/1347/2850", "“/” is none"),
        ("١٠١٨١٥٨٠٢٧٣٧١٣٤٧٢٨٥٠", "“١” is none"),
        ("一〇一八一五八〇二七三七一三四七二八五〇", "“一” is none"),
        ("ﷺ" * 20, "is none"),
        ("\ud800" + CODE, "is none"),
        ("+" + CODE, "“+” is none"),
        ("1018.1580.2737.1347.2850", "“.” is none"),
    ],
)
def test_what_is_no_code_is_refused_with_its_reason(typed: str, why: str) -> None:
    assert why in refusal(typed)


def _with_check(digits: str) -> str:
    return digits + readout._check_digits(digits)


def test_a_code_of_a_newer_program_says_so() -> None:
    assert "format 2" in refusal(_with_check("2" + CODE[1:18]))
    assert "format 9" in refusal(_with_check("9" * 18))


def test_what_this_program_never_writes_is_refused() -> None:
    last = math.prod(readout._RADICES.values()) - 1
    decode(_with_check(f"1{last:017}"))
    for digits in (f"1{last + 1:017}", "1" + "9" * 17, "0" + CODE[1:18]):
        assert "never writes" in refusal(_with_check(digits))


@given(st.text(max_size=60) | st.text("0123456789０ー -", max_size=40) | st.from_regex(r"\A[0-9]{20}\Z"))
def test_nothing_that_is_typed_fails_in_another_way(typed: str) -> None:
    try:
        said = decode(typed)
    except CodeRefused:
        return
    assert {one.kind for one in said.parts} == set(KINDS)


@given(st.integers(0, math.prod(readout._RADICES.values()) - 1))
def test_every_number_in_range_can_be_told(number: int) -> None:
    said = decode(_with_check(f"1{number:017}"))
    assert [one.kind for one in said.parts] == list(KINDS)
    assert all(one.finding_number == 0 for one in said.parts if one.verdict in CLEAR)
    assert said.parts[0].slot is None
    assert isinstance(said.parts[2].serial_digits, str | None)
