from kiosk.core.aggregator.coordination import HoldsSet, RaiseAlert
from kiosk.core.ids import RoomId, StaffId
from kiosk.core.rule import Holds
from tests.core.building_bench import BOOTH, MAYA, OMAR, ROOM_214, BuildingBench

STAFF = StaffId("t-case")


def told(bench: BuildingBench, holds: Holds) -> list[tuple[str, str, StaffId | None]]:
    commands = bench.give(HoldsSet(holds, STAFF))
    alerts = [c.alert for c in commands if isinstance(c, RaiseAlert)]
    return [(alert.kind, alert.text.partition(",")[0], alert.staff) for alert in alerts]


def test_staff_hear_who_set_and_lifted_the_hold() -> None:
    bench = BuildingBench()
    assert told(bench, Holds(hold=True)) == [("hold_set", "Hold: no pass starts", STAFF)]
    assert told(bench, Holds()) == [("hold_lifted", "Hold lifted", STAFF)]
    assert told(bench, Holds()) == []


def test_a_hold_says_how_many_it_calls_back() -> None:
    bench = BuildingBench()

    def said() -> str:
        bench.give(HoldsSet(Holds(hold=True), STAFF))
        bench.give(HoldsSet(Holds(), STAFF))
        return next(alert.text for alert in bench.mind.building.alerts if alert.kind == "hold_set")

    assert "nobody is out" in said()
    bench.start_pass(bench.grant(MAYA))
    assert "1 student is out and called back" in said()
    bench.start_pass(bench.grant(OMAR))
    assert "2 are out and called back" in said()


def test_staff_hear_of_every_room_place_and_student_that_is_stopped_and_let_go() -> None:
    bench = BuildingBench()
    stopped = Holds(
        rooms=frozenset({ROOM_214}), destinations=frozenset({BOOTH}), students=frozenset({MAYA})
    )
    names = ("room r-214", "booth", "Maya L.")
    assert told(bench, stopped) == [("frozen", f"Passes stopped: {n}", STAFF) for n in names]
    assert told(bench, Holds()) == [("unfrozen", f"Passes again: {n}", STAFF) for n in names]


def test_what_the_roster_no_longer_names_is_told_by_its_token() -> None:
    bench = BuildingBench()
    gone = Holds(rooms=frozenset({RoomId("r-gone")}))
    assert told(bench, gone) == [("frozen", "Passes stopped: r-gone", STAFF)]


def test_who_did_it_is_kept_over_a_restart() -> None:
    bench = BuildingBench()
    told(bench, Holds(hold=True))
    bench.start()
    assert [alert.staff for alert in bench.mind.building.alerts] == [STAFF]
