"""memtest86+ at the next start: only where GRUB can start it once, and takes the choice back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.diagnostics.host import Command
from haas_client.diagnostics.trials import memtest86
from haas_client.diagnostics.trials.local import LocalBench
from haas_client.diagnostics.trials.memtest86 import CONFIGURATION, ENVIRONMENT, change, entries, entry, reads_choice
from haas_client.diagnostics.trials.values import Ending, Offer, TrialKind
from haas_client.diagnostics.unknown import Unreadable
from haas_client.process import Cancel, Output
from tests.unit.diagnostics.trials import machines
from tests.unit.diagnostics.trials.machines import output

# The shape of what grub-mkconfig writes with memtest86+ 6.10 on Debian 12, shortened.
HEADER = """
if [ -s $prefix/grubenv ]; then
  set have_grubenv=true
  load_env
fi
if [ "${next_entry}" ] ; then
   set default="${next_entry}"
   set next_entry=
   save_env next_entry
   set boot_once=true
else
   set default="0"
fi
"""
SYSTEM = """
menuentry 'Debian GNU/Linux' --class debian $menuentry_id_option 'gnulinux-simple-1234' {
\tload_video
\tif [ x$grub_platform = xxen ]; then insmod xzio; insmod lzopio; fi
\tlinux\t/boot/vmlinuz-6.1.0 root=UUID=1234 ro quiet
}
submenu 'Advanced options for Debian GNU/Linux' $menuentry_id_option 'gnulinux-advanced-1234' {
\tmenuentry 'memtest86+ inside' {
\t\tlinux /boot/memtest86+x64.bin
\t}
}
"""
MEMTEST = """
if [ "$grub_platform" = "efi" ]; then
\tmenuentry "Memory test (memtest86+x64.efi, serial console)" {
\t\tlinux\t/boot/memtest86+x64.efi console=ttyS0,115200
\t}
fi
menuentry "Memory test (memtest86+x64.efi)" {
\tinsmod part_gpt
\tlinux\t/boot/memtest86+x64.efi
}
"""
TITLE = "Memory test (memtest86+x64.efi)"
MOUNTS = "/dev/sda2 / ext4 rw,relatime 0 0\nproc /proc proc rw 0 0\n"
SECURE = memtest86._SECURE_BOOT


class Grub(machines.Machine):
    """GRUB's files, and grub-editenv as it changes them."""

    def __init__(self, **changes: str) -> None:
        super().__init__(answer=self._edited)
        self.files |= {
            CONFIGURATION: HEADER + SYSTEM + MEMTEST,
            ENVIRONMENT: "# GRUB Environment Block\n" + "#" * 40,
            "/proc/self/mounts": MOUNTS,
        } | changes
        self.works = True

    def _edited(self, command: Command) -> Output:
        file, word, value = command.arguments
        assert (command.tool, file) == ("grub-editenv", ENVIRONMENT)
        if self.works:
            block = "# GRUB Environment Block\n" + (f"{value}\n" if word == "set" else "") + "#" * 40
            self.files[ENVIRONMENT] = block
        return output(exit_code=0 if self.works else 1)


def test_found_in_the_first_level_and_not_on_the_serial_line() -> None:
    assert [one.id for one in entries(HEADER + SYSTEM + MEMTEST)] == [
        TITLE,
        "Memory test (memtest86+x64.efi, serial console)",
    ]
    assert entries(HEADER + SYSTEM) == ()


def test_an_id_goes_before_a_title() -> None:
    (found,) = entries(
        "menuentry 'メモリテスト' --class memtest $menuentry_id_option 'memtest86+' {\n linux16 /memtest86+.bin\n}\n"
    )
    assert (found.id, found.title) == ("memtest86+", "メモリテスト")


def test_prepared_verified_and_taken_back() -> None:
    grub = Grub()
    assert change(grub, prepare=True).ending == Ending.COMPLETED
    assert memtest86.prepared(grub) == TITLE
    assert change(grub, prepare=False).ending == Ending.COMPLETED
    assert memtest86.prepared(grub) == ""
    assert grub.asked[0] == f"grub-editenv {ENVIRONMENT} set next_entry={TITLE}"


def test_what_did_not_take_effect_is_told() -> None:
    grub = Grub()
    grub.works = False
    done = change(grub, prepare=True)
    assert done.ending == Ending.FAILED
    assert done.problem


def test_another_choice_for_the_next_start_is_left_alone() -> None:
    grub = Grub(**{ENVIRONMENT: "next_entry=gnulinux-advanced-1234\n"})
    with pytest.raises(Unreadable):
        change(grub, prepare=True)
    assert grub.asked == []


@pytest.mark.parametrize(
    "changes",
    [
        {CONFIGURATION: SYSTEM + MEMTEST},  # a menu that does not know a one-shot choice
        {CONFIGURATION: HEADER.replace("save_env next_entry", "") + MEMTEST},  # one that never clears it
        {CONFIGURATION: HEADER + SYSTEM},  # without memtest86+
        {"/proc/self/mounts": "/dev/mapper/vg-root / ext4 rw 0 0\n"},  # GRUB could not write there
        {"/proc/self/mounts": "/dev/sda2 / btrfs rw 0 0\n"},
        {"/proc/self/mounts": MOUNTS + "/dev/md0 /boot ext4 rw 0 0\n"},
        {"/proc/self/mounts": ""},
        {SECURE: "\x06\x00\x00\x00\x01"},
    ],
)
def test_where_it_cannot_be_started_just_once_nothing_is_offered_or_changed(changes: dict[str, str]) -> None:
    grub = Grub(**changes)
    with pytest.raises(Unreadable):
        entry(grub)
    with pytest.raises(Unreadable):
        change(grub, prepare=True)
    assert grub.asked == []
    assert offered(grub) == []


def test_only_our_own_choice_is_taken_back() -> None:
    grub = Grub(**{ENVIRONMENT: "next_entry=gnulinux-advanced-1234\n"})
    with pytest.raises(Unreadable):
        change(grub, prepare=False)
    assert grub.asked == []


def test_with_uefi_and_without_secure_boot_it_is_offered() -> None:
    assert offered(Grub(**{SECURE: "\x06\x00\x00\x00\x00"})) == [TrialKind.MEMTEST86_PREPARE]


def offered(grub: Grub) -> list[TrialKind]:
    kinds = frozenset({TrialKind.MEMTEST86_PREPARE, TrialKind.MEMTEST86_UNDO})
    return [offer.kind for offer in LocalBench(grub, kinds).offers()]


def test_the_offer_tells_whether_it_is_prepared() -> None:
    grub = Grub()
    kinds = frozenset({TrialKind.MEMTEST86_PREPARE, TrialKind.MEMTEST86_UNDO})
    bench = LocalBench(grub, kinds)
    prepare = Offer(id="memtest86_prepare", kind=TrialKind.MEMTEST86_PREPARE)
    undo = Offer(id="memtest86_undo", kind=TrialKind.MEMTEST86_UNDO)
    assert bench.offers() == (prepare,)
    assert bench.run(prepare, lambda event: None, Cancel()).ending == Ending.COMPLETED
    assert bench.offers() == (undo,)
    with pytest.raises(Unreadable):
        bench.run(prepare, lambda event: None, Cancel())
    assert bench.run(undo, lambda event: None, Cancel()).ending == Ending.COMPLETED
    assert bench.offers() == (prepare,)


@given(
    st.lists(
        st.sampled_from([*"{}'\"\n $", "menuentry", "submenu ", "linux /memtest86+", "--id ", "x", HEADER]), max_size=40
    )
)
def test_no_menu_breaks_it(pieces: list[str]) -> None:
    text = "".join(pieces)
    reads_choice(text)
    for one in entries(text):
        assert "\n" not in one.id
        assert ">" not in one.id
