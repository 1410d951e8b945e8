"""Cases brought to any place of the table, by steps that an owner could record."""

import io
from collections import deque

from PIL import Image

from haas_client.cases.model import Actor, Case, FileKind, Note, Particulars, Party, State, Via, Way
from haas_client.cases.states import FLOWS, Move, Step, steps
from haas_client.cases.store import Cases
from haas_client.request import Request, Service, Symptom

TOLD = {
    Move.DECIDE: Particulars(reference="HB-1042"),
    Move.CONFIRM_FREE: Particulars(reference="HO-1042", free_number=2),
    Move.ASK_PAYMENT: Particulars(price="0 yen", payment_address="https://pay.example.com/q?id=1042"),
    Move.QUOTE: Particulars(price="0 yen", payment_address="https://pay.example.com/q?id=1042"),
    Move.SHIP: Particulars(part="Example SSD 500 GB", tracking="1234-5678-9012"),
    Move.ANSWER: Particulars(reference="PM-1042"),
}
PLACES = sorted(
    {(service, state) for service, flow in FLOWS.items() for step in flow for state in step.origins}
    | {(service, step.target) for service, flow in FLOWS.items() for step in flow if not step.service}
)
"""Every state of every service."""


def begun(store: Cases, service: Service, words: str = "Since yesterday", symptom: Symptom = Symptom.STORAGE) -> Case:
    request = Request(symptom=symptom, words=words, warranty_number="LM-24-018233", contact="03-0000-0000")
    return store.begin(request, service)


def brought(store: Cases, service: Service, target: State, case: Case | None = None) -> Case:
    """A case of ``service`` that stands at ``target``, by the shortest way."""
    case = case or begun(store, service)
    for step in _way(service, case.state, target):
        told = TOLD.get(step.move, Particulars())
        case = store.move(case.id, step.move, expected=case.state, by=Actor.OWNER, particulars=told)
    return case


def photo(colour: str = "steelblue", size: tuple[int, int] = (320, 240)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, "JPEG")
    return stream.getvalue()


def full(store: Cases, words: str, bundle: bytes) -> Case:
    """One with all that a case can have, in the middle of HandsBuy."""
    case = begun(store, Service.HANDSBUY, words)
    for number, colour in enumerate(("steelblue", "darkseagreen", "peru"), start=1):
        store.add_file(case.id, FileKind.PHOTO, f"photo-{number:02}.jpg", photo(colour))
    store.add_file(case.id, FileKind.DIAGNOSIS, "diagnosis.zip", bundle)
    _, file = store.add_file(case.id, FileKind.BUNDLE, "linuxmania-20260701-0912.zip", bundle)
    case = store.prepare(case.id, Way.MAIL, file)
    case = store.confirm_sent(case.id, case.waiting[0].id)
    store.note(case.id, "a", Note(text="明日の午後に電話します。", via=Via.TELEPHONE, by=Party.CENTRE))
    case = brought(store, Service.HANDSBUY, State.QUOTED, case)
    case = store.move(case.id, Move.PAY, expected=State.QUOTED)
    case = store.take_back(case.id, expected=State.PAID)
    return brought(store, Service.HANDSBUY, State.SWAP, case)


def _way(service: Service, origin: State, target: State) -> list[Step]:
    queue: deque[tuple[State, list[Step]]] = deque([(origin, [])])
    seen = {origin}
    while queue:
        state, way = queue.popleft()
        if state == target:
            return way
        for step in steps(service, state):
            if not step.service and step.target not in seen and Actor.OWNER in step.by:
                seen.add(step.target)
                queue.append((step.target, [*way, step]))
    raise LookupError(target)
