"""Nothing that leads to a person leaves the PC; everything that leads to a part does."""

import re
import stat
from pathlib import Path

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from haas_client.bundle import archive
from haas_client.bundle.contents import CASE, Contents
from haas_client.bundle.redact import Redactor, part_texts, pseudonym_key
from haas_client.diagnostics.diagnosis import Diagnosis
from haas_client.diagnostics.finding import Finding, PartState
from haas_client.diagnostics.host import Identities
from haas_client.diagnostics.kinds import Confidence, Severity, Verdict
from haas_client.diagnostics.snapshot import BootEnd, Bus
from haas_client.diagnostics.unknown import Reason
from haas_client.request import Request
from tests.unit import builders
from tests.unit.builders import KEY

PEOPLE = Identities(
    users=("tarou", "taro.yamada", "山田太郎"),
    real_names=("Yamada Tarou", "佐藤 花子"),
    hosts=("yamada-pc", "yamada-pc.example.lan"),
    networks=("aterm-5g-1234", "うちのWi-Fi"),
)


def redacted(text: str, people: Identities = PEOPLE, protected: tuple[str, ...] = (), key: bytes = KEY) -> str:
    return Redactor(key, people, protected).text(text)


# --- each kind, in every file of a bundle

SECRETS = {
    "user": ("session of tarou ended", "tarou"),
    "user in capitals": ("session of TAROU ended", "TAROU"),
    "user with a dot": ("uid=1001(taro.yamada)", "taro.yamada"),
    "user between underscores": ("disk_tarou_backup", "tarou"),
    "user beside Japanese": ("利用者tarouさん", "tarou"),
    "Japanese user beside Japanese": ("利用者山田太郎さんのディスク", "山田太郎"),
    "real name": ("owner Yamada Tarou", "Yamada"),
    "Japanese real name": ("所有者佐藤 花子様", "佐藤"),
    "host": ("Jul  1 12:00:00 yamada-pc kernel: error", "yamada-pc"),
    "host in full": ("from yamada-pc.example.lan:", "yamada-pc"),
    "home folder": ("file /home/hanako/a.txt", "hanako"),
    "home folder at the end": ("chdir /home/hanako", "hanako"),
    "home folder elsewhere": ("/var/home/hanako/x", "hanako"),
    "home folder of a common name": ("/home/user/x", "/user/"),
    "home folder in Japanese": ("/home/花子/x", "花子"),
    "mounted stick": ("mounted on /run/media/hanako/USB", "hanako"),
    "mounted stick, older": ("mounted on /media/hanako/USB", "hanako"),
    "IPv4": ("peer 192.168.10.23", "192.168.10.23"),
    "IPv4 with a port": ("peer 192.168.10.23:631", "192.168.10.23"),
    "IPv4 at the end of a sentence": ("peer 192.168.10.23.", "192.168.10.23"),
    "public IPv4": ("peer=203.0.113.7,", "203.0.113.7"),
    "IPv6": ("peer 2001:db8:1:2:3:4:5:6", "2001:db8"),
    "shortened IPv6": ("peer 2001:db8::c0de/64", "c0de"),
    "IPv6 of a link": ("peer fe80::a00:27ff:fe4e:66a1%eth0", "fe4e"),
    "IPv6 in brackets": ("http://[2001:db8::7]:80/", "2001:db8"),
    "MAC": ("eth0: 00:1b:44:11:3a:b7", "3a:b7"),
    "MAC in capitals": ("eth0: 00:1B:44:11:3A:B7", "3A:B7"),
    "MAC with dashes": ("eth0: 00-1b-44-11-3a-b7", "3a-b7"),
    "EUI-64": ("eui 00:1b:44:ff:fe:11:3a:b7", "3a:b7"),
    "network": ("wlan0: associated with aterm-5g-1234", "aterm-5g-1234"),
    "Japanese network": ("接続先うちのWi-Fiです", "うちの"),
    "SSID": ("wlan0: SSID=cafe-free freq=2412", "cafe-free"),
    "SSID in quotes": ('wlan0: SSID="My Home Net" freq=2412', "Home"),
    "SSID in single quotes": ("wlan0: (SSID='My Home Net' freq=2412)", "Home"),
    "SSID behind a colon": ("wlan0: SSID: cafe-free", "cafe-free"),
    "BSSID": ("wlan0: BSSID=00:1b:44:11:3a:b7", "3a:b7"),
    "IPv6 around IPv4": ("peer ::ffff:192.0.2.128 (old)", "2.128"),
    "IPv6 before a colon": ("from 2001:db8::c0de: refused", "c0de"),
    "netfilter's MAC": ("MAC=00:1b:44:11:3a:b7:00:1b:44:11:3a:b8:08:00 SRC=1", "3a:b7"),
    "adapter named by its MAC": ("wlx001b44113ab7: link is not ready", "113ab7"),
    "ssid in small letters": ('ssid="My Home Net"', "Home"),
    "ESSID": ('wlan0 ESSID:"My Home Net"', "Home"),
    "mail": ("contact hanako.s@example.co.jp now", "hanako"),
    "mail with a plus": ("<h+pc@mail.example.com>", "h+pc"),
}


def bundle_with(line: str, people: Identities = PEOPLE, key: bytes = KEY) -> Contents:
    """A bundle with ``line`` wherever text of the machine's can stand."""
    snapshot = builders.snapshot(
        storage=builders.storage(
            builders.drive(health=builders.unknown(Reason.FAILED, line), port=builders.unknown(detail=line))
        ),
        system=builders.system(distribution=line, session_type=builders.unknown(detail=line)),
        records=builders.records(kernel=(builders.kernel_line(line),)),
        sources=(builders.source(line, builders.unknown(Reason.FAILED, line)),),
    )
    raw = {"smartctl-sda.json": f'{{"messages": "{line}"}}'.encode()}
    return builders.bundle(snapshot, raw=raw, identities=people, key=key)


CASES = [pytest.param(line, secret, id=name) for name, (line, secret) in SECRETS.items()]


@pytest.mark.parametrize(("line", "secret"), CASES)
def test_what_leads_to_a_person_is_in_no_file_of_a_bundle(line: str, secret: str) -> None:
    assert secret in line
    bundle = bundle_with(line)
    assert [name for name, data in bundle.members.items() if secret.encode() in data] == []


@pytest.mark.parametrize(("line", "secret"), CASES)
def test_what_stands_around_it_is_kept(line: str, secret: str) -> None:
    before, after = line[0], line[-1]
    text = redacted(f"{before * 3} {line} {after * 3}")
    assert secret not in text
    assert text.startswith(before * 3)
    assert text.endswith(after * 3)


@pytest.mark.parametrize("name", ["kernel-log.txt", "smartctl-sda.json"])
def test_the_line_itself_is_there_without_the_name(name: str) -> None:
    bundle = bundle_with("ata1: error, session of tarou ended")
    assert re.search(rb"ata1: error, session of user-[0-9a-f]{8} ended", bundle.members[f"raw/{name}"])


def test_every_file_but_the_manifest_had_the_line() -> None:
    """Guards the test above: the line is where it is looked for."""
    bundle = bundle_with("QQQQ")
    without = {name for name, data in bundle.members.items() if b"QQQQ" not in data}
    assert without == {"manifest.json", CASE}


# --- pseudonyms


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("tarou", "user"),
        ("Yamada Tarou", "person"),
        ("yamada-pc", "host"),
        ("aterm-5g-1234", "network"),
        ("192.168.1.5", "ip"),
        ("2001:db8::5", "ip"),
        ("00:1b:44:11:3a:b7", "mac"),
        ("a@example.com", "mail"),
    ],
)
def test_a_pseudonym_tells_its_kind_and_nothing_more(text: str, kind: str) -> None:
    assert re.fullmatch(rf"{kind}-[0-9a-f]{{8}}", redacted(text))


def test_a_home_folder_keeps_its_place() -> None:
    user = redacted("tarou")
    assert redacted("/home/tarou/a /run/media/tarou/b") == f"/home/{user}/a /run/media/{user}/b"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tarou", "TAROU"),
        ("00:1B:44:11:3A:B7", "00-1b-44-11-3a-b7"),
        ("2001:db8:0:0:0:0:0:5", "2001:DB8::5"),
        ("A@Example.com", "a@example.com"),
        ("SSID=cafe-free", 'SSID="cafe-free"'),
    ],
)
def test_the_same_name_has_the_same_pseudonym_however_it_is_written(one: str, other: str) -> None:
    assert redacted(one) == redacted(other)


def test_a_network_has_one_pseudonym_in_the_log_and_among_the_names() -> None:
    assert redacted("SSID=aterm-5g-1234") == f"SSID={redacted('aterm-5g-1234')}"


@pytest.mark.parametrize(("one", "other"), [("tarou", "山田太郎"), ("192.168.1.5", "192.168.1.6")])
def test_different_names_have_different_pseudonyms(one: str, other: str) -> None:
    assert redacted(one) != redacted(other)


def test_the_same_key_gives_the_same_bundle() -> None:
    assert bundle_with("tarou at 192.168.1.5").members == bundle_with("tarou at 192.168.1.5").members


@pytest.mark.parametrize("text", ["tarou", "192.168.1.5", "00:1b:44:11:3a:b7", "a@example.com", "SSID=cafe-free"])
def test_another_key_gives_another_pseudonym(text: str) -> None:
    assert redacted(text) != redacted(text, key=b"x" * 32)


def test_a_name_of_one_kind_is_not_recognised_by_another_kind() -> None:
    as_user = redacted("sakura", Identities(users=("sakura",)))
    as_host = redacted("sakura", Identities(hosts=("sakura",)))
    assert as_user.partition("-")[2] != as_host.partition("-")[2]


# --- what stays


def test_the_centre_can_still_be_written_to() -> None:
    assert redacted("Mail customer@linuxmania.jp") == "Mail customer@linuxmania.jp"


@pytest.mark.parametrize(
    "text",
    [
        "0000:00:1f.2",
        "pci 0000:00:1f.2: BAR 6",
        "ahci 0000:00:17.0: AHCI controller unavailable!",
        "12:34:56",
        "Jul  1 12:34:56",
        "2026-07-01T12:34:56+09:00",
        "127.0.0.1",
        "127.0.1.1",
        "::1",
        "::",
        "0.0.0.0",
        "1.2.3",
        "6.8.0-45-generic",
        "v1.2.3.4",
        "1.2.3.4.5",
        "300.1.2.3",
        "sd 2:0:0:0: [sda] Sense Key",
        "ata1.00: cmd 60/08:00:90:e3:57/00:00:14:00:00/40",
        "SErr: { PHYRdyChg }",
        "std::string",
        "smartctl 7.4 2023-08-01 r5530",
        "guitarous taroux xtarou",
        "user root admin ubuntu linux",
    ],
)
def test_what_only_looks_like_a_name_or_an_address_stays(text: str) -> None:
    assert redacted(text) == text


def test_names_that_are_everywhere_are_replaced_in_a_home_folder_only() -> None:
    people = Identities(users=("ubuntu", "admin"))
    text = redacted("ubuntu 24.04 /home/ubuntu/x", people)
    assert text.startswith("ubuntu 24.04 /home/user-")


@pytest.mark.parametrize(
    "printed", ["192.168.1.5", "10.20.30.40", "00:1b:44:11:3a:b7", "2001:db8::5", "a@example.com", "1.00.00.01"]
)
def test_what_a_maker_printed_on_a_part_stays_everywhere(printed: str) -> None:
    snapshot = builders.snapshot(
        storage=builders.storage(
            builders.drive(model=f"Example {printed}", serial=printed, firmware=printed),
        ),
        memory=builders.memory(modules=(builders.module(serial=printed, part_number=printed, manufacturer=printed),)),
        power=builders.power(supplies=(builders.supply(serial=printed, model=printed),)),
        system=builders.system(firmware_version=printed, kernel=printed),
        records=builders.records(kernel=(builders.kernel_line(f"ata1: {printed} error"),)),
    )
    bundle = builders.bundle(snapshot, raw={"smartctl-sda.json": printed.encode()}, identities=PEOPLE)
    assert bundle.snapshot == snapshot
    assert bundle.members["raw/smartctl-sda.json"] == printed.encode()
    assert f"ata1: {printed} error".encode() in bundle.members["raw/kernel-log.txt"]


def test_part_texts_are_what_makers_printed_and_nothing_else() -> None:
    snapshot = builders.snapshot(
        storage=builders.storage(builders.drive(model="MODEL", serial="SERIAL", firmware=builders.unknown())),
        memory=builders.memory(modules=(builders.module(part_number="PART", serial="MEM", manufacturer="MAKER"),)),
        power=builders.power(builders.rail("+12V", 12.0), supplies=(builders.supply(model="PSU", serial="S"),)),
        system=builders.system(kernel="KERNEL", firmware_version="BIOS", product="PRODUCT"),
    )
    found = part_texts(snapshot)
    assert {"MODEL", "SERIAL", "PART", "MEM", "PSU", "KERNEL", "BIOS"} <= found
    assert found.isdisjoint({"PRODUCT", "+12V", "nct6779", "DIMM_A1", "sda"})


def test_a_part_text_that_is_a_name_and_nothing_else_is_not_kept() -> None:
    """A virtual drive's serial number may be the host's name."""
    snapshot = builders.snapshot(storage=builders.storage(builders.drive(serial="YAMADA-PC", model="tarou")))
    bundle = builders.bundle(snapshot, raw={"smartctl-sda.json": b"YAMADA-PC tarou"}, identities=PEOPLE)
    assert not [n for n, data in bundle.members.items() if b"YAMADA-PC" in data or b"tarou" in data]


def test_a_part_text_with_a_word_like_a_name_in_it_is_kept() -> None:
    drive = builders.drive(model="Samsung SSD 980 PRO", port="SATA 1")
    snapshot = builders.snapshot(storage=builders.storage(drive))
    people = Identities(users=("pro", "samsung", "example"))
    raw = {"smartctl-sda.json": b"Samsung SSD 980 PRO of pro"}
    bundle = builders.bundle(snapshot, raw=raw, identities=people)
    assert bundle.snapshot.storage == snapshot.storage
    assert re.fullmatch(b"Samsung SSD 980 PRO of user-[0-9a-f]{8}", bundle.members["raw/smartctl-sda.json"])


@pytest.mark.parametrize(
    ("firmware", "line", "secret"),
    [("10.0", "peer 10.0.12.34", "12.34"), ("2001", "peer 2001:db8::c0de", "c0de")],
)
def test_a_part_text_does_not_shield_an_address_that_begins_with_it(firmware: str, line: str, secret: str) -> None:
    assert secret not in redacted(line, protected=(firmware,))
    assert redacted(f"firmware {firmware}, ok", protected=(firmware,)) == f"firmware {firmware}, ok"


@pytest.mark.parametrize("text", ["12:34:56", "300.1.2.3", "no name at all", "0000:00:1f.2"])
def test_where_no_names_are_known_only_addresses_are_replaced(text: str) -> None:
    assert redacted(text, Identities()) == text
    assert redacted(f"{text} 192.168.1.5", Identities()).startswith(f"{text} ip-")


def test_an_adapter_named_by_its_address_has_the_pseudonym_of_that_address() -> None:
    assert redacted("wlx001B44113ab7") == f"wlx{redacted('00:1b:44:11:3a:b7')}"


@pytest.mark.parametrize(
    ("text", "replaced"),
    [("Yamada", True), ("TAROU", True), ("花子", True), ("佐藤さん", True), ("Bo", False), ("林", False)],
)
def test_parts_of_a_real_name_are_names_where_they_are_long_enough(text: str, replaced: bool) -> None:
    people = Identities(real_names=("Yamada Tarou", "佐藤 花子", "Bo Lin", "林 一"))
    assert (text not in redacted(f"by {text}", people)) == replaced


def test_what_a_maker_wrote_is_not_searched_for_names() -> None:
    system = builders.system(vendor="Dell Inc.", product="Ace", board="Sakura B450", processor="Intel Core")
    snapshot = builders.snapshot(system=system)
    people = Identities(users=("intel", "sakura", "dell", "ace-of-base"))
    assert builders.bundle(snapshot, identities=people).snapshot == snapshot


def test_a_field_of_a_maker_that_is_a_name_and_nothing_else_is_replaced() -> None:
    """The product of a virtual machine may be its own name."""
    snapshot = builders.snapshot(system=builders.system(product="Yamada-PC"))
    assert b"Yamada-PC" not in b"".join(builders.bundle(snapshot, identities=PEOPLE).members.values())


# --- names in odd places

CODES = sorted(
    {
        *(str(value) for enum in (Reason, Severity, Confidence, Verdict, BootEnd, Bus) for value in enum),
        *("storage", "memory", "power", "system", "smartctl", "udisks2", "health", "snapshot", "diagnosis", "unknown"),
        *("health_failed", "nvme", "type", "format", "code", "journal", "true", "null", "temperature_celsius"),
    }
)


@pytest.mark.parametrize("name", CODES)
def test_a_user_named_like_a_code_leaves_a_bundle_that_reads_back(name: str, tmp_path: Path) -> None:
    failing = builders.health(passed=False, attributes=(builders.attribute(5, 200, failed="now"),))
    snapshot = builders.snapshot(
        storage=builders.storage(builders.drive(health=failing)),
        records=builders.records(kernel=(builders.kernel_line(f"ata1: {name} error"),)),
        sources=(builders.source("smartctl", builders.unknown(Reason.FAILED, name)),),
    )
    bundle = builders.bundle(snapshot, identities=Identities(users=(name,), hosts=(name,)))
    archive.write(tmp_path / "case.zip", bundle.members)
    found = archive.read(tmp_path / "case.zip")
    assert found == bundle
    plain = builders.bundle(snapshot)
    assert [f.code for f in findings(found)] == [f.code for f in findings(plain)]
    assert [e.reference for f in findings(found) for e in f.evidence] == [
        e.reference for f in findings(plain) for e in f.evidence
    ]
    assert [fact.name for state in parts(found) for fact in state.facts] == [
        fact.name for state in parts(plain) for fact in state.facts
    ]


def findings(bundle: Contents) -> tuple[Finding, ...]:
    assert isinstance(bundle.diagnosis, Diagnosis)
    return bundle.diagnosis.findings


def parts(bundle: Contents) -> tuple[PartState, ...]:
    assert isinstance(bundle.diagnosis, Diagnosis)
    return bundle.diagnosis.parts


@pytest.mark.parametrize("name", ["now", "smartctl", "battery"])
def test_a_user_named_like_a_code_does_not_change_the_snapshot(name: str) -> None:
    failing = builders.health(attributes=(builders.attribute(5, failed="now"),))
    battery = builders.battery(kind="battery")
    snapshot = builders.snapshot(
        storage=builders.storage(builders.drive(health=failing)), power=builders.power(batteries=(battery,))
    )
    assert builders.bundle(snapshot, identities=Identities(users=(name,))).snapshot == snapshot


def test_what_the_owner_typed_is_left_as_it_is() -> None:
    typed = Request(
        words="tarouです。192.168.1.5 と a@example.com に /home/tarou から",
        name="Yamada Tarou",
        contact="tarou@example.com",
        warranty_number="YAMADA-PC",
    )
    bundle = builders.bundle(request=typed, identities=PEOPLE)
    assert msgspec.json.decode(bundle.members[CASE], type=Request) == typed
    page = bundle.members["report.html"].decode()
    assert all(text in page for text in (typed.words, typed.name, typed.contact, typed.warranty_number))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("groß", "GROẞ"),
        ("kato", "\u212aATO"),  # the sign for kelvin
        ("suzuki", "ſuzuki"),
        ("µser", "μser"),
        ("iida", "İida"),
    ],
)
def test_a_name_is_found_in_letters_of_several_forms(name: str, text: str) -> None:
    assert re.fullmatch("a user-[0-9a-f]{8} b", redacted(f"a {text} b", Identities(users=(name,))))


def test_a_name_of_hexadecimal_letters_is_found_beside_colons() -> None:
    assert "abe" not in redacted("12:34:56:abe logged in", Identities(users=("abe",)))


def test_the_longer_of_two_names_is_replaced_first() -> None:
    people = Identities(users=("sato", "sato-hanako"))
    assert redacted("sato-hanako", people).count("user-") == 1


def test_a_name_with_signs_is_taken_literally() -> None:
    people = Identities(users=("a.b+c(d",))
    assert redacted("a.b+c(d axbbc", people).endswith(" axbbc")
    assert "a.b+c" not in redacted("a.b+c(d", people)


def test_very_short_names_are_left_alone_but_hosts_are_not() -> None:
    assert redacted("go pc", Identities(users=("go",), hosts=("pc",))).startswith("go host-")


def test_a_variable_that_is_no_utf8_does_not_stop_the_bundle() -> None:
    broken = b"GNOME\xff".decode("utf-8", "surrogateescape")  # as os.environ has it
    assert builders.bundle(builders.snapshot(system=builders.system(desktop=broken))).members


# --- the key


def test_a_key_is_made_once_and_kept_for_the_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "share" / "data"
    key = pseudonym_key(folder)
    assert len(key) == 32
    assert pseudonym_key(folder) == key
    assert stat.S_IMODE((folder / "pseudonym.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in folder.iterdir()] == ["pseudonym.key"]


def test_two_pcs_have_two_keys(tmp_path: Path) -> None:
    assert pseudonym_key(tmp_path / "one") != pseudonym_key(tmp_path / "two")


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_a_key_of_another_length_is_made_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "pseudonym.key").write_bytes(content)
    key = pseudonym_key(tmp_path)
    assert len(key) == 32
    assert pseudonym_key(tmp_path) == key


def test_without_a_place_for_a_key_there_is_one_for_this_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert len(pseudonym_key(tmp_path / "file")) == 32


# --- any text

# Left out: names that thousands share, our own words for the kinds, and hexadecimal letters (see above).
KEPT = {"root", "nobody", "user", "admin", "linux", "debian", "ubuntu", "localhost", "mail", "mac", "host", "ssid"}
NAMES = st.text("tarouyamdsik山田太郎佐藤", min_size=3, max_size=12).filter(
    lambda name: name not in KEPT and not re.match("[0-9a-f]+([^a-z]|$)", name)
)
SURROUNDINGS = st.text("ab12 .:-/@_\"'=<>()[]{},;山田のさんSIDhome\n", max_size=30)


def holds(text: str, name: str) -> bool:
    """Whether ``name`` stands in ``text`` as a word of its own."""
    return bool(re.search(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])", text, re.IGNORECASE))


@given(NAMES, SURROUNDINGS, SURROUNDINGS)
def test_no_text_around_a_name_brings_it_through(name: str, before: str, after: str) -> None:
    redactor = Redactor(KEY, Identities(users=(name,)))
    text = f"{before}{name}{after}"
    assume(holds(text, name))
    once = redactor.text(text)
    assert not holds(once, name)
    assert not holds(redactor.text(once), name)


@given(st.ip_addresses(), st.text("ab =(),<>\"'/\n", max_size=5), st.text(" )>,\"'/\n", max_size=5))
def test_no_text_around_an_address_brings_it_through(address: object, before: str, after: str) -> None:
    assume(not (before + "x")[-2:-1].isalnum())
    text = str(address)
    assume(not (getattr(address, "is_loopback", False) or getattr(address, "is_unspecified", False)))
    assert text not in redacted(f"{before}{text}{after}", Identities())


@given(st.lists(st.tuples(st.sampled_from(sorted(SECRETS)), st.sampled_from([" ", "\n", ", ", " 「"]))))
def test_many_names_in_one_text_all_disappear(chosen: list[tuple[str, str]]) -> None:
    once = redacted("".join(SECRETS[name][0] + separator for name, separator in chosen))
    assert [name for name, _ in chosen if SECRETS[name][1] in once] == []


@given(st.text(max_size=200))
def test_text_of_any_kind_is_redacted_twice_without_an_error(text: str) -> None:
    redactor = Redactor(KEY, PEOPLE)
    assert redactor.text(redactor.text(text)).count("\n") == text.count("\n")
