"""What was found in a file: header fields and rows, of one employee or many."""

from __future__ import annotations

from dataclasses import dataclass, field

from bpo_pipeline.extraction.timesheets.repair import repair_by_total
from bpo_pipeline.extraction.timesheets.spots import Mark, Row
from bpo_pipeline.extraction.timesheets.table import Table

_PERSON = ("employee_id", "employee_name", "department")


@dataclass
class Found:
    """Header fields by name, rows in their order."""

    fields: dict[str, Mark] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    row_totals: list[tuple[Row, Mark]] = field(default_factory=list)

    def take(self, table: Table, around: dict[str, Mark]) -> None:
        """Add a table with the header fields that stand around it; its rows without an employee get the header's."""
        for row in table.rows:
            for name in _PERSON:
                if name in around and name not in row.marks:
                    row.marks[name] = around[name]
        for name, mark in {**around, **table.totals}.items():
            self.fields.setdefault(name, mark)
        repair_by_total(table.rows, self.fields.get("total"))
        self.rows += table.rows
        self.row_totals += table.row_totals

    @property
    def people(self) -> list[str]:
        """The employees by id or, without one, by name, in the order in which they come."""
        return list(dict.fromkeys(person_of(row) for row in self.rows))


def person_of(row: Row) -> str:
    """The employee's id, else the name, folded; empty when the row names nobody."""
    return str(row.get("employee_id") or row.get("employee_name") or "").strip().casefold()
