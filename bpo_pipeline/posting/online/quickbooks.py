"""QuickBooks Online ``TimeActivity``: one body per pay line, hours and minutes apart.

Proved against Intuit's own ``Finance.xsd``. ``requestid`` (at most 50 characters) makes sending twice the same as once.
Source: developer.intuit.com, TimeActivity.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from bpo_pipeline.model.payroll import PayLine


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
