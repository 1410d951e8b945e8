"""What links of the centre's show, one of each kind, and each refusal; for :mod:`tests.ui.render`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from haas_client.cases.model import Case, State
from haas_client.links import codec
from haas_client.links.model import Action
from haas_client.request import Service
from haas_client.ui.pages.page import PageName
from haas_client.ui.window import Window
from tests import links
from tests.ui.lives import brought
from tests.ui.render_asking import until
from tests.ui.render_cases import opened

if TYPE_CHECKING:
    from tests.ui.render import Camera

_STANDS = {
    Action.CONFIRM_HANDS_ON: (Service.HANDS_ON, State.ASKED),
    Action.OFFER_HANDSBUY: (Service.HANDSBUY, State.ASKED),
    Action.REPAIR: (Service.HANDSBUY, State.DECIDED),
    Action.QUOTE: (Service.HANDSBUY, State.DECIDED),
    Action.PAID: (Service.HANDSBUY, State.QUOTED),
    Action.SHIPPED: (Service.HANDSBUY, State.PAID),
    Action.GUIDE: (Service.HANDSBUY, State.SHIPPED),
    Action.DIAGNOSE: (Service.HANDSBUY, State.ASKED),
    Action.RETURN_OLD_PART: (Service.HANDSBUY, State.CHECKED),
    Action.KEEP_OLD_PART: (Service.HANDSBUY, State.CHECKED),
    Action.MESSAGE: (Service.PHONE_MAIL, State.SENT),
    Action.CLOSE: (Service.PHONE_MAIL, State.ANSWERED),
}


def shoot(camera: "Camera", home: Path) -> None:
    for action, (service, state) in _STANDS.items():
        with _window(camera, home, f"link-{action}", service, state) as (window, case):
            _look_at(window, _made(case, action))
            camera.shoot(window, f"30-link-{action}")
    with _window(camera, home, "link-refused", Service.HANDSBUY, State.PAID) as (window, case):
        window.open(PageName.LINK)
        camera.shoot(window, "31-link-paste")
        forged = codec.encode(links.link(Action.SHIPPED, case=case.id), links.OTHER_KEY)
        old = _made(case, Action.SHIPPED, expires_at=datetime.now(UTC).replace(microsecond=0) - timedelta(days=9))
        early = _made(case, Action.KEEP_OLD_PART)
        for name, text in (("forged", forged), ("old", old), ("not-now", early), ("broken", "linuxmania-haas:A")):
            _look_at(window, text)
            camera.shoot(window, f"31-link-{name}")


def _made(case: Case, action: Action, **changed: Any) -> str:
    return codec.encode(links.link(action, now=datetime.now(UTC), case=case.id, **changed), links.KEY)


def _look_at(window: Window, text: str) -> None:
    window.open_link(text)
    until(lambda: not window.following.looking)


@contextmanager
def _window(camera: "Camera", home: Path, name: str, service: Service, state: State) -> Iterator[tuple[Window, Case]]:
    with opened(camera, home, name, lambda store: brought(store, service, state)) as (session, window, store):
        links.pin(session.facts.folder)
        yield window, store.all()[0]
