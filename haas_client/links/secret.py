"""The centre's secret key, out of the file that staff name; it is never kept anywhere else."""

from pathlib import Path
from typing import TYPE_CHECKING

from haas_client.errors import HaasError
from haas_client.i18n import t

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_MAX_KEY_BYTES = 10_000


def read(path: Path) -> "Ed25519PrivateKey":
    """The key in a file that ``link keygen`` wrote. Raises :class:`HaasError`."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        with path.open("rb") as file:
            key = load_pem_private_key(file.read(_MAX_KEY_BYTES), None)
    except OSError as error:
        raise HaasError(t("The key cannot be read: {why}.").format(why=error.strerror)) from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise HaasError(t("This is no secret key that “link keygen” has made.")) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise HaasError(t("This is no secret key that “link keygen” has made."))
    return key
