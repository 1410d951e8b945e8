"""The bundle of what is being written, and its report in the interface's language."""

import dataclasses
from collections.abc import Callable

from haas_client import paths
from haas_client.bundle import contents, report
from haas_client.bundle.chosen import ALL_SECTIONS
from haas_client.bundle.contents import Contents
from haas_client.bundle.redact import pseudonym_key
from haas_client.i18n import current
from haas_client.ui.asking import Asking
from haas_client.ui.result import Result


def builder(session: Asking, evidence: Result, *, everything: bool = False) -> Callable[[], Contents]:
    """Builds, in any thread, what is chosen at this moment; ``everything``: all sections, to be kept and not sent."""
    request = dataclasses.replace(session.request, power_answers=session.answers.told() if session.answers else {})
    sections = ALL_SECTIONS if everything else ALL_SECTIONS - session.left_out
    photos = () if everything else tuple(photo.data for photo in session.draft.photos.shown)
    reopened = session.is_reopened(evidence)

    def build() -> Contents:
        return contents.build(
            evidence.collection,
            evidence.diagnosis,
            request,
            key=None if reopened else pseudonym_key(paths.data_home()),
            created_at=evidence.made_at,
            sections=sections,
            photos=photos,
        )

    return build


def page(bundle: Contents) -> report.Page:
    """The report of a bundle in the interface's language."""
    manifest = bundle.manifest
    return report.page(
        bundle.snapshot,
        bundle.diagnosis,
        bundle.request,
        current(),
        created_at=manifest.created_at,
        code=manifest.code,
        photos=bundle.photos,
    )
