"""A section of a bundle as a person reads it, line by line."""

from collections.abc import Iterator

from haas_client.bundle.chosen import Section
from haas_client.bundle.contents import Contents
from haas_client.bundle.report import Page
from haas_client.i18n import t


def readable(bundle: Contents, page: Page, section: Section | None) -> Iterator[str]:
    """``section`` of ``bundle``; ``None`` is what the owner wrote."""
    if section is None:
        yield from (f"{name}: {text}" for name, text in page.asked)
        yield ""
        yield page.symptom
        yield page.words
    elif section == Section.RESULT:
        yield from _result(page)
    elif section == Section.PARTS:
        for part in page.parts:
            yield f"{part.kind}   {part.slot}   {part.label}   {part.serial}"
    elif section == Section.SYSTEM:
        yield from (f"{name}: {text}" for name, text in page.machine)
    elif section == Section.RECORDS:
        yield page.boots
        yield ""
        yield from page.kernel or (t("The kernel log of this start has no line about faults."),)
    else:
        yield from bundle.of_section(section) or (t("None is in this file."),)


def _result(page: Page) -> Iterator[str]:
    if page.code:
        yield t("Diagnosis code: {code}").format(code=page.code)
        yield ""
    for finding in page.findings:
        yield finding.headline
        yield from (f"  {meaning}" for meaning in finding.meanings)
        for row_ in finding.evidence:
            yield f"  {row_.source}: {row_.value}   ({row_.threshold})"
        yield ""
    for part in page.parts:
        yield f"{part.kind} {part.slot}: {part.verdict_text}   {part.note}"
