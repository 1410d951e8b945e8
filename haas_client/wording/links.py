"""Words for links: what the centre asks for, in this program's own; of the link only what it names is shown."""

import msgspec

from haas_client.i18n import N_, Translator
from haas_client.links.model import Action, Link, PartKind
from haas_client.sizes import part_size


class _Words(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    meaning: str
    button: str


_A = Action
_NOTE_IT = N_("Agree, and note it")

_WORDS: dict[Action, _Words] = {
    _A.CONFIRM_HANDS_ON: _Words(
        title=N_("Hands-on is confirmed, free of charge"),
        meaning=N_("An expert of the centre can work on this PC by TeamViewer, once you start it and call."),
        button=_NOTE_IT,
    ),
    _A.OFFER_HANDSBUY: _Words(
        title=N_("The centre proposes HandsBuy"),
        meaning=N_("A part is sent to you, and you put it in yourself. You can change to a repair at any time."),
        button=N_("Agree to HandsBuy"),
    ),
    _A.REPAIR: _Words(
        title=N_("The centre proposes a repair at the centre"),
        meaning=N_("The PC is sent to the centre. How it is sent, you agree with the centre afterwards."),
        button=N_("Agree to the repair"),
    ),
    _A.QUOTE: _Words(
        title=N_("A quotation of the centre"),
        meaning=N_("It is noted in your case. Nothing is paid now: the payment page opens only when you want it to."),
        button=N_("Note the quotation"),
    ),
    _A.PAID: _Words(
        title=N_("Your payment has arrived"),
        meaning=N_("The centre goes on with your case."),
        button=_NOTE_IT,
    ),
    _A.SHIPPED: _Words(
        title=N_("The part has been shipped"),
        meaning=N_("When it has arrived, say so in your case."),
        button=_NOTE_IT,
    ),
    _A.GUIDE: _Words(
        title=N_("Which part is to be put in"),
        meaning=N_("It is noted in your case, so that the part can be compared with it."),
        button=_NOTE_IT,
    ),
    _A.DIAGNOSE: _Words(
        title=N_("The centre asks for a new diagnosis"),
        meaning=N_("This PC is diagnosed and the result is kept in your case. Nothing is sent before you send it."),
        button=N_("Diagnose now"),
    ),
    _A.RETURN_OLD_PART: _Words(
        title=N_("Please send the old part back"),
        meaning=N_("The address is noted in your case. When you have sent the part, say so there."),
        button=_NOTE_IT,
    ),
    _A.KEEP_OLD_PART: _Words(
        title=N_("The old part need not be sent back"),
        meaning=N_("You may keep it or throw it away."),
        button=_NOTE_IT,
    ),
    _A.MESSAGE: _Words(
        title=N_("A message of the centre"),
        meaning=N_("It is kept in your case."),
        button=N_("Keep it in the case"),
    ),
    _A.CLOSE: _Words(
        title=N_("The centre closes your case"),
        meaning=N_("It stays in the list of cases. If something is still open, please call the centre first."),
        button=N_("Close the case"),
    ),
}

_KINDS = {
    PartKind.POWER_SUPPLY: N_("Power supply"),
    PartKind.MEMORY: N_("Memory"),
    PartKind.STORAGE: N_("Storage"),
}


def title(link: Link, t: Translator) -> str:
    return t(_WORDS[link.action].title)


def meaning(link: Link, t: Translator) -> str:
    """What agreeing does."""
    return t(_WORDS[link.action].meaning)


def button(link: Link, t: Translator) -> str:
    return t(_WORDS[link.action].button)


def details(link: Link, t: Translator) -> tuple[tuple[str, str], ...]:
    """What belongs to it, each with its name; of a payment page the host alone, for that is what counts."""
    from haas_client import web

    told = link.details
    number = t("{number} of 3").format(number=told.free_number) if told.free_number else ""
    pairs = (
        (t("Free Hands-on"), number),
        (t("Kind"), t(_KINDS[told.kind]) if told.kind else ""),
        (t("Part"), told.part),
        (t("Capacity"), part_size(told.capacity_bytes, told.kind or "") if told.capacity_bytes else ""),
        (t("Serial number"), told.serial),
        (t("Price"), told.price or (t("Free of charge") if told.free else "")),
        (t("Payment page"), web.checked(told.payment_address).host if told.payment_address else ""),
        (t("Tracking number"), told.tracking),
        (t("Address"), told.address),
        (t("Message"), told.text),
    )
    return tuple((name, value) for name, value in pairs if value)
