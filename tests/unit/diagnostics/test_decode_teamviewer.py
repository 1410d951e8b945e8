"""TeamViewer's number, and nothing else of its configuration."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.diagnostics.decode.teamviewer import client_id
from haas_client.diagnostics.unknown import Reason, Unreadable

_LINES = st.sampled_from(
    [
        b"[int32] ClientID = 1146575818",
        b"[int64] ClientID = 214748364800",
        b"[int32] ClientID = 0",
        b"[strng] ClientID = 123456789",
        b"[int32] ClientIDHash = 987654321",
        b"[bin  ] ServerPasswordAES = 24681357 24681357",
        b'[strng] PermanentPassword = "2468135790"',
        b"[int32] SecurityPasswordStrength = 246813",
        b"[int32] ClientID = 1146575818 2468135790",
        b"[int32] ClientID = \xff\xfe",
    ]
)


def found(configuration: bytes) -> str | Reason:
    try:
        return client_id(configuration)
    except Unreadable as error:
        return error.unknown.reason


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_else(configuration: bytes) -> None:
    answer = found(configuration)
    assert isinstance(answer, Reason) or re.fullmatch("[1-9][0-9]{5,11}", answer)


@given(st.lists(st.one_of(_LINES, st.binary(max_size=40)), max_size=12))
def test_only_the_number_comes_out_and_never_a_password(lines: list[bytes]) -> None:
    answer = found(b"\n".join(lines))
    assert answer is Reason.NOT_REPORTED or re.fullmatch("[1-9][0-9]{5,11}", answer)
    assert "246813" not in answer


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        (b"[int32] ClientID = 1146575818\n", "1146575818"),
        (b"[int32] Version = 15\n[int32] ClientID = 987654321 \n[bin  ] X = 1\n", "987654321"),
        (b"[int64] ClientID = 2147483648", "2147483648"),
        (b"[int32] ClientID = 0\n", Reason.NOT_REPORTED),
        (b"x [int32] ClientID = 1146575818\n", Reason.NOT_REPORTED),
        (b"[int32] ClientID = 1146575818x\n", Reason.NOT_REPORTED),
        (b"", Reason.NOT_REPORTED),
    ],
)
def test_the_number_is_read(configuration: bytes, expected: str | Reason) -> None:
    assert found(configuration) == expected
