"""A case to be printed."""

from html import escape

from haas_client.cases.model import Case
from haas_client.i18n import Translator
from haas_client.wording import cases as words


def html(case: Case, t: Translator) -> str:
    """One page without pictures or scripts, for a printer."""
    lines = "".join(f"<li>{escape(words.event(event, t))}</li>" for event in case.events)
    return f"<h1>{escape(words.title(case, t))}</h1><p>{escape(case.request.words)}</p><ul>{lines}</ul>"
