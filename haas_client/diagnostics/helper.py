"""This machine as an ordinary user sees it who has the privileged helper: it answers what only root may ask.

Where it is not installed, or says no, the user's own rights are what is left, and why is told
(:meth:`HelperHost.missing_right`).
"""

import threading
from collections.abc import Mapping

from haas_client.diagnostics import helper_names as names
from haas_client.diagnostics import questions
from haas_client.diagnostics.helper_client import HelperClient, HelperRefused
from haas_client.diagnostics.host import MAX_FILE_BYTES, Command, RealHost
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable
from haas_client.process import Cancel, Output

_ASKED = ("run smartctl ", "run journalctl ", f"read {questions.SMBIOS_TABLE}", names.TEAMVIEWER_ID)
"""What it may be asked at all: no other question needs to wait for it."""

_LIST_SECONDS = 5.0
_FILE_SECONDS = 5.0
_MARGIN_SECONDS = 5.0
"""The helper's own limit comes first."""


class HelperHost(RealHost):
    """Asks the helper what it answers, and the machine itself everything else. Connects with the first question."""

    def __init__(self, address: str = "") -> None:
        """``address`` of the system bus; "": the usual one."""
        self._address = address
        self._lock = threading.Lock()
        self._client: HelperClient | None = None
        self._ids: Mapping[str, str] | None = None
        self._problem: Unknown | None = None

    def missing_right(self, cancel: Cancel | None = None) -> Unknown | None:
        self._connected(cancel or Cancel())
        return self._problem

    def read(self, path: str) -> bytes:
        output = self._ask(f"read {path}", _FILE_SECONDS, Cancel())
        if output is None:
            return super().read(path)
        if len(output.stdout) > MAX_FILE_BYTES:
            raise Unreadable(Reason.TOO_LARGE, path)
        return output.stdout

    def run(self, command: Command, cancel: Cancel) -> Output:
        output = self._ask(f"run {command.line}", command.limit_seconds + _MARGIN_SECONDS, cancel)
        return super().run(command, cancel) if output is None else output

    def teamviewer_id(self, cancel: Cancel) -> str:
        """TeamViewer's number of this PC, as text. Raises :class:`Unreadable`, with ``NO_RIGHT`` without the helper."""
        output = self._ask(names.TEAMVIEWER_ID, _FILE_SECONDS, cancel)
        if output is None:
            raise Unreadable(Reason.NO_RIGHT, names.NAME)
        return output.stdout.decode("ascii", "replace")

    def release(self) -> None:
        with self._lock:
            client, self._client, self._ids = self._client, None, None
        if client:
            client.close()

    def _ask(self, question: str, limit_seconds: float, cancel: Cancel) -> Output | None:
        """The helper's answer; ``None`` where it is not asked, or not for this user."""
        if not question.startswith(_ASKED):
            return None
        client, ids = self._connected(cancel)
        its_id = ids.get(question)
        if client is None or its_id is None:
            return None
        try:
            body = client.call("Read", "s", [its_id], limit_seconds, cancel)
        except HelperRefused:
            return None
        except Unreadable:
            if cancel.asked:
                self.release()  # the helper ends what it was doing for us
            raise
        return Output(exit_code=body[0], stdout=bytes(body[1]), stderr=bytes(body[2]), seconds=body[3])

    def _connected(self, cancel: Cancel) -> tuple[HelperClient | None, Mapping[str, str]]:
        """The connection, and the helper's ids by question; none where there is no helper for us. Asked for once."""
        with self._lock:
            if cancel.asked:
                raise Unreadable(Reason.CANCELLED, "helper")
            if self._ids is None:
                self._problem = None
                ids: Mapping[str, str] = {}
                try:
                    self._client = HelperClient(self._address)
                    listed = self._client.call("Sources", "", [], _LIST_SECONDS, cancel)
                    ids = {question: its_id for its_id, question in listed[0]}
                except HelperRefused:
                    self._problem = Unknown(reason=Reason.NO_RIGHT, detail=names.NAME)
                except Unreadable as error:
                    self._problem = error.unknown
                if self._problem and self._client:
                    self._client.close()
                    self._client = None
                if self._problem and cancel.asked:  # that says nothing of the helper: to be asked again
                    raise Unreadable(Reason.CANCELLED, "helper")
                self._ids = ids
            return self._client, self._ids
