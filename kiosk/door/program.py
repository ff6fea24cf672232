"""The door program: reader, screen, light, journal and link around one mind."""

import logging
import sys
from dataclasses import replace
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer

from kiosk.core.door.inputs import (
    CardGarbled,
    CardTapped,
    DoorInput,
    Heard,
    LinkChanged,
    ReaderChanged,
    Tick,
)
from kiosk.core.door.prefs import BRIGHTNESS_MAX
from kiosk.core.door.scene import Scene, Screen, Signal
from kiosk.core.door.turns import Idle
from kiosk.core.ids import BootId, card_hash
from kiosk.core.protocol import Sync
from kiosk.door.backlight import Backlight
from kiosk.door.clock import DoorClock
from kiosk.door.devices import device_of
from kiosk.door.lamp import Lamp
from kiosk.door.life import Life, Outlets
from kiosk.door.machine import machine_boot
from kiosk.door.station import Arrival, Came, Down, Station, Up
from kiosk.door.told import Told, ToldReader
from kiosk.feed.codec import JsonCodec
from kiosk.feed.link import SWITCH_S
from kiosk.feed.walk import Broker
from kiosk.readers.reader import Reader
from kiosk.readers.scan import Garbled, ReaderState, Scan
from kiosk.store.door_journal import DoorJournal
from kiosk.store.failures import JournalError
from kiosk.ui.door_window import DoorWindow
from kiosk.ui.pane import Pane

_log = logging.getLogger(__name__)

NEW_LIFE_PAUSE_MS = 1_000
"""Pause before a new life after a failed commit: a full disk must not be tried in a tight loop."""
CHECKPOINT_EVERY_MS = 60_000
NOT_RECORDED = Scene(Screen.NOT_RECORDED, Signal.FAULT, room="")


class DoorProgram:
    """Everything of one door, wired; all of it in Qt's thread."""

    def __init__(self, settings: Told, pane: Pane) -> None:
        self._settings = settings
        self._clock = DoorClock(trusted=settings.clock_trusted)
        brokers = [Broker(b.host, b.port) for b in settings.brokers]
        self._station = Station(settings.building, settings.door_id, brokers, self._arrived)
        self.window = DoorWindow(
            self.take, self._clock.now, self._clock.mono_ms, ZoneInfo("UTC"), pane
        )
        self._outlets = Outlets(
            send=self._station.send,
            send_event=self._station.send_event,
            show=self._show,
            wake_at=self._wake_at,
            drop_link=self._station.drop,
        )
        self._life: Life | None = None
        self._backlight = Backlight()
        self.lamp = Lamp(settings.light, sound=settings.sound)
        self._readers: list[Reader] = []
        self._ready: dict[int, bool] = {}
        self._alarm: QTimer | None = None
        self._rebirth: QTimer | None = None
        self._tidied_ms = 0
        self._time_zone = ZoneInfo("UTC")

    def open(self) -> None:
        """Show the window, begin a life, and listen to readers and building."""
        sys.setswitchinterval(SWITCH_S)
        self._alarm = QTimer(singleShot=True)
        self._alarm.timeout.connect(self._woken)
        self._rebirth = QTimer(singleShot=True, interval=NEW_LIFE_PAUSE_MS)
        self._rebirth.timeout.connect(self._begin_life)
        self.lamp.open()
        self._backlight.open()
        self.window.open()
        self._begin_life()
        for number, reader in enumerate(self._settings.readers):
            self._open_reader(number, reader)

    def close(self) -> None:
        """Stop everything; the journal says that this life ended well."""
        for reader in self._readers:
            reader.close()
        self._end_life(clean=True)
        for timer in (self._alarm, self._rebirth):
            if timer is not None:
                timer.stop()
        self.lamp.close()
        self.window.close()

    def take(self, happened: DoorInput) -> None:
        """Let the mind take one input; a failed commit, or a bug, ends this life for another."""
        if self._life is None:
            return
        try:
            self._life.take(happened)
            self._tidy()
        except JournalError as fault:
            _log.error("nothing is recorded until this is mended: %s", fault)
            self._fail()
        except Exception:  # noqa: BLE001 # the top of the loop logs and begins anew
            # The top of the door's loop: what is in memory can't be trusted, what is on disk can.
            _log.exception("a %s could not be taken", type(happened).__name__)
            self._fail()

    # --- lives ----------------------------------------------------------------------------------

    def _begin_life(self) -> None:
        path = self._settings.data_dir / "door.sqlite3"
        journal = DoorJournal(path, JsonCodec(), machine_boot())
        life = Life(journal, self._clock, self._outlets)
        self._life = life
        try:
            memory = life.begin(
                self._settings.door_id, self._settings.room, self._settings.language
            )
            self._station.open(memory.boot)
        except JournalError as fault:
            _log.error("nothing is recorded until this is mended: %s", fault)
            self._fail()
        except Exception:  # noqa: BLE001 # as in `take`: a door without a life is of no use
            _log.exception("a life could not begin")
            self._fail()
        else:
            self.take(ReaderChanged(all(self._ready.values())))

    def _end_life(self, *, clean: bool) -> None:
        self._station.close()
        life, self._life = self._life, None
        if life is None:
            return
        try:
            life.close(clean=clean)
        except JournalError as fault:
            _log.error("the journal did not close well: %s", fault)

    def _fail(self) -> None:
        # The next life first: to draw may be the very thing that failed.
        if self._rebirth is not None:
            self._rebirth.start()
        self._end_life(clean=False)
        self._show(replace(NOT_RECORDED, language=self._settings.language))

    def _tidy(self) -> None:
        """Checkpoint the journal when nobody is at the door."""
        life, now = self._life, self._clock.mono_ms()
        if life is None or now - self._tidied_ms < CHECKPOINT_EVERY_MS:
            return
        if isinstance(life.keeper.session.turn, Idle):
            self._tidied_ms = now
            life.checkpoint()

    # --- what goes out --------------------------------------------------------------------------

    def _show(self, scene: Scene) -> None:
        self._set_time_zone()
        self._backlight.show(scene.brightness)
        # What the light does the picture need not do as well.
        lit = replace(scene, brightness=BRIGHTNESS_MAX) if self._backlight.is_there else scene
        self.window.show(lit)
        self.lamp.show(scene)

    def _set_time_zone(self) -> None:
        life = self._life
        if life is None or not life.has_begun or life.keeper.state.school is None:
            return
        zone = life.keeper.state.school.schedule.time_zone
        if zone != self._time_zone:
            self._time_zone = zone
            self.window.set_time_zone(zone)

    def _wake_at(self, mono_ms: int) -> None:
        if self._alarm is not None:
            self._alarm.start(max(0, mono_ms - self._clock.mono_ms()))

    def _woken(self) -> None:
        self.take(Tick())

    # --- what comes in --------------------------------------------------------------------------

    def _arrived(self, arrivals: list[Arrival]) -> None:
        for arrival in arrivals:
            match arrival:
                case Up():
                    self.take(LinkChanged(up=True))
                case Down():
                    self.take(LinkChanged(up=False))
                case Came(payload):
                    message = self._station.read(payload)
                    if isinstance(message, Sync) and message.boot == self._boot():
                        self._clock.learn(message.now, message.mono_ms)
                    if message is not None:
                        self.take(Heard(message))

    def _boot(self) -> BootId | None:
        life = self._life
        return life.keeper.state.boot if life is not None and life.has_begun else None

    def _open_reader(self, number: int, settings: ToldReader) -> None:
        reader = Reader(
            device_of(settings),
            on_scan=self._scanned,
            on_garbled=self._garbled,
            on_state=lambda state: self._reader_state(number, state),
        )
        self._ready[number] = True
        self._readers.append(reader)
        reader.open()

    def _scanned(self, scan: Scan) -> None:
        card = card_hash(self._settings.card_key, scan.number)
        self.take(CardTapped(card, self._clock.of_monotonic(scan.mono_ms)))

    def _garbled(self, garbled: Garbled) -> None:
        _log.info("no whole card: %s", garbled.reason)
        self.take(CardGarbled(self._clock.of_monotonic(garbled.mono_ms)))

    def _reader_state(self, number: int, state: ReaderState) -> None:
        if state is not ReaderState.READY:
            _log.warning("reader %d is %s", number + 1, state)
        self._ready[number] = state is ReaderState.READY
        self.take(ReaderChanged(all(self._ready.values())))
