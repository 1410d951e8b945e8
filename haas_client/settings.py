"""What the owner typed once and need not type again; kept in ``$XDG_CONFIG_HOME``, readable by the owner alone."""

import contextlib
import logging
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from haas_client import settings_file
from haas_client.text import valid_text

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    warranty_number: str = ""
    name: str = ""
    contact: str = ""
    daily_check: bool = True
    """Whether the tray has the PC diagnosed once a day."""
    seen_trial: str = ""
    """The id of the last test in which the PC went off, once the owner has put the notice of it away."""
    telephone: str = ""
    """The customer centre's number as the owner read it on the warranty card."""
    card_seen: tuple[str, ...] = ()
    """Occasions (:mod:`haas_client.card.offer`) on which the emergency card was offered and answered."""
    big_text: bool = False
    """Whether a guide's words are shown large."""
    seen_put_aside: str = ""
    """The store of cases that was kept aside, once the owner has put the notice of it away."""


def load(path: Path) -> Settings:
    """The settings at ``path``; fresh ones where there are none. A file that is no JSON is kept aside."""
    data = settings_file.read(path)
    if data is None:
        return Settings()
    import msgspec  # 15 ms that a first start does without

    try:
        return msgspec.json.decode(data, type=Settings)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        _log.warning("settings could not be understood; kept aside")
        with contextlib.suppress(OSError):
            path.replace(path.with_suffix(".broken"))
        return Settings()


def _of_any_version(path: Path) -> dict[str, object]:
    import msgspec

    try:
        return msgspec.json.decode(settings_file.read(path) or b"{}", type=dict[str, object])
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return {}


def save(settings: Settings, path: Path) -> bool:
    """Whether the settings could be kept; a home that cannot be written is no reason to stop.

    What a later version keeps there beside them stays: its owner may come back to it.
    """
    import msgspec

    texts = {name: valid_text(value) for name, value in asdict(settings).items() if isinstance(value, str)}
    kept = replace(settings, **texts)  # type: ignore[arg-type]  # none of them a switch
    temporary = path.with_suffix(f".{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(msgspec.json.encode({**_of_any_version(path), **asdict(kept)}))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        _log.warning("settings could not be kept: %s", error.strerror)
        with contextlib.suppress(OSError):
            temporary.unlink()
        return False
    return True
