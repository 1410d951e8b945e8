"""Our reader of compiled catalogues beside Python's own."""

import gettext
import io
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st

from haas_client import paths
from haas_client.catalogue import Catalogue
from haas_client.i18n import DOMAIN, LANGUAGES, Translator

WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=12)
PLURAL_RULES = {"ja": 1, "de": 2, "fr": 2, "pl": 3, "ar": 6}


def compiled(catalogue: Catalog) -> bytes:
    target = io.BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def both(tmp_path: Path, data: bytes) -> tuple[Catalogue, gettext.GNUTranslations]:
    file = tmp_path / "some.mo"
    file.write_bytes(data)
    return Catalogue(file), gettext.GNUTranslations(io.BytesIO(data))


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_every_text_of_ours_is_what_gettext_finds(language: str) -> None:
    file = paths.resources() / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    with file.open("rb") as opened:
        theirs = gettext.GNUTranslations(opened)
    ours = Translator(language)
    messages = [key for key in theirs._catalog if isinstance(key, str)]  # type: ignore[attr-defined]
    assert len(messages) > 2000
    assert [one for one in messages if ours(one) != theirs.gettext(one)] == []
    assert ours("There is no such text") == "There is no such text"


@given(
    st.dictionaries(WORDS, WORDS, max_size=20),
    st.sampled_from(sorted(PLURAL_RULES)),
    st.lists(st.integers(0, 200), min_size=1, max_size=5),
    WORDS,
)
def test_any_catalogue_reads_the_same(
    tmp_path_factory: pytest.TempPathFactory, texts: dict[str, str], language: str, counts: list[int], other: str
) -> None:
    made = Catalog(locale=language)
    for message, text in texts.items():
        made.add(message, text)
    forms = tuple(f"form {number}" for number in range(PLURAL_RULES[language]))
    made.add(("one thing", "many things"), forms)
    ours, theirs = both(tmp_path_factory.mktemp("mo"), compiled(made))
    for message in (*texts, other):
        assert ours.text(message) == (theirs.gettext(message) if message in texts else None)
    for count in counts:
        assert ours.plural("one thing", "many things", count) == theirs.ngettext("one thing", "many things", count)
    assert ours.plural("one thing", "other things", 1) is None


def test_the_other_order_of_bytes(tmp_path: Path) -> None:
    """A catalogue may have been compiled on any machine."""
    made = Catalog(locale="ja")
    made.add("Close", "閉じる")
    data = compiled(made)
    head = 28 + made.__len__() * 16 + 16  # seven words, and two tables with an entry for each text and the head
    swapped = b"".join(data[place : place + 4][::-1] for place in range(0, head, 4)) + data[head:]
    assert swapped[:4] == (0x950412DE).to_bytes(4, "little" if sys.byteorder == "big" else "big")
    ours, theirs = both(tmp_path, swapped)
    assert ours.text("Close") == theirs.gettext("Close") == "閉じる"


@pytest.mark.parametrize("data", [b"", b"\xde\x12", b"msgid", b"\x7fELF" + bytes(40)])
def test_another_file_is_no_catalogue(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "some.mo"
    file.write_bytes(data)
    with pytest.raises(ValueError, match="no catalogue"):
        Catalogue(file)


@pytest.mark.parametrize("size", range(28))
def test_a_piece_of_its_head_is_no_catalogue(tmp_path: Path, size: int) -> None:
    file = tmp_path / "some.mo"
    file.write_bytes((0x950412DE).to_bytes(4, "little")[:size] + bytes(max(0, size - 4)))
    with pytest.raises(ValueError, match="catalogue"):
        Catalogue(file)


@given(st.data())
def test_half_a_file_is_refused(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """As an update leaves it whose disk was full."""
    whole = (paths.resources() / "locale" / "ja" / "LC_MESSAGES" / f"{DOMAIN}.mo").read_bytes()
    file = tmp_path_factory.mktemp("mo") / "some.mo"
    file.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 2))])
    with pytest.raises(ValueError, match="catalogue"):
        Catalogue(file)


def test_with_a_damaged_catalogue_the_words_are_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "locale" / "ja" / "LC_MESSAGES" / f"{DOMAIN}.mo"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"half")
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    assert Translator("ja")("Close") == "Close"


def test_without_a_catalogue_the_words_are_those_of_the_source() -> None:
    nobody = Translator("xx")
    assert nobody("Close") == "Close"
    assert [nobody.plural("{count} page", "{count} pages", count) for count in (0, 1, 2)] == [
        "0 pages",
        "1 page",
        "2 pages",
    ]
