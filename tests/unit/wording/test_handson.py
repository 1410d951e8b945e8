"""Words for the preparation of a Hands-on: for every cause, in both languages, with nothing left open."""

from datetime import date

import pytest

from haas_client.handson.installed import DOWNLOAD_PAGE
from haas_client.handson.model import Cause, Check, Free, Line, Standing
from haas_client.i18n import translator
from haas_client.wording import handson as words

FACTS = {
    "version": "15.61.3",
    "until": "2026-11-24T16:30:00+09:00",
    "opens": "2026-11-25T10:00:00+09:00",
    "proxy": "proxy.example:8080",
    "desktop": "GNOME",
}
NOTHING_TO_DO = {
    *(Cause.ONLINE, Cause.NETWORK_UNKNOWN, Cause.INSTALLED, Cause.TEAMVIEWER_UNKNOWN, Cause.X11),
    *(Cause.SESSION_UNKNOWN, Cause.CLOCK_IN_STEP, Cause.CLOCK_UNKNOWN, Cause.OPEN, Cause.CLOSED, Cause.MAY_BE_CLOSED),
}


def check(cause: Cause, **facts: str) -> Check:
    return Check(line=Line.NETWORK, standing=Standing.WARN, cause=cause, facts=facts)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("facts", [{}, FACTS], ids=["bare", "full"])
@pytest.mark.parametrize("cause", Cause)
def test_every_cause_has_words(cause: Cause, facts: dict[str, str], language: str) -> None:
    t = translator(language)
    one = check(cause, **facts)
    remedy = words.remedy(one, t)
    assert (remedy is None) == (cause in NOTHING_TO_DO)
    texts = [words.title(one, t), words.detail(one, t), *([remedy[0], *remedy[1]] if remedy else [])]
    assert texts[0]
    assert not [text for text in texts if "{" in text or "  " in text or text != text.strip()]


def test_titles_are_told_apart() -> None:
    t = translator("en")
    assert len({words.title(check(cause), t) for cause in Cause}) == len(Cause)


def test_what_was_found_stands_in_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "local_offset_differs", lambda at: False)
    t = translator("en")
    assert words.title(check(Cause.INSTALLED, **FACTS), t) == "TeamViewer 15.61.3 is installed"
    assert words.title(check(Cause.INSTALLED), t) == "TeamViewer is installed"
    assert words.title(check(Cause.OPEN, **FACTS), t) == "Our centre is open until 16:30"
    assert words.detail(check(Cause.CLOSED, **FACTS), t) == "It opens on Wed 11/25 at 10:00."
    assert words.detail(check(Cause.PROXY_REFUSES, **FACTS), t) == "It is set on this PC: proxy.example:8080"
    monkeypatch.setattr(words, "local_offset_differs", lambda at: True)
    assert words.title(check(Cause.OPEN, **FACTS), t) == "Our centre is open until 16:30 (Japan time)"


def test_on_wayland_the_switch_that_is_off_at_first_is_told() -> None:
    remedy = words.remedy(check(Cause.WAYLAND), translator("en"))
    assert remedy
    assert [n for n, step in enumerate(remedy[1]) if "Allow remote interaction" in step] == [2]
    assert "lock" in remedy[1][-1]


def test_no_step_downloads_or_names_a_password_of_teamviewers() -> None:
    remedy = words.remedy(check(Cause.NOT_INSTALLED), translator("en"))
    assert remedy
    assert DOWNLOAD_PAGE.removeprefix("https://") in remedy[1][0]
    assert not [step for step in remedy[1] if "passwd" in step or "curl" in step or "wget" in step]


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (Free(), ""),
        (Free(until=date(2026, 12, 15)), "free until 12/15, 3 times at most"),
        (Free(until=date(2026, 12, 15), used=1), "free until 12/15, 1 of 3 used"),
        (Free(until=date(2026, 12, 15), used=0), "free until 12/15, 0 of 3 used"),
        (Free(used=2), "2 of 3 free ones used"),
        (Free(until=date(2026, 12, 15), over=True), "the free month ended on 12/15"),
    ],
)
def test_the_free_ones(known: Free, said: str) -> None:
    assert words.free(known, translator("en")) == said


def test_the_steps_of_the_service_in_japanese() -> None:
    t = translator("ja")
    assert [t(step) for step in words.STEPS] == [
        "相談",
        "対象の確認",
        "TeamViewer を起動",
        "ID とパスワードを伝える",
        "作業",
        "切断して終了",
    ]
