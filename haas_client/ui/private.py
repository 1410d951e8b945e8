"""Words that look private, in what would go."""

from haas_client.bundle.contents import KERNEL_LOG, RAW_FOLDER, Contents, Section
from haas_client.bundle.report import Page
from haas_client.ui.pages.readable import readable
from haas_client.ui.widgets.marked_text import Span


def spans(text: str) -> tuple[Span, ...]:
    return ()


def words(text: str) -> tuple[str, ...]:
    """Each word that looks private once, in the order in which they come."""
    return tuple(dict.fromkeys(text[begin:end] for begin, end in spans(text)))


def by_section(bundle: Contents, page: Page) -> dict[Section | None, tuple[str, ...]]:
    """The words of each section, as it is read; ``None``: what the owner wrote."""
    found: dict[Section | None, tuple[str, ...]] = {None: words(bundle.request.words)}
    for section in (Section.RESULT, Section.PARTS, Section.SYSTEM):
        found[section] = words("\n".join(readable(bundle, page, section)))
    log = RAW_FOLDER + KERNEL_LOG
    found[Section.RECORDS] = words(bundle.members.get(log, b"").decode("utf-8", "replace"))
    raw = b"\n".join(bundle.of_section(Section.RAW).values())
    found[Section.RAW] = words(raw.decode("utf-8", "replace"))
    return found
