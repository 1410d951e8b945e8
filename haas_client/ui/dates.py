"""Days as people write them: "May 1" and 5月1日."""

from datetime import UTC, datetime

from PySide6.QtCore import QDate, QLocale

from haas_client.i18n import current, t

_LOCALES = {"ja": QLocale.Language.Japanese, "en": QLocale.Language.English}


def day(at: datetime) -> str:
    """The day in the owner's own time zone, without its year where it is this one."""
    local = _local(at)
    this_year = local.year == _local(datetime.now(UTC)).year
    pattern = t("MMM d") if this_year else t("MMM d, yyyy")
    locale = QLocale(_LOCALES.get(current().language, QLocale.Language.English))
    return locale.toString(QDate(local.year, local.month, local.day), pattern)


def on_day(at: datetime) -> str:
    """With its preposition, "on May 1"; or "today"."""
    if _local(at).date() == _local(datetime.now(UTC)).date():
        return t("today")
    return t("on {day}").format(day=day(at))


def moment(at: datetime) -> str:
    """Day and time, "today 9:05" or "on May 1 9:05"."""
    local = _local(at)
    return f"{on_day(at)} {local.hour}:{local.minute:02}"


def stamp(at: datetime) -> str:
    """Day and time in one column: "May 1 09:05"."""
    local = _local(at)
    return f"{day(at)} {local.hour:02}:{local.minute:02}"


def _local(at: datetime) -> datetime:
    """In the owner's time zone; a time at the edge of what can be told (from a hostile file) as it is."""
    try:
        return at.astimezone()
    except (OverflowError, ValueError, OSError):
        return at
