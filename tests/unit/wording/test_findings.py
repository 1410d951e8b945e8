"""What is said of a finding agrees with how grave it is."""

from haas_client.diagnostics.kinds import Severity
from haas_client.i18n import translator
from haas_client.wording import findings
from tests.unit.builders import finding

EN = translator("en")
CODE = "power.rail_out_of_limits"


def test_a_supply_to_be_replaced_is_neither_doubted_nor_simply_used_on() -> None:
    grave = finding(code=CODE, severity=Severity.REPLACE)
    assert "does not prove" not in findings.meaning(grave, EN)
    assert "go on using the PC" not in findings.advice(grave, EN)


def test_one_voltage_that_the_board_measured_proves_nothing() -> None:
    slight = finding(code=CODE, severity=Severity.WATCH)
    assert "does not prove" in findings.meaning(slight, EN)
    assert "go on using the PC" in findings.advice(slight, EN)
