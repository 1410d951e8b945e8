"""A guide out of its folder, whole."""

from pathlib import Path

from haas_client.handsbuy.pack import expand, source
from haas_client.handsbuy.pack.guide import Guide


def load(guide: Path, common: Path) -> Guide:
    """The guide in the folder ``guide``, with fragments out of ``common``.

    Raises :class:`~haas_client.handsbuy.pack.refusal.PackUnusable`. Who made it is not asked here (:mod:`.library`).
    """
    return expand.expanded(source.read(guide, common))
