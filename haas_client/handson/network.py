"""Whether TeamViewer can reach its servers: one try over HTTPS, and what NetworkManager says where that fails."""

from enum import StrEnum
from urllib.parse import urlsplit

from haas_client.diagnostics.unknown import Unreadable
from haas_client.handson import bus
from haas_client.handson.model import Cause, Check, Line, Standing
from haas_client.handson.surroundings import Surroundings

_SECONDS = 3.0
"""For each of connecting and answering."""
_WANTS_SIGN_IN = 511
"""RFC 6585, section 6."""

_MANAGER = "org.freedesktop.NetworkManager"
_FULL = 4
_BY_CONNECTIVITY = {1: Cause.OFFLINE, 2: Cause.SIGN_IN, 3: Cause.LIMITED, _FULL: Cause.ONLINE_SERVERS_SILENT}
"""NMConnectivityState: what is told where TeamViewer's site did not answer."""


class Try(StrEnum):
    """How a try ended."""

    REACHED = "reached"
    SIGN_IN = "sign_in"
    PROXY_REFUSES = "proxy_refuses"
    NOT_THIS_SITE = "not_this_site"
    """Something answered, but not the site: a certificate of somebody else's, or one that a wrong clock refuses."""
    NOT_MADE = "not_made"
    """A proxy is set that cannot be used from here: nothing was tried."""
    SILENT = "silent"


def look(surroundings: Surroundings) -> Check:
    """The line of the preparation; blocks for the time of three tries at most. Whatever HTTP answers is "reached"."""
    ended = _tried(surroundings.site)
    if ended == Try.REACHED:
        return _check(Standing.GOOD, Cause.ONLINE)
    if ended == Try.PROXY_REFUSES:
        proxy = _proxy(surroundings.site)
        return _check(Standing.WARN, Cause.PROXY_REFUSES, {"proxy": proxy} if proxy else {})
    if ended == Try.SIGN_IN:
        return _check(Standing.WARN, Cause.SIGN_IN)
    told = _BY_CONNECTIVITY.get(_connectivity(surroundings))
    return _check(Standing.WARN, told) if told else _by_more_tries(surroundings, ended)


def _by_more_tries(surroundings: Surroundings, first: Try) -> Check:
    """Where NetworkManager cannot tell. Offline is only where nothing answers at all."""
    plain = _tried_plainly(surroundings.plain_site)
    if plain == Try.SIGN_IN:
        return _check(Standing.WARN, Cause.SIGN_IN)
    other = _tried(surroundings.other_site)
    if other == Try.REACHED:
        return _check(Standing.WARN, Cause.ONLINE_SERVERS_SILENT)
    if {first, plain, other} == {Try.SILENT}:
        return _check(Standing.WARN, Cause.OFFLINE)
    return _check(Standing.UNKNOWN, Cause.NETWORK_UNKNOWN)


def _connectivity(surroundings: Surroundings) -> int:
    """NetworkManager's own check; 0 where it makes none, for what it says then is worth nothing."""
    try:
        found = bus.properties(
            surroundings.system_bus, _MANAGER, "/org/freedesktop/NetworkManager", _MANAGER, start=False
        )
    except Unreadable:
        return 0
    value = found.get("Connectivity", 0)
    return value if found.get("ConnectivityCheckEnabled") is True and isinstance(value, int) else 0


def _tried(site: str) -> Try:
    import requests  # 90 ms, only where a Hands-on is prepared

    try:
        with requests.head(site, timeout=_SECONDS, allow_redirects=False) as answer:
            if answer.status_code == 407:
                return Try.PROXY_REFUSES
            return Try.SIGN_IN if answer.status_code == _WANTS_SIGN_IN else Try.REACHED
    except requests.exceptions.ProxyError:
        return Try.PROXY_REFUSES
    except requests.exceptions.SSLError:
        return Try.NOT_THIS_SITE
    except (requests.exceptions.InvalidSchema, requests.exceptions.InvalidURL):
        return Try.NOT_MADE
    except (requests.exceptions.RequestException, OSError, ValueError):
        return Try.SILENT


def _tried_plainly(plain_site: str) -> Try:
    """By plain HTTP, which others may answer: how a network asks for its own page to be filled in."""
    import requests

    try:
        with requests.get(plain_site, timeout=_SECONDS, allow_redirects=False, stream=True) as answer:
            status, location = answer.status_code, answer.headers.get("Location", "")
        target = urlsplit(location).hostname or ""
    except (requests.exceptions.InvalidSchema, requests.exceptions.InvalidURL):
        return Try.NOT_MADE
    except (requests.exceptions.RequestException, OSError):
        return Try.SILENT
    except ValueError:  # a place to go to that is none
        return Try.NOT_THIS_SITE
    if status in (200, _WANTS_SIGN_IN):
        return Try.SIGN_IN
    elsewhere = bool(target) and not _same_site(target, urlsplit(plain_site).hostname or "")
    return Try.SIGN_IN if 300 <= status < 400 and elsewhere else Try.NOT_THIS_SITE


def _same_site(one: str, other: str) -> bool:
    return one.lower().removeprefix("www.") == other.lower().removeprefix("www.")


def _proxy(site: str) -> str:
    """Host and port of the proxy that is asked for a site; never the name and password that may stand before them."""
    from requests.utils import get_environ_proxies, select_proxy

    try:
        address = urlsplit(select_proxy(site, get_environ_proxies(site)) or "")
        host, port = address.hostname or "", address.port
    except ValueError:
        return ""
    return f"{host}:{port}" if host and port else host


def _check(standing: Standing, cause: Cause, facts: dict[str, str] | None = None) -> Check:
    return Check(line=Line.NETWORK, standing=standing, cause=cause, facts=facts or {})
