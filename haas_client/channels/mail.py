"""A mail draft in the owner's own mail program, by ``xdg-email``. Whether it is sent, only the owner knows."""

import shutil
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from haas_client import process
from haas_client.bundle import summary
from haas_client.bundle.report import Page
from haas_client.centre import MAIL_ADDRESS

# Mail programs and the mailto: links behind xdg-email cut long bodies; ours must survive whole without the file.
MAX_BODY = 1800

_MAX_WORDS = 700

# xdg-email(1): it returns once the mail program was told; some mail programs stay in the foreground instead.
_WAIT_SECONDS = 5.0


class Outcome(StrEnum):
    OPENED = "opened"
    """A mail program took the draft. Nothing is known of what became of it."""
    NO_PROGRAM = "no_program"


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    subject: str
    body: str
    to: str = MAIL_ADDRESS


def draft(page: Page, file_name: str) -> Draft:
    """The mail of a diagnosis: who, what, the findings in words, and the name of the file to be put in."""
    t = page.t
    asked = [f"{name}: {text}" for name, text in page.asked]
    more = t("(more in the file)")
    own = page.words if len(page.words) <= _MAX_WORDS else f"{page.words[:_MAX_WORDS]} {more}"
    words = [t("Symptom: {symptom}").format(symptom=page.symptom or "—"), own]
    opening = [*asked, "", *words, ""]
    closing = ["", t("Diagnostic file: {name} (to be attached to this mail)").format(name=file_name)]
    room = MAX_BODY - sum(len(line) + 1 for line in (*opening, *closing))
    body = "\n".join((*opening, *_fitting(summary.lines(page), room, more), *closing))
    subject = t("Support request: {title}").format(title=page.title)
    return Draft(subject=summary.printable(subject), body=summary.printable(body))


def compose(mail: Draft) -> Outcome:
    """Opens the draft; blocks for up to 15 s and so belongs beside the interface, not in it."""
    tool = shutil.which("xdg-email")
    if tool is None:
        return Outcome.NO_PROGRAM
    try:
        arguments = ("--utf8", "--subject", mail.subject, "--body", mail.body, mail.to)
        code = process.launch((tool, *arguments), wait_seconds=_WAIT_SECONDS)
    except OSError:
        return Outcome.NO_PROGRAM
    return Outcome.OPENED if code in (0, None) else Outcome.NO_PROGRAM


def _fitting(lines: Iterable[str], room: int, more: str) -> list[str]:
    fitting: list[str] = []
    for line in lines:
        room -= len(line) + 1
        if room < len(more):
            return [*fitting, more]
        fitting.append(line)
    return fitting
