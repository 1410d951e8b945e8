"""Which guides are used: the program's, and those that the centre signed; the higher version of two."""

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from haas_client import paths
from haas_client.errors import HaasError
from haas_client.handsbuy.pack import export, library, signed, source
from haas_client.handsbuy.pack.install import NotNewer, install
from haas_client.handsbuy.pack.library import Entry, NoSuchGuide, Origin, State
from haas_client.handsbuy.pack.refusal import PackUnusable
from haas_client.links import trust
from tests import links, packs


class Pc:
    """A PC with the program's guides, a folder for others, and the centre's keys."""

    def __init__(self, root: Path) -> None:
        self.root, self.program, self.installed, self.keys = root, root / "program", root / "installed", root / "etc"
        self.keys.mkdir()
        (self.keys / signed.KEYS).write_text(f"{trust.line(links.public(links.KEY))}\n")

    def entries(self) -> list[Entry]:
        return library.entries(self.program, self.installed, self.keys)

    def told(self) -> list[tuple[Origin, str, State]]:
        return [(entry.origin, entry.version, entry.state) for entry in self.entries()]

    def zip(self, version: str = "1.0.0", *, key: object = links.KEY) -> Path:
        """The example in that version, exported and signed."""
        root = self.root / f"made-{version}"
        text = packs.guide_toml().replace('version    = "1.0.0"', f'version    = "{version}"')
        guide = packs.written(root, {f"{packs.ID}/guide.toml": text})
        path = self.root / f"{version}.zip"
        data = export.package(source.read(guide, root / "common"), key)  # type: ignore[arg-type]  # None: unsigned
        path.write_bytes(data)
        return path

    def install(self, path: Path) -> str:
        return install(path, self.installed, program=self.program, keys=self.keys).version


@pytest.fixture
def pc(tmp_path: Path) -> Pc:
    return Pc(tmp_path)


def test_there_may_be_none(pc: Pc) -> None:
    assert pc.entries() == []
    with pytest.raises(NoSuchGuide):
        library.find(packs.ID, pc.entries())


def test_the_programs_own_need_no_signature(pc: Pc) -> None:
    packs.written(pc.program)
    assert pc.told() == [(Origin.PROGRAM, "1.0.0", State.USED)]
    assert library.find(packs.ID, pc.entries()).version == "1.0.0"


def test_one_that_was_exported_is_installed_and_found_with_its_fragments(pc: Pc) -> None:
    assert pc.install(pc.zip()) == "1.0.0"
    (entry,) = pc.entries()
    assert (entry.origin, entry.state) == (Origin.INSTALLED, State.USED)
    assert [step.id for step in library.find(packs.ID, [entry]).steps] == ["example-off.unplug", "insert"]
    assert os.listdir(pc.installed) == [packs.ID]


def test_pictures_that_guides_share_are_found_and_travel_along(pc: Pc) -> None:
    """They lie beside the fragments of the program; a pack has its own copy of each."""
    root = pc.root / "shared"
    own = f"{packs.ID}/pictures/dimm-insert"
    names = [f"dimm-insert{ending}" for ending in (".webp", ".line.webp", ".markers.json")]
    moved = {f"pictures/{name}": packs.files()[f"{packs.ID}/pictures/{name}"] for name in names}
    gone: dict[str, str | bytes | None] = {f"{packs.ID}/pictures/{name}": None for name in names}
    guide = packs.written(root, gone | moved)
    (entry,) = library.entries(root, pc.installed, pc.keys)
    assert entry.guide
    assert entry.guide.steps[1].pictures[0].file == root / "pictures/dimm-insert.webp"
    path = pc.root / "pack.zip"
    path.write_bytes(export.package(source.read(guide, root / "common"), links.KEY))
    assert pc.install(path) == "1.0.0"
    (installed,) = pc.entries()
    assert installed.guide
    assert installed.guide.steps[1].pictures[0].file == pc.installed / f"{own}.webp"
    assert installed.guide.steps[1].pictures[0].markers == entry.guide.steps[1].pictures[0].markers


def test_of_two_versions_the_higher_one_is_used(pc: Pc) -> None:
    packs.written(pc.program)
    pc.install(pc.zip("1.10.0"))
    used, left = pc.told()
    assert used == (Origin.INSTALLED, "1.10.0", State.USED)
    assert left == (Origin.PROGRAM, "1.0.0", State.NOT_NEWER)


@pytest.mark.parametrize("version", ["1.0.0", "0.9.9"])
def test_a_lower_version_never_replaces_a_higher_one(pc: Pc, version: str) -> None:
    packs.written(pc.program)
    with pytest.raises(NotNewer):
        pc.install(pc.zip(version))
    pc.install(pc.zip("1.2.0"))
    for lower in (version, "1.1.9", "1.2.0"):
        with pytest.raises(NotNewer):
            pc.install(pc.zip(lower))
    assert library.find(packs.ID, pc.entries()).version == "1.2.0"
    assert pc.install(pc.zip("1.2.1")) == "1.2.1"
    assert len(pc.entries()) == 2


def test_of_two_equal_ones_the_programs_own_is_used(pc: Pc) -> None:
    pc.install(pc.zip())
    packs.written(pc.program)
    assert pc.told()[0] == (Origin.PROGRAM, "1.0.0", State.USED)


def test_versions_are_numbers_not_words(pc: Pc) -> None:
    pc.install(pc.zip("1.9.0"))
    assert pc.install(pc.zip("1.10.0")) == "1.10.0"


def test_one_that_stands_there_in_a_lower_version_is_left_out(pc: Pc) -> None:
    pc.install(pc.zip("0.9.0"))
    packs.written(pc.program)
    assert pc.told()[1] == (Origin.INSTALLED, "0.9.0", State.NOT_NEWER)


def unsigned(folder: Path) -> None:
    (folder / signed.SIGNATURE).unlink()


def forged(folder: Path) -> None:
    manifest = (folder / signed.MANIFEST).read_bytes()
    (folder / signed.SIGNATURE).write_bytes(links.OTHER_KEY.sign(manifest))


def signed_as_a_link(folder: Path) -> None:
    manifest = (folder / signed.MANIFEST).read_bytes()
    (folder / signed.SIGNATURE).write_bytes(links.KEY.sign(b"linuxmania-haas link\0" + manifest))


def altered_text(folder: Path) -> None:
    path = folder / "text/ja.toml"
    path.write_text(path.read_text().replace("力は入れません", "力を入れます"))


def altered_fragment(folder: Path) -> None:
    path = folder / f"common/{packs.PIN}/fragment.toml"
    path.write_text(path.read_text().replace("danger", "notice"))


def altered_picture(folder: Path) -> None:
    (folder / "pictures/dimm-insert.webp").write_bytes(packs.webp(size=201))


def one_more_file(folder: Path) -> None:
    (folder / "text/xx.toml").write_text("")


def one_file_less(folder: Path) -> None:
    (folder / "pictures/dimm-insert.line.webp").unlink()


def a_link(folder: Path) -> None:
    aside = folder.parent.parent / "aside"
    (folder / "text/ja.toml").rename(aside)
    (folder / "text/ja.toml").symlink_to(aside)


def resigned(folder: Path, changes: Mapping[str, object]) -> None:
    manifest = json.loads((folder / signed.MANIFEST).read_bytes()) | dict(changes)
    data = json.dumps(manifest).encode()
    (folder / signed.MANIFEST).write_bytes(data)
    (folder / signed.SIGNATURE).write_bytes(links.KEY.sign(data))


def of_another_version(folder: Path) -> None:
    resigned(folder, {"version": "9.0.0"})


def of_a_newer_format(folder: Path) -> None:
    resigned(folder, {"format": 2})


def with_more_keys(folder: Path) -> None:
    resigned(folder, {"also": 1})


def that_leads_out(folder: Path) -> None:
    files = json.loads((folder / signed.MANIFEST).read_bytes())["files"]
    resigned(folder, {"files": files | {"../../program": "0" * 64}})


FAULTS = (
    *(unsigned, forged, signed_as_a_link, altered_text, altered_fragment, altered_picture, one_more_file),
    *(one_file_less, a_link, of_another_version, of_a_newer_format, with_more_keys, that_leads_out),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_what_is_not_as_it_was_signed_is_left_out_and_said(pc: Pc, fault: object) -> None:
    pc.install(pc.zip())
    fault(pc.installed / packs.ID)  # type: ignore[operator]  # each is a function of the folder
    (entry,) = pc.entries()
    assert entry.state == State.UNUSABLE
    assert entry.why
    with pytest.raises(PackUnusable):
        library.find(packs.ID, [entry])


def test_without_keys_nothing_that_was_shipped_apart_is_used(pc: Pc) -> None:
    pc.install(pc.zip())
    (pc.keys / signed.KEYS).rename(pc.keys / trust.KEYS)  # a key for links signs no guide
    (entry,) = pc.entries()
    assert "no keys" in entry.why


def test_a_broken_one_hides_no_other(pc: Pc) -> None:
    packs.written(pc.program)
    (pc.installed / packs.ID).mkdir(parents=True)
    assert [state for _, _, state in pc.told()] == [State.USED, State.UNUSABLE]
    assert library.find(packs.ID, pc.entries()).version == "1.0.0"


@pytest.mark.parametrize("key", [None, links.OTHER_KEY])
def test_what_is_not_signed_by_the_centre_is_not_installed(pc: Pc, key: object) -> None:
    with pytest.raises(PackUnusable):
        pc.install(pc.zip(key=key))
    assert os.listdir(pc.installed) == []


def zipped(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no zip",
        zipped({}),
        zipped({"../../evil": b"x"}),
        zipped({"/etc/passwd": b"x"}),
        zipped({f"{packs.ID}/../../evil": b"x"}),
        zipped({f"{packs.ID}/text\\..\\evil": b"x"}),
        zipped({f"{packs.ID}/a": b"x", "jp.linuxmania.other/a": b"x"}),
        zipped({f"{packs.ID}/bomb": b"\0" * (33 * 1024 * 1024)}),
        zipped({f"{packs.ID}/n{n}": b"" for n in range(401)}),
        zipped({f"{packs.ID}/a": b"x", f"{packs.ID}/a/b": b"x"}),
        zipped({"common/guide.toml": b"x"}),
    ],
)
def test_a_hostile_file_leaves_nothing_behind(pc: Pc, data: bytes) -> None:
    path = pc.root / "hostile.zip"
    path.write_bytes(data)
    before = sorted(os.listdir(pc.root))
    with pytest.raises(HaasError):
        pc.install(path)
    assert not pc.installed.exists() or os.listdir(pc.installed) == []
    assert sorted({*os.listdir(pc.root), "installed"}) == sorted({*before, "installed"})


def test_what_would_be_huge_unpacked_is_not_unpacked(pc: Pc) -> None:
    path = pc.root / "bomb.zip"
    path.write_bytes(zipped({f"{packs.ID}/bomb": b"\0" * (33 * 1024 * 1024)}))
    with pytest.raises(PackUnusable, match="too large unpacked"):
        pc.install(path)


@pytest.mark.parametrize("place", [30, 200, 700, -30])
def test_a_file_that_was_damaged_on_the_way_is_refused(pc: Pc, place: int) -> None:
    path = pc.zip()
    data = bytearray(path.read_bytes())
    data[place] ^= 0x5A
    path.write_bytes(data)
    with pytest.raises(HaasError):
        pc.install(path)


def test_a_file_that_is_not_there_is_told(pc: Pc) -> None:
    with pytest.raises(HaasError, match="cannot be opened"):
        pc.install(pc.root / "nowhere.zip")


def test_the_same_guide_gives_the_same_bytes_and_its_manifest_says_all(pc: Pc) -> None:
    data = pc.zip().read_bytes()
    assert data == pc.zip().read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name.removeprefix(f"{packs.ID}/"): archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members.pop(signed.MANIFEST))
    links.KEY.public_key().verify(members.pop(signed.SIGNATURE), pc_bytes(data))
    assert manifest["files"] == {name: hashlib.sha256(one).hexdigest() for name, one in members.items()}
    assert f"common/{packs.PIN}/fragment.toml" in members


def pc_bytes(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(f"{packs.ID}/{signed.MANIFEST}")


def test_one_that_was_installed_can_be_exported_again(pc: Pc) -> None:
    data = pc.zip().read_bytes()
    pc.install(pc.root / "1.0.0.zip")
    (entry,) = pc.entries()
    assert export.package(source.read(entry.folder, entry.common), links.KEY) == data


def test_the_exchange_form_has_all_steps_within_the_bounds_of_others(pc: Pc) -> None:
    packs.written(pc.program)
    for language, title in (("ja", "メモリの交換(見本)"), ("en", "Words.")):
        told = json.loads(export.plain(library.find(packs.ID, pc.entries()), language))
        assert (told["title"], [step["phase"] for step in told["steps"]]) == (title, ["off", "off"])
        assert all(len(step["lines"]) <= 8 and len(step["images"]) <= 3 for step in told["steps"])
        assert told["steps"][1]["images"] == ["dimm-insert.webp"]
        assert [line["bullet"] for line in told["steps"][1]["lines"]] == ["black", "red", "black"]
        assert "{" not in json.dumps([step["lines"][0]["text"] for step in told["steps"]], ensure_ascii=False)


def test_where_guides_are_kept(own_home: Path) -> None:
    assert paths.guides() == own_home / "data/linuxmania-haas/guides"
    assert library.program_folder().name == "guides"
