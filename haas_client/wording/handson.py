"""Words for the preparation of a Hands-on: what was found, and what to do about it, step by step."""

from datetime import datetime

from haas_client.centre import local_offset_differs
from haas_client.handson.model import FREE_SESSIONS, Cause, Check, Free
from haas_client.i18n import N_, Translator

CONFIRM, START, WORK = N_("We confirm"), N_("Start TeamViewer"), N_("We work")
STEPS = (N_("You ask us"), CONFIRM, START, N_("Tell ID and password"), WORK, N_("Disconnect, done"))
"""The service's own, in its order; each to be translated."""

WARNING = N_(
    "Never tell your ID and password to anybody who calls you without your asking, even in our name or in the name of "
    "another company. Only tell them after you have called our centre yourself."
)
PASSWORD = N_("The password is shown in TeamViewer's window. This app neither reads nor keeps it.")
READ_IT_THERE = N_(
    "Please read your ID in TeamViewer's window. It stands under “Your ID”, the password right below it."
)

Remedy = tuple[str, tuple[str, ...]]
"""A heading, and what to do one after the other."""

_TITLES = {
    Cause.ONLINE: N_("Connected to the Internet"),
    Cause.ONLINE_SERVERS_SILENT: N_("Connected to the Internet, but TeamViewer does not answer"),
    Cause.OFFLINE: N_("Not connected to the Internet"),
    Cause.SIGN_IN: N_("This network asks you to sign in first"),
    Cause.LIMITED: N_("Connected to a network, but not to the Internet"),
    Cause.PROXY_REFUSES: N_("The proxy does not let the connection through"),
    Cause.NETWORK_UNKNOWN: N_("Whether this PC is on the Internet could not be found out"),
    Cause.INSTALLED: N_("TeamViewer {version} is installed"),
    Cause.NOT_INSTALLED: N_("TeamViewer is not installed"),
    Cause.SERVICE_STOPPED: N_("TeamViewer's background service is stopped"),
    Cause.SERVICE_SILENT: N_("TeamViewer's background service does not answer"),
    Cause.OLD_VERSION: N_("TeamViewer {version} is too old"),
    Cause.TEAMVIEWER_UNKNOWN: N_("Whether TeamViewer is installed could not be found out"),
    Cause.X11: N_("The desktop runs on X11"),
    Cause.WAYLAND: N_("The desktop runs on Wayland"),
    Cause.WAYLAND_NO_PORTAL: N_("On this Wayland desktop your PC can perhaps only be looked at"),
    Cause.TERMINAL: N_("No desktop is running"),
    Cause.SESSION_UNKNOWN: N_("The kind of desktop could not be found out"),
    Cause.CLOCK_IN_STEP: N_("The clock is set over the Internet"),
    Cause.CLOCK_OUT_OF_STEP: N_("The clock has not been set over the Internet"),
    Cause.CLOCK_UNKNOWN: N_("Whether the clock is right could not be found out"),
    Cause.OPEN: N_("Our centre is open"),
    Cause.CLOSED: N_("Our centre is closed now"),
    Cause.MAY_BE_CLOSED: N_("Our centre may be closed now"),
}
_WITHOUT_VERSION = {
    Cause.INSTALLED: N_("TeamViewer is installed"),
    Cause.OLD_VERSION: N_("TeamViewer is too old"),
}

_DETAILS = {
    Cause.ONLINE: N_("TeamViewer's site answers."),
    Cause.ONLINE_SERVERS_SILENT: N_("It may work all the same. If it does not, a firewall may be in the way."),
    Cause.OFFLINE: N_("Remote work needs the Internet."),
    Cause.SIGN_IN: N_("Until then nothing else gets through, as in hotels and cafés."),
    Cause.LIMITED: N_("Remote work needs the Internet."),
    Cause.NETWORK_UNKNOWN: N_("You may go on. If your browser shows web pages, this is fine."),
    Cause.NOT_INSTALLED: N_("The expert works on your PC with it."),
    Cause.SERVICE_STOPPED: N_("Without it TeamViewer shows no ID."),
    Cause.SERVICE_SILENT: N_("Without it TeamViewer shows no ID."),
    Cause.OLD_VERSION: N_("The expert's newer version may not be able to connect to it."),
    Cause.TEAMVIEWER_UNKNOWN: N_("You may go on. Please look for it in the list of programs."),
    Cause.WAYLAND: N_("You have to allow the control in a window of your desktop."),
    Cause.WAYLAND_NO_PORTAL: N_("For control by the expert, choose a session on Xorg when you log in."),
    Cause.TERMINAL: N_("TeamViewer needs a desktop that somebody is logged in to."),
    Cause.SESSION_UNKNOWN: N_("You may go on. If a window asks whether to share the screen, please allow it."),
    Cause.CLOCK_OUT_OF_STEP: N_("With a wrong date, safe connections fail."),
    Cause.CLOCK_UNKNOWN: N_("You may go on. Please compare date and time with another clock."),
    Cause.MAY_BE_CLOSED: N_("Reception: weekdays 10:00–16:30, Japan time, except national holidays."),
}

_CHECK_AGAIN = N_("Come back here and check again.")
_BY_PHONE = N_("If it does not help, call our centre: we look for the cause with you.")
_CONNECTED = N_("Look whether the cable is plugged in, or Wi-Fi switched on, and whether other devices are online.")
_ROUTER = N_("Switch the router off, wait a minute, and switch it on again.")

_SERVICE = (
    N_("Restart the PC. The background service usually starts with it."),
    N_("If that does not help, open a terminal and type: sudo teamviewer daemon start"),
    N_("It asks for the password with which you log in to this PC; it is not TeamViewer's, and nobody else needs it."),
    _CHECK_AGAIN,
)
_FROM_TEAMVIEWER = (
    N_("Open TeamViewer's own download page in your browser: www.teamviewer.com/download/linux/"),
    N_("Choose the package for Ubuntu and Debian (64 bit), whose name ends in .deb, and save it."),
    N_("Open the saved file. Your system's program for software asks whether to install it."),
    N_("It asks for the password with which you log in to this PC. Please type it yourself and tell it to nobody."),
    _CHECK_AGAIN,
)

_REMEDIES: dict[Cause, tuple[str, tuple[str, ...]]] = {
    Cause.ONLINE_SERVERS_SILENT: (
        N_("If TeamViewer says that it is not ready"),
        (
            N_("Try again in some minutes: TeamViewer's servers may be busy."),
            N_("In an office, ask whoever runs the network to let TeamViewer out (TCP and UDP 5938, or TCP 443)."),
            _BY_PHONE,
        ),
    ),
    Cause.OFFLINE: (N_("Get this PC online"), (_CONNECTED, _ROUTER, _BY_PHONE)),
    Cause.LIMITED: (N_("Get this PC online"), (_CONNECTED, _ROUTER, _BY_PHONE)),
    Cause.SIGN_IN: (
        N_("Sign in to the network"),
        (
            N_("Open your browser. The network's own page comes up by itself, or with any address that you open."),
            N_("Do what it asks for, so that other pages come up."),
            _CHECK_AGAIN,
        ),
    ),
    Cause.PROXY_REFUSES: (
        N_("Look at the proxy"),
        (
            N_("Open the network settings of your desktop and look at “Proxy”."),
            N_("At home there is usually none: switch it off. In an office, ask whoever runs the network."),
            N_("TeamViewer has a proxy setting of its own, in its options under “General”."),
        ),
    ),
    Cause.NOT_INSTALLED: (N_("Install TeamViewer"), _FROM_TEAMVIEWER),
    Cause.OLD_VERSION: (N_("Renew TeamViewer"), _FROM_TEAMVIEWER),
    Cause.SERVICE_STOPPED: (N_("Start the background service"), _SERVICE),
    Cause.SERVICE_SILENT: (N_("Start the background service again"), _SERVICE),
    Cause.WAYLAND: (
        N_("When the expert connects"),
        (
            N_("A window of your desktop opens and asks about sharing the screen."),
            N_("Choose the screen."),
            N_("Switch ON “Allow remote interaction”. It is off at first, and without it we can only look."),
            N_("Press “Share”."),
            N_("Do not lock the screen while we work: the desktop then ends the sharing."),
        ),
    ),
    Cause.WAYLAND_NO_PORTAL: (
        N_("Log in to a session on Xorg"),
        (
            N_("Save your work and log out."),
            N_("Choose your name, and before typing the password press the gear wheel in the corner."),
            N_("Choose the session that has “Xorg” or “X11” in its name, and log in."),
            N_("If there is none, go on all the same: we look at your screen and tell you what to press."),
        ),
    ),
    Cause.TERMINAL: (
        N_("Log in to the desktop"),
        (N_("Log in on this PC's own screen, with your desktop."), N_("Start this app there.")),
    ),
    Cause.CLOCK_OUT_OF_STEP: (
        N_("Set the clock"),
        (
            N_("Open the settings of your desktop and look for “Date & Time”."),
            N_("Switch on “Automatic date and time”, and look whether the date is right."),
            _CHECK_AGAIN,
        ),
    ),
}


def title(check: Check, t: Translator) -> str:
    """What was found, in a few words."""
    version = check.facts.get("version", "")
    known = _TITLES[check.cause] if version else _WITHOUT_VERSION.get(check.cause, _TITLES[check.cause])
    if check.cause == Cause.OPEN and "until" in check.facts:
        return t("Our centre is open until {time}").format(time=_clock(check, "until", t))
    return t(known).format(version=version)


def detail(check: Check, t: Translator) -> str:
    """What it means; empty where the title says it all."""
    if check.cause == Cause.CLOSED and "opens" in check.facts:
        return t("It opens on {day} at {time}.").format(day=_day(check, t), time=_clock(check, "opens", t))
    if check.cause == Cause.PROXY_REFUSES:
        proxy = check.facts.get("proxy", "")
        return t("It is set on this PC: {proxy}").format(proxy=proxy) if proxy else t("It is set on this PC.")
    known = _DETAILS.get(check.cause, "")
    return t(known) if known else ""


def remedy(check: Check, t: Translator) -> Remedy | None:
    """What to do: a heading, and steps; ``None`` where there is nothing to be done."""
    known = _REMEDIES.get(check.cause)
    return (t(known[0]), tuple(t(step) for step in known[1])) if known else None


def free(known: Free, t: Translator) -> str:
    """Until when Hands-on is free, and how many were used; empty where neither is known. Never a reason to stop."""
    day = t("{month}/{day}").format(month=known.until.month, day=known.until.day) if known.until else ""
    if known.over:
        return t("the free month ended on {day}").format(day=day)
    if known.used is None:
        return t("free until {day}, {total} times at most").format(day=day, total=FREE_SESSIONS) if day else ""
    if not day:
        return t("{used} of {total} free ones used").format(used=known.used, total=FREE_SESSIONS)
    return t("free until {day}, {used} of {total} used").format(day=day, used=known.used, total=FREE_SESSIONS)


def _clock(check: Check, name: str, t: Translator) -> str:
    at = datetime.fromisoformat(check.facts[name])
    return f"{at:%H:%M}" + (t(" (Japan time)") if local_offset_differs(at) else "")


def _day(check: Check, t: Translator) -> str:
    day = datetime.fromisoformat(check.facts["opens"])
    names = t("Mon Tue Wed Thu Fri Sat Sun").split()
    pattern = t("{weekday} {month}/{day}")
    return pattern.format(weekday=names[day.weekday() % len(names)], month=day.month, day=day.day)
