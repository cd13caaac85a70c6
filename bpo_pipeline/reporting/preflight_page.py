"""The payroll pre-flight as one HTML page without anything from outside, and as JSON.

The page is for the payroll manager alone: it shows names and pay, so it is written sealed or to the client's own
bucket, never to Airflow. Account numbers show their last four digits.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from jinja2 import Environment

from bpo_pipeline.model.preflight import STOPS, Preflight, PreflightRow

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pre-flight {{ p.batch_id }}</title>
<style>
:root { color-scheme: light; --ink: #1f2933; --faint: #52606d; --line: #d9e2ec; --stop: #b42318; --look: #8d5a00; }
body { font: 15px/1.45 system-ui, "DejaVu Sans", sans-serif; color: var(--ink); margin: 2rem auto; max-width: 76rem;
  padding: 0 1.5rem; background: #fff; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p.sub { color: var(--faint); margin: .2rem 0 1.2rem; }
.verdict { border-left: .4rem solid #1a7f4b; background: #effaf3; padding: .7rem 1rem; font-weight: 600; }
.verdict.stop { border-color: var(--stop); background: #fef3f2; color: var(--stop); }
.verdict.look { border-color: #d9a441; background: #fffaeb; color: var(--look); }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; color: var(--faint); padding: .3rem 0; }
th, td { padding: .4rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { font-size: .82rem; color: var(--faint); font-weight: 600; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.tag { display: inline-block; border-radius: .3rem; padding: 0 .4rem; font-size: .8rem; font-weight: 600;
  background: #fff3d6; color: var(--look); margin-right: .4rem; white-space: nowrap; }
.tag.stop { background: #fde4e1; color: var(--stop); }
ul { margin: 0; padding: 0; list-style: none; } li { margin: .1rem 0; }
@media print { body { margin: 0; max-width: none; } }
</style></head><body>
<h1>Payroll pre-flight: batch {{ p.batch_id }}</h1>
<p class="sub">{{ p.client }} · {{ p.first_day }} to {{ p.last_day }} · pay day {{ p.pay_day }}</p>
{% if p.stops %}<p class="verdict stop">Cannot be released: {{ p.stops|length }} to settle first.</p>
{% elif flagged %}<p class="verdict look">{{ flagged|length }} of {{ p.rows|length }} employees to look at.
Releasing needs a second person.</p>
{% else %}<p class="verdict">Nothing changed beyond the limits. Releasing needs a second person.</p>{% endif %}
<h2>Control totals</h2>
<table><thead><tr><th scope="col">&nbsp;</th><th scope="col" class="n">Employees</th>
<th scope="col" class="n">Hours</th>
<th scope="col" class="n">Other amounts</th><th scope="col" class="n">Gross {{ p.currency }}</th></tr></thead><tbody>
<tr><th scope="row">This period</th><td class="n">{{ p.totals.employees }}</td>
<td class="n">{{ p.totals.hours_text }}</td>
<td class="n">{{ money(p.totals.amount) }}</td><td class="n">{{ money(p.gross) }}</td></tr>
{% if p.last_totals %}<tr><th scope="row">Last period</th><td class="n">{{ p.last_totals.employees }}</td>
<td class="n">{{ p.last_totals.hours_text }}</td><td class="n">{{ money(p.last_totals.amount) }}</td>
<td class="n">{{ money(p.last_gross) }}</td></tr>{% endif %}
</tbody></table>
<p class="sub">{% for code, minutes in p.totals.hours_by_code %}
{{ code }} {{ hours(minutes) }} h{{ ", " if not loop.last }}
{%- endfor %}</p>
{% if not p.last_totals %}<p class="sub">There is no earlier batch to compare with: look at every line.</p>{% endif %}
{% if p.held %}<h2>Not in this batch</h2><ul>
{% for document, why in p.held %}<li><span class="tag">{{ document }}</span> {{ why }}</li>{% endfor %}</ul>{% endif %}
{% for title, rows in (("To look at", flagged), ("Without remarks", plain)) if rows %}
<h2>{{ title }} ({{ rows|length }})</h2>
<table><thead><tr><th scope="col">Employee</th><th scope="col" class="n">Hours</th><th scope="col" class="n">Gross</th>
<th scope="col" class="n">Last period</th><th scope="col" class="n">Change</th>
{% if title == "To look at" %}<th scope="col">What to know</th>{% endif %}</tr></thead><tbody>
{% for row in rows %}<tr><td>{{ row.employee_id }} {{ row.name }}</td><td class="n">{{ hours(row.minutes) }}</td>
<td class="n">{{ money(row.gross) }}</td><td class="n">{{ money(row.last_gross) }}</td>
<td class="n">{{ moved(row) }}</td>
{% if row.pointed %}<td><ul>{% for one in row.pointed %}<li><span class="tag{{ ' stop' if one.change in stops }}">
{{- one.change.value }}</span>{{ one.sentence }}</li>{% endfor %}</ul></td>{% endif %}</tr>
{% endfor %}</tbody></table>{% endfor %}
</body></html>
"""


def preflight_page(report: Preflight) -> str:
    """The page."""
    template = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(_PAGE)
    return template.render(
        p=report,
        flagged=[row for row in report.rows if row.pointed],
        plain=[row for row in report.rows if not row.pointed],
        stops=STOPS,
        money=_money,
        hours=lambda minutes: f"{minutes // 60}:{minutes % 60:02d}",
        moved=_moved,
    )


def preflight_json(report: Preflight) -> dict[str, Any]:
    """Counts and totals, without names and without anybody's pay: fit for a report."""
    return {
        "client": report.client,
        "batch_id": report.batch_id,
        "first_day": report.first_day.isoformat(),
        "last_day": report.last_day.isoformat(),
        "pay_day": report.pay_day.isoformat(),
        "currency": report.currency,
        "employees": report.totals.employees,
        "hours": report.totals.hours_text,
        "gross": str(report.gross),
        "last_gross": None if report.last_gross is None else str(report.last_gross),
        "can_be_released": not report.stops,
        "changes": {change.value: count for change, count in report.counts().items()},
        "pointed": [
            {"employee_id": row.employee_id, "change": one.change.value, "sentence": one.sentence}
            for row in report.rows
            for one in row.pointed
        ],
        "held": [{"document_id": document, "why": why} for document, why in report.held],
    }


def _money(value: Decimal | None) -> str:
    return "-" if value is None else f"{value:,.2f}"


def _moved(row: PreflightRow) -> str:
    if row.last_gross is None:
        return "-"
    difference = row.gross - row.last_gross
    return f"{difference:+,.2f}" if difference else "0.00"
