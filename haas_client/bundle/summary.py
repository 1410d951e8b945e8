"""The diagnosis in a few lines of plain text: the body of a mail, and what ``collect`` and ``show`` print."""

from collections.abc import Iterator

from haas_client.bundle.report import Page
from haas_client.wording import parts as part_words


def asked(page: Page) -> Iterator[str]:
    """Who asks for what, and in which words; nothing where nothing was told."""
    told = [f"{name}: {answer}" for name, answer in page.asked if answer != "—"]
    if page.symptom:
        told.append(page.t("Symptom: {symptom}").format(symptom=page.symptom))
    if page.words.strip():
        told += ["", page.words]
    if told:
        yield from (*told, "")


def lines(page: Page) -> Iterator[str]:
    """The page, worst first, without its tables of raw values."""
    t = page.t
    yield page.title
    if page.title_note:
        yield page.title_note
    if page.code:
        yield t("Diagnosis code: {code}").format(code=page.code)
    yield ""
    for finding in page.findings:
        marks = [
            text for text, there in ((t("New since last time"), finding.new), (t("Known"), finding.known)) if there
        ]
        yield f"- {finding.headline}" + (f" [{', '.join(marks)}]" if marks else "")
        place = part_words.joined((finding.label, finding.serial), t)
        if place:
            yield f"  {place}"
        yield from (f"  {meaning}" for meaning in finding.meanings)
        # Two findings on one part may stand on the same value.
        yield from dict.fromkeys(f"  {row.source} = {row.value} ({row.threshold})" for row in finding.evidence)
    if page.findings:
        yield ""
    yield t("Parts")
    for part in page.parts:
        known = " ".join(text for text in (part.kind, part.slot, part.label, part.serial) if text != "—")
        yield f"- {known}: {part.verdict_text}" + (f" ({part.note})" if part.note else "")
    if not page.parts:
        yield f"- {page.findings_left_out or t('No part was found.')}"
    if page.photos:
        count = len(page.photos)
        yield ""
        yield t.plural("{count} photo is in the file.", "{count} photos are in the file.", count)
