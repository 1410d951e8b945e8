"""The whole program over a TeamViewer of the test's own, by hand: ``python -m tests.handson FOLDER [ARGUMENTS…]``.

FOLDER is made, and says how it goes on (:mod:`tests.handson.double`); it may be changed while the program runs::

    xvfb-run -a .venv-dev/bin/python -m tests.handson /tmp/pc
    echo fails >/tmp/pc/way            # the next start fails
    echo >/tmp/pc/close                # the owner closes TeamViewer's window
    mv /tmp/pc/bin/teamviewer /tmp     # uninstalled meanwhile
    echo inactive >/tmp/pc/service     # counts once nobody answers: --no-port

``--wayland`` has the session be one of Wayland (its desktop's portal is there), ``--no-portal`` one without the portal,
``--offline`` leaves the network out, ``--no-port`` the port, ``--not-installed`` TeamViewer. As root the number is read
out of FOLDER.
"""

import contextlib
import os
import sys
import tempfile
from functools import partial
from pathlib import Path

from haas_client.handson import surroundings
from haas_client.handson.surroundings import Surroundings
from tests.channels.desktop import session_bus
from tests.handson import buses
from tests.handson.double import Double
from tests.handson.web import NOBODY, site

_WISHES = ("--wayland", "--no-portal", "--offline", "--no-port", "--not-installed")


def main(folder: Path, arguments: list[str]) -> int:
    wishes = {argument for argument in arguments if argument in _WISHES}
    rest = [argument for argument in arguments if argument not in _WISHES]
    double = Double(folder.resolve())
    with contextlib.ExitStack() as stack:
        stack.callback(double.end)
        web = stack.enter_context(site())
        address = stack.enter_context(session_bus(Path(stack.enter_context(tempfile.TemporaryDirectory()))))
        services = {**buses.clock(in_step=True), **buses.manager(1 if "--offline" in wishes else 4)}
        services |= buses.portal(devices=None if "--no-portal" in wishes else 7)
        stack.enter_context(buses.answering(address, services))
        if "--no-port" not in wishes:
            double.answer()
        if "--not-installed" in wishes:
            double.uninstall()
        os.environ |= {
            "DBUS_SESSION_BUS_ADDRESS": address,
            "PATH": f"{double.folder}/bin:{os.environ['PATH']}",
            "XDG_SESSION_TYPE": "wayland" if wishes & {"--wayland", "--no-portal"} else "x11",
        }
        here = partial(
            Surroundings,
            system_bus=address,
            root=double.folder,
            window=double.window,
            port=double.surroundings.port,
            site=NOBODY if "--offline" in wishes else web.address,
            other_site=NOBODY,
            plain_site=NOBODY,
        )
        surroundings.Surroundings = here  # type: ignore[assignment, misc]  # whoever imports it from here on has this one
        from haas_client import app

        return app.main(rest)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
