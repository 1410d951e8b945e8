"""What looks private in the files of machines that are well: nothing, or owners would learn to pass over the marks."""

from collections.abc import Callable
from pathlib import Path

import pytest

from haas_client.bundle import contents, private_words
from haas_client.bundle.contents import Contents
from haas_client.bundle.private_words import Kind
from haas_client.diagnostics.collect import Collection, collect
from haas_client.diagnostics.diagnosis import diagnose
from haas_client.diagnostics.machine_host import machine_host
from haas_client.request import Request
from tests.machines import hand_written

RECORDED = Path(__file__).parents[1] / "machines" / "recorded"
HAND_WRITTEN = (
    hand_written.failing_ssd,
    hand_written.healthy,
    hand_written.unreadable,
    hand_written.many_drives,
    hand_written.troubled,
    hand_written.remarkable,
    hand_written.mixed_memory,
    hand_written.laptop,
)
REQUEST = Request(
    words="電源が入りません。昨日の10:30から、3回に1回です。",
    warranty_number="LM-24-018233",
    name="山田",
    contact="03-0000-0000",
)


def bundle_of(folder: Path, request: Request = REQUEST) -> tuple[Collection, Contents]:
    collection = collect(machine_host(folder))
    made_at = collection.snapshot.taken_at
    return collection, contents.build(
        collection, diagnose(collection.snapshot), request, key=b"k" * 32, created_at=made_at
    )


def unmarked(folder: Path) -> None:
    collection, bundle = bundle_of(folder)
    marks = private_words.in_bundle(bundle, collection.identities)
    found = {
        name: [(span.kind, bundle.members[name].decode()[span.start : span.end]) for span in spans]
        for name, spans in marks.members.items()
    }
    assert (found, marks.words) == ({}, ())


@pytest.mark.parametrize("name", sorted(folder.name for folder in RECORDED.iterdir()))
def test_nothing_is_marked_in_the_file_of_a_recorded_machine(name: str) -> None:
    unmarked(RECORDED / name)


@pytest.mark.parametrize("machine", HAND_WRITTEN, ids=lambda machine: machine.__name__)
def test_nothing_is_marked_in_the_file_of_a_made_up_machine(machine: Callable[[Path], Path], tmp_path: Path) -> None:
    unmarked(machine(tmp_path / "machine"))


def test_what_the_owner_wrote_is_marked_where_it_stands_and_where_it_is_quoted() -> None:
    words = "TeamViewerのパスワードは abc123 です。taro@example.com に返事をください。"
    _, bundle = bundle_of(RECORDED / "emulated-healthy-root", Request(words=words, contact="hanako@example.com"))
    marks = private_words.in_bundle(bundle)
    assert [(span.kind, words[span.start : span.end]) for span in marks.words] == [
        (Kind.PASSWORD, "パスワードは abc123"),
        (Kind.MAIL, "taro@example.com"),
    ]
    report = bundle.members[contents.REPORT].decode()
    assert {report[span.start : span.end] for span in marks.members[contents.REPORT]} == {
        "パスワードは abc123",
        "taro@example.com",
    }
    assert "hanako@example.com" in report
