"""What every guide must say, by kind of part and form: a line says so by ``tells``, and the lint counts.

Source of each: ``docs/guide-format.md``, "What must be told", which names the service manuals.
"""

from haas_client.handsbuy.pack.model import GuideFile, listed
from haas_client.handsbuy.pack.vocabulary import Kind

Musts = tuple[str, ...]

ANY: Musts = (
    "any.shut-down",
    "any.switch-off",
    "any.unplug",
    "any.hold-power",
    "any.touch-metal",
    "any.keep-in-bag",
)
OF_KIND: dict[Kind, Musts] = {
    Kind.PSU: (
        *("psu.never-open", "psu.cable-routing", "psu.four-screws", "psu.hold-it", "psu.own-cables"),
        *("psu.atx24", "psu.eps", "psu.eps-not-pcie", "psu.pcie", "psu.sata-power", "psu.click"),
        *("psu.fan-side", "psu.switch-on"),
    ),
    Kind.MEMORY: ("memory.first-start",),
    Kind.STORAGE: (
        *("storage.copy", "storage.copy-read", "storage.new-size", "storage.which-one"),
        *("wipe.dead-drive", "wipe.not-over-usb"),
    ),
}
OF_FACT: dict[tuple[str, str], Musts] = {
    ("memory_form", "DIMM"): ("dimm.notch", "dimm.no-force", "dimm.both-ends", "dimm.open-clip", "dimm.pairs"),
    ("memory_form", "SODIMM"): ("sodimm.angle", "sodimm.clips"),
    ("storage_form", "m2"): ("m2.angle", "m2.notch", "m2.stand-off", "m2.film", "m2.sata-or-nvme"),
    ("storage_form", "sata-2.5"): ("sata.keys", "sata.screws", "sata.shock"),
    ("storage_form", "sata-3.5"): ("sata.keys", "sata.screws", "sata.shock"),
    ("chassis", "notebook"): ("notebook.battery", "notebook.swollen"),
}
"""Where a guide applies to that value of the fact, or does not say to which."""
OF_FACT_KINDS = {"memory_form": Kind.MEMORY, "storage_form": Kind.STORAGE}
"""The kind for which a fact of :data:`OF_FACT` counts; of any kind where it is not in here."""
FRAGMENTS: tuple[str, ...] = ("power-off", "open-case", "static", "close-case", "first-power-on", "return-old-part")
"""That every guide includes, whatever their version."""


def of(guide: GuideFile) -> Musts:
    """All that this guide must tell, each once."""
    musts = [*ANY, *OF_KIND[guide.kind]]
    for (fact, value), more in OF_FACT.items():
        allowed = guide.applies.get(fact, (value,))
        if OF_FACT_KINDS.get(fact, guide.kind) == guide.kind and value in listed(allowed):
            musts += more
    return tuple(dict.fromkeys(musts))


def every() -> frozenset[str]:
    """All that any guide must tell."""
    return frozenset(one for musts in (ANY, *OF_KIND.values(), *OF_FACT.values()) for one in musts)
