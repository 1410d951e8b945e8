"""What the handover page says: what was made ready, what is left for the owner to do, and what comes after."""

from dataclasses import dataclass

from haas_client.cases.model import Way
from haas_client.centre import MAIL_ADDRESS
from haas_client.channels.channel import Enclosure, Outcome
from haas_client.i18n import N_, t
from haas_client.request import Service
from haas_client.ui.outbox import Delivered

_COMES_NEXT = {
    Service.PHONE_MAIL: N_("Our centre answers by mail or telephone. The answer may come on a later day."),
    Service.HANDS_ON: N_(
        "Our centre tells you whether Hands-on fits, and whether it is free. The answer may come on a later day."
    ),
    Service.HANDSBUY: N_(
        "Our centre decides with you whether HandsBuy applies, and which part is needed. The answer may come on a later"
        " day."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    title: str
    sub: str
    steps: tuple[str, ...]


def said(delivered: Delivered) -> Said:
    if delivered.sent:
        return Said(title=t("Thank you. It is noted as sent."), sub=comes_next(delivered), steps=())
    if delivered.way == Way.TELEPHONE:
        return _call()
    if delivered.way == Way.FILE:
        return _file(delivered)
    return _mail(delivered)


def comes_next(delivered: Delivered) -> str:
    service = delivered.case.service if delivered.case else Service.PHONE_MAIL
    return t(_COMES_NEXT[service])


def question(delivered: Delivered) -> tuple[str, str, str]:
    """Whether it is sent, and the two answers."""
    if delivered.way == Way.TELEPHONE:
        return t("Did you reach our centre?"), t("Yes, I called"), t("Not yet")
    return t("Did you send it?"), t("Yes, I sent it"), t("Not yet")


def _call() -> Said:
    steps = (
        t("Have your warranty card ready: the telephone number and the warranty number are on it."),
        t("Call on a weekday between 10:00 and 16:30 (Japan time)."),
        t("Tell what is wrong. If there is a diagnosis code below, please read it out."),
    )
    return Said(title=t("Ask by telephone"), sub=t("This is what to have ready for the call:"), steps=steps)


def _file(delivered: Delivered) -> Said:
    title = t("The file is on the USB stick") if delivered.on_stick else t("The file was saved")
    if delivered.path is None:
        title = t("The file is waiting to be sent")
    steps = (
        t("Take the file to a PC that can send mail, or hand it over as our centre tells you."),
        t("Send it to {address}, with your warranty number.").format(address=MAIL_ADDRESS),
    )
    return Said(title=title, sub=t("It has not been sent. This is how it reaches us:"), steps=steps)


def _mail(delivered: Delivered) -> Said:
    send = t("Send the mail. This program cannot see whether it was sent.")
    with_file = delivered.path is not None or delivered.has_copy
    drag = t("Drag the icon of the file above into the mail. The file is not in it yet.")
    if delivered.handover is None:
        return Said(
            title=t("This mail is waiting to be sent"),
            sub=t("It was prepared and not noted as sent. You can open it again: nothing in it has changed."),
            steps=(),
        )
    if delivered.handover.outcome != Outcome.OPENED:
        begin = t("Begin a mail to {address} and put in the text below.").format(address=MAIL_ADDRESS)
        title = t("The file was saved") if with_file else t("Your question is ready")
        steps = (begin, drag, send) if with_file else (begin, send)
        return Said(title=title, sub=t("It has not been sent. This is how it reaches us:"), steps=steps)
    opened = t("Look at the mail to {address} that has been opened.").format(address=MAIL_ADDRESS)
    if not with_file:
        sub = t("A mail was prepared. It has not been sent yet.")
        return Said(title=t("Nearly done"), sub=sub, steps=(opened, send))
    asked = delivered.handover.enclosure == Enclosure.ASKED
    look = t("Look whether the file is in the mail. If it is not, drag the icon of the file above into it.")
    return Said(
        title=t("Nearly done"),
        sub=t("The file was saved and a mail was prepared. It has not been sent yet."),
        steps=(opened, look if asked else drag, send),
    )
