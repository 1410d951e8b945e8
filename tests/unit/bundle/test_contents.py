"""What goes into a bundle: the sections that were chosen, and no free text that could not be cleared of names."""

import zlib

import msgspec
import pytest

from haas_client.as_json import printed
from haas_client.bundle import chosen, contents, result
from haas_client.bundle.chosen import ALL_SECTIONS, Section
from haas_client.bundle.contents import Contents, Manifest
from haas_client.bundle.result import Result
from haas_client.diagnostics import readout
from haas_client.diagnostics.diagnosis import Diagnosis, diagnose
from haas_client.diagnostics.finding import Evidence
from haas_client.diagnostics.host import Identities
from haas_client.diagnostics.snapshot import Records, ResetReason, Snapshot
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.request import Request
from tests.unit import builders
from tests.unit.builders import NOW

RAW = {"smartctl-sda.json": b"{}", "smartctl-nvme0n1.json": b"[]"}
LOG = "raw/kernel-log.txt"


def with_log() -> Snapshot:
    lines = (builders.kernel_line("ata1: error one"), builders.kernel_line("ata1: error two", None))
    reasons = (ResetReason(bits=1, text="written by tarou"),)
    return builders.snapshot(records=builders.records(kernel=lines, reset_reasons=reasons))


def raw_names(bundle: Contents) -> set[str]:
    return {name for name in bundle.members if name.startswith("raw/")}


def test_the_kernel_log_has_its_times_where_they_are_known() -> None:
    log = builders.bundle(with_log()).members[LOG]
    assert log == b"2026-07-01T03:00:00Z ata1: error one\nata1: error two\n"


def test_without_a_line_there_is_no_log() -> None:
    assert raw_names(builders.bundle()) == set()


@pytest.mark.parametrize(
    ("left_out", "expected"),
    [
        (set(), {LOG, "raw/smartctl-sda.json", "raw/smartctl-nvme0n1.json"}),
        ({Section.RAW}, {LOG}),
        ({Section.PARTS}, {LOG}),
        ({Section.RECORDS}, {"raw/smartctl-sda.json", "raw/smartctl-nvme0n1.json"}),
        ({Section.RECORDS, Section.PARTS}, set()),
        (ALL_SECTIONS - {Section.RAW, Section.PARTS}, {"raw/smartctl-sda.json", "raw/smartctl-nvme0n1.json"}),
    ],
)
def test_raw_files_go_with_what_they_tell_of(left_out: frozenset[Section] | set[Section], expected: set[str]) -> None:
    assert raw_names(builders.bundle(with_log(), raw=RAW, sections=ALL_SECTIONS - left_out)) == expected


def test_every_field_that_tells_of_the_pc_goes_with_a_section() -> None:
    """A field that a new probe brings must not leave although its section is switched off."""
    about_the_reading = {"format", "program_version", "taken_at", "seconds", "as_root", "replayed"}
    bare = builders.bundle(builders.snapshot(), sections=frozenset()).snapshot
    unknown = Unknown(reason=Reason.LEFT_OUT)
    left = {field.name for field in msgspec.structs.fields(Snapshot) if getattr(bare, field.name) != unknown}
    assert left == about_the_reading


def test_without_all_names_no_free_text_leaves_the_pc() -> None:
    unsure = Identities(users=("tarou",), complete=False)
    bundle = builders.bundle(with_log(), raw=RAW, identities=unsure)
    assert raw_names(bundle) == set()
    assert isinstance(bundle.snapshot.records, Records)
    left_out = Unknown(reason=Reason.LEFT_OUT, detail="names of users not known")
    assert (bundle.snapshot.records.kernel, bundle.snapshot.records.reset_reasons) == (left_out, left_out)
    assert bundle.snapshot.records.boots == builders.records().boots
    assert b"ata1: error" not in b"".join(bundle.members.values())


def test_without_all_names_what_is_unknown_stays_so() -> None:
    why = builders.unknown(Reason.NO_RIGHT)
    bundle = builders.bundle(builders.snapshot(records=why), identities=Identities(complete=False))
    assert bundle.snapshot.records == why


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("smartctl-SDA.json", "smartctl-sda.json"),
        ("../../etc/passwd", ".._.._etc_passwd"),
        ("診断.txt", "__.txt"),
        ("x" * 80, "x" * 60),
    ],
)
def test_a_raw_file_has_a_name_without_a_path(name: str, safe: str) -> None:
    assert raw_names(builders.bundle(raw={name: b""})) == {f"raw/{safe}"}


def test_each_section_has_its_files() -> None:
    bundle = builders.bundle(with_log(), raw=RAW)
    assert {section: set(bundle.of_section(section)) for section in Section} == {
        Section.RESULT: {"findings.json"},
        Section.PARTS: {"snapshot.json"},
        Section.SYSTEM: {"snapshot.json"},
        Section.RECORDS: {"snapshot.json", LOG},
        Section.PHOTOS: set(),
        Section.RAW: {"raw/smartctl-sda.json", "raw/smartctl-nvme0n1.json"},
    }
    assert bundle.of_section(Section.RAW)["raw/smartctl-sda.json"] == b"{}"


def test_the_size_is_about_what_the_file_will_take() -> None:
    bundle = builders.bundle(with_log(), raw=RAW)
    packed = len(builders.zipped(bundle.members))
    assert abs(bundle.size_bytes - packed) < packed / 5
    assert bundle.size_bytes == sum(len(zlib.compress(data, 6)) for data in bundle.members.values())


def test_the_manifest_lists_every_other_file_with_its_length() -> None:
    bundle = builders.bundle(with_log(), raw=RAW)
    listed = {name: member.bytes for name, member in bundle.manifest.members.items()}
    assert listed == {name: len(data) for name, data in bundle.members.items() if name != contents.MANIFEST}


def test_a_character_that_utf8_cannot_hold_does_not_stop_the_bundle() -> None:
    typed = Request(words="a\ud83db", name="\udc80", contact="\ud800", warranty_number="\udfff")
    bundle = builders.bundle(request=typed)
    assert bundle.request == Request(words="a?b", name="?", contact="?", warranty_number="?")
    assert msgspec.json.decode(bundle.members[contents.CASE], type=Request) == bundle.request


# --- the diagnosis code


def test_the_code_of_the_file_is_that_of_the_window() -> None:
    drive = builders.drive(health=builders.health(passed=False))
    snapshot = builders.snapshot(storage=builders.storage(drive))
    code = readout.encode(diagnose(snapshot), NOW, "LM-24")
    for sections in (ALL_SECTIONS, ALL_SECTIONS - {Section.PARTS}):
        bundle = builders.bundle(snapshot, request=Request(warranty_number="LM-24"), sections=sections)
        assert bundle.manifest.code == code
        assert bundle.members[contents.REPORT].count(readout.grouped(code).encode()) == 2
        assert msgspec.json.decode(printed(result.of_bundle(bundle)), type=Result).code == code


def test_a_result_that_is_left_out_is_not_told_by_a_code() -> None:
    bundle = builders.bundle(sections=ALL_SECTIONS - {Section.RESULT})
    assert bundle.manifest.code is None
    assert b"Diagnosis code" not in bundle.members[contents.REPORT]
    assert builders.bundle().manifest.code is not None
    assert b"Diagnosis code" in builders.bundle().members[contents.REPORT]


@pytest.mark.parametrize("code", ["1234", "1" * 21, "１" * 20, "<b>" + "1" * 17, "1" * 19 + "\n", "\x1b" * 20, 5])
def test_a_code_of_another_shape_is_no_manifest(code: object) -> None:
    manifest = msgspec.json.decode(builders.bundle().members[contents.MANIFEST])
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode(manifest | {"code": code}), type=Manifest)


# --- as JSON


def test_the_result_is_what_the_bundle_holds() -> None:
    bundle = builders.bundle(with_log(), request=Request(words="音がする"))
    told = msgspec.json.decode(printed(result.of_bundle(bundle)), type=Result)
    assert (told.snapshot, told.diagnosis, told.request) == (bundle.snapshot, bundle.diagnosis, bundle.request)


def test_without_a_bundle_the_result_is_the_same() -> None:
    request = Request(words="音がする", warranty_number="LM-24-018233")
    collection = builders.collection(with_log())
    diagnosis = diagnose(collection.snapshot)
    alone = chosen.choose(collection, diagnosis, request, chosen.redactor_of(collection, b"k" * 32))
    bundle = contents.build(collection, diagnosis, request, key=b"k" * 32, created_at=NOW)
    assert printed(result.without_bundle(alone)) == printed(result.of_bundle(bundle))


@pytest.mark.parametrize(
    "character", ["\x1b", "\x7f", "\x9b", "\u200e", "\u200f", "\u061c", "\u2028", "\u202e", "\u2066", "\u2069"]
)
def test_what_steers_a_terminal_is_an_escape_in_the_result(character: str) -> None:
    bundle = builders.bundle(request=Request(words=f"a{character}b音"))
    text = printed(result.of_bundle(bundle))
    assert character not in text
    assert "音" in text
    assert msgspec.json.decode(text, type=Result).request.words == f"a{character}b音"


def test_a_finding_without_the_list_of_parts_names_no_part() -> None:
    drive = builders.drive(health=builders.health(passed=False))
    snapshot = builders.snapshot(storage=builders.storage(drive))
    bundle = builders.bundle(snapshot, sections=ALL_SECTIONS - {Section.PARTS})
    (data,) = bundle.of_section(Section.RESULT).values()
    assert b"storage.health_failed" in data
    assert b"SER0001" not in data
    assert b"500107862016" not in data
    evidence = msgspec.json.decode(msgspec.json.encode(msgspec.json.decode(data)["findings"][0]["evidence"][0]))
    assert Evidence(**evidence).value == "FAILED"


def test_a_bundle_that_is_made_of_a_bundle_is_the_same() -> None:
    """Nothing is redacted twice: the owner of a folder and a network keep their pseudonyms."""
    lines = (
        builders.kernel_line("ata1: /home/tarou/data: I/O error of tarou"),
        builders.kernel_line("wlan0: associated, ssid=myhome 192.168.1.7"),
    )
    of = builders.snapshot(records=builders.records(kernel=lines))
    raw = {"smartctl-sda.json": b'{"path": "/home/tarou/x"}'}
    first = builders.bundle(of, raw=raw, identities=Identities(users=("tarou",), networks=("myhome",)))
    assert isinstance(first.diagnosis, Diagnosis)
    again = contents.build(
        contents.reopened(first), first.diagnosis, first.request, key=None, created_at=first.manifest.created_at
    )
    assert again.members == first.members
    assert b"/home/user-" in first.members[LOG]
