"""Whether the ordered part fits: what is unknown never does."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.cases.model import Particulars
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.snapshot import Bus, Memory, MemoryArray, Snapshot
from haas_client.handsbuy.drive_contents import Contents, Role, Volume
from haas_client.handsbuy.fit import Aspect, Cause, Fit, Line, lines, worst
from haas_client.handsbuy.pack.vocabulary import Kind
from haas_client.i18n import LANGUAGES, translator
from haas_client.wording import fit as words
from tests.unit.builders import GIB, drive, memory, module, power, snapshot, sold, storage, supply, unknown
from tests.unit.handsbuy.swaps import changed, drive_named, failing_ssd, modules_of, part_of, swap

A, C = Aspect, Cause
GB = 10**9
REPLACE, ADD = {"order.job": "replace"}, {"order.job": "add"}


def array(most: Any = 64 * GIB, **changes: Any) -> MemoryArray:
    values: dict[str, Any] = {"handle": 1, "use": "system memory", "error_correction": "none", "devices": 4}
    return MemoryArray(**values | {"max_bytes": most} | changes)


def board(**changes: Any) -> Snapshot:
    values: dict[str, Any] = {"error_correction": "none", "arrays": (array(),)}
    return snapshot(memory=memory(**values | changes))


def order(part: str = "", capacity: int | None = None, kind: str = "memory") -> Particulars:
    return Particulars(part=part, part_capacity_bytes=capacity, part_kind=kind)


def looked(kind: Kind, of: Any, before: Snapshot | None, *more: Any) -> dict[Aspect, Line]:
    return {line.aspect: line for line in lines(kind, of, before, *more)}


# Memory


def memory_fit(before: Snapshot | None, sent: Particulars, **changes: Any) -> dict[Aspect, Line]:
    values: dict[str, Any] = {"part": part_of(module()), "order": sent, "answers": REPLACE}
    return looked(Kind.MEMORY, swap(**values | changes), before)


def test_the_recorded_desktop_takes_a_module_like_its_own() -> None:
    out = next(one for one in modules_of(failing_ssd()) if one.slot == "DIMM_A2")
    of = swap(part=part_of(out), order=order("DDR4 DIMM 16GB", 16 * GIB), answers=REPLACE)
    found = looked(Kind.MEMORY, of, failing_ssd())
    assert {aspect: line.fit for aspect, line in found.items()} == {
        A.KIND: Fit.FITS,
        A.DDR: Fit.FITS,
        A.MEMORY_FORM: Fit.FITS,
        A.MOST_MEMORY: Fit.FITS,
    }
    assert worst(found.values()) == Fit.FITS


@pytest.mark.parametrize(
    ("part", "aspect", "fit", "cause"),
    [
        ("DDR4 DIMM", A.DDR, Fit.FITS, C.SAME),
        ("DDR5 DIMM", A.DDR, Fit.DOES_NOT, C.OTHER),
        ("DIMM", A.DDR, Fit.CANNOT_TELL, C.NOT_TOLD),
        ("DDR4 DIMM", A.MEMORY_FORM, Fit.FITS, C.SAME),
        ("DDR4 SO-DIMM", A.MEMORY_FORM, Fit.DOES_NOT, C.OTHER),
        ("DDR4", A.MEMORY_FORM, Fit.CANNOT_TELL, C.NOT_TOLD),
        ("ECC UDIMM", A.ECC, Fit.CANNOT_TELL, C.UNUSED),
        ("ECC UDIMM", A.REGISTERED, Fit.CANNOT_TELL, C.BY_EYE),
        ("non-ECC", A.ECC, Fit.FITS, C.SAME),
        ("RDIMM", A.REGISTERED, Fit.CANNOT_TELL, C.BY_EYE),
    ],
)
def test_a_module_by_the_centres_words(part: str, aspect: Aspect, fit: Fit, cause: Cause) -> None:
    line = memory_fit(board(), order(part))[aspect]
    assert (line.fit, line.cause) == (fit, cause)


def test_where_nobody_speaks_of_error_correction_neither_do_we() -> None:
    assert {A.ECC, A.REGISTERED}.isdisjoint(memory_fit(board(), order("DDR4")))


@pytest.mark.parametrize(
    ("part", "fit"),
    [("ECC DIMM", Fit.FITS), ("non-ECC DIMM", Fit.DOES_NOT), ("DIMM", Fit.CANNOT_TELL)],
)
def test_a_board_that_corrects_errors_wants_modules_that_can(part: str, fit: Fit) -> None:
    found = memory_fit(board(error_correction="multi-bit ECC"), order(part))
    assert found[A.ECC].fit == fit
    assert found[A.REGISTERED].cause == C.BY_EYE


@pytest.mark.parametrize("part", ["ECC DIMM", "non-ECC DIMM"])
def test_error_correction_that_is_not_read_cannot_be_told(part: str) -> None:
    line = memory_fit(board(error_correction=unknown()), order(part))[A.ECC]
    assert (line.fit, line.cause) == (Fit.CANNOT_TELL, C.NOT_READ)


@pytest.mark.parametrize(
    ("changes", "answers", "part", "fit"),
    [
        ({"type": unknown()}, {}, A.DDR, Fit.CANNOT_TELL),
        ({"form_factor": unknown()}, {}, A.MEMORY_FORM, Fit.CANNOT_TELL),
        ({"form_factor": unknown()}, {"memory_form": "DIMM"}, A.MEMORY_FORM, Fit.FITS),
        ({"form_factor": unknown()}, {"memory_form": "SODIMM"}, A.MEMORY_FORM, Fit.DOES_NOT),
        ({"form_factor": "row of chips"}, {}, A.MEMORY_FORM, Fit.DOES_NOT),
        ({"form_factor": "SIMM"}, {}, A.MEMORY_FORM, Fit.CANNOT_TELL),
    ],
)
def test_what_the_pc_does_not_tell_the_owner_may(changes: Any, answers: Any, part: Aspect, fit: Fit) -> None:
    modules = tuple(module(slot=slot, **changes) for slot in ("DIMM_A1", "DIMM_B1"))
    assert memory_fit(board(modules=modules), order("DDR4 DIMM"), answers=REPLACE | answers)[part].fit == fit


def test_soldered_memory_fits_nothing_whatever_is_sent() -> None:
    chips = board(modules=(module(form_factor="row of chips"),))
    for part in ("DDR4", "DDR4 DIMM", ""):
        line = memory_fit(chips, order(part))[A.MEMORY_FORM]
        assert (line.fit, line.cause) == (Fit.DOES_NOT, C.SOLDERED)


def test_an_empty_slot_says_nothing_of_the_generation() -> None:
    empty = module(slot="DIMM_B1", size_bytes=0, type=unknown())
    lasting = module(slot="DIMM_B2", type="Logical non-volatile device", persistent=True)
    found = memory_fit(board(modules=(module(), empty, lasting)), order("DDR4"), part=None, answers=ADD)
    assert found[A.DDR].fit == Fit.FITS


def test_the_module_that_goes_out_speaks_for_itself_and_else_all_must_agree() -> None:
    mixed = board(modules=(module(), module(slot="DIMM_B1", type="DDR5", form_factor="SODIMM")))
    sent = order("DDR5 SO-DIMM")
    b1 = part_of(module(slot="DIMM_B1"))
    assert [memory_fit(mixed, sent, part=b1)[one].fit for one in (A.DDR, A.MEMORY_FORM)] == [Fit.FITS] * 2
    assert [memory_fit(mixed, sent)[one].fit for one in (A.DDR, A.MEMORY_FORM)] == [Fit.DOES_NOT] * 2
    assert [memory_fit(mixed, sent, part=None)[one].fit for one in (A.DDR, A.MEMORY_FORM)] == [Fit.CANNOT_TELL] * 2


@pytest.mark.parametrize(
    ("capacity", "job", "most", "cause"),
    [
        (32 * GIB, REPLACE, 64 * GIB, C.ENOUGH),
        (56 * GIB, REPLACE, 64 * GIB, C.ENOUGH),
        (57 * GIB, REPLACE, 64 * GIB, C.TOO_LITTLE),
        (48 * GIB, ADD, 64 * GIB, C.ENOUGH),
        (49 * GIB, ADD, 64 * GIB, C.TOO_LITTLE),
        (16 * GIB, REPLACE, unknown(), C.NOT_READ),
        (None, REPLACE, 64 * GIB, C.NOT_TOLD),
    ],
)
def test_the_board_takes_so_much_in_all(capacity: Any, job: Any, most: Any, cause: Cause) -> None:
    """Two modules of 8 GB are in."""
    line = memory_fit(board(arrays=(array(most),)), order("", capacity), answers=job)[A.MOST_MEMORY]
    assert line.cause == cause


def test_without_its_own_size_or_the_others_the_sum_is_not_known() -> None:
    sent = order("", 8 * GIB)
    nameless = changed(part_of(module()), size_bytes=unknown())
    assert memory_fit(board(), sent, part=nameless)[A.MOST_MEMORY].cause == C.NOT_READ
    assert memory_fit(board(), sent, part=None)[A.MOST_MEMORY].cause == C.NOT_READ
    unread = board(modules=(module(), module(slot="B1", size_bytes=unknown())))
    assert memory_fit(unread, sent)[A.MOST_MEMORY].cause == C.NOT_READ
    for arrays in ((), (array(), array(unknown())), (array(use="cache memory"),)):
        assert memory_fit(board(arrays=arrays), sent)[A.MOST_MEMORY].cause == C.NOT_READ
    two = board(arrays=(array(8 * GIB), array(8 * GIB), array(GIB, use="cache memory")))
    assert memory_fit(two, sent)[A.MOST_MEMORY].here == 16 * GIB


@pytest.mark.parametrize(
    ("modules", "fit"),
    [
        ((module(), module(slot="B1", size_bytes=0)), Fit.FITS),
        ((module(),), Fit.DOES_NOT),
        ((module(), module(slot="B1", size_bytes=unknown())), Fit.CANNOT_TELL),
        (unknown(), Fit.CANNOT_TELL),
    ],
)
def test_a_module_that_is_added_needs_a_slot(modules: Any, fit: Fit) -> None:
    found = memory_fit(board(modules=modules), order(), part=None, answers=ADD)
    assert found[A.FREE_SLOT].fit == fit
    assert found[A.FREE_SLOT].cause == {Fit.FITS: C.ENOUGH, Fit.DOES_NOT: C.TOO_LITTLE}.get(fit, C.NOT_READ)
    assert A.FREE_SLOT not in memory_fit(board(modules=modules), order())


# Storage


def storage_fit(sent: Particulars, contents: Any = None, of: Any = None, **changes: Any) -> dict[Aspect, Line]:
    old = of or drive()
    values: dict[str, Any] = {"part": part_of(old), "order": sent, "answers": REPLACE}
    seen = contents if contents is not None else unknown()
    return looked(Kind.STORAGE, swap(**values | changes), snapshot(storage=storage(old)), seen)


@pytest.mark.parametrize(
    ("part", "old", "cause"),
    [
        ("SATA SSD", drive(), C.SAME),
        ("NVMe SSD", drive(), C.OTHER),
        ("SSD", drive(), C.NOT_TOLD),
        ("NVMe SSD", drive(name="nvme0n1", bus=Bus.NVME, port="nvme0"), C.SAME),
        ("SATA SSD", drive(name="nvme0n1", bus=Bus.NVME, port="nvme0"), C.OTHER),
        ("SATA SSD", drive(bus=Bus.VIRTUAL), C.NOT_READ),
    ],
)
def test_nvme_or_sata(part: str, old: Any, cause: Cause) -> None:
    assert storage_fit(order(part, kind="storage"), of=old)[A.BUS].cause == cause


@pytest.mark.parametrize(
    ("part", "form", "cause"),
    [
        ("M.2 2280", "m2", C.SAME),
        ("SSD 2.5インチ", "sata-2.5", C.SAME),
        ("SSD 2.5インチ", "m2", C.OTHER),
        ("SSD 2.5インチ", "sata-3.5", C.NEEDS_FRAME),
        ("HDD 3.5インチ", "sata-2.5", C.OTHER),
        ("SSD", "m2", C.NOT_TOLD),
        ("M.2", None, C.BY_EYE),
    ],
)
def test_the_form_of_a_drive(part: str, form: str | None, cause: Cause) -> None:
    answers = REPLACE | ({"storage_form": form} if form else {})
    assert storage_fit(order(part, kind="storage"), answers=answers)[A.DRIVE_FORM].cause == cause


def test_what_no_pc_tells_of_an_m2_drive_is_compared_by_eye() -> None:
    found = storage_fit(order("M.2 2280 NVMe", kind="storage"))
    assert (found[A.M2_LENGTH].cause, found[A.M2_LENGTH].sent) == (C.BY_EYE, 80)
    assert found[A.M2_KEY].fit == Fit.CANNOT_TELL
    assert A.M2_KEY in storage_fit(order(kind="storage"), of=drive(name="nvme0n1", bus=Bus.NVME))
    assert A.M2_KEY in storage_fit(order(kind="storage"), answers={"storage_form": "m2"})
    assert A.M2_KEY not in storage_fit(order("SATA 2.5インチ", kind="storage"))


def contents(used: Any, least: int | None = None, *, shared: bool = False) -> Contents:
    volume = Volume(
        name="sda1",
        role=Role.DATA,
        file_system="ext4",
        size_bytes=500 * GB,
        used_bytes=used,
        mounts=("/data",),
        encrypted=False,
        shared=shared,
    )
    least = (used if isinstance(used, int) else 0) if least is None else least
    return Contents(
        name="sda",
        size_bytes=500 * GB,
        volumes=(volume,),
        system=False,
        encrypted=False,
        used_bytes=used,
        least_used_bytes=least,
    )


@pytest.mark.parametrize(
    ("capacity", "seen", "cause"),
    [
        (500 * GB, None, C.ENOUGH),
        (1000 * GB, None, C.ENOUGH),
        (480 * GB, None, C.NOT_READ),
        (240 * GB, contents(200 * GB), C.FILES_FIT),
        (240 * GB, contents(240 * GB), C.FILES_FIT),
        (240 * GB, contents(240 * GB + 1), C.TOO_LITTLE),
        (240 * GB, contents(unknown(), 10 * GB), C.NOT_READ),
        (240 * GB, contents(unknown(), 250 * GB), C.TOO_LITTLE),
        (240 * GB, contents(300 * GB, shared=True), C.NOT_READ),
        (240 * GB, contents(200 * GB, shared=True), C.NOT_READ),
        (None, contents(200 * GB), C.NOT_TOLD),
    ],
)
def test_the_new_drive_is_as_large_as_the_files_need(capacity: int | None, seen: Any, cause: Cause) -> None:
    """The old drive has 500.1 GB."""
    assert storage_fit(order("", capacity, "storage"), seen)[A.SIZE].cause == cause


def test_an_old_drive_of_unknown_size_is_not_taken_for_a_small_one() -> None:
    old = drive(size_bytes=unknown())
    assert storage_fit(order("", 240 * GB, "storage"), of=old)[A.SIZE].fit == Fit.CANNOT_TELL


def test_a_drive_that_is_added_needs_room_and_replaces_no_files() -> None:
    found = storage_fit(order("SATA", 240 * GB, "storage"), contents(300 * GB), part=None, answers=ADD)
    assert found[A.FREE_PLACE].cause == C.BY_EYE
    assert A.SIZE not in found
    assert found[A.BUS].cause == C.NOT_READ


def test_the_recorded_desktops_failing_drive() -> None:
    of = swap(
        part=part_of(drive_named(failing_ssd(), "sda")),
        order=order("SATA SSD 2.5インチ 500GB", 500 * GB, "storage"),
        answers=REPLACE | {"storage_form": "sata-2.5"},
    )
    found = looked(Kind.STORAGE, of, failing_ssd())
    assert worst(found.values()) == Fit.FITS
    nvme = changed(of, order=order("NVMe M.2 500GB", 500 * GB, "storage"))
    assert worst(looked(Kind.STORAGE, nvme, failing_ssd()).values()) == Fit.DOES_NOT


# Power supplies


@pytest.mark.parametrize(
    ("before", "part", "cause", "source"),
    [
        (snapshot(sold=sold()), "650W ATX", C.ENOUGH, "machine.toml"),
        (snapshot(sold=sold()), "750W", C.ENOUGH, "machine.toml"),
        (snapshot(sold=sold()), "550W", C.TOO_LITTLE, "machine.toml"),
        (snapshot(sold=sold(), power=power(supplies=(supply(max_watts=900),))), "650W", C.ENOUGH, "machine.toml"),
        (snapshot(power=power(supplies=(supply(),))), "550W", C.TOO_LITTLE, "SMBIOS type 39"),
        (snapshot(sold=sold(power_supply=None)), "650W", C.NOT_READ, ""),
        (snapshot(), "650W", C.NOT_READ, ""),
        (None, "650W", C.NOT_READ, ""),
        (snapshot(sold=sold()), "ATX", C.NOT_TOLD, ""),
    ],
)
def test_watts(before: Snapshot | None, part: str, cause: Cause, source: str) -> None:
    found = looked(Kind.PSU, swap(order=order(part, kind="power_supply")), before)
    assert (found[A.WATTS].cause, found[A.WATTS].source) == (cause, source)
    assert found[A.CONNECTORS].fit == found[A.SUPPLY_FORM].fit == Fit.CANNOT_TELL


# All of them


@pytest.mark.parametrize(
    ("sent", "fit"), [("memory", Fit.FITS), ("storage", Fit.DOES_NOT), ("", Fit.CANNOT_TELL), ("x", Fit.CANNOT_TELL)]
)
def test_the_order_is_for_this_guide(sent: str, fit: Fit) -> None:
    assert memory_fit(board(), order(kind=sent))[A.KIND].fit == fit


def test_the_worst_counts_and_of_nothing_nothing_follows() -> None:
    def line(fit: Fit) -> Line:
        return Line(aspect=A.DDR, fit=fit, cause=C.SAME)

    assert worst([]) == Fit.CANNOT_TELL
    assert worst([line(Fit.FITS), line(Fit.CANNOT_TELL)]) == Fit.CANNOT_TELL
    assert worst([line(Fit.FITS), line(Fit.CANNOT_TELL), line(Fit.DOES_NOT)]) == Fit.DOES_NOT


MODULES = st.lists(
    st.builds(
        module,
        slot=st.sampled_from(["A1", "B1"]),
        type=st.sampled_from(["DDR4", "DDR5"]) | st.just(unknown()),
        form_factor=st.sampled_from(["DIMM", "SODIMM", "chip"]) | st.just(unknown()),
        size_bytes=st.sampled_from([0, 8 * GIB]) | st.just(unknown()),
    ),
    max_size=3,
).map(tuple)
MEMORIES = st.builds(
    memory,
    modules=MODULES | st.just(unknown()),
    error_correction=st.sampled_from(["none", "multi-bit ECC"]) | st.just(unknown()),
    arrays=st.sampled_from([(), (array(),), (array(unknown()),)]),
)
SNAPSHOTS = st.none() | st.builds(
    snapshot,
    memory=MEMORIES | st.just(unknown()),
    storage=st.sampled_from([storage(drive()), storage(), unknown()]),
    sold=st.sampled_from([sold(), unknown()]),
)
PARTS = st.sampled_from([None, part_of(module(slot="A1")), part_of(drive())])
ORDERS = st.builds(
    order,
    st.lists(st.sampled_from(["DDR4", "DIMM", "SO-DIMM", "ECC", "NVMe", "SATA", "M.2", "650W"]), max_size=3).map(
        " ".join
    ),
    st.none() | st.sampled_from([8 * GIB, 500 * GB]),
    st.sampled_from(["memory", "storage", "power_supply", ""]),
)


@given(
    kind=st.sampled_from(Kind),
    before=SNAPSHOTS,
    part=PARTS,
    sent=ORDERS,
    answers=st.sampled_from([{}, REPLACE, ADD, {"memory_form": "SODIMM"}]),
    seen=st.sampled_from([unknown(), contents(unknown()), contents(300 * GB)]),
)
def test_what_fits_is_known_on_both_sides_and_everything_has_words(
    *, kind: Kind, before: Any, part: Part | None, sent: Particulars, answers: Any, seen: Any
) -> None:
    for line in lines(kind, swap(part=part, order=sent, answers=answers), before, seen):
        if line.fit == Fit.FITS:
            assert line.here is not None
            assert line.sent is not None
            assert line.source
        for language in LANGUAGES:
            t = translator(language)
            texts = (words.title(line, t), words.sentence(line, t), words.verdict(line.fit, t))
            assert all(text and "{" not in text for text in texts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cause", Cause)
@pytest.mark.parametrize("aspect", [aspect for aspect in Aspect if aspect != A.KIND])
def test_every_aspect_has_words_for_every_cause(aspect: Aspect, cause: Cause, language: str) -> None:
    if cause == C.BY_EYE and aspect not in words.BY_EYE:
        return
    for value in (None, 80, True, "nvme"):
        text = words.sentence(
            Line(aspect=aspect, fit=Fit.FITS, cause=cause, here=value, sent=value), translator(language)
        )
        assert text
        assert "{" not in text


def test_an_unread_pc_fits_nothing() -> None:
    blank = snapshot(**dict.fromkeys(("system", "storage", "memory", "power", "records", "sources"), unknown()))
    part = Part(kind=PartKind.MEMORY, slot=unknown(), model=unknown(), serial=unknown())
    for kind, sent in ((Kind.MEMORY, "memory"), (Kind.STORAGE, "storage"), (Kind.PSU, "power_supply")):
        of = swap(part=part, order=order("DDR4 DIMM ECC NVMe 650W", 8 * GIB, sent))
        found = looked(kind, of, blank)
        assert [aspect for aspect, line in found.items() if line.fit == Fit.FITS] == [A.KIND]
        assert isinstance(blank.memory, Memory) is False
