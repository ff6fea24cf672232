import shutil
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from kiosk.core.ids import DestinationId, StudentId, card_hash
from kiosk.core.limits import Limit, Span
from kiosk.core.schedule import NoFly
from kiosk.core.school import GroupMode, School
from kiosk.store.school_files import SchoolFilesError, load_school

KEY = bytes(range(16))
DEMO = Path(__file__).parents[2] / "kiosk" / "sim" / "school"

SCHOOL = """name = "Test School"
time_zone = "America/Chicago"

[[rooms]]
id = 214
students_out_max = 2

[[destinations]]
id = "library"
name = { en = "Library", es = "Biblioteca" }
kind = "library"
hours = [{ opens = "10:15", closes = "14:00" }]
capacity = 3

[policy]
no_fly_first_minutes = 5
hall_capacity = 0

[bells.day_types]
regular = [
  { name = "1", starts = "08:00", ends = "08:50" },
  { name = "2", starts = "08:55", ends = "09:45" },
]
[bells.week]
monday = "regular"
[bells.exceptions]
2026-11-26 = "no school"

[[encounter_groups]]
id = "g"
members = ["s1", "s2"]
mode = "anywhere"
"""
STUDENTS = """id,first_name,last_name,grade,language,rooms,cards,limit_exempt
s1,Maya,Rodriguez,10,es,214,0006547886;0006547999,
s2,Liam,O'Connor,10,,214,ab12cd,yes
"""
STAFF = "id,name,badges\nt1,Ms. Alvarez,0007101013\n"


def write(
    folder: Path, *, school: str = SCHOOL, students: str = STUDENTS, staff: str = STAFF
) -> Path:
    (folder / "school.toml").write_text(school)
    (folder / "students.csv").write_text(students)
    (folder / "staff.csv").write_text(staff)
    return folder


def loaded(folder: Path) -> School:
    return load_school(folder, KEY)


def report(folder: Path) -> list[str]:
    with pytest.raises(SchoolFilesError) as caught:
        load_school(folder, KEY)
    return [line.strip() for line in str(caught.value).splitlines()[1:]]


def test_a_student_is_found_by_the_hash_of_each_card(tmp_path: Path) -> None:
    school = loaded(write(tmp_path))
    for number in ("0006547886", "0006547999"):
        assert school.roster.student_by_card[card_hash(KEY, number)].label == "Maya R."


def test_a_card_written_in_small_letters_is_the_same_card(tmp_path: Path) -> None:
    school = loaded(write(tmp_path))
    assert school.roster.student_by_card[card_hash(KEY, "AB12CD")].first_name == "Liam"


def test_numbers_of_cards_are_nowhere_in_what_was_read(tmp_path: Path) -> None:
    assert "6547886" not in repr(loaded(write(tmp_path)))


def test_policy_hours_bells_and_groups_are_read(tmp_path: Path) -> None:
    school = loaded(write(tmp_path))
    library = school.roster.destinations[DestinationId("library")]
    assert [(h.opens, h.closes) for h in library.hours] == [(time(10, 15), time(14))]
    assert school.policy.no_fly_first == timedelta(minutes=5)
    assert school.policy.no_fly_last == timedelta(minutes=10)
    assert school.policy.hall_capacity is None
    assert school.schedule.exceptions == {date(2026, 11, 26): None}
    assert len(school.schedule.lessons(date(2026, 11, 23))) == 2
    (group,) = school.roster.groups
    assert group.mode is GroupMode.ANYWHERE
    assert group.members == {StudentId("s1"), StudentId("s2")}


def test_no_fly_times_of_a_date_and_of_a_day_type_are_read(tmp_path: Path) -> None:
    school = SCHOOL + (
        "\n[bells.no_fly_by_date]\n2026-12-18 = { first_minutes = 0, last_minutes = 0 }\n"
        "[bells.no_fly_by_day_type]\nregular = { first_minutes = 7, last_minutes = 0 }\n"
    )
    schedule = loaded(write(tmp_path, school=school)).schedule
    assert schedule.no_fly(date(2026, 12, 18)) == NoFly(timedelta(), timedelta())
    assert schedule.no_fly(date(2026, 11, 23)) == NoFly(timedelta(minutes=7), timedelta())
    assert schedule.no_fly(date(2026, 11, 24)) is None


def test_faults_in_no_fly_times_are_told(tmp_path: Path) -> None:
    school = SCHOOL + (
        "\n[bells.no_fly_by_date]\n2026-12-32 = { first_minutes = 0, last_minutes = 0 }\n"
        "2026-12-18 = { first_minutes = -1 }\n"
    )
    words = "\n".join(report(write(tmp_path, school=school)))
    assert "a date as year-month-day" in words
    assert "first_minutes = -1: allowed is minutes, from 0 to 1440; 0 for none" in words
    assert "last_minutes is missing: minutes, from 0 to 1440; 0 for none" in words


def test_no_fly_times_of_a_day_type_that_there_is_not_are_a_fault(tmp_path: Path) -> None:
    school = SCHOOL + (
        "\n[bells.no_fly_by_day_type]\nreglar = { first_minutes = 7, last_minutes = 0 }\n"
    )
    (line,) = report(write(tmp_path, school=school))
    assert "did you mean regular?" in line


def test_a_one_way_destination_without_a_kiosk_is_read_and_known_for_it(tmp_path: Path) -> None:
    plain = 'kind = "library"\n'
    one_way = SCHOOL.replace(plain, plain + "one_way = true\n")
    assert loaded(write(tmp_path, school=one_way)).roster.one_way_unwatched == ("library",)
    watched = one_way.replace(plain, plain + "room = 214\n")
    roster = loaded(write(tmp_path, school=watched)).roster
    assert (roster.one_way_unwatched, roster.destinations[DestinationId("library")].one_way) == (
        (),
        True,
    )


LIMITS = """
[[limits]]
passes_max = 4
per = "week"

[[limits]]
passes_max = 0
per = "day"
group = "band"
destination = "library"

[[limits]]
passes_max = 9
per = "term"
student = "s1"
"""
IN_BAND = (
    STUDENTS.replace("limit_exempt\n", "limit_exempt,groups\n")
    .replace("999,\n", "999,,band;choir\n")
    .replace("yes\n", "yes,\n")
)


def test_limits_and_the_groups_and_terms_that_they_are_for_are_read(tmp_path: Path) -> None:
    terms = SCHOOL.replace(
        "[bells.week]", "[bells]\nterms = [2026-08-24, 2027-01-11]\n[bells.week]"
    )
    school = loaded(write(tmp_path, school=terms + LIMITS, students=IN_BAND))
    library, maya = DestinationId("library"), StudentId("s1")
    assert school.policy.limits == (
        Limit(4, Span.WEEK),
        Limit(0, Span.DAY, group="band", destination=library),
        Limit(9, Span.TERM, student=maya),
    )
    assert school.roster.students[maya].in_groups == {"band", "choir", "10"}
    assert school.schedule.term_start(date(2026, 12, 24)) == date(2026, 8, 24)


def test_faults_in_limits_are_told(tmp_path: Path) -> None:
    more = """
[[limits]]
passes_max = 1
per = "week"

[[limits]]
passes_max = 1
per = "day"
student = "s9"

[[limits]]
passes_max = 1
per = "day"
group = "chess"
destination = "pool"

[[limits]]
passes_max = 1
per = "month"
student = "s1"
group = "band"
"""
    words = "\n".join(report(write(tmp_path, school=SCHOOL + LIMITS + more, students=IN_BAND)))
    assert 'limits[3].per = "term": name the first days of terms' in words
    assert "limits[4].passes_max = 1: there is a limit of this kind above already" in words
    assert 'limits[5].student = "s9": no student in students.csv has this id' in words
    assert 'limits[6].group = "chess": no student in students.csv is in it' in words
    assert "there are 10, band, choir" in words
    assert 'limits[6].destination = "pool": no such destination' in words
    assert 'limits[7].per = "month": allowed is one of period, day, week, term' in words


def test_a_limit_is_for_a_student_or_for_a_group(tmp_path: Path) -> None:
    both = '\n[[limits]]\npasses_max = 1\nper = "day"\nstudent = "s1"\ngroup = "band"\n'
    (line,) = report(write(tmp_path, school=SCHOOL + both, students=IN_BAND))
    assert "name a student or a group, not both" in line


def test_an_accommodation_is_read(tmp_path: Path) -> None:
    assert loaded(write(tmp_path)).roster.students[StudentId("s2")].limit_exempt


def test_a_spreadsheets_mark_and_semicolons_do_no_harm(tmp_path: Path) -> None:
    staff = "\ufeffid;name;badges\r\nt1;Ms. Alvarez;0007101013\r\n\r\n"
    assert len(loaded(write(tmp_path, staff=staff)).roster.staff) == 1


def test_the_demo_school_has_no_fault() -> None:
    school = loaded(DEMO)
    assert len(school.roster.students) == 30
    assert len(school.roster.staff) == 4
    assert len(school.roster.destinations) == 5
    assert {group.mode for group in school.roster.groups} == set(GroupMode)


def test_every_fault_of_all_files_is_told_at_once(tmp_path: Path) -> None:
    school = (
        SCHOOL.replace("America/Chicago", "Chicago")
        .replace('"s1", "s2"', '"s1", "s9"')
        .replace('monday = "regular"', 'monday = "regluar"')
        .replace('closes = "14:00"', 'closes = "25:00"')
        .replace('starts = "08:55"', 'starts = "08:45"')
    )
    students = STUDENTS + (
        "s2,Noah,Kim,10,en,214,,\n"
        "s 4,Amina,Hassan,10,en,215,6.5479E+09,maybe\n"
        "s5,,Brooks,10,en,214,0007101013,\n"
    )
    lines = report(write(tmp_path, school=school, students=students, staff=STAFF))
    assert [line.split(": ")[0] for line in lines] == [
        "school.toml:2",
        "school.toml:12",
        "school.toml:20",
        "school.toml:25",
        "school.toml:31",
        "staff.csv:2",
        "students.csv:4",
        "students.csv:5",
        "students.csv:5",
        "students.csv:5",
        "students.csv:5",
        "students.csv:6",
    ]
    words = "\n".join(lines)
    assert 'encounter_groups[1].members = "s9": no student in students.csv has this id' in words
    assert "did you mean regular?" in words
    assert "students.csv:6 already" in words


def test_a_missing_column_is_told_with_those_there_are(tmp_path: Path) -> None:
    lines = report(write(tmp_path, students="id,first name,last_name\ns1,Maya,Rodriguez\n"))
    assert 'students.csv:1: column = "first name": no such name; did you mean first_name?' in (
        "\n".join(lines)
    )
    assert any("column first_name is missing" in line for line in lines)


def test_missing_files_are_each_told(tmp_path: Path) -> None:
    lines = report(tmp_path)
    assert [line.split(":")[0] for line in lines] == ["school.toml", "staff.csv", "students.csv"]


def test_two_rooms_may_not_have_one_door(tmp_path: Path) -> None:
    school = SCHOOL + '\n[[rooms]]\nid = "118"\ndoor = "door-214"\n'
    (line,) = report(write(tmp_path, school=school))
    assert 'rooms[2].door = "door-214": doors must differ' in line


def test_a_row_with_more_cells_than_columns_is_a_fault(tmp_path: Path) -> None:
    (line,) = report(write(tmp_path, staff=STAFF.rstrip() + ",Jr.\n"))
    assert line.startswith("staff.csv:2: row: 4 cells under 3 columns")


def test_a_schedule_too_long_for_a_door_is_a_fault(tmp_path: Path) -> None:
    days = "".join(
        f'20{y}-0{m}-1{d} = "regular"\n'
        for y in range(30, 70)
        for m in range(1, 10)
        for d in (1, 2)
    )
    school = SCHOOL.replace("[bells.exceptions]\n", "[bells.exceptions]\n" + days)
    (line,) = report(write(tmp_path, school=school))
    assert "too much for a door" in line


def test_the_demo_school_may_be_copied_and_changed(tmp_path: Path) -> None:
    shutil.copytree(DEMO, tmp_path / "school")
    assert loaded(tmp_path / "school").name == "Willow Creek School"


def test_cards_for_lending_are_read_with_the_number_printed_on_each(tmp_path: Path) -> None:
    assert loaded(write(tmp_path)).roster.for_lending == {}
    (tmp_path / "lending_cards.csv").write_text("id,card\nL-1,0006548991\nL-2,0006548992\n")
    assert loaded(tmp_path).roster.for_lending == {
        card_hash(KEY, "0006548991"): "L-1",
        card_hash(KEY, "0006548992"): "L-2",
    }


def test_a_card_for_lending_that_is_somebodys_is_a_fault(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "lending_cards.csv").write_text("id,card\nL-1,0006547886\n")
    assert "lending_cards.csv:2" in "".join(report(tmp_path))
