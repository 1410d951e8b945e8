"""A case that was written before, read back: its photos, its diagnosis, and what the owner told of the power supply."""

from typing import TYPE_CHECKING

import msgspec

from haas_client.bundle import archive, contents
from haas_client.bundle import photos as photo_files
from haas_client.cases.model import Case, CaseFile, FileKind
from haas_client.diagnostics.checklist import PowerChecklist
from haas_client.diagnostics.diagnosis import Diagnosis
from haas_client.errors import HaasError
from haas_client.i18n import t
from haas_client.request import Request
from haas_client.ui.photos import Refused, Shown, shown
from haas_client.ui.result import Result

if TYPE_CHECKING:
    from haas_client.cases.store import Cases
    from haas_client.ui.asking import Asking


class KeptCase(msgspec.Struct, frozen=True, kw_only=True):
    """What lies beside the store."""

    case: Case
    """As it is kept: what was written last may have been under way when it was taken up."""
    photos: tuple[Shown, ...]
    missing: tuple[Refused, ...]
    """What cannot be read any more, the diagnosis included."""
    files: dict[str, CaseFile]
    """Of the photos, by name."""
    result: Result | None


def answers(request: Request) -> PowerChecklist | None:
    """The owner's word on the power supply as it stands in a request; what is no answer of ours is left out."""
    told: dict[str, str] = {}
    for question, answer in request.power_answers.items():
        try:
            msgspec.convert({question: answer}, PowerChecklist)
        except msgspec.ValidationError:
            continue
        told[question] = answer
    checklist = msgspec.convert(told, PowerChecklist)
    return None if checklist.is_empty else checklist


def load(session: "Asking", case: Case) -> None:
    """Reads what lies beside the store, and puts it into ``session`` unless another case is written by then."""
    draft = session.draft

    def loaded(kept: KeptCase) -> None:
        if draft.case_id != case.id:
            return
        session.renew(case, kept.case)
        draft.photos.take_up(kept.photos, kept.missing, kept.files)
        if kept.result:
            draft.has_diagnosis(kept.result)
        session.take_up(kept.result)

    def failed(_error: Exception) -> None:
        if draft.case_id == case.id:
            draft.photos.take_up((), (), _photos(case))  # what is added now takes none of their names
            session.take_up(None)

    session.desk.ask(lambda store: read(store, store.get(case.id)), session, loaded, failed)


def read(store: "Cases", case: Case) -> KeptCase:
    """For another thread. Raises nothing of what is wrong with the files: that is told with each."""
    photos: list[Shown] = []
    missing: list[Refused] = []
    files = _photos(case)
    for name, file in files.items():
        try:
            photos.append(shown(name, photo_files.described(store.files.read(case.id, file)).data))
        except HaasError as error:
            missing.append(Refused(name=name, title=error.title, advice=error.advice))
    result = None
    for file in case.of_kind(FileKind.DIAGNOSIS)[-1:]:  # the last one that was kept
        try:
            result = _diagnosis(store, case, file)
        except HaasError as error:
            missing.append(Refused(name=file.name, title=error.title, advice=error.advice))
    return KeptCase(case=case, photos=tuple(photos), missing=tuple(missing), files=files, result=result)


def _photos(case: Case) -> dict[str, CaseFile]:
    return {file.name: file for file in sorted(case.of_kind(FileKind.PHOTO), key=lambda file: file.name)}


def _diagnosis(store: "Cases", case: Case, file: CaseFile) -> Result:
    store.files.read(case.id, file)  # raises where it is not as it was kept
    bundle = archive.read(store.files.path(case.id, file))
    if not isinstance(bundle.diagnosis, Diagnosis):
        raise HaasError(t("The diagnosis of this case cannot be read."), t("Please diagnose again."))
    collection = contents.reopened(bundle)
    return Result(collection=collection, diagnosis=bundle.diagnosis, made_at=bundle.manifest.created_at)
