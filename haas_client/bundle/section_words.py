"""Words for the sections of a bundle."""

from haas_client.bundle.chosen import Section
from haas_client.i18n import N_, Translator

_SECTIONS = {
    Section.RESULT: (N_("Result of the diagnosis"), N_("State of power supply, memory and storage, with the evidence")),
    Section.PARTS: (N_("List of parts"), N_("Models, serial numbers, slots: needed to choose the right part")),
    Section.SYSTEM: (N_("This PC and its system"), N_("Model, board, processor, version of Linux")),
    Section.RECORDS: (N_("Records of errors"), N_("Hardware only. User names, host name and addresses are replaced")),
    Section.PHOTOS: (N_("Photos"), N_("No photo was added")),
    Section.RAW: (N_("Raw answers of the drives"), N_("For a closer look by our engineers; with serial numbers")),
}


def title(section: Section, t: Translator) -> str:
    return t(_SECTIONS[section][0])


def detail(section: Section, t: Translator, *, photos: int = 0) -> str:
    """What a section holds; of the photos, ``photos`` in number."""
    if section == Section.PHOTOS and photos:
        return t.plural(
            "{count} photo; the place where it was taken has been removed",
            "{count} photos; the places where they were taken have been removed",
            photos,
        )
    return t(_SECTIONS[section][1])
