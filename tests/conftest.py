"""Shared by all tests: a home of their own, and a fixed language."""

import gc
import itertools
import os
import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from haas_client import i18n, machine

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_ENDS_SECONDS = 20.0
"""A loaded machine may let a thread wait for that long."""
_NUMBERS = itertools.count()
"""Of the folders of this run."""


@pytest.fixture
def tmp_path(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """As pytest's, which looks through all folders that there are for the next number (20,000 take 4 minutes)."""
    return _folder(tmp_path_factory, re.sub(r"\W", "_", request.node.name)[:30])


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test sees or touches the home of whoever runs it."""
    home = _folder(tmp_path_factory, "home")
    for name, value in home_variables(home).items():
        monkeypatch.setenv(name, value)
    # Nor does a key of the centre on this PC decide how they end.
    monkeypatch.setattr(machine, "CENTRE_KEY", home / "no-key")
    return home


def _folder(factory: pytest.TempPathFactory, name: str) -> Path:
    return factory.mktemp(f"{name}{next(_NUMBERS)}", numbered=False)


def home_variables(home: Path) -> dict[str, str]:
    """The environment of a person whose home is ``home``, with all its folders."""
    variables = {"HOME": str(home)}
    for variable, name in (
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_STATE_HOME", "state"),
        ("XDG_RUNTIME_DIR", "run"),
    ):
        folder = home / name
        folder.mkdir(mode=0o700)
        variables[variable] = str(folder)
    # The command line puts its language there for gettext; the next test must not inherit it.
    return variables | {"LANGUAGE": "en"}


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test asks anything outside this PC, not even by what it left running in a thread."""
    asked: list[object] = []
    look_up = socket.getaddrinfo

    def only(host: Any, *rest: Any, **named: Any) -> Any:
        if host is not None and host not in ("localhost", "::1") and not str(host).startswith("127."):
            asked.append(host)
            raise socket.gaierror(socket.EAI_NONAME, "a test asked outside this PC")
        return look_up(host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", only)
    yield
    assert asked == []


@pytest.fixture(autouse=True)
def threads_ended(loopback_only: None) -> Iterator[None]:
    """What a test left running in a thread ends before the next test, which would else see it at work.

    Asked after the test's own fixtures have let go of what hangs, and while what is kept from all tests still is.
    """
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + _ENDS_SECONDS
    left = [thread for thread in threading.enumerate() if thread not in before and _is_pythons(thread)]
    if left:
        gc.collect()  # an idle pool's threads end with whoever held it
    for thread in left:
        thread.join(max(0.0, deadline - time.monotonic()))
    assert [thread.name for thread in left if thread.is_alive()] == []


def _is_pythons(thread: threading.Thread) -> bool:
    """Qt's own threads that ran something of ours are known to Python for ever."""
    return not isinstance(thread, threading._DummyThread)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Tests read English unless they say otherwise."""
    i18n.use("en")
    yield
    i18n.use("en")
