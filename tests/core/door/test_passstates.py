import pytest

from kiosk.core.door.passstates import TRANSITIONS, ImpossiblePassError, PassState, advance
from kiosk.core.ids import PassId

PASS = PassId("p-1")


def test_a_pass_goes_from_request_to_end() -> None:
    active = advance(PassState.REQUESTED, "started", PASS)
    extended = advance(active, "extended", PASS)
    assert (active, extended) == (PassState.ACTIVE, PassState.ACTIVE)
    assert advance(extended, "ended", PASS) is PassState.ENDED


@pytest.mark.parametrize("state", PassState)
@pytest.mark.parametrize("kind", ["started", "ended", "abandoned", "refused", "left_line"])
def test_what_the_table_does_not_name_is_an_error_that_names_pass_state_and_event(
    state: PassState, kind: str
) -> None:
    if (state, kind) in TRANSITIONS:
        assert advance(state, kind, PASS) is TRANSITIONS[state, kind]
        return
    with pytest.raises(ImpossiblePassError) as caught:
        advance(state, kind, PASS)
    assert all(part in str(caught.value) for part in (PASS, state.value, kind))


@pytest.mark.parametrize("state", [PassState.ENDED, PassState.REFUSED, PassState.ABANDONED])
def test_a_pass_that_is_over_never_starts_again(state: PassState) -> None:
    after = {to for (before, _), to in TRANSITIONS.items() if before is state}
    assert after <= {state, PassState.ABANDONED}
