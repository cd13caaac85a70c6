"""The invented people who work at the sample client: forty employees with pay and bank details.

The numbers are well-formed and nobody's: social security numbers of the 900 area, which the SSA never assigns, and
account numbers drawn by chance at real routing numbers. The client's employee list beside its contract
(``dags/contracts/lakeside-employees.csv``) is ``employee_list()``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from bpo_pipeline.generator.seeds import seeded
from bpo_pipeline.model.employee import Employee
from bpo_pipeline.model.payroll import PaidEmployee
from bpo_pipeline.model.sensitive import account, tax_id

WORKS = ("regular", "vacation", "sick", "holiday")
"""What hours are booked on in the ERP: our pay codes of time."""
HEADCOUNT = 40
_FIRST = ("Eve", "Bo", "Ann", "Carl", "Dora", "Finn", "Gail", "Hugo")
_LAST = ("Hall", "Ray", "Fox", "Cole", "Ward", "Lane", "Moss", "Nash")
_DEPARTMENTS = ("Office", "Warehouse", "Store", "Workshop")
_ROUTING = ("091000019", "091038159", "011401533")


def employee(place: int) -> PaidEmployee:
    """The employee at a place in the list, from 0; no two of the first 64 have the same name."""
    rng = seeded("staff", place)
    return PaidEmployee(
        employee_id=f"E{2000 + 7 * place}",
        first_name=_FIRST[place % len(_FIRST)],
        last_name=_LAST[(place // len(_FIRST) + place) % len(_LAST)],
        department=_DEPARTMENTS[place % len(_DEPARTMENTS)],
        rate=Decimal(1800 + 25 * rng.randrange(40)) / 100,
        ssn=tax_id(f"9{rng.randrange(100):02d}-{rng.randrange(1, 50):02d}-{rng.randrange(1, 10000):04d}"),
        routing=_ROUTING[place % len(_ROUTING)],
        account=account(str(rng.randrange(10**9, 10**10))),
    )


STAFF = tuple(employee(place) for place in range(HEADCOUNT))
"""Everybody at the sample client."""


def employee_list(people: Iterable[Employee]) -> str:
    """The list as the client sends it, without pay and bank."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("employee_id", "name", "department", "status"))
    for one in people:
        writer.writerow((one.employee_id, one.name, one.department, "active" if one.active else "inactive"))
    return out.getvalue()
