"""The Japanese catalogue: complete, compiled as it stands, and used by every text of the source."""

import io
import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from haas_client.paths import resources

ROOT = Path(__file__).parents[2]
PO = resources() / "locale" / "ja" / "LC_MESSAGES" / "linuxmania-haas.po"
_METHODS = [("haas_client/**.py", "python"), ("resources/report/**.j2", "jinja2"), ("resources/phone/**.j2", "jinja2")]
_KEYWORDS = {"t": None, "_": None, "N_": None, "plural": (1, 2)}
_PLACE = re.compile(r"\{[a-z_]*\}")


def catalogue() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="ja")


def test_every_text_of_the_source_is_translated() -> None:
    found = {
        message if isinstance(message, str) else message[0]
        for _, _, message, _, _ in extract_from_dir(str(ROOT), _METHODS, keywords=_KEYWORDS)
    }
    translated = {m.id if isinstance(m.id, str) else m.id[0] for m in catalogue() if m.id and all(_strings(m.string))}
    assert len(found) > 300
    assert found - translated == set()
    assert translated - found == set()


def test_translations_fill_the_same_places() -> None:
    for message in catalogue():
        source = message.id if isinstance(message.id, str) else message.id[-1]
        for text in _strings(message.string):
            assert set(_PLACE.findall(text)) == set(_PLACE.findall(source)), source


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue())
    assert compiled.getvalue() == PO.with_suffix(".mo").read_bytes()


def _strings(string: str | tuple[str, ...] | list[str] | None) -> list[str]:
    if string is None:
        return []
    return [string] if isinstance(string, str) else list(string)
