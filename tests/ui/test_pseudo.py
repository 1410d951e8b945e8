"""A language half as long again: what is cut off there, and what stays English."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import pseudo
from tests.ui import walk
from tests.ui.conftest import Walked

_DATA = re.compile(
    r"DIMM|DDR\d|SATA|NVMe|nvme|hwmon|EDAC|smartctl|journal|SSR-|Seasonic|Samsung|Micron|Hynix|M378|18ASF|Controller"
    r"|Example|vda|WDC|TOSHIBA|LM-|HB-|customer@|\.com|\.zip|someone@|Since|KINGSTON|Unreported"
)
"""What parts, tools, files and the owner call things: that is the same in every language."""


@pytest.mark.parametrize(("judge", "part"), [("room", part) for part in walk.PARTS])
def test_a_longer_language_has_room(walked: Walked, judge: str, part: str) -> None:
    assert walked(judge, part) == {}


@pytest.mark.parametrize(
    ("judge", "part"), [("words", part) for part in ("asking first", "other machines", "parts", "as sold")]
)
def test_every_word_can_be_translated(walked: Walked, judge: str, part: str) -> None:
    assert [text for text in walked(judge, part) if not _DATA.search(text)] == []


@given(st.text(alphabet=st.characters(exclude_characters="{}%"), min_size=1))
def test_half_as_long_again(text: str) -> None:
    assert len(pseudo.stretched(text)) >= len(text) * pseudo.GROWTH


@given(st.sampled_from(["a", "count", "number"]), st.text(alphabet="abc é", max_size=20))
def test_what_is_filled_in_stays(name: str, around: str) -> None:
    shown = pseudo.stretched(f"{around}{{{name}}}{around}")
    assert "7" in shown.format(**{name: 7})
