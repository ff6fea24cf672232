"""What `school.toml` may hold, table by table, and the core value that each table stands for."""

from datetime import timedelta
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, PlainValidator, model_validator

from kiosk.core.ids import DestinationId, DoorId, GroupId, RoomId, StudentId, default_door, is_token
from kiosk.core.limits import Limit, Span
from kiosk.core.policy import Policy, WhenAlone
from kiosk.core.school import (
    Approval,
    Destination,
    DestinationKind,
    EncounterGroup,
    GroupMode,
    Hours,
    OnHoldBack,
    Room,
)
from kiosk.store.bells_toml import BellsTable, ClockTime, Day
from kiosk.store.strict_toml import Table

ID_WORDS: Final = "letters, digits, - and _ only, 1 to 64 of them"


def _token(value: object) -> object:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(text, str) and not is_token(text):
        raise ValueError(ID_WORDS)
    return text


def _time_zone(value: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(value))
    except (ValueError, OSError, KeyError):
        raise ValueError('a time zone\'s name, for example "America/Chicago"') from None


Token = Annotated[str, BeforeValidator(_token)]
TimeZone = Annotated[ZoneInfo, PlainValidator(_time_zone)]
Minutes = Annotated[int, Field(ge=0, le=1440, description="minutes, from 0 to 1440")]
AtLeastOne = Annotated[int, Field(ge=1, le=10_000, description="1 or more; leave it out for none")]


class RoomTable(Table):
    """One `[[rooms]]`."""

    id: Token = Field(description=f"the room's id: {ID_WORDS}")
    name: str = Field("", max_length=40, description="a name in quotes, at most 40 characters")
    floor: str = Field("", max_length=40, description='the floor in quotes, for example "2"')
    door: Token | None = Field(None, description=f"the id of its kiosk: {ID_WORDS}")
    students_out_max: int = Field(
        0, ge=0, le=1000, description="students out at once, 0 for no limit"
    )

    def room(self) -> Room:
        """Return the room; one without a name is called by its id."""
        room_id = RoomId(self.id)
        door = DoorId(self.door) if self.door is not None else default_door(room_id)
        return Room(room_id, self.name or self.id, self.floor, door, self.students_out_max)


class HoursTable(Table):
    """One stretch of opening hours."""

    opens: ClockTime
    closes: ClockTime

    @model_validator(mode="after")
    def _in_order(self) -> "HoursTable":
        if self.opens >= self.closes:
            raise ValueError("opens must come before closes")
        return self


class DestinationTable(Table):
    """One `[[destinations]]`."""

    id: Token = Field(description=f"the destination's id: {ID_WORDS}")
    name: dict[str, str] = Field(
        description='its name by language, English always: { en = "Library", es = "Biblioteca" }'
    )
    kind: DestinationKind = Field(
        DestinationKind.OTHER,
        strict=False,
        description="one of " + ", ".join(DestinationKind),
    )
    floor: str = Field("", max_length=40, description='the floor in quotes, for example "2"')
    room: Token | None = Field(None, description="the id of a room with a kiosk for arrivals")
    minutes: Annotated[int, Field(ge=1, le=600)] | None = Field(
        None, description="minutes allowed, 1 to 600; leave it out for no limit"
    )
    capacity: AtLeastOne | None = Field(
        None, description="students there at once, 1 or more; leave it out for no limit"
    )
    hours: tuple[HoursTable, ...] = Field(
        (), strict=False, description='[{ opens = "10:15", closes = "14:00" }]; none: always open'
    )
    needs_approval: bool = Field(default=False, description="true or false, without quotes")
    approval: Approval = Field(
        Approval.ORIGIN, strict=False, description="whose yes it takes: origin or destination"
    )
    one_way: bool = Field(default=False, description="true or false, without quotes")

    @model_validator(mode="after")
    def _english(self) -> "DestinationTable":
        if not self.name.get("en"):
            raise ValueError(f"name needs an English form (en) for {self.id}")
        return self

    def destination(self) -> Destination:
        """Return the destination."""
        return Destination(
            id=DestinationId(self.id),
            name=self.name,
            kind=self.kind,
            floor=self.floor,
            room=RoomId(self.room) if self.room is not None else None,
            minutes=self.minutes,
            capacity=self.capacity,
            hours=tuple(Hours(h.opens, h.closes) for h in self.hours),
            needs_approval=self.needs_approval or self.approval is Approval.DESTINATION,
            approval=self.approval,
            one_way=self.one_way,
        )


class GroupTable(Table):
    """One `[[encounter_groups]]`."""

    id: Token = Field(description=f"the group's id: {ID_WORDS}")
    members: tuple[Token, ...] = Field(
        strict=False, description='two or more student ids: ["s-001", "s-002"]'
    )
    mode: GroupMode = Field(strict=False, description="one of " + ", ".join(GroupMode))
    enabled: bool = Field(default=True, description="true or false, without quotes")
    expires: Day | None = Field(None, description="the last day on which it counts: 2027-06-30")
    note: str = Field("", max_length=500, description="at most 500 characters; staff only")
    name: str = Field("", max_length=80, description="at most 80 characters; staff only")
    gap_minutes: int = Field(
        0, ge=0, le=120, description="minutes that a member who is back still counts, 0 to 120"
    )
    hold_back_minutes: int = Field(
        0, ge=0, le=240, description="minutes until staff are told, 1 to 240; 0 for never"
    )
    on_hold_back: OnHoldBack = Field(
        OnHoldBack.ALERT, strict=False, description="one of " + ", ".join(OnHoldBack)
    )

    def group(self) -> EncounterGroup:
        """Return the group."""
        return EncounterGroup(
            id=GroupId(self.id),
            members=frozenset(StudentId(member) for member in self.members),
            mode=self.mode,
            enabled=self.enabled,
            expires=self.expires,
            note=self.note,
            name=self.name,
            gap=timedelta(minutes=self.gap_minutes),
            hold_back_max=timedelta(minutes=self.hold_back_minutes) or None,
            on_hold_back=self.on_hold_back,
        )


class LimitTable(Table):
    """One `[[limits]]`; for everybody unless it names a student or a group."""

    passes_max: int = Field(ge=0, le=1000, description="passes, 0 to ask the teacher every time")
    per: Span = Field(strict=False, description="one of " + ", ".join(Span))
    student: Token | None = Field(None, description="a student's id")
    group: str | None = Field(
        None, description="a group or a grade as students.csv has it, in quotes"
    )
    destination: Token | None = Field(None, description="a destination's id; none: any")

    @model_validator(mode="after")
    def _one_of_both(self) -> "LimitTable":
        if self.student is not None and self.group is not None:
            raise ValueError("name a student or a group, not both")
        return self

    def limit(self) -> Limit:
        """Return the limit."""
        return Limit(
            self.passes_max,
            self.per,
            student=None if self.student is None else StudentId(self.student),
            group=self.group,
            destination=None if self.destination is None else DestinationId(self.destination),
        )


class PolicyTable(Table):
    """`[policy]`: what is left out is as most schools have it."""

    no_fly_first_minutes: Minutes = 10
    no_fly_last_minutes: Minutes = 10
    hall_capacity: int = Field(15, ge=0, le=10_000, description="students out, 0 for no limit")
    passes_a_day_max: int = Field(3, ge=0, le=100, description="passes, 0 for no limit")
    cooldown_minutes: Minutes = 15
    when_alone: WhenAlone = Field(
        WhenAlone.ASK, strict=False, description="one of " + ", ".join(WhenAlone)
    )
    minutes_default: int = Field(10, ge=1, le=600, description="minutes, from 1 to 600")
    accept_within_seconds: int = Field(
        30,
        ge=10,
        le=600,
        description="seconds in which a call from the line is accepted, 10 to 600",
    )
    calls_max: int = Field(
        2,
        ge=1,
        le=10,
        description="calls before a student who does not come is out of line, 1 to 10",
    )
    auto_end_after_minutes: int = Field(
        15, ge=0, le=600, description="minutes past the allowance, 0 for never"
    )

    def policy(self) -> Policy:
        """Return the policy; 0 in the file means that no limit is set."""
        return Policy(
            no_fly_first=timedelta(minutes=self.no_fly_first_minutes),
            no_fly_last=timedelta(minutes=self.no_fly_last_minutes),
            hall_capacity=self.hall_capacity or None,
            passes_a_day_max=self.passes_a_day_max or None,
            cooldown=timedelta(minutes=self.cooldown_minutes),
            when_alone=self.when_alone,
            minutes_default=self.minutes_default,
            accept_within=timedelta(seconds=self.accept_within_seconds),
            calls_max=self.calls_max,
            auto_end_after=timedelta(minutes=self.auto_end_after_minutes) or None,
        )


class SchoolTable(Table):
    """The whole of `school.toml`."""

    name: str = Field(min_length=1, max_length=80, description="the school's name in quotes")
    time_zone: TimeZone
    rooms: tuple[RoomTable, ...] = Field(
        strict=False, description="one table [[rooms]] for each room with a door"
    )
    destinations: tuple[DestinationTable, ...] = Field(
        strict=False, description="one table [[destinations]] for each destination"
    )
    bells: BellsTable = Field(description="a table [bells] with day_types and week")
    policy: PolicyTable = PolicyTable()
    limits: tuple[LimitTable, ...] = Field(
        (), strict=False, description="one table [[limits]] for each limit"
    )
    encounter_groups: tuple[GroupTable, ...] = Field(
        (), strict=False, description="one table [[encounter_groups]] for each group"
    )
