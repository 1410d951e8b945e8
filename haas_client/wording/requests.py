"""Words for symptoms and services: the service's own Japanese terms stand in the catalogue."""

from dataclasses import dataclass

from haas_client.i18n import N_, Translator
from haas_client.request import Service, Symptom


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    title: str
    detail: str


_SYMPTOMS = {
    Symptom.POWER: Choice(title=N_("Switches off, or won't start"), detail=N_("Sudden stops and restarts")),
    Symptom.MEMORY: Choice(title=N_("Trouble with memory"), detail=N_("Freezes, less memory than before")),
    Symptom.STORAGE: Choice(title=N_("Trouble with storage"), detail=N_("Unreadable files, noises, errors")),
    Symptom.SLOW: Choice(title=N_("The PC is slow"), detail=N_("Slow to start or to react")),
    Symptom.NETWORK: Choice(title=N_("Network and printers"), detail=N_("Fixed IP, no connection")),
    Symptom.SOFTWARE: Choice(title=N_("Updates and apps"), detail=N_("Update errors, installing")),
    Symptom.UPGRADE: Choice(title=N_("Add or renew parts"), detail=N_("Memory, storage capacity")),
    Symptom.HOW_TO: Choice(title=N_("How do I …?"), detail=N_("Questions about using the PC")),
    Symptom.OTHER: Choice(title=N_("Something else"), detail=N_("None of the above")),
}

_SERVICES = {
    Service.PHONE_MAIL: Choice(
        title=N_("Phone and mail"), detail=N_("Advice on using and setting up your PC. Free; you pay the call only.")
    ),
    Service.HANDS_ON: Choice(
        title=N_("Hands-on"), detail=N_("An expert works on your PC by remote control. May be charged.")
    ),
    Service.HANDSBUY: Choice(
        title=N_("HandsBuy"),
        detail=N_("We send you the part; your PC stays with you. If it costs something, we quote first."),
    ),
}


def symptom(choice: Symptom, t: Translator) -> str:
    return t(_SYMPTOMS[choice].title)


def symptom_detail(choice: Symptom, t: Translator) -> str:
    return t(_SYMPTOMS[choice].detail)


def service(choice: Service, t: Translator) -> str:
    return t(_SERVICES[choice].title)


def service_detail(choice: Service, t: Translator) -> str:
    return t(_SERVICES[choice].detail)
