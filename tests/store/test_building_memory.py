from pathlib import Path

from kiosk.core.aggregator.board import AlertRow
from kiosk.core.aggregator.buildingbook import PutAlert
from kiosk.core.ids import StaffId
from kiosk.feed.codec import JsonCodec
from kiosk.store.building_journal import BuildingJournal
from tests.store.examples import NOON, pass_id


def test_an_alert_keeps_what_it_is_about_and_who_did_it(tmp_path: Path) -> None:
    alerts = [
        AlertRow(NOON, "expired", "about a pass", pass_id(1)),
        AlertRow(NOON, "hold_set", "by staff", staff=StaffId("t-1")),
    ]
    journal = BuildingJournal(tmp_path / "building.sqlite3", JsonCodec())
    journal.open(NOON)
    journal.commit([PutAlert(alert) for alert in alerts])
    journal.close()
    assert journal.open(NOON).alerts == (alerts[1], alerts[0])
    journal.close()
