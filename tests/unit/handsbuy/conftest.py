"""A phone, and the server of its page."""

from collections.abc import Iterator

import pytest

from haas_client.handsbuy.phone.server import PhoneServer
from tests.unit.handsbuy.phone import HERE, PAGE, Heard, Phone


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def phone(heard: Heard) -> Iterator[Phone]:
    made = PhoneServer(PAGE, HERE, lambda: heard.received.put("all"), heard.keep, on_closed=heard.closed.set)
    yield Phone(made, made.start(), heard)
    made.close()
