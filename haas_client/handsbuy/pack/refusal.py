"""Why a guide is not used."""

from haas_client.errors import ExitCode, HaasError
from haas_client.i18n import t
from haas_client.text import MAX_FIELD, printable


class PackUnusable(HaasError):
    """A guide that is damaged, hostile, not signed, or not of this format; nothing of it is shown.

    ``why`` is for who writes guides, in English; so is ``place``: the file, and the key in it.
    """

    exit_code = ExitCode.REFUSED

    def __init__(self, why: str, place: str = "") -> None:
        self.why, self.place = _line(why), _line(place)
        told = f"{self.place}: {self.why}" if place else self.why
        super().__init__(
            t("This guide cannot be used ({why}).").format(why=told),
            t("It is left out, and nothing else is affected. Please tell our customer centre."),
        )


def _line(text: str) -> str:
    """One short line: it may quote a hostile file."""
    return " ".join(printable(text).split())[: 2 * MAX_FIELD]
