"""The card is offered after the first diagnosis, and once for each part that is to be replaced."""

from haas_client.card import offer
from haas_client.diagnostics.diagnosis import Diagnosis, diagnose
from tests.unit import builders


def diagnosis(*failing: str, **changes: str) -> Diagnosis:
    bad = [
        builders.drive(name=f"sd{n}", serial=serial, health=builders.health(passed=False), **changes)
        for n, serial in enumerate(failing)
    ]
    return diagnose(builders.snapshot(storage=builders.storage(builders.drive(name="sdz", serial="GOOD"), *bad)))


def test_before_a_diagnosis_there_is_no_reason() -> None:
    assert offer.occasions(None, ()) == ()


def test_the_first_diagnosis_is_one_and_once_answered_none_any_more() -> None:
    first = offer.occasions(diagnosis(), ())
    assert first == (offer.DIAGNOSED,)
    assert offer.occasions(diagnosis(), offer.answered((), first)) == ()


def test_each_part_to_be_replaced_is_one_of_its_own() -> None:
    seen = offer.answered((), offer.occasions(diagnosis(), ()))
    one = offer.occasions(diagnosis("A"), seen)
    assert len(one) == 1
    seen = offer.answered(seen, one)
    assert offer.occasions(diagnosis("A"), seen) == ()
    assert len(offer.occasions(diagnosis("A", "B"), seen)) == 1


def test_a_part_is_the_same_one_at_another_place() -> None:
    seen = offer.answered((), offer.occasions(diagnosis("A"), ()))
    assert offer.occasions(diagnosis("A", port="SATA 6"), seen) == ()


def test_no_serial_number_is_kept() -> None:
    assert not any("SECRET" in one for one in offer.occasions(diagnosis("SECRET1"), ()))


def test_what_is_kept_has_an_end_and_never_forgets_the_first() -> None:
    seen: tuple[str, ...] = ()
    for number in range(300):
        seen = offer.answered(seen, (f"{number}",))
    assert len(seen) == 101
    assert seen[0] == offer.DIAGNOSED
    assert seen[-1] == "299"
