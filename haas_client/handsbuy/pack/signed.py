"""Who made a guide that was shipped apart from the program: its manifest, and the centre's signature over it.

``manifest.json`` names every file of the folder with its SHA-256. ``manifest.json.sig`` is an Ed25519 signature (RFC
8032, 64 bytes) over its exact bytes, so that any tool can check it. It is no signature of a link, and no link's is one
of it: what a link's is made over begins with words that no JSON does (:mod:`haas_client.links.codec`).
"""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec

from haas_client.as_json import encoded
from haas_client.handsbuy.pack import folder
from haas_client.handsbuy.pack.model import FORMAT, MAX_PICTURE_BYTES, MAX_TOML_BYTES, GuideId, Version
from haas_client.handsbuy.pack.refusal import PackUnusable
from haas_client.toml_file import wrong

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

MANIFEST = "manifest.json"
SIGNATURE = "manifest.json.sig"
KEYS = "guide-keys"
"""The keys that may sign guides, beside ``link-keys`` and in its form. Apart from those: a link is made every day, by
many at the centre, and moves no more than a case; a guide tells an owner where to put a hand."""
MAX_MANIFEST_BYTES = 128 * 1024
_MAX_FILE_BYTES = max(MAX_PICTURE_BYTES, MAX_TOML_BYTES)

_Digest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    format: int = FORMAT
    id: GuideId
    version: Version
    files: dict[str, _Digest]
    """SHA-256 of every other file of the folder, by its path."""


def manifest(guide_id: str, version: str, files: Mapping[str, bytes]) -> bytes:
    """``manifest.json`` for these files: the same bytes for the same files."""
    digests = {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)}
    told = Manifest(id=guide_id, version=version, files=digests)
    return encoded(told)


def signature(data: bytes, key: "Ed25519PrivateKey") -> bytes:
    """``manifest.json.sig`` for a manifest."""
    return key.sign(data)


def checked(path: Path, keys: Iterable[bytes]) -> Manifest:
    """The manifest of the folder, signed by one of ``keys`` (32 bytes each), and every file as it says.

    Raises :class:`PackUnusable`. What is not signed is not taken apart.
    """
    data = folder.read(path, MANIFEST, MAX_MANIFEST_BYTES)
    _check_signature(data, folder.read(path, SIGNATURE, 64), tuple(keys))
    try:
        told = msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise PackUnusable(wrong(str(error))[0], MANIFEST) from error
    if told.format != FORMAT:
        raise PackUnusable(f"format {told.format}; this program knows {FORMAT}", MANIFEST)
    _check_files(path, told)
    return told


def _check_signature(data: bytes, found: bytes, keys: tuple[bytes, ...]) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if not keys:
        raise PackUnusable("this PC has no keys by which guides are checked", KEYS)
    for key in keys:
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(found, data)
        except InvalidSignature:
            continue
        return
    raise PackUnusable("not signed by our customer centre", SIGNATURE)


def _check_files(path: Path, told: Manifest) -> None:
    there = set(folder.names(path)) - {MANIFEST, SIGNATURE}
    if there != set(told.files):
        odd = min(there ^ set(told.files))
        raise PackUnusable("not in the manifest" if odd in there else "missing", odd)
    for name, digest in told.files.items():
        if hashlib.sha256(folder.read(path, name, _MAX_FILE_BYTES)).hexdigest() != digest:
            raise PackUnusable("altered since it was signed", name)
