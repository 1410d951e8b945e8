"""A mail that is ready to be sent, as a ``mailto:`` link short enough for a QR code that a phone reads from paper."""

from urllib.parse import quote

from haas_client.centre import MAIL_ADDRESS
from haas_client.i18n import Translator

_MOST_BYTES = 120
"""Of one value in the link, where a Japanese character takes 9: the code then has 93 modules a side at most."""


def link(warranty_number: str, model: str, code: str, t: Translator) -> str:
    """The link (RFC 6068). What is unknown, or too long to be scanned, is left for the owner to fill in."""
    lines = (
        f"{t('Warranty number')}: {_short(warranty_number)}",
        f"{t('Model')}: {_short(model)}",
        f"{t('Diagnosis code')}: {_short(code)}",
        t("Symptom: {symptom}").format(symptom=""),
    )
    body = "\r\n".join(line.rstrip() for line in lines)
    subject = t("My PC does not start")
    return f"mailto:{MAIL_ADDRESS}?subject={quote(subject, safe='')}&body={quote(body, safe='')}"


def _short(value: str) -> str:
    """A cut number would be a wrong one: all of it or nothing."""
    return value if len(quote(value, safe="")) <= _MOST_BYTES else ""
