"""From the text of a link to what agreeing to it would do; beside the interface, and loaded with the first link."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from haas_client.cases.store import CaseGone, Cases
from haas_client.links import effects, trust
from haas_client.links.model import Reason
from haas_client.links.refusal import LinkRefused
from haas_client.ui.following import Proposal


def proposal(text: str, folder: Path, warranty_numbers: Sequence[str], store: Cases) -> Proposal:
    """Raises :class:`LinkRefused`; blocks."""
    link = trust.checked(text, trust.load(folder), datetime.now(UTC))
    if store.is_spent(link.once):
        raise LinkRefused(Reason.REPLAYED)
    try:
        case = store.get(link.case)
    except CaseGone:
        case = None
    numbers = (*warranty_numbers, case.request.warranty_number if case else "")
    trust.for_machine(link, [number for number in numbers if number])
    if case is None:
        raise LinkRefused(Reason.OTHER_CASE)
    return Proposal(link=link, case=case, told=effects.told(case, link))
