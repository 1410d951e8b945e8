"""What the tests of the page share: the PC that serves it, and an owner who goes through it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from haas_client.bundle import photos
from haas_client.handsbuy.phone.server import PhoneServer
from tests.phone.browser import LIMIT_SECONDS, Tab

HERE = "127.0.0.1"
RECEIVED = "document.querySelector('.state.well')"
HERE_IS = "document.querySelector('main > .here').id"
WHOLE = (
    """Array.from(document.querySelectorAll("main img")).every((one) => one.complete && one.naturalWidth === 1280)"""
)
TICKED = "Array.from(document.querySelectorAll('input:checked')).map((box) => box.dataset.tick)"
TITLE_SIZE = "parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)"


@dataclass
class Kept:
    """The photos of a case."""

    photos: list[bytes] = field(default_factory=list)
    arrived: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    let_go: threading.Event = field(default_factory=threading.Event)
    """Nothing is answered before."""

    def __post_init__(self) -> None:
        self.let_go.set()

    def keep(self, data: bytes) -> None:
        assert self.let_go.wait(LIMIT_SECONDS)
        self.photos.append(photos.prepare(data).data)
        self.arrived.release()


@dataclass
class Pc:
    """A server for a page, and what it was told."""

    server: PhoneServer
    url: str
    received: threading.Event
    case: Kept


Serve = Callable[..., Pc]


def at(section: str) -> str:
    return f"{HERE_IS} === {section!r}"


def go_through(tab: Tab, steps: int, *, first: int = 1) -> None:
    """As an owner does: tick whatever is there, go on."""
    for number in range(first, first + steps):
        tab.wait(at(f"step-{number}"))
        for place in range(tab.run("document.querySelectorAll('.here input[data-tick]').length")):
            tab.run(f"void document.querySelectorAll('.here .tick')[{place}].setAttribute('id', 'wanted')")
            tab.tap("#wanted")
            tab.wait("document.querySelector('#wanted input').checked")
            tab.run("void document.querySelector('#wanted').removeAttribute('id')")
        tab.tap(".here .next")
        tab.wait(f"{HERE_IS} !== 'step-{number}'")  # what is tapped next is not where it was
