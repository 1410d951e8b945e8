"""Whether the Internet is there: by a try over HTTPS, by NetworkManager, by what a sign-in page does."""

import socket
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from haas_client.handson import network
from haas_client.handson.model import Cause, Check, Standing
from haas_client.handson.surroundings import SITE, Surroundings
from tests.channels.desktop import session_bus
from tests.handson import buses
from tests.handson.web import NOBODY, Site, site


@pytest.fixture
def web() -> Iterator[Site]:
    with site() as one:
        yield one


@pytest.fixture
def offline(tmp_path: Path) -> Surroundings:
    return Surroundings(system_bus=f"unix:path={tmp_path}/none", site=NOBODY, other_site=NOBODY, plain_site=NOBODY)


def looked(surroundings: Surroundings, **changes: str) -> tuple[Standing, Cause]:
    check = network.look(msgspec.structs.replace(surroundings, **changes))
    return check.standing, check.cause


@pytest.mark.parametrize("status", [200, 301, 403, 404, 500, 503])
def test_whatever_the_site_answers_it_is_reached(web: Site, offline: Surroundings, status: int) -> None:
    web.status = status
    assert looked(offline, site=web.address) == (Standing.GOOD, Cause.ONLINE)
    assert web.asked == ["HEAD /"]


def test_over_https(certificate: Path, offline: Surroundings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    with site(certificate, safe=True) as web:
        assert looked(offline, site=web.safe_address) == (Standing.GOOD, Cause.ONLINE)


def test_a_certificate_of_somebody_else_is_not_the_site(certificate: Path, offline: Surroundings) -> None:
    with site(certificate, safe=True) as web:
        assert looked(offline, site=web.safe_address) == (Standing.UNKNOWN, Cause.NETWORK_UNKNOWN)
        assert web.asked == []


def test_nobody_answers(offline: Surroundings) -> None:
    assert looked(offline) == (Standing.WARN, Cause.OFFLINE)


def test_only_the_site_is_silent(web: Site, offline: Surroundings) -> None:
    assert looked(offline, other_site=web.address) == (Standing.WARN, Cause.ONLINE_SERVERS_SILENT)


@pytest.mark.parametrize(
    ("status", "location", "cause"),
    [
        (302, "http://login.hotel.example/", Cause.SIGN_IN),
        (200, "", Cause.SIGN_IN),
        (511, "", Cause.SIGN_IN),
        # Somebody answers, so the PC is not offline; who it is, nobody can tell.
        (301, "https://127.0.0.1/", Cause.NETWORK_UNKNOWN),  # the site's own way on
        (301, "/elsewhere", Cause.NETWORK_UNKNOWN),
        (301, "http://[broken", Cause.NETWORK_UNKNOWN),
        (503, "", Cause.NETWORK_UNKNOWN),
    ],
)
def test_a_network_that_sends_to_its_own_page(
    web: Site, offline: Surroundings, status: int, location: str, cause: Cause
) -> None:
    web.status, web.headers = status, {"Location": location}
    standing = Standing.UNKNOWN if cause == Cause.NETWORK_UNKNOWN else Standing.WARN
    assert looked(offline, plain_site=web.address) == (standing, cause)


def test_a_network_that_says_so_in_the_sites_place(web: Site, offline: Surroundings) -> None:
    web.status = 511
    assert looked(offline, site=web.address) == (Standing.WARN, Cause.SIGN_IN)


@pytest.mark.parametrize(
    ("connectivity", "cause"),
    [
        (0, Cause.OFFLINE),
        (1, Cause.OFFLINE),
        (2, Cause.SIGN_IN),
        (3, Cause.LIMITED),
        (4, Cause.ONLINE_SERVERS_SILENT),
    ],
)
def test_network_manager_tells_why(tmp_path: Path, offline: Surroundings, connectivity: int, cause: Cause) -> None:
    with session_bus(tmp_path) as address, buses.answering(address, buses.manager(connectivity)):
        assert looked(offline, system_bus=address) == (Standing.WARN, cause)


def test_network_manager_without_a_check_is_not_believed(tmp_path: Path, offline: Surroundings) -> None:
    with session_bus(tmp_path) as address, buses.answering(address, buses.manager(4, checks=False)):
        assert looked(offline, system_bus=address) == (Standing.WARN, Cause.OFFLINE)


def test_what_was_reached_counts_more_than_what_network_manager_says(
    tmp_path: Path, web: Site, offline: Surroundings
) -> None:
    with session_bus(tmp_path) as address, buses.answering(address, buses.manager(3)):
        assert looked(offline, system_bus=address, site=web.address) == (Standing.GOOD, Cause.ONLINE)


# --- proxies


def through(web: Site, surroundings: Surroundings, monkeypatch: pytest.MonkeyPatch) -> Check:
    port = web.server_address[1]
    monkeypatch.setenv("HTTPS_PROXY", f"http://tanaka:secret@127.0.0.1:{port}")
    return network.look(msgspec.structs.replace(surroundings, site=SITE))


def test_a_proxy_lets_through(certificate: Path, offline: Surroundings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    with site(certificate) as web:
        assert through(web, offline, monkeypatch).cause == Cause.ONLINE
        assert web.asked == ["CONNECT www.teamviewer.com:443", "HEAD /"]


@pytest.mark.parametrize("status", [403, 407, 502])
def test_a_proxy_that_refuses_is_named_without_its_password(
    web: Site, offline: Surroundings, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    web.proxy_status = status
    check = through(web, offline, monkeypatch)
    assert (check.standing, check.cause) == (Standing.WARN, Cause.PROXY_REFUSES)
    assert check.facts == {"proxy": f"127.0.0.1:{web.server_address[1]}"}


def test_a_proxy_that_is_not_there(offline: Surroundings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    assert looked(offline, site=SITE) == (Standing.WARN, Cause.PROXY_REFUSES)


def test_a_setting_that_is_no_proxy_is_no_error(offline: Surroundings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://[nonsense:port")
    assert looked(offline, site=SITE) == (Standing.UNKNOWN, Cause.NETWORK_UNKNOWN)


def test_a_proxy_of_a_kind_that_cannot_be_used_says_nothing_of_the_network(
    offline: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks5://127.0.0.1:9")
    assert looked(offline, site=SITE) == (Standing.UNKNOWN, Cause.NETWORK_UNKNOWN)


def test_something_that_speaks_no_http(offline: Surroundings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        silent = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        assert looked(offline, site=silent, plain_site=silent) == (Standing.WARN, Cause.OFFLINE)
