"""The lint: a guide without a fault has no finding, and each fault has the one of its rule, with its place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from haas_client.handsbuy.pack import lint, musts
from haas_client.handsbuy.pack.fact_table import FACTS
from haas_client.handsbuy.pack.lint import Finding, Severity
from haas_client.handsbuy.pack.vocabulary import Driver, Hazard, Tool
from haas_client.i18n import translator
from tests import packs

GUIDE, JA, EN = (f"{packs.ID}/{name}" for name in ("guide.toml", "text/ja.toml", "text/en.toml"))
PICTURE = f"{packs.ID}/pictures/dimm-insert"
Files = dict[str, str | bytes]


def found(root: Path, files: Files) -> tuple[Finding, ...]:
    return lint.lint(packs.written(root, of=files), root / "common")


def test_a_guide_without_a_fault_has_no_finding(tmp_path: Path) -> None:
    assert found(tmp_path, packs.clean()) == ()


def edit(name: str, old: str, new: str, *, count: int = -1) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        text = str(files[name])
        assert old in text
        files[name] = text.replace(old, new, count)

    return change


def line(text: str, language: str = "ja") -> Callable[[Files], None]:
    """Writes ``text`` as one of the step's lines."""
    name = JA if language == "ja" else EN
    old = next(row for row in str(packs.clean()[name]).splitlines() if row.startswith("insert_2"))
    return edit(name, old, f'insert_2 = "{text}"')


def add(name: str, content: str | bytes) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        files[name] = content

    return change


def more(text: str, name: str = GUIDE) -> Callable[[Files], None]:
    """Writes ``text`` behind all that is there."""
    return lambda files: files.update({name: str(files[name]) + text})


def out(name: str) -> Callable[[Files], None]:
    return lambda files: files.__delitem__(name)


SCREWS = 'screws = [{ id = "a", count = 4, thread = "6-32 UNC", drive = "%s" }]\nconfirm = "insert_done"'
MARKER = '[[pictures.markers]]\nid = "notch"\ncolour = "%s"\nlabel = "mk_clip"\n\n[[questions]]'

FAULTS: list[tuple[str, str, tuple[Callable[[Files], None], ...]]] = [
    ("text-missing", "en.toml, only_here", (more('only_here = "ここだけ"\n', JA),)),
    ("text-undefined", "step insert", (edit(GUIDE, '"insert_3"', '"nowhere"'),)),
    ("text-unused", "ja.toml, idle", (more('idle = "余分"\n', JA), more('idle = "Idle."\n', EN))),
    ("text-unfinished", "en.toml, insert_2", (line("(en)", "en"),)),
    ("text-language", "en.toml, insert_2", (line("両端を押します", "en"),)),
    ("text-too-long", "ja.toml, insert_2", (line("押" * 61),)),
    ("text-brace", "ja.toml, insert_2", (line("押します}"),)),
    ("text-invisible", "ja.toml, insert_2", (line("押し\\u202eます"),)),
    ("text-invisible", "ja.toml, insert_2", (line("押し\\nます"),)),
    ("text-markup", "ja.toml, insert_2", (line("<b>押します</b>"),)),
    ("text-contact", "ja.toml, insert_2", (line("困ったら 03-0000-0000 へ"),)),
    ("text-contact", "ja.toml, insert_2", (line("困ったら ０３００００００００ へ"),)),
    ("text-contact", "en.toml, insert_2", (line("Mail help@example.com", "en"),)),
    ("text-contact", "en.toml, insert_2", (line("See https://example.com", "en"),)),
    ("text-reverse-order", "ja.toml, insert_2", (line("逆の手順で取り付けます"),)),
    ("text-reverse-order", "en.toml, insert_2", (line("Assemble in reverse order", "en"),)),
    ("placeholder-unknown", "insert_2", (line("{part.colour} を押します"), line("{part.colour}", "en"))),
    ("placeholder-code", "insert_2", (line("{chassis} を押します"),)),
    ("placeholder-not-needed", "insert_2", (line("{part.model} を押します"),)),
    ("placeholder-differs", "en.toml, insert_2", (line("{part.slot} を押します"),)),
    ("placeholder-nested", "needs, part.slot", (edit(JA, '"交換するスロット"', '"{part.model}"'),)),
    ("picture-file", "dimm-insert.webp", (add(f"{PICTURE}.webp", packs.webp(size=95 * 1024 + 1)),)),
    ("picture-file", "dimm-insert.line.webp", (out(f"{PICTURE}.line.webp"),)),
    ("picture-size", "dimm-insert.line.webp", (add(f"{PICTURE}.line.webp", packs.webp(1280, 720)),)),
    ("picture-size", "dimm-insert.webp", (add(f"{PICTURE}.webp", packs.webp(animated=True)),)),
    ("picture-size", "dimm-insert.webp", (add(f"{PICTURE}.webp", b"\x89PNG\r\n" * 20),)),
    (
        "picture-unused",
        "picture dimm-insert",
        (edit(GUIDE, 'pictures = ["dimm-insert"]', ""), edit(GUIDE, ', picture = "dimm-insert"', "")),
    ),
    ("file-foreign", "README", (add(f"{packs.ID}/README", "x"),)),
    ("marker-place", "markers.json", (edit(f"{PICTURE}.markers.json", '"clip"', '"clop"'),)),
    ("marker-picture", "step insert", (edit(GUIDE, 'pictures = ["dimm-insert"]', ""),)),
    ("marker-unused", "picture dimm-insert", (edit(GUIDE, '"insert_2", marker = "clip"', '"insert_2"'),)),
    ("marker-gone", "markers.json", (edit(f"{PICTURE}.markers.json", "0.385", "1.385"),)),
    ("marker-outside", "markers.json", (edit(f"{PICTURE}.markers.json", "0.385", "0.985"),)),
    (
        "marker-colour",
        "step insert",
        (
            edit(GUIDE, "[[questions]]", MARKER % "red", count=1),
            edit(GUIDE, '"insert_3", ', '"insert_3", marker = "notch", '),
            edit(f"{PICTURE}.markers.json", '"clip"', '"notch": {"shape": "pin", "at": [0, 0]}, "clip"'),
        ),
    ),
    ("step-confirm", "step insert", (edit(GUIDE, 'confirm = "insert_done"', ""),)),
    ("danger-confirm", "step insert", (edit(GUIDE, 'level = "notice"', 'level = "danger"'),)),
    (
        "step-picture",
        "step insert",
        (edit(GUIDE, 'pictures = ["dimm-insert"]', ""), edit(GUIDE, 'marker = "clip"', "level = 0")),
    ),
    ("step-seconds", "step insert", (edit(GUIDE, "seconds  = 1000", ""),)),
    ("tool-missing", "step insert", (edit(GUIDE, 'confirm = "insert_done"', SCREWS % "PH2"),)),
    ("screws-once", "step insert", (edit(GUIDE, 'confirm = "insert_done"', SCREWS % "thumb"),)),
    (
        "screws-differ",
        "step insert",
        (
            edit(GUIDE, 'confirm = "insert_done"', SCREWS % "thumb"),
            edit("common/static@1/fragment.toml", "seconds = 10", (SCREWS % "hex").partition("\n")[0]),
        ),
    ),
    ("minutes", "minutes", (edit(GUIDE, "[15, 30]", "[150, 300]"),)),
    ("languages", "languages", (edit(GUIDE, '["ja", "en"]', '["en", "ja"]'),)),
    ("phase-empty", "guide.toml", (edit(GUIDE, 'phase = "after"', 'phase = "off"'),)),
    ("not-reviewed", "guide.toml", (edit(GUIDE, 'reviewed   = { by = "support", on = 2026-11-23 }', ""),)),
    ("fact-unknown", "[[steps]]", (edit(GUIDE, "when    = { memory_form", "when    = { memory_shape"),)),
    ("fact-unknown", "needs", (edit(GUIDE, '"part.slot"  ', '"part.place"  '),)),
    ("check-fact", "check slot-filled", (edit(GUIDE, "memory.slot[", "memory.hole["),)),
    ("check-fact", "check slot-filled", (edit(GUIDE, "[{part.slot}]", "[{part.hole}]"),)),
    ("need-type", "needs", (edit(GUIDE, '{ type = "bytes"', '{ type = "text"'),)),
    ("fact-value", "applies", (edit(GUIDE, '"mini-tower"]', '"big-tower"]'),)),
    ("fact-value", "question", (edit(GUIDE, 'value = "SODIMM"', "value = 7"),)),
    ("need-words", "needs", (edit(GUIDE, ', unknown = "slot_unknown"', ""),)),
    ("need-unused", "needs", (edit(GUIDE, "[[tools]]", '"part.model" = { type = "text" }\n[[tools]]'),)),
    ("question-missing", "guide.toml", (edit(GUIDE, 'fact = "order.job"', 'fact = "order.reason"'),)),
    ("question-answers", "question chassis", (edit(GUIDE, 'value = "mini-tower"', 'value = "server"'),)),
    ("question-vain", "question memory_form", (edit(GUIDE, "memory_form =", "has_battery ="),)),
    ("check-op", "check slot-filled", (edit(GUIDE, "].size", "].model"),)),
    ("check-index", "check slot-filled", (edit(GUIDE, "[{part.slot}]", "[DIMM_A2]"),)),
    ("checks-empty", "guide.toml", (lambda files: files.update({GUIDE: str(files[GUIDE]).split("[[checks]]")[0]}),)),
    ("check-way-back", "check slot-filled", (edit(GUIDE, "if_fail =", "# if_fail ="),)),
    ("statement", "check_seen", (edit(JA, '"異音や異臭はありません"', '"異音や異臭はありませんか"'),)),
    ("must-untold", "guide.toml", (edit(GUIDE, '"dimm.pairs"', '"dimm.notch"'),)),
    ("must-unknown", "step", (edit(GUIDE, '"dimm.pairs"', '"dimm.pears"'),)),
    (
        "fragment-missing",
        "guide.toml",
        (edit(GUIDE, '[[steps]]\ninclude = "common/static@1"\nphase = "off"\n', ""),),
    ),
]


@pytest.mark.parametrize(("rule", "place", "changes"), FAULTS, ids=[f"{n}-{one[0]}" for n, one in enumerate(FAULTS)])
def test_each_fault_is_found_and_told_where(
    tmp_path: Path, rule: str, place: str, changes: tuple[Callable[[Files], None], ...]
) -> None:
    files = packs.clean()
    for change in changes:
        change(files)
    of_rule = [one for one in found(tmp_path, files) if one.rule == rule]
    assert of_rule, [(one.rule, one.words(translator("en"))) for one in found(tmp_path / "again", files)]
    assert any(place in one.place for one in of_rule)
    for one in of_rule:
        for language in ("ja", "en"):
            assert not {"{", "…"} & set(one.words(translator(language)).replace("{part.slot}", ""))


def test_every_rule_is_shown_to_find_its_fault() -> None:
    assert {rule for rule, _, _ in FAULTS} == {rule.code for rule in lint.RULES}


def test_what_cannot_be_read_is_one_finding_and_no_exception(tmp_path: Path) -> None:
    (one,) = found(tmp_path, packs.clean() | {GUIDE: "nonsense"})
    assert (one.rule, one.severity) == ("unusable", Severity.ERROR)
    (other,) = lint.lint(tmp_path / "nowhere", tmp_path)
    assert "missing" in other.words(translator("en"))


def test_what_does_not_hold_together_is_told_beside_all_else(tmp_path: Path) -> None:
    files = packs.clean()
    edit(GUIDE, 'go = "insert"', 'go = "nowhere"')(files)
    line("逆の手順で")(files)
    rules = {one.rule for one in found(tmp_path, files)}
    assert {"unusable", "text-reverse-order"} <= rules


def test_what_else_is_wrong_is_told_while_pictures_are_missing(tmp_path: Path) -> None:
    files = packs.clean()
    for name in [name for name in files if name.startswith(f"{PICTURE}.")]:
        del files[name]
    edit(GUIDE, 'confirm = "insert_done"', "")(files)
    rules = {one.rule for one in found(tmp_path, files)}
    assert {"picture-file", "marker-place", "step-confirm"} <= rules
    assert "unusable" not in rules


def test_errors_stand_before_warnings(tmp_path: Path) -> None:
    severities = [one.severity for one in found(tmp_path, packs.files())]
    assert severities == sorted(severities, key=lambda one: one != Severity.ERROR)
    assert len(set(severities)) == 2


def test_a_guide_that_does_not_say_for_which_form_it_is_must_tell_of_all(tmp_path: Path) -> None:
    files = packs.clean()
    edit(GUIDE, ', memory_form = "DIMM" }', " }", count=1)(files)
    told = {one.details.get("must") for one in found(tmp_path, files)}
    assert set(musts.OF_FACT["memory_form", "SODIMM"]) <= told
    assert not set(musts.OF_FACT["storage_form", "m2"]) & told


def test_the_document_names_every_fact_hazard_tool_and_must() -> None:
    page = (packs.ROOT / "docs/guide-format.md").read_text()
    words = {*Hazard, *Tool, *Driver, *musts.every(), *FACTS, *(kind.origin for kind in FACTS.values())}
    assert not {word for word in words if word not in page}
