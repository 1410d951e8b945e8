"""The words of a mail to the customer centre. They alone must let it decide, for the file may get lost on the way."""

from collections.abc import Iterable
from urllib.parse import quote

import msgspec

from haas_client import text
from haas_client.bundle import report, summary
from haas_client.bundle.report import Page
from haas_client.centre import MAIL_ADDRESS
from haas_client.i18n import Translator
from haas_client.request import Request
from haas_client.wording import requests as request_words

MAX_BODY = 1800
"""Characters beside a file. Mail programs and the links behind them cut long bodies; ours must survive whole."""

_MAX_WORDS = 700

MAX_SUBJECT = 150
"""Characters; the mail portal refuses more than 200 (xdg-desktop-portal, src/email.c)."""

MAX_URL_BYTES = 100_000
"""Linux takes 131,072 bytes for one argument of a program (MAX_ARG_STRLEN, execve(2))."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A mail as it is given to a mail program; ``subject`` is one line."""

    subject: str
    body: str
    to: str = MAIL_ADDRESS


def draft(page: Page, request: Request, file_name: str, *, reference: str = "", case_id: str = "") -> Draft:
    """The mail of a diagnosis: who, what, the findings in words, and the name of the file that belongs to it.

    ``reference``: the centre's own mark of the case, where it has given one; ``case_id``: that of the case on this PC,
    by which the centre's links find it.
    """
    t = page.t
    more = t("(more in the file)")
    own = page.words if len(page.words) <= _MAX_WORDS else f"{page.words[:_MAX_WORDS]} {more}"
    opening = [*_asked((*page.asked, *_machine(page), *_case(case_id, t)), page.symptom, t), own, ""]
    closing = ["", t("Diagnostic file: {name} (to be attached to this mail)").format(name=file_name)]
    room = MAX_BODY - sum(len(line) + 1 for line in (*opening, *closing))
    return _made((*opening, *_fitting(summary.lines(page), room, more), *closing), page.title, request, t, reference)


def draft_without_file(request: Request, t: Translator, *, reference: str = "", case_id: str = "") -> Draft:
    """The mail of a question with no diagnosis: who, and the owner's own words, whole, for no file has the rest."""
    symptom = request_words.symptom(request.symptom, t) if request.symptom else ""
    lines = (*_asked((*report.asked(request, t), *_case(case_id, t)), symptom, t), request.words)
    return _made(lines, symptom or t("a question"), request, t, reference)


def mailto_url(mail: Draft) -> str:
    """The draft as a link of RFC 6068, in plain ASCII; lines end with CRLF. A body beyond any of ours loses its end."""
    head = f"mailto:{quote(mail.to, safe='@')}?subject={quote(mail.subject, safe='')}&body="
    lines = [quote(line, safe="") for line in mail.body.split("\n")]
    room = MAX_URL_BYTES - len(head) - sum(len(line) + len(_CRLF) for line in lines)
    while room < 0:
        room += len(lines.pop()) + len(_CRLF)
    return head + _CRLF.join(lines)


_CRLF = "%0D%0A"


def _asked(asked: Iterable[tuple[str, str]], symptom: str, t: Translator) -> list[str]:
    return [
        *(f"{name}: {answer}" for name, answer in asked),
        "",
        t("Symptom: {symptom}").format(symptom=symptom or "—"),
    ]


def _machine(page: Page) -> Iterable[tuple[str, str]]:
    """Which PC it is: what a part has to fit."""
    told = (page.t("Model"), page.t("Board"), page.t("System"))
    return (row for row in page.machine if row[0] in told)


def _case(case_id: str, t: Translator) -> Iterable[tuple[str, str]]:
    return [(t("Case on the PC"), case_id)] if case_id else []


def _made(lines: Iterable[str], title: str, request: Request, t: Translator, reference: str) -> Draft:
    marks = "".join(f"[{mark}] " for mark in (request.warranty_number, reference) if mark)
    subject = marks + t("Support request: {title}").format(title=title)
    one_line = " ".join(text.printable(subject).split())
    return Draft(subject=one_line[:MAX_SUBJECT], body=text.printable("\n".join(lines)))


def _fitting(lines: Iterable[str], room: int, more: str) -> list[str]:
    fitting: list[str] = []
    for line in lines:
        room -= len(line) + 1
        if room < len(more):
            return [*fitting, more]
        fitting.append(line)
    return fitting
