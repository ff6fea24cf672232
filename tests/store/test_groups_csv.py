import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.core.ids import GroupId, StudentId
from kiosk.core.school import EncounterGroup, GroupMode, OnHoldBack
from kiosk.store.groups_csv import GROUPS_FILE, replace_groups, write_groups
from kiosk.store.school_files import SchoolFilesError
from tests.store.test_school_files import SCHOOL, loaded, report, write

HEADER = "id,name,mode,members,enabled,expires,gap_minutes,hold_back_minutes,on_hold_back,note\n"
WHOLE = EncounterGroup(
    GroupId("fight"),
    frozenset({StudentId("s1"), StudentId("s2")}),
    GroupMode.SAME_DESTINATION,
    enabled=False,
    expires=date(2027, 6, 30),
    note="Both families asked.",
    name="The fight",
    gap=timedelta(minutes=3),
    hold_back_max=timedelta(minutes=12),
    on_hold_back=OnHoldBack.ASK,
)
PLAIN = EncounterGroup(
    GroupId("-2"), frozenset({StudentId("s1"), StudentId("s2")}), GroupMode.ANYWHERE
)


def groups_of(folder: Path, text: str) -> tuple[EncounterGroup, ...]:
    (folder / GROUPS_FILE).write_text(text)
    _, *groups = loaded(write(folder)).roster.groups
    return tuple(groups)


def faults_of(folder: Path, *lines: str) -> list[str]:
    (folder / GROUPS_FILE).write_text(HEADER + "\n".join(lines) + "\n")
    return report(write(folder))


def test_what_is_written_is_read_again_as_it_was(tmp_path: Path) -> None:
    assert groups_of(tmp_path, write_groups([WHOLE, PLAIN])) == (WHOLE, PLAIN)


def test_most_columns_may_be_left_out(tmp_path: Path) -> None:
    (group,) = groups_of(tmp_path, "id;mode;members\ng2;anywhere;s1 s2\n")
    assert (group.mode, group.enabled, group.gap) == (GroupMode.ANYWHERE, True, timedelta())
    assert (group.hold_back_max, group.on_hold_back) == (None, OnHoldBack.ALERT)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_nothing_that_is_written_is_a_formula_and_it_comes_back_as_it_was(
    tmp_path: Path, sign: str
) -> None:
    evil = f"{sign}cmd()"
    group = EncounterGroup(PLAIN.id, PLAIN.members, PLAIN.mode, name=evil, note=evil)
    written = write_groups([group])
    _, cells = csv.reader(io.StringIO(written))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
    (back,) = groups_of(tmp_path, written)
    assert (back.name, back.note) == (evil.strip(), evil.strip())


def test_every_fault_is_told_with_line_value_and_what_is_allowed(tmp_path: Path) -> None:
    lines = faults_of(
        tmp_path,
        "g2,,near,s1 s2,,,,,,",
        "g3,,anywhere,s1 s9,maybe,soon,-1,900,shout,",
        "g4,,anywhere,s1,,,,,,",
        "g 5,,,,,,,,,",
        "g,,anywhere,s1 s2,,,,,,",
        "g2,,anywhere,s1 s2,,,,,,",
    )
    words = "\n".join(lines)
    assert all(line.startswith(GROUPS_FILE) for line in lines)
    for told in (
        ':2: mode = "near": allowed is one of anywhere, same_destination',
        ':3: enabled = "maybe": yes or no',
        ':3: expires = "soon": a date as year-month-day',
        ':3: gap_minutes = "-1": allowed is minutes that a member who is back still counts',
        ':3: hold_back_minutes = "900": allowed is minutes until staff are told, 1 to 240',
        ':3: on_hold_back = "shout": allowed is one of alert, ask',
        ':4: members = "s1": name two or more students',
        ':5: id = "g 5": letters, digits, - and _ only',
        ":5: mode is missing",
        ":5: members is missing",
        ':6: id = "g": school.toml has a group of this id',
        ':7: id = "g2": line 2 has this id',
    ):
        assert GROUPS_FILE + told in words


def test_a_member_who_is_no_student_is_a_fault(tmp_path: Path) -> None:
    (line,) = faults_of(tmp_path, "g2,,anywhere,s1 s2 s9,,,,,,")
    assert 'members = "s9": no student in students.csv has this id' in line


def test_the_groups_are_replaced_and_those_of_before_kept(tmp_path: Path) -> None:
    write(tmp_path)
    assert replace_groups(tmp_path, [WHOLE]) is None
    kept = replace_groups(tmp_path, [PLAIN])
    assert kept is not None
    assert kept.read_text() == write_groups([WHOLE])
    assert loaded(tmp_path).roster.groups[1:] == (PLAIN,)
    assert (tmp_path / GROUPS_FILE).stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in tmp_path.iterdir() if "draft" in path.name) == []


def test_school_toml_may_say_all_that_the_list_may(tmp_path: Path) -> None:
    more = 'name = "The fight"\ngap_minutes = 3\nhold_back_minutes = 12\non_hold_back = "ask"\n'
    (group,) = loaded(write(tmp_path, school=SCHOOL + more)).roster.groups
    assert (group.name, group.gap) == (WHOLE.name, WHOLE.gap)
    assert group.asks_after == timedelta(minutes=12)


def test_a_list_that_can_not_be_read_makes_the_school_unusable(tmp_path: Path) -> None:
    (tmp_path / GROUPS_FILE).write_text("")
    with pytest.raises(SchoolFilesError, match="it is empty"):
        loaded(write(tmp_path))
