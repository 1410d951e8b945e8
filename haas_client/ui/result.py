"""One finished diagnosis, as the interface keeps it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from haas_client.diagnostics.collect import Collection
    from haas_client.diagnostics.diagnosis import Diagnosis


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    collection: "Collection"
    diagnosis: "Diagnosis"
    made_at: datetime
    history_problem: str = ""
    """Why it does not tell what has changed; empty where it does."""
