"""A headless Chromium at a phone's size, driven through its DevTools protocol over two pipes: no port, no library.

Protocol: https://chromedevtools.github.io/devtools-protocol/ ; ``--remote-debugging-pipe`` reads commands from file
descriptor 3 and writes answers and events to 4, each JSON and ended by a zero byte.
"""

import base64
import contextlib
import itertools
import json
import os
import queue
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

SIZE = (390, 844)
"""Pixels of the page, as in the design of the phone's screen."""
LIMIT_SECONDS = 60.0
"""For anything that is waited for; a machine under load is slow."""

_ARGUMENTS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    "--hide-scrollbars",
    "--lang=ja",
)


def program() -> str | None:
    return shutil.which("chromium")


needs_browser = pytest.mark.skipif(program() is None, reason="no Chromium is installed")


class Lost(Exception):
    """The browser ended, or did not answer in time."""


class Browser:
    """One process; its profile stays in ``folder`` for the next one."""

    def __init__(self, folder: Path) -> None:
        executable = program()
        assert executable
        self.folder = folder
        (folder / "downloads").mkdir(parents=True, exist_ok=True)
        commands, self._write = os.pipe()
        self._read, answers = os.pipe()
        argv = [executable, *_ARGUMENTS, f"--user-data-dir={folder / 'profile'}"]
        if os.geteuid() == 0:
            argv.append("--no-sandbox")  # Chromium's own sandbox refuses to start for root
        self._process = subprocess.Popen(
            ["bash", "-c", f'exec "$@" 3<&{commands} 4>&{answers}', "bash", *argv],
            pass_fds=(commands, answers),
            env=os.environ | {"HOME": str(folder), "TZ": "Asia/Tokyo"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(commands)
        os.close(answers)
        self._numbers = itertools.count(1)
        self._answers: dict[int, queue.SimpleQueue[dict[str, Any]]] = {}
        self._hearers: list[Callable[[dict[str, Any]], None]] = []
        self._reader = threading.Thread(target=self._listen, name="chromium")
        self._reader.start()

    def call(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        """A command, and its result; raises :class:`Lost`."""
        number = next(self._numbers)
        message: dict[str, Any] = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        answer = self._answers[number] = queue.SimpleQueue()
        os.write(self._write, json.dumps(message).encode() + b"\0")
        try:
            found = answer.get(timeout=LIMIT_SECONDS)
        except queue.Empty:
            raise Lost(method) from None
        if "error" in found:
            raise Lost(f"{method}: {found['error']}")
        result: dict[str, Any] = found["result"]
        return result

    def hear(self, hearer: Callable[[dict[str, Any]], None]) -> None:
        """Every event from now on, in the reader's thread."""
        self._hearers.append(hearer)

    def tab(self, *, dark: bool = False, scripts: bool = True) -> "Tab":
        return Tab(self, dark=dark, scripts=scripts)

    @contextlib.contextmanager
    def downloaded(self) -> Iterator["Download"]:
        """What the block makes the browser save; its ``path`` is known at the block's end."""
        done: queue.SimpleQueue[str] = queue.SimpleQueue()

        def hear(event: dict[str, Any]) -> None:
            if event["method"] == "Browser.downloadProgress" and event["params"]["state"] == "completed":
                done.put(event["params"]["guid"])

        names: dict[str, str] = {}

        def name(event: dict[str, Any]) -> None:
            if event["method"] == "Browser.downloadWillBegin":
                names[event["params"]["guid"]] = event["params"]["suggestedFilename"]

        self.hear(name)
        self.hear(hear)
        folder = self.folder / "downloads"
        self.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder), eventsEnabled=True)
        found = Download()
        yield found
        found.path = folder / names[done.get(timeout=LIMIT_SECONDS)]

    def close(self) -> None:
        """As a person closes it: what it keeps is kept."""
        with contextlib.suppress(Lost, OSError):
            self.call("Browser.close")
        self._end()

    def kill(self) -> None:
        """As a phone ends a browser that takes too much memory."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._end()

    def _end(self) -> None:
        try:
            self._process.wait(LIMIT_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._reader.join(LIMIT_SECONDS)
        os.close(self._write)

    def _listen(self) -> None:
        with os.fdopen(self._read, "rb") as stream:
            data = b""
            while chunk := stream.read1(1 << 20):
                *messages, data = (data + chunk).split(b"\0")
                for message in map(json.loads, messages):
                    self._sort(message)
        for waiting in self._answers.values():
            waiting.put({"error": "the browser ended"})

    def _sort(self, message: dict[str, Any]) -> None:
        if "id" in message:
            self._answers.pop(message["id"]).put(message)
        else:
            for hearer in self._hearers:
                hearer(message)


class Download:
    path: Path


class Tab:
    """A page at a phone's size, with a finger."""

    def __init__(self, browser: Browser, *, dark: bool, scripts: bool) -> None:
        self._browser = browser
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._target = target
        self.complaints: list[str] = []
        """What the page's console said: a policy that was broken, an error of a script."""
        self.asked: list[str] = []
        """Addresses that were asked for over the network, or out of the cache."""
        self.questions: list[str] = []
        """What the browser asked, each answered with yes: whether the page may be left, above all."""
        self._loaded: queue.SimpleQueue[str] = queue.SimpleQueue()
        browser.hear(self._event)
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        width, height = SIZE
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=2, mobile=True)
        self.call("Emulation.setTouchEmulationEnabled", enabled=True)
        features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.call("Emulation.setEmulatedMedia", features=features)
        if not scripts:
            self.call("Emulation.setScriptExecutionDisabled", value=True)
        browser.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(browser.folder / "downloads"))

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self._browser.call(method, self._session, **parameters)

    def open(self, url: str) -> str:
        """Goes there and waits until it has loaded; what went wrong ("net::ERR_CONNECTION_REFUSED"), or ""."""
        self._forget_loaded()
        told = str(self.call("Page.navigate", url=url).get("errorText", ""))
        if not told:
            self._loaded.get(timeout=LIMIT_SECONDS)
        return told

    def reload(self) -> None:
        """As the owner does it, and waits until it has loaded: what is asked of a page that goes is never answered."""
        self._forget_loaded()
        self.call("Page.reload")
        self._loaded.get(timeout=LIMIT_SECONDS)

    def _forget_loaded(self) -> None:
        while not self._loaded.empty():
            self._loaded.get()

    def run(self, expression: str) -> Any:
        """The value of an expression in the page; a promise's once it is kept."""
        found = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in found:
            raise AssertionError(found["exceptionDetails"].get("exception", found["exceptionDetails"]))
        return found["result"].get("value")

    def wait(self, condition: str) -> Any:
        """The value of an expression once it is true: looked at with every frame of the page."""
        script = f"""new Promise((resolve) => {{
            const look = () => {{ const found = ({condition}); if (found) resolve(found); else setTimeout(look, 20); }};
            look();
        }})"""
        return self.run(script)

    def tap(self, selector: str) -> None:
        """With a finger, in the middle of what is shown there."""
        self.call("Page.bringToFront")
        find = f"""(() => {{
            const one = document.querySelector({json.dumps(selector)});
            one.scrollIntoView({{block: "center", behavior: "instant"}});
            const box = one.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2];
        }})()"""
        x, y = self.run(find)
        self.call("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        self.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def press(self, key: str, code: int) -> None:
        text = {"Enter": "\r", " ": " "}.get(key, "")
        for kind in ("keyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code=key,
                windowsVirtualKeyCode=code,
                **({"text": text} if text and kind == "keyDown" else {}),
            )

    def choose(self, selector: str, path: Path) -> None:
        """A file for an input, as if it was picked or the camera had taken it."""
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        node = self.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.call("DOM.setFileInputFiles", nodeId=node, files=[str(path)])

    def photograph(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))

    def _event(self, event: dict[str, Any]) -> None:
        if event.get("sessionId") != self._session:
            return
        method, told = event["method"], event["params"]
        if method == "Page.loadEventFired":
            self._loaded.put("")
        elif method == "Log.entryAdded":
            self.complaints.append(told["entry"]["text"])
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(str(told["exceptionDetails"]))
        elif method == "Network.requestWillBeSent":
            self.asked.append(told["request"]["url"])
        elif method == "Page.javascriptDialogOpening":
            self.questions.append(told["type"])
            # Answered from another thread: this one reads the answers.
            threading.Thread(target=self.call, args=("Page.handleJavaScriptDialog",), kwargs={"accept": True}).start()


@contextlib.contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    running = Browser(folder)
    try:
        yield running
    finally:
        running.close()
