import pytest

from kiosk.cli.bench.figures import Figure, Spread, Unit


def figure(value: float, floor: float, *, most: float | None, least: float | None) -> Figure:
    return Figure("x", Unit.MS, Spread.of([value]), Spread.of([floor]), "y", most=most, least=least)


def test_a_spread_tells_the_median_and_what_few_exceed() -> None:
    spread = Spread.of([float(number) for number in range(200, 0, -1)])
    assert (spread.p50, spread.p99) == (100.5, 198.0)


def test_of_few_values_p99_is_the_greatest() -> None:
    assert Spread.of([3.0, 9.0, 1.0]).p99 == 9.0


@pytest.mark.parametrize(("value", "met"), [(20.0, True), (20.1, False)])
def test_less_is_better_up_to_the_target(value: float, met: bool) -> None:  # noqa: FBT001 # a case
    assert figure(value, 10.0, most=2, least=None).met is met


@pytest.mark.parametrize(("value", "met"), [(5.0, True), (4.9, False)])
def test_more_is_better_down_to_the_target(value: float, met: bool) -> None:  # noqa: FBT001 # a case
    assert figure(value, 10.0, most=None, least=0.5).met is met


def test_without_a_target_nothing_is_met_or_missed() -> None:
    plain = figure(5.0, 10.0, most=None, least=None)
    assert (plain.met, plain.target, plain.ratio) == (None, "", 0.5)
