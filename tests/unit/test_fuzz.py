"""A short run of the fuzzer; ``python -m tests.fuzz`` is the long one."""

import itertools

import pytest

from haas_client.diagnostics.judge import Kind
from tests.fuzz.cases import Outcome, cases, judged_case


@pytest.mark.parametrize("kind", Kind)
def test_a_broken_capture_is_judged_or_unreadable(kind: Kind) -> None:
    outcomes = {judged_case(case) for case in itertools.islice(cases(seed=20261123, only=kind), 400)}
    assert outcomes == set(Outcome)
