"""Timesheets on pages: grid, list and punch layouts, and what OCR does to them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from bpo_pipeline.classification import classify
from bpo_pipeline.documents.timesheet import Timesheet
from bpo_pipeline.extraction import extract
from bpo_pipeline.model.reading import Box, Page, Reading, Source, Word

GRID = (
    (40, "WEEKLY TIME SHEET"),
    (80, "Employee Name: Kristin Cooper", (360, "Employee ID: E1056"), (540, "Department: Retail")),
    (110, "Week Beginning: 06/30/2025", (320, "Week Ending: 07/06/2025")),
    (150, "", (160, "Mon 6/30"), (240, "Tue 7/1"), (320, "Wed 7/2"), (400, "Thu 7/3"), (480, "Fri 7/4"),
     (560, "Sat 7/5"), (640, "Sun 7/6"), (720, "TOTAL")),
    (180, "Time In", (160, "8:00 AM"), (240, "7:30 AM"), (320, "8:30 AM")),
    (200, "Time Out", (160, "5:00 PM"), (240, "4:00 PM"), (320, "5:30 PM")),
    (220, "Break (hrs)", (170, "1"), (250, "0.5"), (330, "0.5")),
    (240, "Hours Worked", (170, "8"), (250, "8"), (330, "8.5"), (720, "24.5")),
    (320, "Kristin Cooper", (320, "Chris Bryan")),
    (340, "Employee Signature", (320, "Supervisor Approval")),
)  # fmt: skip
LIST = (
    (40, "EMPLOYEE TIME CARD"),
    (80, "Name: Nicholas Hill", (295, "Emp. No.: E1007")),
    (105, "Dept: Office", (245, "Pay Period: 02/17/2025 - 02/23/2025")),
    (140, "Date", (140, "Day"), (205, "In"), (275, "Out"), (335, "Break"), (395, "Total Hrs")),
    *(
        (165 + 22 * place, f"02/{17 + place}/25", (140, day), (200, "8:30"), (270, "16:30"), (338, "0.5"), (400, "7.5"))
        for place, day in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri"))
    ),
    (275, "02/22/25", (140, "Sat")),
    (297, "02/23/25", (140, "Sun")),
    (330, "TOTAL HOURS: 37.5"),
    (370, "Nicholas Hill"),
    (390, "Employee Signature", (300, "Supervisor Approval")),
)  # fmt: skip


def sheet(rows: tuple[tuple[object, ...], ...], **misread: str) -> Timesheet:
    words = []
    for top, first, *others in rows:
        for left, text in ((40, first), *others):
            x = float(left)
            for printed in str(text).split():
                part = misread.get(printed.replace(":", "_").replace(".", "_"), printed)
                words.append(Word(part, Box(x, float(top), x + 5 * len(part), float(top) + 10), 0.95, 10.0))
                x += 5 * len(part) + 4
    reading = Reading((Page(1, 792, 612, tuple(words), Source.OCR),))
    assert classify(reading).document_type == "timesheet"
    record = extract(reading, "timesheet").record
    assert isinstance(record, Timesheet)
    return record


def test_a_grid_has_days_across() -> None:
    record = sheet(GRID)
    assert (record.employee_name, record.employee_id, record.department) == ("Kristin Cooper", "E1056", "Retail")
    assert (record.period_start, record.period_end) == (dt.date(2025, 6, 30), dt.date(2025, 7, 6))
    assert [(row.time_in, row.time_out, row.hours) for row in record.rows] == [
        (dt.time(8), dt.time(17), Decimal(8)),
        (dt.time(7, 30), dt.time(16), Decimal(8)),
        (dt.time(8, 30), dt.time(17, 30), Decimal("8.5")),
    ]
    assert record.printed_total_hours == record.computed_total_hours == Decimal("24.5")
    assert record.employee_signed is True
    assert record.supervisor_approved is True


def test_a_list_has_days_down_and_an_empty_line_is_no_approval() -> None:
    record = sheet(LIST)
    assert [row.date for row in record.rows] == [dt.date(2025, 2, day) for day in range(17, 22)]
    assert record.printed_total_hours == Decimal("37.5")
    assert record.employee_signed is True
    assert record.supervisor_approved is False


def test_a_lost_point_and_a_misread_break_follow_from_the_punches() -> None:
    record = sheet(LIST, **{"7_5": "75", "0_5": "OS"})
    assert [row.hours for row in record.rows] == [Decimal("7.5")] * 5


def test_a_punch_that_is_missing_stays_missing() -> None:
    rows = tuple(row if row[0] != 165 else tuple(one for one in row if one != (270, "16:30")) for row in LIST)
    record = sheet(rows)
    assert record.rows[0].time_out is None
    assert record.rows[0].hours == Decimal("7.5")


def test_a_day_that_stands_twice_stays_twice() -> None:
    rows = list(LIST)
    rows[9] = (275, "02/17/25", (140, "Mon"), (200, "8:30"), (270, "16:30"), (338, "0.5"), (400, "7.5"))
    found = [row.date for row in sheet(tuple(rows)).rows]
    assert found.count(dt.date(2025, 2, 17)) == 2
    assert dt.date(2025, 2, 22) not in found


def test_a_date_that_was_misread_is_known_by_its_neighbours() -> None:
    record = sheet(LIST, **{"02/19/25": "02/79/25"})
    assert record.rows[2].date == dt.date(2025, 2, 19)
