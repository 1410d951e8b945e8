"""Words in the person's language: gettext catalogues, usable with and without Qt.

English stands in the source; ``resources/locale/LANG/LC_MESSAGES/linuxmania-haas.mo`` has the rest. A text that is
written once in a table is marked by :func:`N_` and translated where it is shown. The report needs two languages at
once, so translators are values that are passed along; :func:`current` is the one of the interface.
"""

import os
from functools import cache

from haas_client import paths
from haas_client.catalogue import Catalogue

LANGUAGES = ("ja", "en")
DOMAIN = "linuxmania-haas"


class Translator:
    """Looks texts up in one language: ``t("Get help")``."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = _catalogue(language) if language != "en" else None

    def __call__(self, message: str) -> str:
        found = self._catalogue.text(message) if self._catalogue else None
        return message if found is None else found

    def plural(self, singular: str, plural: str, count: int) -> str:
        """The form for ``count`` things, with ``{count}`` filled in."""
        found = self._catalogue.plural(singular, plural, count) if self._catalogue else None
        text = found if found is not None else singular if count == 1 else plural
        return text.format(count=count)


def _catalogue(language: str) -> Catalogue | None:
    """``None`` where there is none, or it is damaged: English words are better than no program."""
    file = paths.resources() / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    try:
        return Catalogue(file)
    except (OSError, ValueError):
        return None


def N_(message: str) -> str:  # noqa: N802  (the name that gettext tools know)
    """Marks a text for translation that is looked up later."""
    return message


@cache
def translator(language: str) -> Translator:
    """The translator of ``language`` ("ja" or "en")."""
    return Translator(language)


def preferred_language(environment: dict[str, str] | None = None) -> str:
    """Japanese unless the locale plainly asks for another language: our owners bought the PC in Japan."""
    environment = dict(os.environ) if environment is None else environment
    for variable in ("LINUXMANIA_HAAS_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(variable, "").split(":")[0].split(".")[0]
        if value in ("", "C", "POSIX"):
            continue
        return "ja" if value.startswith("ja") else "en"
    return "ja"


_current = [translator("en")]


def use(language: str) -> Translator:
    """Makes ``language`` the one of the interface."""
    _current[0] = translator(language)
    return _current[0]


def current() -> Translator:
    """The translator of the interface."""
    return _current[0]


def t(message: str) -> str:
    """``message`` in the language of the interface."""
    return _current[0](message)
