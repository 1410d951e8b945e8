"""Which machine is meant: this one, or a recorded one."""

import os
from pathlib import Path

from haas_client.diagnostics.host import Host, RealHost
from haas_client.diagnostics.replay import RecordingError, ReplayHost
from haas_client.errors import ExitCode, HaasError
from haas_client.i18n import t
from haas_client.paths import PROGRAM


class RecordingRefused(HaasError):
    """A folder that is no recording of ours."""

    exit_code = ExitCode.REFUSED


def machine_host(recording: Path | None) -> Host:
    """This machine, or the recorded one; raises :class:`RecordingRefused`."""
    if recording is None:
        return RealHost() if os.geteuid() == 0 else _with_helper()
    try:
        return ReplayHost(recording)
    except RecordingError as error:
        raise RecordingRefused(
            t("This folder is not a recording that can be read: {why}").format(why=error),
            t("Please name a folder that was written by “{command}”.").format(command=f"{PROGRAM} record"),
        ) from error


def _with_helper() -> Host:
    from haas_client.diagnostics.helper import HelperHost  # 70 ms for its bus, which root and a replay do without

    return HelperHost()
