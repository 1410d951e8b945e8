"""What is said of a swap in all: never more than what was seen."""

import pytest

from haas_client.handsbuy.pack.checks import Outcome, Result
from haas_client.handsbuy.pack.vocabulary import CheckKind
from haas_client.handsbuy.proof import Seen
from haas_client.handsbuy.situations import Noticed, Situation
from haas_client.i18n import translator
from haas_client.wording import swaps
from tests.unit.builders import snapshot, unknown
from tests.unit.handsbuy.guides import check

MEASURED, ASKED = check(), check(id="ask", kind=CheckKind.ASK)
OK, NOT_YET, FAILED, CANNOT_TELL = Outcome.OK, Outcome.NOT_YET, Outcome.FAILED, Outcome.CANNOT_TELL


def whole(measured: Outcome, asked: Outcome = OK, *situations: Situation) -> str:
    results = (Result(check=MEASURED, outcome=measured), Result(check=ASKED, outcome=asked))
    noticed = tuple(Noticed(situation=one) for one in situations)
    return swaps.whole(Seen(snapshot=snapshot(), medium=unknown(), results=results, noticed=noticed), translator("en"))


@pytest.mark.parametrize(
    ("measured", "asked", "expected"),
    [
        (OK, OK, "The swap has worked"),
        (OK, NOT_YET, "Almost done"),
        (OK, FAILED, "Something is not right yet"),
        (OK, CANNOT_TELL, "As far as can be told, it is well"),
        (CANNOT_TELL, OK, "It cannot be told whether it has worked"),
    ],
)
def test_the_whole(measured: Outcome, asked: Outcome, expected: str) -> None:
    assert whole(measured, asked) == expected


@pytest.mark.parametrize("outcome", [OK, NOT_YET, CANNOT_TELL])
def test_where_something_speaks_against_it_nothing_is_called_well(outcome: Outcome) -> None:
    assert whole(OK, outcome, Situation.NOT_DONE) == "Something may not be right"
    assert whole(OK, OK, Situation.OTHER_SLOT) == "The swap has worked"
    assert whole(FAILED, outcome, Situation.NOT_DONE) == "Something is not right yet"
