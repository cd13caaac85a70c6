"""QuickBooks Online ``TimeActivity``: one body per pay line, hours and minutes apart.

Proved against Intuit's own ``Finance.xsd``. ``requestid`` (at most 50 characters) makes sending twice the same as once.
Source: developer.intuit.com, TimeActivity.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from bpo_pipeline.model.payroll import PayLine, WorkedDay
from bpo_pipeline.posting.online.hours import Booked, OnlineHours, key_of, last_day
from bpo_pipeline.posting.online.sending import Sender

LONGEST_PERIOD = dt.timedelta(days=62)
PAGE, MOST_PAGES = 1000, 100


def time_activity(line: PayLine, *, day: dt.date, employee_ref: str, item_ref: str = "") -> dict[str, Any]:
    """The body; *employee_ref* is QuickBooks' own id of the employee. Raises ValueError for a line without hours."""
    if not line.minutes or line.minutes < 0:
        message = "QuickBooks takes hours only; send amounts with the payroll"
        raise ValueError(message)
    body: dict[str, Any] = {
        "TxnDate": day.isoformat(),
        "NameOf": "Employee",
        "EmployeeRef": {"value": employee_ref},
        "Hours": line.minutes // 60,
        "Minutes": line.minutes % 60,
        "Description": f"{line.pay_code} {line.document_id}".strip(),
        "BillableStatus": "NotBillable",
    }
    if item_ref:
        body["ItemRef"] = {"value": item_ref}
    return body


class QuickBooksHours(OnlineHours):
    """One ``TimeActivity`` per employee, day, pay code and timesheet; our key stands in its description."""

    service = "QuickBooks"

    def __init__(self, sender: Sender, employees: Mapping[str, str], *, realm: str) -> None:
        """*realm* is QuickBooks' id of the company."""
        super().__init__(sender, employees)
        self._path = f"/v3/company/{realm}"

    def _there(self, run_id: str) -> Booked:
        end = last_day(run_id)
        where = f"TxnDate >= '{end - LONGEST_PERIOD}' and TxnDate <= '{end}'"
        found: Booked = {}
        for start in range(1, MOST_PAGES * PAGE, PAGE):
            query = f"select * from TimeActivity where {where} startposition {start} maxresults {PAGE}"  # noqa: S608 - dates and numbers
            page = self._sender.get(f"{self._path}/query", {"query": query}).get("QueryResponse", {})
            rows = page.get("TimeActivity", [])
            for one in rows:
                run, _, key = one.get("Description", "").partition(" ")
                if run == run_id:
                    minutes = int(one.get("Hours", 0)) * 60 + int(one.get("Minutes", 0))
                    found[key.split(" ")[0]] = (one["EmployeeRef"]["value"], minutes)
            if len(rows) < PAGE:
                break
        return found

    def _wanted(self, run_id: str, days: Sequence[WorkedDay]) -> Booked:
        wanted: Booked = {}
        for one in days:
            key = _key(run_id, one)
            wanted[key] = (self._employees[one.employee_id], wanted.get(key, ("", 0))[1] + one.minutes)
        return wanted

    def _send(self, run_id: str, key: str, days: Sequence[WorkedDay]) -> None:
        same = [one for one in days if _key(run_id, one) == key]
        minutes = sum(one.minutes for one in same)
        line = PayLine(same[0].employee_id, f"{run_id} {key} {same[0].work}", minutes, document_id=same[0].document_id)
        body = time_activity(line, day=same[0].day, employee_ref=self._employees[same[0].employee_id])
        self._sender.post(f"{self._path}/timeactivity", body, key=key, key_parameter="requestid")


def _key(run_id: str, one: WorkedDay) -> str:
    return key_of("quickbooks", run_id, one.employee_id, one.day.isoformat(), one.work, one.document_id)
