"""What a Hands-on's tests share."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from haas_client import process
from tests.handson.double import Double
from tests.handson.web import make_certificate


@pytest.fixture
def double(tmp_path: Path) -> Iterator[Double]:
    """An installed TeamViewer whose service answers."""
    one = Double(tmp_path / "pc")
    one.answer()
    yield one
    one.end()
    for child in process._left_alone:  # what hangs, or was killed
        child.kill()
        child.wait(10)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is missing")
    return make_certificate(tmp_path_factory.mktemp("site"))


@pytest.fixture(autouse=True)
def no_proxy_of_this_pc(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in tuple(os.environ):
        if name.lower().endswith("_proxy") or name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
            monkeypatch.delenv(name)
