"""Pages are made, and their code is loaded, when first wanted: the start stays quick and the tray small."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.session import Session

if TYPE_CHECKING:
    from haas_client.ui.delivery import Delivery
    from haas_client.ui.following import Following


def new(
    name: PageName, session: Session, delivery: "Callable[[], Delivery]", following: "Callable[[], Following]"
) -> Page:
    """``delivery`` gives what carries bundles away, ``following`` what looks at links, for the pages that need it."""
    if name == PageName.LINK:
        from haas_client.ui.pages.link import LinkPage

        return LinkPage(session, following())
    page = _asking(name, session, delivery) or _around(name, session) or _parts(name, session)
    if page is None:
        raise LookupError(name)
    return page


def _asking(name: PageName, session: Session, delivery: "Callable[[], Delivery]") -> Page | None:
    """Home, and the four steps of asking for support."""
    if name == PageName.HOME:
        from haas_client.ui.pages.home import HomePage

        return HomePage(session)
    if name == PageName.SYMPTOM:
        from haas_client.ui.pages.symptom import SymptomPage

        return SymptomPage(session)
    if name == PageName.DIAGNOSIS:
        from haas_client.ui.pages.diagnosis import DiagnosisPage

        return DiagnosisPage(session)
    if name == PageName.RESULT:
        from haas_client.ui.pages.result import ResultPage

        return ResultPage(session)
    if name == PageName.SEND:
        from haas_client.ui.pages.send import SendPage

        return SendPage(session, delivery())
    if name == PageName.HANDOVER:
        from haas_client.ui.pages.handover import HandoverPage

        return HandoverPage(session, delivery())
    return None


def _around(name: PageName, session: Session) -> Page | None:
    """Cases, the centre, and what is known of this PC as a whole."""
    if name == PageName.CASE:
        from haas_client.ui.pages.case import CasePage

        return CasePage(session)
    if name == PageName.CASES:
        from haas_client.ui.pages.cases import CasesPage

        return CasesPage(session)
    if name == PageName.CENTRE:
        from haas_client.ui.pages.centre import CentrePage

        return CentrePage(session)
    if name == PageName.CARD:
        from haas_client.ui.pages.card import CardPage

        return CardPage(session)
    if name == PageName.HANDS_ON:
        from haas_client.ui.pages.handson import HandsOnPage

        return HandsOnPage(session)
    if name == PageName.SWAP:
        from haas_client.ui.pages.swap import SwapPage

        return SwapPage(session)
    if name == PageName.MACHINE:
        from haas_client.ui.pages.machine import MachinePage

        return MachinePage(session)
    return None


def _parts(name: PageName, session: Session) -> Page | None:
    """The three parts that are exchanged, and the test of one."""
    if name == PageName.POWER:
        from haas_client.ui.pages.power import PowerPage

        return PowerPage(session)
    if name == PageName.MEMORY:
        from haas_client.ui.pages.memory import MemoryPage

        return MemoryPage(session)
    if name == PageName.STORAGE:
        from haas_client.ui.pages.storage import StoragePage

        return StoragePage(session)
    if name == PageName.TRIAL:
        from haas_client.ui.pages.trial import TrialPage

        return TrialPage(session)
    return None
