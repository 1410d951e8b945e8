from collections.abc import Iterator
from datetime import timedelta

import hypothesis
import pytest

from haas_client import i18n

# A busy machine is no failure, and no example of yesterday decides over today's run.
hypothesis.settings.register_profile("unit", deadline=timedelta(seconds=5), max_examples=60, database=None)
hypothesis.settings.load_profile("unit")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.current().language
    i18n.use("en")
    yield
    i18n.use(before)
