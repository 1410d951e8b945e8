"""A bench in the privileged helper: what needs root is carried out there, and only while this program is connected."""

from typing import Any

import msgspec

from haas_client.diagnostics import helper_names as names
from haas_client.diagnostics.helper_client import HelperClient, HelperRefused
from haas_client.diagnostics.trials.bench import Tell, why_stopped
from haas_client.diagnostics.trials.values import Done, Ending, Event, Offer, Stop, TrialKind
from haas_client.diagnostics.unknown import Reason, Unreadable
from haas_client.process import Cancel

_ANSWER_SECONDS = 10.0
_EVENTS = msgspec.json.Decoder(list[Event])
_KINDS = frozenset(TrialKind)


class _Lost(Unreadable):
    """The helper is gone in the middle of a trial, which ends with it."""


class HelperBench:
    """Connects for as long as it is asked something; a trial ends with its connection."""

    def offers(self) -> tuple[Offer, ...]:
        client = HelperClient()
        try:
            listed = _called(client, "Trials", "", [])[0]
        finally:
            client.close()
        return tuple(
            Offer(id=its_id, kind=TrialKind(kind), subject=subject)
            for its_id, kind, subject in listed
            if kind in _KINDS  # a newer helper may have more
        )

    def run(self, offer: Offer, tell: Tell, cancel: Cancel) -> Done:
        client = HelperClient()
        try:
            run = str(_called(client, "Start", "s", [offer.id])[0])
            with cancel.watched(lambda: client.send("Stop", "s", [run])):
                return _with_reason(_followed(client, run, tell), cancel)
        except _Lost as error:
            return Done(ending=Ending.FAILED, problem=error.unknown)
        finally:
            client.close()


def _with_reason(done: Done, cancel: Cancel) -> Done:
    """The helper is only told to stop; why, we know better."""
    if done.ending == Ending.STOPPED and done.stop == Stop.OWNER and cancel.asked:
        return msgspec.structs.replace(done, stop=why_stopped(cancel))
    return done


def _followed(client: HelperClient, run: str, tell: Tell) -> Done:
    seen = 0
    while True:
        try:
            seen, data = _called(client, "Follow", "su", [run, seen])
        except Unreadable as error:
            raise _Lost(error.unknown.reason, error.unknown.detail) from error
        for event in _decoded(data):
            if isinstance(event, Done):
                return event
            tell(event)


def _decoded(data: bytes) -> list[Event]:
    try:
        return _EVENTS.decode(data)
    except msgspec.DecodeError as error:
        raise Unreadable(Reason.MALFORMED, "helper, Follow") from error


def _called(client: HelperClient, member: str, signature: str, body: list[object]) -> list[Any]:
    try:
        return client.call(member, signature, body, names.FOLLOW_SECONDS + _ANSWER_SECONDS)
    except HelperRefused as error:
        busy = str(error) == names.ERROR_BUSY
        raise Unreadable(Reason.FAILED if busy else Reason.NO_RIGHT, f"helper, {member}: {error}") from error
