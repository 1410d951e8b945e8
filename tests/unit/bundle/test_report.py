"""The page for support: safe to open, honest about what it does not hold, in both languages."""

import html
import html.parser
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.bundle import report, summary
from haas_client.bundle.chosen import ALL_SECTIONS, Section
from haas_client.bundle.contents import Contents
from haas_client.diagnostics.diagnosis import Diagnosis, diagnose
from haas_client.diagnostics.finding import Evidence, Fact, Part, PartState
from haas_client.diagnostics.kinds import Confidence, PartKind, Severity, Verdict
from haas_client.diagnostics.snapshot import BootEnd, Bus, Snapshot
from haas_client.diagnostics.unknown import Reason
from haas_client.i18n import LANGUAGES, translator
from haas_client.request import Request, Service, Symptom
from haas_client.text import printable
from tests.unit import builders
from tests.unit.builders import NOW

HOSTILE = """"'><script>alert(1)</script><img src=x onerror=alert(2)></pre></table>{{ 7*7 }}{% raw %}&lt;"""
UNKNOWN_ALL = builders.snapshot(
    **dict.fromkeys(("system", "storage", "memory", "power", "records"), builders.unknown(Reason.FAILED))
)


class Structure(html.parser.HTMLParser):
    """Elements with their attributes, and the words of each language's part."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.words: dict[str, str] = {}
        self.declared: list[dict[str, str | None]] = []
        self._language = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes |= {name for name, _ in attributes}
        if tag == "meta":
            self.declared.append(dict(attributes))
        if tag == "main":
            self._language = dict(attributes)["lang"] or ""
            self.words[self._language] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self._language = ""

    def handle_data(self, data: str) -> None:
        if self._language:
            self.words[self._language] += data


def render(snapshot: Snapshot, diagnosis: Diagnosis | None = None, request: Request | None = None) -> str:
    return report.render(
        snapshot,
        diagnosis or diagnose(snapshot),
        request or Request(),
        created_at=NOW,
        raw_names=("smartctl-sda.json",),
    ).decode()


def words(bundle: Contents) -> dict[str, str]:
    return Structure(bundle.members["report.html"].decode()).words


def full(text: str) -> tuple[Snapshot, Diagnosis, Request]:
    """Everything that the page shows, with ``text`` in every field that a machine or a person fills."""
    drive = builders.drive(
        name=text, port=text, model=text, serial=text, health=builders.unknown(Reason.FAILED, text)
    )  # fmt: skip
    system = builders.system(
        **dict.fromkeys(
            (
                *("vendor", "product", "board_vendor", "board", "firmware_version", "firmware_date", "processor"),
                *("kernel", "distribution", "session_type", "desktop"),
            ),
            text,
        )
    )
    snapshot = builders.snapshot(
        system=system,
        storage=builders.storage(drive),
        records=builders.records(kernel=(builders.kernel_line(text),)),
        sources=(builders.source(text, builders.unknown(Reason.FAILED, text)),),
    )
    part = Part(kind=PartKind.STORAGE, slot=text, model=text, serial=text, size_bytes=1)
    found = builders.finding(
        code=text, part=part, evidence=(Evidence(source=text, value=text, threshold=text, reference=text),)
    )
    state = PartState(part=part, verdict=Verdict.WATCH, facts=(Fact(name=text, value=text),))
    request = Request(words=text, name=text, contact=text, warranty_number=text)
    return snapshot, Diagnosis(findings=(found,), parts=(state,)), request


# --- safe to open


def test_nothing_that_is_filled_in_becomes_markup() -> None:
    plain, hostile = (Structure(render(*full(text))) for text in ("plain", HOSTILE))
    assert hostile.tags == plain.tags
    assert hostile.attributes == plain.attributes


def test_what_is_filled_in_is_shown_as_it_is() -> None:
    plain, hostile = (Structure(render(*full(text))).words for text in ("plain", HOSTILE))
    for language in LANGUAGES:
        assert hostile[language].count(HOSTILE) == plain[language].count("plain") >= 25


@pytest.mark.parametrize("text", ["<script>x</script>", "<SCRIPT SRC=//x>", "<svg onload=x>", "javascript:x"])
def test_there_is_no_script(text: str) -> None:
    page = render(*full(text))
    assert "<script" not in page.lower()
    assert "<svg" not in page.lower()
    assert not re.search(r"<[^>]*\son\w+\s*=", page)
    assert "href" not in Structure(page).attributes


FREE_FIELDS: dict[str, Callable[[], str]] = {
    "drive model": lambda: render(builders.snapshot(storage=builders.storage(builders.drive(model=HOSTILE)))),
    "drive port": lambda: render(builders.snapshot(storage=builders.storage(builders.drive(port=HOSTILE)))),
    "kernel line": lambda: render(builders.snapshot(records=builders.records(kernel=(builders.kernel_line(HOSTILE),)))),
    "unknown detail": lambda: render(
        builders.snapshot(sources=(builders.source("x", builders.unknown(detail=HOSTILE)),))
    ),
    "owner's words": lambda: render(builders.snapshot(), request=Request(words=HOSTILE)),
    "owner's name": lambda: render(builders.snapshot(), request=Request(name=HOSTILE)),
    "module": lambda: render(builders.snapshot(memory=builders.memory(modules=(builders.module(slot=HOSTILE),)))),
    "supply": lambda: render(builders.snapshot(power=builders.power(supplies=(builders.supply(model=HOSTILE),)))),
    "rail": lambda: render(builders.snapshot(power=builders.power(builders.rail("+12V", 13.0, chip=HOSTILE)))),
    "attribute": lambda: render(
        builders.snapshot(
            storage=builders.storage(
                builders.drive(health=builders.health(attributes=(builders.attribute(5, 500, name=HOSTILE),)))
            )
        )
    ),
    "raw name": lambda: report.render(
        builders.snapshot(), diagnose(builders.snapshot()), Request(), created_at=NOW, raw_names=(HOSTILE,)
    ).decode(),
}  # fmt: skip


@pytest.mark.parametrize("field", FREE_FIELDS)
def test_each_free_field_is_escaped_in_both_languages(field: str) -> None:
    page = FREE_FIELDS[field]()
    assert HOSTILE not in page
    assert all(HOSTILE in text for text in Structure(page).words.values())


def test_a_security_policy_forbids_everything_but_its_own_style() -> None:
    page = render(builders.snapshot())
    policies = [meta for meta in Structure(page).declared if "http-equiv" in meta]
    assert [meta["http-equiv"] for meta in policies] == ["Content-Security-Policy"]
    assert policies[0]["content"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert page.index("Content-Security-Policy") < page.index("<style")


def test_the_page_fetches_nothing() -> None:
    page = render(*full("x"))
    assert not {"src", "href", "action", "background"} & Structure(page).attributes
    assert "url(" not in page
    assert "@import" not in page


def test_the_page_says_that_it_is_utf8_before_any_letter_outside_ascii() -> None:
    data = report.render(builders.snapshot(), diagnose(builders.snapshot()), Request(), created_at=NOW)
    assert data[: data.index(b'charset="utf-8"')].isascii()


@given(st.text(max_size=60))
def test_any_text_leaves_the_page_in_one_piece(text: str) -> None:
    assert Structure(render(*full(f"x{text}"))).tags == Structure(render(*full("plain"))).tags


# --- both languages


def test_both_languages_are_there_japanese_first() -> None:
    page = Structure(render(builders.snapshot()))
    assert tuple(page.words) == LANGUAGES == ("ja", "en")
    assert page.tags["main"] == 2


def test_japanese_is_japanese_and_english_english() -> None:
    shown = words(builders.bundle())
    assert "Findings" in shown["en"]
    assert "Findings" not in shown["ja"]
    assert re.search("[ぁ-ん]", shown["ja"])
    assert not re.search("[ぁ-んァ-ヶ一-龠]", shown["en"])


def test_the_owners_words_stand_in_both() -> None:
    request = Request(symptom=Symptom.STORAGE, words="カチカチと\n音がする", service=Service.HANDSBUY, contact="090")
    shown = words(builders.bundle(request=request))
    for language in LANGUAGES:
        assert "カチカチと\n音がする" in shown[language]
        assert "090" in shown[language]


def test_times_are_japans() -> None:
    shown = words(builders.bundle())
    assert "2026-07-01 12:00 JST" in shown["en"]


def test_a_recording_is_called_one() -> None:
    assert "not from a live PC" in words(builders.bundle(builders.snapshot(replayed=True)))["en"]
    assert "not from a live PC" not in words(builders.bundle())["en"]


# --- left out


def left_out_words(language: str) -> str:
    return translator(language)("The owner left this out.")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("section", [Section.RESULT, Section.SYSTEM, Section.RECORDS])
def test_a_section_that_was_left_out_is_called_so(section: Section, language: str) -> None:
    assert left_out_words(language) not in words(builders.bundle())[language]
    shown = words(builders.bundle(sections=ALL_SECTIONS - {section}))[language]
    assert left_out_words(language) in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_parts_that_were_left_out_are_called_so(language: str) -> None:
    shown = words(builders.bundle(sections=ALL_SECTIONS - {Section.PARTS}))[language]
    assert translator(language)("left out") in shown
    assert left_out_words(language) in shown  # and so is the list of sources, which names drives


def test_a_report_without_raw_answers_says_so() -> None:
    raw = {"smartctl-sda.json": b"{}"}
    assert "raw/smartctl-sda.json" in words(builders.bundle(raw=raw))["en"]
    shown = words(builders.bundle(raw=raw, sections=ALL_SECTIONS - {Section.RAW}))["en"]
    assert "None is in this file." in shown
    assert "smartctl-sda" not in shown


TELLTALES = {
    Section.PARTS: ("Example SSD 500", "SER0001", "EX8G", "MEM0002"),
    Section.SYSTEM: ("Linuxmania LM-1", "B450", "Ubuntu 24.04", "Example CPU"),
    Section.RECORDS: ("ata1: link error",),
    Section.RAW: ("rawrawraw",),
    Section.RESULT: ("storage.reallocated_sectors",),
}


def telling() -> Snapshot:
    return builders.snapshot(
        storage=builders.storage(
            builders.drive(health=builders.health(attributes=(builders.attribute(5, 500),))),
        ),
        records=builders.records(kernel=(builders.kernel_line("ata1: link error"),)),
    )


@pytest.mark.parametrize("section", TELLTALES)
def test_what_was_left_out_is_in_no_file(section: Section) -> None:
    raw = {"smartctl-sda.json": b"rawrawraw Example SSD 500 SER0001"}
    everything = b"".join(builders.bundle(telling(), raw=raw).members.values()).decode()
    without = b"".join(builders.bundle(telling(), raw=raw, sections=ALL_SECTIONS - {section}).members.values()).decode()
    for word in TELLTALES[section]:
        assert all(piece in everything for piece in word.split(" "))
        assert word not in without


@pytest.mark.parametrize("section", [Section.RESULT, Section.PARTS, Section.SYSTEM, Section.RECORDS])
def test_a_section_in_is_where_it_is_said_to_be(section: Section) -> None:
    bundle = builders.bundle(telling(), sections=frozenset({section}))
    data = b"".join(bundle.of_section(section).values())
    assert all(piece in data.decode() for word in TELLTALES[section] for piece in word.split(" "))


def test_the_manifest_tells_which_sections_are_in() -> None:
    bundle = builders.bundle(sections=frozenset({Section.SYSTEM, Section.RESULT}))
    assert bundle.manifest.sections == (Section.RESULT, Section.SYSTEM)


# --- unknown is not good


def good(language: str) -> str:
    return translator(language)("Good")


def test_good_is_said_where_it_is_meant() -> None:
    shown = words(builders.bundle())
    assert good("ja") == "良好"
    assert good("ja") in shown["ja"]
    assert good("en") in shown["en"]


NOT_GOOD: dict[str, dict[str, Any]] = {
    "nothing read at all": dict.fromkeys(("storage", "memory", "power", "records"), builders.unknown(Reason.FAILED)),
    "health unknown": {"storage": builders.storage(builders.drive(health=builders.unknown(Reason.NO_RIGHT)))},
    "no word of the drive": {
        "storage": builders.storage(builders.drive(health=builders.health(passed=builders.unknown())))
    },
    "asleep": {"storage": builders.storage(builders.drive(health=builders.unknown(Reason.ASLEEP)))},
    "virtual": {"storage": builders.storage(builders.drive(bus=Bus.VIRTUAL, health=builders.unknown(Reason.NO_TOOL)))},
    "no drive": {"storage": builders.storage()},
    "modules unknown": {"memory": builders.memory(modules=builders.unknown(Reason.NO_RIGHT))},
    "rails unnamed": {"power": builders.power(builders.rail("", 12.0), builders.rail("in2", 5.0))},
    "rails unknown": {"power": builders.power(builders.rail("+12V", builders.unknown()))},
    "result left out": {},
}


@pytest.mark.parametrize("name", NOT_GOOD)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_unknown_is_never_called_good(name: str, language: str) -> None:
    unread: dict[str, Any] = dict.fromkeys(("storage", "memory", "power"), builders.unknown(Reason.FAILED))
    sections = ALL_SECTIONS - {Section.RESULT} if name == "result left out" else ALL_SECTIONS
    shown = words(builders.bundle(builders.snapshot(**unread | NOT_GOOD[name]), sections=sections))[language]
    assert not re.search(rf"\b{good(language)}\b" if language == "en" else good(language), shown)


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict != Verdict.OK])
@pytest.mark.parametrize("reason", Reason)
def test_no_verdict_but_ok_is_worded_or_coloured_as_good(verdict: Verdict, reason: Reason) -> None:
    part = Part(kind=PartKind.MEMORY, slot="A1", model="M", serial="S")
    state = PartState(part=part, verdict=verdict, why=builders.unknown(reason))
    page = render(UNKNOWN_ALL, Diagnosis(findings=(), parts=(state,)))
    shown = Structure(page).words
    assert good("ja") not in shown["ja"]
    assert good("en") not in shown["en"]
    assert 'class="pill ok"' not in page
    assert f'class="pill {verdict.value}"' in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_fault_is_not_claimed_where_a_part_could_not_be_judged(language: str) -> None:
    title = report.page(UNKNOWN_ALL, diagnose(UNKNOWN_ALL), Request(), translator(language), created_at=NOW).title
    assert title == translator(language)("No fault found in what could be read")
    assert title != translator(language)("No fault found")


def test_the_number_of_parts_without_a_verdict_is_told() -> None:
    page = report.page(UNKNOWN_ALL, diagnose(UNKNOWN_ALL), Request(), translator("en"), created_at=NOW)
    assert page.title_note == "3 parts could not be judged; see the table."


def test_no_fault_is_claimed_where_every_part_is_well() -> None:
    part = Part(kind=PartKind.STORAGE, slot="SATA 1", model="M", serial="S")
    diagnosis = Diagnosis(findings=(), parts=(PartState(part=part, verdict=Verdict.OK),))
    page = report.page(builders.snapshot(), diagnosis, Request(), translator("en"), created_at=NOW)
    assert (page.title, page.title_note) == ("No fault found", "")


def test_a_report_without_a_result_claims_nothing() -> None:
    left_out = builders.unknown(Reason.LEFT_OUT)
    page = report.page(builders.snapshot(), left_out, Request(), translator("en"), created_at=NOW)
    assert page.title == "Diagnosis left out"
    assert page.findings_left_out == "The owner left this out."


@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_gap_is_listed_with_its_reason(reason: Reason, language: str) -> None:
    snapshot = builders.snapshot(
        sources=(builders.source("udev sda", builders.unknown(reason, "ENODATA")), builders.source("DMI"))
    )
    page = report.page(snapshot, diagnose(snapshot), Request(), translator(language), created_at=NOW)
    assert [(gap.source, gap.detail) for gap in page.gaps] == [("udev sda", "ENODATA")]
    assert page.gaps[0].why
    assert bool(re.search("[ぁ-ん]", page.gaps[0].why)) == (language == "ja")


# --- order


def findings_of_all_ranks() -> Snapshot:
    """A worn drive (watch), a failing drive (replace), errors that ECC corrected (watch) and did not (replace)."""
    worn = builders.drive(
        name="nvme0n1", port="nvme0", serial="WORN", health=builders.health(nvme=builders.nvme(percentage_used=95))
    )
    failing = builders.drive(name="sdb", port="SATA 2", serial="BAD", health=builders.health(passed=False))
    memory = builders.memory(
        edac=(builders.edac(corrected=3), builders.edac(label="DIMM_B1", uncorrected=1)), edac_seconds=100
    )
    return builders.snapshot(storage=builders.storage(worn, failing), memory=memory)


def test_the_worst_stands_first() -> None:
    page = render(findings_of_all_ranks())
    classes = re.findall(r'<section class="finding (\w+)"', page)
    assert classes == ["replace", "replace", "watch", "watch"] * 2


def test_the_title_is_that_of_the_worst_part() -> None:
    snapshot = findings_of_all_ranks()
    page = report.page(snapshot, diagnose(snapshot), Request(), translator("en"), created_at=NOW)
    assert page.title == "We recommend replacing: Memory (DIMM_B1)"
    assert page.title_note == "Confidence: high"


def test_the_findings_of_one_part_stand_together_worst_first() -> None:
    attributes = (builders.attribute(5, 200), builders.attribute(197, 3))
    drive = builders.drive(health=builders.health(passed=False, attributes=attributes))
    snapshot = builders.snapshot(storage=builders.storage(drive))
    page = report.page(snapshot, diagnose(snapshot), Request(), translator("en"), created_at=NOW)
    (block,) = page.findings
    assert block.severity == Severity.REPLACE
    assert block.codes == ("storage.health_failed", "storage.pending_sectors", "storage.reallocated_sectors")
    assert [row.value for row in block.evidence] == ["FAILED", "3", "200"]
    assert block.meanings[1] == "3 areas can hardly be read and wait to be replaced."


def test_evidence_comes_with_threshold_and_source() -> None:
    shown = words(builders.bundle(telling()))["en"]
    for text in ("smartctl 5 Attribute_5", "500", "≥ 100", "own rule S-01"):
        assert text in shown


def test_the_page_holds_the_newest_lines_of_a_long_log() -> None:
    lines = tuple(builders.kernel_line(f"ata1: error {n:03}.") for n in range(200))
    shown = words(builders.bundle(builders.snapshot(records=builders.records(kernel=lines))))["en"]
    assert "error 199." in shown
    assert "error 140." in shown
    assert "error 139." not in shown


def test_a_log_that_could_not_be_read_is_not_called_empty() -> None:
    snapshot = builders.snapshot(records=builders.records(kernel=builders.unknown(Reason.NO_RIGHT)))
    shown = words(builders.bundle(snapshot))["en"]
    assert "Only the administrator may read this." in shown
    assert "no line about faults" not in shown


def test_boots_without_a_shutdown_are_counted_and_dated() -> None:
    boots = [builders.boot(NOW - timedelta(days=n), BootEnd.UNMARKED) for n in range(8, 1, -1)]
    snapshot = builders.snapshot(records=builders.records(boots=(*boots, builders.boot(NOW, BootEnd.RUNNING))))
    page = report.page(snapshot, diagnose(snapshot), Request(), translator("en"), created_at=NOW)
    assert page.boots.startswith("8 starts on record, 7 of them ended without a shutdown")
    assert "2026-06-27 12:00" in page.boots
    assert "2026-06-23" not in page.boots


# --- the machine


def machine(**changes: Any) -> dict[str, str]:
    snapshot = builders.snapshot(system=builders.system(**changes))
    page = report.page(snapshot, diagnose(snapshot), Request(), translator("en"), created_at=NOW)
    return dict(page.machine)


def test_the_machine_is_described() -> None:
    shown = machine()
    assert shown["Model"] == "Linuxmania · LM-1"
    assert shown["Running for"] == "1 d 1 h"
    assert shown["Virtual machine"] == "no"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 d 0 h"), (3599, "0 d 0 h"), (3600, "0 d 1 h"), (86_400, "1 d 0 h"), (90_000, "1 d 1 h")],
)
def test_the_time_since_the_start_is_told_in_days_and_hours(seconds: int, text: str) -> None:
    assert machine(uptime_seconds=seconds)["Running for"] == text


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"vendor": builders.unknown()}, "LM-1"),
        ({"product": builders.unknown()}, "Linuxmania"),
        ({"vendor": builders.unknown(), "product": builders.unknown()}, "—"),
    ],
)
def test_half_a_name_is_told_and_none_is_a_dash(changes: dict[str, Any], text: str) -> None:
    assert machine(**changes)["Model"] == text


def test_a_machine_that_was_left_out_has_no_rows() -> None:
    snapshot = builders.snapshot(system=builders.unknown(Reason.LEFT_OUT))
    page = report.page(snapshot, diagnose(snapshot), Request(), translator("en"), created_at=NOW)
    assert (page.machine, page.machine_left_out) == ((), "The owner left this out.")


def test_a_part_without_a_model_has_a_dash() -> None:
    drive = builders.drive(model=builders.unknown(), size_bytes=builders.unknown(), serial=builders.unknown())
    snapshot = builders.snapshot(storage=builders.storage(drive))
    page = report.page(snapshot, diagnose(snapshot), Request(), translator("en"), created_at=NOW)
    assert [(row.label, row.serial) for row in page.parts if row.kind == "Storage"] == [("—", "—")]


@pytest.mark.parametrize("name", ["records", "boots"])
def test_boots_that_are_not_kept_are_told_as_such(name: str) -> None:
    why = builders.unknown(Reason.NOT_KEPT)
    records = why if name == "records" else builders.records(boots=why)
    snapshot = builders.snapshot(records=records)
    page = report.page(snapshot, diagnose(snapshot), Request(), translator("en"), created_at=NOW)
    expected = "The system keeps no record of this."
    assert (page.boots, page.records_left_out) == (("", expected) if name == "records" else (expected, ""))
    assert page.kernel == ()


def test_raw_answers_that_were_too_large_are_named() -> None:
    snapshot = builders.snapshot()
    page = report.render(
        snapshot, diagnose(snapshot), Request(), created_at=NOW, raw_names=(), too_large=("smartctl-sdq.json",)
    ).decode()
    assert all("smartctl-sdq.json" in text for text in Structure(page).words.values())


# --- what a hostile bundle may say

LATE = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)


def facts(name: str, value: float | str) -> Diagnosis:
    part = Part(kind=PartKind.STORAGE, slot="x", model="x", serial="x")
    return Diagnosis(
        findings=(), parts=(PartState(part=part, verdict=Verdict.OK, facts=(Fact(name=name, value=value),)),)
    )


ODD: dict[str, Callable[[], object]] = {
    "a time at the end of time": lambda: report.render(
        builders.snapshot(), facts("x", 1), Request(), created_at=LATE
    ),
    "a log line at the end of time": lambda: render(
        builders.snapshot(records=builders.records(kernel=(builders.kernel_line("x", LATE),)))
    ),
    "hours that are no number": lambda: render(builders.snapshot(), facts("power_on_hours", "many")),
    "a size beyond all numbers": lambda: render(
        builders.snapshot(storage=builders.storage(builders.drive(size_bytes=10**400)))
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_a_bundle_that_could_be_read_can_be_shown(name: str) -> None:
    assert ODD[name]()


def test_a_time_at_the_end_of_time_is_told_as_it_is() -> None:
    page = report.page(builders.snapshot(), facts("x", 1), Request(), translator("en"), created_at=LATE)
    assert page.made_at == "9999-12-31T23:59:00+00:00 JST"


@pytest.mark.parametrize("fact", ["worn_percent", "temperature_celsius", "rail", "visible_bytes", "max_watts", "new"])
@pytest.mark.parametrize("value", [-1, 0, 1.5, float("inf"), "text", 2**70])
def test_an_odd_key_figure_is_shown_as_it_is(fact: str, value: float | str) -> None:
    assert render(builders.snapshot(), facts(fact, value))


def test_a_code_of_a_later_version_is_shown_as_it_is() -> None:
    diagnosis = Diagnosis(findings=(builders.finding(code="storage.new", confidence=Confidence.LOW),), parts=())
    assert "storage.new" in Structure(render(builders.snapshot(), diagnosis)).words["en"]


# --- plain text


def summary_of(snapshot: Snapshot) -> list[str]:
    page = report.page(snapshot, diagnose(snapshot), Request(), translator("en"), created_at=NOW)
    return list(summary.lines(page))


def test_the_summary_names_the_worst_part_first_and_every_part() -> None:
    lines = summary_of(findings_of_all_ranks())
    assert lines[0] == "We recommend replacing: Memory (DIMM_B1)"
    assert "- We recommend replacing: Storage (SATA 2)" in lines
    table = lines[lines.index("Parts") :]
    assert len(table) == 1 + len(diagnose(findings_of_all_ranks()).parts)


def test_the_summary_tells_each_finding_with_its_part_and_evidence() -> None:
    drive = builders.drive(health=builders.health(passed=False, temperature_celsius=builders.unknown()))
    snapshot = builders.snapshot(storage=builders.storage(drive), memory=builders.memory(modules=()))
    unclear = "sudden stops in 30 days: 0 · The power supply cannot be measured from this PC."
    assert summary_of(snapshot) == [
        "We recommend replacing: Storage (SATA 1)",
        "Confidence: high",
        "",
        "- We recommend replacing: Storage (SATA 1)",
        "  Example SSD 500 · 500 GB · SER0001",
        "  The drive itself reports that it is failing.",
        "  smartctl overall health = FAILED (FAILED)",
        "",
        "Parts",
        f"- Power supply: Could not be read ({unclear})",
        "- Storage SATA 1 Example SSD 500 · 500 GB SER0001: Replace (1,200 hours in use)",
    ]


def test_the_summary_of_a_part_that_is_not_known_says_no_more() -> None:
    part = Part(kind=PartKind.STORAGE, slot=builders.unknown(), model=builders.unknown(), serial=builders.unknown())
    found = builders.finding(part=part, evidence=())
    diagnosis = Diagnosis(findings=(found,), parts=(PartState(part=part, verdict=Verdict.REPLACE),))
    page = report.page(builders.snapshot(), diagnosis, Request(), translator("en"), created_at=NOW)
    assert list(summary.lines(page))[3:] == [
        "- We recommend replacing: Storage",
        "  The drive itself reports that it is failing.",
        "",
        "Parts",
        "- Storage: Replace",
    ]


def test_the_summary_of_a_pc_that_is_well_is_short() -> None:
    part = Part(kind=PartKind.STORAGE, slot="SATA 1", model="M", serial="S")
    diagnosis = Diagnosis(findings=(), parts=(PartState(part=part, verdict=Verdict.OK),))
    page = report.page(builders.snapshot(), diagnosis, Request(), translator("en"), created_at=NOW)
    assert list(summary.lines(page)) == ["No fault found", "", "Parts", "- Storage SATA 1 M S: Good"]


def test_the_summary_of_a_left_out_result_says_so() -> None:
    left_out = builders.unknown(Reason.LEFT_OUT)
    page = report.page(builders.snapshot(), left_out, Request(), translator("en"), created_at=NOW)
    assert list(summary.lines(page))[-1] == "- The owner left this out."


@pytest.mark.parametrize("text", ["\x1b[2J", "\x9b2J", "\r", "\x07", "\u202e", "\u2066", "\u200b", "\x00", "\x7f"])
def test_what_steers_a_terminal_is_made_visible(text: str) -> None:
    shown = printable(f"a{text}b")
    assert text[0] not in shown
    assert shown.startswith("a�")
    assert shown.endswith("b")


@pytest.mark.parametrize("text", ["日本語 · “ok” 1 °C", "a\nb", ""])
def test_ordinary_text_is_printed_as_it_is(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize("blank", ["\t", "\u00a0", "\u3000"])
def test_odd_blanks_are_printed_as_blanks(blank: str) -> None:
    assert printable(f"a{blank}b") == "a b"


def test_what_the_owner_told_of_the_supply_is_shown_in_words() -> None:
    told = {"starts": "no", "fan_spins": "yes", "a_newer_question": "yes", "cut_by_hand": "perhaps"}
    snapshot = builders.snapshot()
    request = Request(power_answers=told)
    page = report.page(snapshot, diagnose(snapshot), request, translator("en"), created_at=NOW)
    assert page.asked[-2:] == (
        ("Does the PC start when you press its power button?", "No"),
        ("Does the fan of the power supply turn?", "Yes"),
    )
