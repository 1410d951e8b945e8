"""The customer centre as it makes links, with a key of the test's own."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from haas_client.links import codec, trust
from haas_client.links.model import Action, Details, Link, PartKind

WARRANTY = "LM-24-018233"
NOW = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)
HOST = "pay.example.com"
CASE = "0123456789abcdef"

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))

DETAILS: dict[Action, Details] = {
    Action.CONFIRM_HANDS_ON: Details(free_number=2),
    Action.OFFER_HANDSBUY: Details(part="Example SSD 500 GB", free=True),
    Action.REPAIR: Details(),
    Action.QUOTE: Details(price="0 円", payment_address=f"https://{HOST}/q?id=1042"),
    Action.PAID: Details(),
    Action.SHIPPED: Details(part="Example SSD 500 GB", tracking="1234-5678-9012"),
    Action.GUIDE: Details(kind=PartKind.STORAGE, part="Example SSD", capacity_bytes=500 * 1000**3, serial="S1"),
    Action.DIAGNOSE: Details(),
    Action.RETURN_OLD_PART: Details(address="〒000-0000\n見本県見本市見本町1-2-3"),
    Action.KEEP_OLD_PART: Details(),
    Action.MESSAGE: Details(text="電源ケーブルを確認してください。"),
    Action.CLOSE: Details(),
}


def public(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def link(action: Action = Action.PAID, *, now: datetime = NOW, number: int = 1, **changed: Any) -> Link:
    values: dict[str, Any] = {
        "action": action,
        "case": CASE,
        "machine": codec.machine_mark(WARRANTY),
        "expires_at": (now + timedelta(days=30)).replace(microsecond=0),
        "once": f"{number:016x}",
        "details": DETAILS[action],
    }
    return Link(**(values | changed))


def trusted(*keys: Ed25519PrivateKey) -> trust.Trust:
    chosen = keys or (KEY,)
    return trust.Trust(keys={codec.key_id(public(key)): public(key) for key in chosen}, hosts=frozenset({HOST}))


def pin(folder: Path, *keys: Ed25519PrivateKey) -> Path:
    """Writes what Linuxmania sets on a PC."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [trust.line(public(key)) for key in keys or (KEY,)]
    (folder / trust.KEYS).write_text("# the centre's\n" + "\n".join(lines) + "\n")
    (folder / trust.HOSTS).write_text(f"{HOST}\n")
    return folder
