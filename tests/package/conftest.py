"""A PC with a desktop and the package that packaging/build has made, cloned for each test."""

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.package import debs, desktop
from tests.system.pc import clones
from tests.system.pc.pc import Pc

_SECONDS = 240


@pytest.fixture(scope="session")
def deb() -> Path:
    """The package."""
    found = debs.built()
    if not found:
        clones.missing("there is no package in dist/: packaging/build makes it")
    return found


@pytest.fixture(scope="session")
def desktop_image(deb: Path) -> tuple[Path, Path]:
    """The image of a PC that has what the package needs and a screen, but not the package; and that PC, frozen."""
    return clones.system_image(tuple(sorted({*debs.depends(deb), *desktop.PACKAGES})))


@pytest.fixture(scope="session")
def installed_frozen(
    desktop_image: tuple[Path, Path], deb: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """A frozen PC on which the package was installed and its owner has logged in since."""

    def install(pc: Pc) -> None:
        desktop.install(pc)
        install_deb(pc, deb)
        desktop.log_in_anew(pc)

    pc = Pc(desktop_image[0], tmp_path_factory.mktemp("installed") / "pc", desktop_image[1])
    with clones.frozen(pc, install) as folder:
        yield folder


@pytest.fixture
def pc(
    desktop_image: tuple[Path, Path], installed_frozen: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Pc]:
    """Its owner is logged in at the seat, before a screen; whatever starts by itself has started."""
    with clones.running(Pc(desktop_image[0], tmp_path / "pc", installed_frozen), request) as pc:
        yield pc


def install_deb(pc: Pc, deb: Path) -> None:
    """By apt, which takes it only if all that it depends on is there."""
    pc.shell.output("cat > /var/tmp/new.deb", stdin=deb.read_bytes(), seconds=_SECONDS)
    words = "DEBIAN_FRONTEND=noninteractive apt-get -y -o Dpkg::Use-Pty=0 --no-install-recommends install"
    pc.shell.output(f"{words} /var/tmp/new.deb && rm /var/tmp/new.deb", seconds=_SECONDS)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tells of a failed test's PC what may explain it, while it still runs."""
    report = yield
    clones.tell(item, report)
    return report
