"""The acts with which staff lend cards and take them back, each as the form of its JSON body."""

from collections.abc import Mapping
from typing import Annotated, Final

import uuid_utils
from pydantic import Field

from kiosk.aggregator.web.act_forms import ActForm, Token
from kiosk.aggregator.web.appointment_forms import NAME_MAX
from kiosk.core.aggregator.acts import CardLent, CardsListed, CardTakenBack
from kiosk.core.aggregator.coordination import StaffInput
from kiosk.core.ids import StaffId


class Lend(ActForm):
    """Lend a numbered card to a student until the end of the day."""

    card: Token = Field(description="the number printed on a card for lending")
    student: Annotated[str, Field(min_length=1, max_length=NAME_MAX)] = Field(
        description="a student, by id or name"
    )

    def act(self, staff: StaffId) -> StaffInput:
        return CardLent(str(uuid_utils.uuid7()), self.card, self.student, staff)


class TakeBack(ActForm):
    """Take a card back that was enrolled or lent."""

    card: Token = Field(description="the number of a lent card, or the id that `cards` lists")

    def act(self, staff: StaffId) -> StaffInput:
        return CardTakenBack(self.card, staff)


class Cards(ActForm):
    """List the cards that staff have given to students."""

    def act(self, staff: StaffId) -> StaffInput:
        return CardsListed(staff)


CARD_FORMS: Final[Mapping[str, type[ActForm]]] = {
    "lend": Lend,
    "takeback": TakeBack,
    "cards": Cards,
}
"""Every act about cards by the name in its address."""
