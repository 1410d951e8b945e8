"""What was made ready to leave, as it is kept with its case: for workers, which have the store at hand."""

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from haas_client import files
from haas_client.bundle import archive, encryption
from haas_client.bundle.contents import Contents
from haas_client.cases.model import Case, CaseFile, FileKind, MailText, Parcel, Way
from haas_client.channels import channel
from haas_client.channels.channel import Handover
from haas_client.channels.draft import Draft, draft, draft_without_file
from haas_client.errors import HaasError
from haas_client.i18n import current, t
from haas_client.ui.bundling import page

if TYPE_CHECKING:
    from haas_client.cases.store import Cases


class Delivered(msgspec.Struct, frozen=True, kw_only=True):
    """What was made ready to leave, and what became of it so far."""

    way: Way
    draft: Draft | None = None
    """The mail that belongs to it; ``None`` for a call."""
    path: Path | None = None
    """Where the owner finds the file; ``None`` where none goes, and where it is not there any more."""
    gone: Path | None = None
    """Where it was, if it is not there any more."""
    handover: Handover | None = None
    """``None`` for a call, and for what was made ready before and is offered again."""
    case: Case | None = None
    """``None`` where it could not be kept."""
    parcel: Parcel | None = None
    sent: bool = False
    """By the owner's word."""
    code: str = ""
    """To be read out on the telephone."""

    @property
    def on_stick(self) -> bool:
        return self.handover is not None and self.handover.way == channel.Way.STICK

    @property
    def has_copy(self) -> bool:
        """Whether the case has the very bytes, to be saved again."""
        return self.parcel is not None and self.parcel.bundle is not None


def keep_bundle(store: "Cases", case_id: str, name: str, data: bytes) -> CaseFile:
    """The packed bundle in its case; the same bytes are kept once. Raises as the store does."""
    digest = hashlib.sha256(data).hexdigest()
    for file in store.get(case_id).of_kind(FileKind.BUNDLE):
        if file.sha256 == digest:
            return file
    return store.add_file(case_id, FileKind.BUNDLE, name, data)[1]


def prepared(store: "Cases", delivered: Delivered, case_id: str, bundle: CaseFile | None) -> Delivered:
    """With its place in the outbox, from which the owner's word sends it."""
    words = delivered.draft
    mail = MailText(subject=words.subject, body=words.body) if words else None
    case = store.prepare(case_id, delivered.way, bundle, str(delivered.path or ""), mail)
    return msgspec.structs.replace(delivered, case=case, parcel=case.waiting[-1])


def offered(store: "Cases", case_id: str) -> Delivered:
    """What waits in a case, as it was made ready. Raises :class:`HaasError`, also where nothing waits any more."""
    case = store.get(case_id)
    if not case.waiting:
        raise HaasError(t("Nothing of this case is waiting to be sent."), t("It may have been sent in another window."))
    parcel = case.waiting[-1]
    saved = Path(parcel.saved_as) if parcel.saved_as else None
    there = saved is not None and _is_ours(saved, parcel)
    contents = _opened(store, case, parcel)
    name = saved.name if saved else parcel.bundle.name if parcel.bundle else ""
    return Delivered(
        way=parcel.way,
        draft=None if parcel.way == Way.TELEPHONE else _draft(case, parcel, contents, name),
        path=saved if there else None,
        gone=None if there else saved,
        case=case,
        parcel=parcel,
        code=(contents.manifest.code or "") if contents else "",
    )


def saved_again(store: "Cases", last: Delivered, path: Path) -> Delivered:
    """The very bytes once more, from the case's own copy. Raises :class:`HaasError`."""
    if last.case is None or last.parcel is None or last.parcel.bundle is None:
        raise LookupError("no copy was kept")
    data = store.files.read(last.case.id, last.parcel.bundle)
    _refuse_plain(data)
    files.write_atomically(path, data)
    again = msgspec.structs.replace(last, path=path, gone=None)
    return prepared(store, again, last.case.id, last.parcel.bundle)


def refuse_plain_file(path: Path) -> None:
    """Raises :class:`HaasError` where the file at ``path`` may not leave any more as it is."""
    try:
        with path.open("rb") as file:
            begin = file.read(len(encryption.MARK))
    except OSError:  # it goes nowhere
        return
    _refuse_plain(begin)


def _refuse_plain(data: bytes) -> None:
    """Where the centre's key is on this PC, what was made before it came does not go as it is."""
    if encryption.recipients() and not data.startswith(encryption.MARK):
        raise HaasError(
            t("This was made ready before the key of our centre came to this PC, and is not encrypted."),
            t("Nothing was lost. Please say in the case that it need not be sent, and make it ready again."),
        )


def _is_ours(path: Path, parcel: Parcel) -> bool:
    """Whether it is there and still the file that was put there."""
    if parcel.bundle is None or not os.path.isfile(path):
        return False
    try:
        with path.open("rb") as file:
            data = file.read(parcel.bundle.size_bytes + 1)
    except OSError:
        return False
    return hashlib.sha256(data).hexdigest() == parcel.bundle.sha256


def _opened(store: "Cases", case: Case, parcel: Parcel) -> Contents | None:
    """The bundle that waits; ``None`` where there is none, and where only the centre can open it."""
    if parcel.bundle is None:
        return None
    _refuse_plain(store.files.read(case.id, parcel.bundle))  # raises also where it is not what was kept
    try:
        return archive.read(store.files.path(case.id, parcel.bundle))
    except (archive.BundleRefused, encryption.CannotDecrypt):
        return None


def _draft(case: Case, parcel: Parcel, contents: Contents | None, file_name: str) -> Draft:
    """The mail as it was shown; made anew where it was not kept."""
    if parcel.mail:
        return Draft(subject=parcel.mail.subject, body=parcel.mail.body)
    reference = case.particulars.reference
    if contents is None:
        return draft_without_file(case.request, current(), reference=reference, case_id=case.id)
    return draft(page(contents), contents.request, file_name, reference=reference, case_id=case.id)
