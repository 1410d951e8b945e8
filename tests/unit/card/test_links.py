"""The links in the codes: what a phone makes of them, and that they stay small enough to be scanned from paper."""

import io
from urllib.parse import parse_qs, urlsplit

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from haas_client.card import mail, qr
from haas_client.i18n import LANGUAGES, translator

CODE = "1018 1580 2737 1347 2805"


def body(link: str) -> list[str]:
    return parse_qs(urlsplit(link).query, strict_parsing=True)["body"][0].split("\r\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mail_says_who_and_what(language: str) -> None:
    t = translator(language)
    link = mail.link("LM-24-018233", "LM-T1000", CODE, t)
    assert urlsplit(link).scheme == "mailto"
    assert urlsplit(link).path == "customer@linuxmania.jp"
    assert parse_qs(urlsplit(link).query)["subject"] == [t("My PC does not start")]
    assert body(link) == [
        f"{t('Warranty number')}: LM-24-018233",
        f"{t('Model')}: LM-T1000",
        f"{t('Diagnosis code')}: {CODE}",
        t("Symptom: {symptom}").format(symptom="").rstrip(),
    ]


def test_what_is_unknown_is_left_for_the_owner_to_fill_in() -> None:
    assert body(mail.link("", "", "", translator("en"))) == [
        "Warranty number:",
        "Model:",
        "Diagnosis code:",
        "Symptom:",
    ]


@pytest.mark.parametrize("number", ["番" * 14, "9" * 121])
def test_a_number_that_cannot_be_scanned_is_left_out_and_never_cut(number: str) -> None:
    assert body(mail.link(number, "", "", translator("en")))[0] == "Warranty number:"


def test_a_name_cannot_add_a_line_or_a_receiver() -> None:
    link = mail.link("1&cc=x@example.org", "a\r\nBcc: x", "", translator("en"))
    assert parse_qs(urlsplit(link).query).keys() == {"subject", "body"}
    assert body(link)[0] == "Warranty number: 1&cc=x@example.org"


@settings(max_examples=20)
@given(st.text(max_size=130), st.text(max_size=130), st.sampled_from(LANGUAGES))
def test_the_largest_code_is_still_scanned(number: str, model: str, language: str) -> None:
    assert len(qr.matrix(mail.link(number, model, CODE, translator(language)))) <= 93


def test_the_matrix_is_that_of_the_library_without_a_quiet_zone() -> None:
    picture = io.StringIO()
    segno.make("tel:0300000000", error="m", micro=False).save(picture, kind="txt", border=0)
    lines = tuple(tuple(mark == "1" for mark in line) for line in picture.getvalue().split())
    assert qr.matrix("tel:0300000000") == lines
    assert len(lines) == len(lines[0])
