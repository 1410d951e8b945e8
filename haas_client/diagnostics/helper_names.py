"""What the privileged helper is called on the system bus, and what it may answer; both sides take it from here."""

NAME = "org.linuxmania.Haas1"
PATH = "/org/linuxmania/Haas1"
INTERFACE = NAME

ACTION_READ = "org.linuxmania.haas1.read"
ACTION_TRIAL = "org.linuxmania.haas1.trial"
"""polkit's names of the two rights; their defaults stand in ``packaging/helper/org.linuxmania.haas1.policy``."""

ERROR_NOT_AUTHORIZED = f"{NAME}.Error.NotAuthorized"
ERROR_BUSY = f"{NAME}.Error.Busy"
"""The caller has too many calls under way, or another trial runs."""
ERROR_UNKNOWN_ID = f"{NAME}.Error.UnknownId"
ERROR_UNREADABLE = f"{NAME}.Error.Unreadable"
"""Its text is ``REASON DETAIL``, a :class:`~haas_client.diagnostics.unknown.Reason`."""

GIVES = {"Sources": "a(ss)", "Read": "iayayd", "Trials": "a(sss)", "Start": "s", "Follow": "uay", "Stop": ""}
"""What each call answers, as a signature of D-Bus."""

TEAMVIEWER_ID = "teamviewer id"
"""The one source that is neither a file nor a command: the number alone, never anything else of TeamViewer's file."""

FOLLOW_SECONDS = 10.0
"""How long ``Follow`` waits for news before it says that there is none."""
