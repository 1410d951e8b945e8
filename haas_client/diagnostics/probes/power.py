"""Power: rails from hwmon, the supply as SMBIOS describes it, batteries and UPS from UPower."""

import re

from haas_client.diagnostics import questions
from haas_client.diagnostics.context import Context
from haas_client.diagnostics.decode import bus, hwmon, smbios
from haas_client.diagnostics.host import Command
from haas_client.diagnostics.snapshot import Battery, Power, Rail, Supply
from haas_client.diagnostics.unknown import Reason, Unknown, Unreadable

LIMIT_SECONDS = 10.0
_UPOWER_SECONDS = 3.0
_HWMON = "/sys/class/hwmon"
_VOLTAGE_FILE = re.compile(r"in\d{1,2}_(input|label|((l?crit|min|max)(_alarm)?|alarm))")
_SERVICE = "org.freedesktop.UPower"


def read(context: Context) -> Power:
    return Power(
        rails=context.ask("hwmon", lambda: _rails(context)),
        supplies=context.ask("SMBIOS power supply", lambda: _supplies(context)),
        batteries=context.ask("UPower", lambda: _batteries(context)),
    )


def _rails(context: Context) -> tuple[Rail, ...]:
    try:
        chips = context.host.names(_HWMON)
    except Unreadable as error:
        if error.unknown.reason == Reason.NOT_PRESENT:
            raise Unreadable(Reason.NOT_MEASURABLE, "hwmon") from error
        raise
    folders = [f"{_HWMON}/{chip}" for chip in chips if re.fullmatch(r"hwmon\d+", chip)]
    rails = tuple(rail for folder in folders for rail in _rails_of(context, folder))
    if not rails:
        raise Unreadable(Reason.NOT_MEASURABLE, "hwmon voltages")
    return rails


def _rails_of(context: Context, folder: str) -> tuple[Rail, ...]:
    try:
        name = context.host.read(f"{folder}/name").decode("utf-8", "replace").strip()
        files = [file for file in context.host.names(folder) if _VOLTAGE_FILE.fullmatch(file)]
    except Unreadable:
        return ()
    return hwmon.decode(name, {file: _content(context, f"{folder}/{file}") for file in files})


def _content(context: Context, path: str) -> bytes | Unknown:
    try:
        return context.host.read(path)
    except Unreadable as error:
        return error.unknown


def _supplies(context: Context) -> tuple[Supply, ...]:
    supplies = smbios.decode(context.host.read(questions.SMBIOS_TABLE)).supplies
    if not supplies:
        raise Unreadable(Reason.NOT_REPORTED, "SMBIOS type 39")
    return supplies


def _batteries(context: Context) -> tuple[Battery, ...]:
    paths = bus.upower_paths(_call(context, "/org/freedesktop/UPower", _SERVICE, "EnumerateDevices"))
    properties = ("org.freedesktop.DBus.Properties", "GetAll", "s", f"{_SERVICE}.Device")
    devices = (bus.upower_battery(_call(context, path, *properties)) for path in paths)
    return tuple(device for device in devices if device)


def _call(context: Context, path: str, *call: str) -> bytes:
    arguments = ("--system", "--json=short", "call", _SERVICE, path, *call)
    output = context.run(Command(tool="busctl", arguments=arguments, limit_seconds=_UPOWER_SECONDS))
    if output.exit_code != 0:
        raise Unreadable(Reason.NOT_PRESENT, "UPower")
    return output.stdout
