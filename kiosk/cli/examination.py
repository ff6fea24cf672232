"""Checks a machine against its settings, one thing at a time, and says what to do about each."""

import os
import shutil
import socket
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from kiosk.indicator.pins import NoPinsError, PinKind, RgbPins, open_factory, open_led
from kiosk.readers.profile import ProfileError
from kiosk.readers.profile_file import read_profile
from kiosk.settings import (
    AggregatorSettings,
    BrokerAddress,
    DoorSettings,
    ReaderSettings,
    SettingsError,
    is_for_aggregator,
    load_aggregator_settings,
    load_door_settings,
)
from kiosk.store.faults import Fault
from kiosk.store.school_files import SchoolFilesError, load_school
from kiosk.store.strict_toml import parse_toml

SQLITE_LEAST: Final = (3, 37, 0)
"""The first with STRICT tables."""
SQLITE_MENDED: Final = (3, 51, 3)
"""Before it, a checkpoint with two connections at once could lose a write; we open only one."""
DISK_FREE_BYTES_MIN: Final = 100 * 1024 * 1024
"""A door writes some 50 MB a day into files that it reuses; less free than this is trouble soon."""
BROKER_WITHIN_S: Final = 3.0
"""A broker in the same building answers in milliseconds."""
TIME_SYNCHRONIZED: Final = Path("/run/systemd/timesync/synchronized")
CHRONY_SOCKET: Final = Path("/run/chrony/chronyd.sock")
MQTT_HELLO: Final = bytes.fromhex("100c00044d51545404020005") + b"\x00\x00"
"""CONNECT of MQTT 3.1.1: clean session, keep-alive 5 s, no client id."""
MQTT_BYE: Final = b"\xe0\x00"
CONNACK: Final = 0x20
CONNACK_BYTES: Final = 4
GROUPS_GIVEN_AWAY: Final = (
    "there are encounter groups and no hall_capacity: a full hallway can then only mean a group"
)
Level = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    what: str
    level: Level
    found: str
    cure: str = ""


def examine(path: Path) -> Iterator[Check]:
    """Check everything that the settings in `path` ask of this machine."""
    try:
        keys, _ = parse_toml(path, list[Fault]())
        settings = (
            load_aggregator_settings(path) if is_for_aggregator(keys) else load_door_settings(path)
        )
    except SettingsError as error:
        yield Check("settings", "fail", str(error), "mend every line above, then run this again")
        return
    program = "an aggregator" if isinstance(settings, AggregatorSettings) else "a door"
    yield Check("settings", "ok", f"{path} is right, for {program}")
    yield _data_dir(settings.data_dir)
    yield _sqlite(sqlite3.sqlite_version_info)
    for broker in settings.brokers:
        yield _broker(broker)
    match settings:
        case DoorSettings():
            yield from _door(settings)
        case AggregatorSettings():
            yield _school(settings)
            yield _time(trusted=False)


def _door(settings: DoorSettings) -> Iterator[Check]:
    if not settings.readers:
        cure = "add a table [[readers]]: without one nobody can tap"
        yield Check("reader", "fail", "the settings name none", cure)
    for reader in settings.readers:
        yield _reader(reader)
    yield _light(settings)
    yield _time(trusted=settings.clock_trusted)


def _data_dir(path: Path) -> Check:
    what = f"data folder {path}"
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path) as probe:
            probe.write(b"smart pass")
            os.fsync(probe.fileno())
        free = shutil.disk_usage(path).free
    except OSError as error:
        cure = "give the program's user a folder that it may write to, on a disk with room"
        return Check(what, "fail", f"can't be written ({error.strerror})", cure)
    found = f"writable, {free // 2**20} MiB free"
    if free < DISK_FREE_BYTES_MIN:
        return Check(what, "warn", found, "make room: at least 100 MiB")
    return Check(what, "ok", found)


def _sqlite(version: tuple[int, int, int]) -> Check:
    found = ".".join(map(str, version))
    if version < SQLITE_LEAST:
        return Check("SQLite", "fail", found, "use Debian 12 or newer: 3.37 or later is needed")
    if version < SQLITE_MENDED:
        return Check("SQLite", "ok", f"{found}; safe, as only one connection is opened to a file")
    return Check("SQLite", "ok", found)


def _broker(broker: BrokerAddress) -> Check:
    what = f"broker {broker.host}:{broker.port}"
    try:
        with socket.create_connection((broker.host, broker.port), BROKER_WITHIN_S) as line:
            line.settimeout(BROKER_WITHIN_S)
            line.sendall(MQTT_HELLO)
            answer = line.recv(CONNACK_BYTES, socket.MSG_WAITALL)
            with suppress(OSError):
                # One that refused us has hung up already.
                line.sendall(MQTT_BYE)
    except OSError as error:
        cure = "check host and port, the network, and that the broker runs and may be reached"
        return Check(what, "fail", f"not reached ({error.strerror or error})", cure)
    if len(answer) < CONNACK_BYTES or answer[0] != CONNACK:
        cure = "something listens there, but no MQTT broker: check the port"
        return Check(what, "fail", "does not speak MQTT", cure)
    if answer[3]:
        cure = "the broker wants a name and a password, or a certificate, that it knows"
        return Check(what, "warn", f"answers, but refuses a stranger (code {answer[3]})", cure)
    return Check(what, "ok", "answers")


def _reader(reader: ReaderSettings) -> Check:
    what = f"{reader.kind} reader {reader.path}"
    try:
        read_profile(reader.profile)
        status = reader.path.stat()
    except ProfileError as error:
        return Check(what, "fail", str(error), "mend the profile, or name another one")
    except OSError as error:
        cure = "plug it in, and compare the path with `ls -l /dev/serial/by-id /dev/input/by-id`"
        return Check(what, "fail", f"not there ({error.strerror})", cure)
    if not stat.S_ISCHR(status.st_mode):
        return Check(what, "fail", "that path is no device", "give the device's path under /dev")
    if not os.access(reader.path, os.R_OK):
        group = "dialout" if reader.kind == "serial" else "input"
        cure = f"put the program's user into the group {group}"
        return Check(what, "fail", "this user may not read it", cure)
    return Check(what, "ok", f"there, profile {reader.profile.stem}")


def _light(settings: DoorSettings) -> Check:
    light = settings.light
    if light.kind != "gpio":
        cure = "" if light.kind == "mock" else 'with an LED at the pins, say kind = "gpio"'
        return Check("light", "ok" if light.kind == "mock" else "warn", light.kind, cure)
    pins = RgbPins(light.red, light.green, light.blue)
    try:
        factory = open_factory(PinKind.LGPIO)
        try:
            open_led(pins, factory, active_high=light.active_high).close()
        finally:
            factory.close()
    except NoPinsError as error:
        cure = (
            "on a Raspberry Pi: apt-get install python3-lgpio, and the group gpio; elsewhere: none"
        )
        return Check("light", "fail", str(error), cure)
    return Check("light", "ok", f"GPIO red {pins.red} green {pins.green} blue {pins.blue}")


def _time(*, trusted: bool) -> Check:
    if trusted:
        return Check("time", "ok", "this machine's clock is trusted, as the settings say")
    if TIME_SYNCHRONIZED.exists():
        return Check("time", "ok", "set from the network by systemd-timesyncd")
    if CHRONY_SOCKET.exists():
        return Check("time", "ok", "chrony runs; `chronyc tracking` says how well")
    cure = "let systemd-timesyncd or chrony set it from a server in the building"
    return Check("time", "warn", "nothing here sets it from the network", cure)


def _school(settings: AggregatorSettings) -> Check:
    what = f"school {settings.school}"
    try:
        school = load_school(settings.school, settings.card_key)
    except SchoolFilesError as error:
        cure = "mend every line above: `smart-pass roster check` reads them again"
        return Check(what, "fail", str(error), cure)
    people = school.roster
    if school.gives_groups_away:
        return Check(what, "warn", GROUPS_GIVEN_AWAY, "set hall_capacity in the table [policy]")
    unwatched = people.one_way_unwatched
    if unwatched:
        found = f"one way to {', '.join(unwatched)}, and no room's kiosk checks anybody in there"
        cure = "give each a room: without one such a pass ends only at home, or as forgotten"
        return Check(what, "warn", found, cure)
    found = f"{school.name}: {len(people.students)} students, {len(people.staff)} staff"
    if len(people.student_by_card) < len(people.students):
        return Check(what, "warn", found, "some students have no card: they need a teacher's help")
    return Check(what, "ok", found)
