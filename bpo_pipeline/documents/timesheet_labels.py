"""What columns, rows and header fields of timesheets are called, in English, German, French, Spanish and Dutch: data.

A phrase is compared in its folded form: lower case, no accents, no punctuation, no blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extractOne

from bpo_pipeline.documents.layout import folded

COLUMNS: dict[str, str] = {
    "employee_id": (
        "employee id|emp id|emp no|emp|emp nr|employee number|employee no|employee code|emp code|emp number|id|id no|"
        "id number|file|file no|file number|staff id|staff no|staff number|badge|badge no|badge id|personnel number|"
        "personnel no|payroll id|payroll no|payroll number|worker id|worker no|associate id|ee id|ee no|clock no|"
        "clock number|personalnummer|personalnr|personal nr|pers nr|persnr|pnr|mitarbeiternr|mitarbeiternummer|"
        "mitarbeiter nr|ma nr|matricule|no employe|numero empleado|no empleado|num empleado|id empleado|"
        "personeelsnummer|personeelsnr|medewerkernr|workday id|person number"
    ),
    "employee_name": (
        "name|employee|employee name|emp name|last first|last name first name|full name|worker|worker name|"
        "staff name|staff|associate|associate name|team member|mitarbeiter|mitarbeitername|arbeitnehmer|nom|salarie|"
        "employe|empleado|nombre|trabajador|medewerker|naam|print name|printed name|name printed"
    ),
    "last_name": "last name|lastname|surname|family name|last|nachname|familienname|apellido|apellidos|achternaam",
    "first_name": "first name|firstname|given name|first|vorname|prenom|voornaam",
    "department": "department|dept|abteilung|abt|departement|service|departamento|afdeling|cost center|cost centre|"
    "kostenstelle|team|temp dept|home department|location|site",
    "date": "date|work date|day date|datum|fecha|shift date|date worked|tag|dia|jour|dates|workdate|entry date|"
    "transaction date|timesheet date",
    "day": "day|weekday|wochentag|dow|day of week|wt|jour de la semaine|dia de la semana|weekdag",
    "time_in": "in|time in|start|start time|clock in|punch in|from|begin|von|beginn|kommen|arrival|entrada|"
    "hora entrada|hora de entrada|debut|van|in 1|time in 1|am in|clocked in|started|shift start|arrive|check in|"
    "arrivee|begintijd|time started|login|anfang|uhrzeit von",
    "time_out": "out|time out|finish|finish time|end|end time|stop|clock out|punch out|to|bis|ende|gehen|departure|"
    "salida|hora salida|hora de salida|fin|tot|out 1|time out 1|pm out|clocked out|finished|shift end|leave time|"
    "check out|depart|eindtijd|time finished|logout|schluss|uhrzeit bis",
    "time_in_2": "in 2|time in 2|pm in|in2|timein2|start 2|von 2|second in",
    "time_out_2": "out 2|time out 2|out2|timeout2|end 2|bis 2|second out",
    "break_start": "lunch out|meal out|break start|meal start|lunch start|break out|am out|pause von|break begin",
    "break_end": "lunch in|meal in|break end|meal end|lunch end|break in|pause bis|pause ende",
    "break_hours": "break|break hrs|break hours|meal|meal hrs|meal break|lunch|lunch hrs|lunch break|unpaid break|"
    "unpaid|pause|pausen|pausa|pauze|breaks|break time|rest|pause std|pause h|less break|less meal|descanso|break h|"
    "break duration",
    "break_minutes": "break min|break mins|break minutes|meal min|meal minutes|lunch min|lunch minutes|pause min|"
    "pause minuten|unpaid min|break m",
    "hours": "hours|hrs|total|total hrs|total hours|hours worked|worked|stunden|std|heures|horas|uren|daily total|"
    "pay hours|duration|arbeitszeit|units|hours total|worked hours|net hours|paid hours|qty|quantity|h|time worked|"
    "work hours|day total|gesamt|summe|stunden gesamt|total heures|total horas|ist stunden|arbeitsstunden|hours day|"
    "total time|totaal|dauer|actual hours",
    "regular_hours": "reg|regular|regular hours|reg hrs|reg hours|regular hrs|normal|normal hours|standard hours|"
    "straight time|st|basic|basic hours|normalstunden|ordinary hours|heures normales|horas normales|r t",
    "overtime_hours": "ot|o t|overtime|overtime hours|ot hours|ot hrs|overtime hrs|o t hours|uberstunden|mehrarbeit|"
    "heures supplementaires|horas extra|horas extras|overuren|over time|hours overtime",
    "double_hours": "dt|double time|doubletime|dbl|double|dt hours",
    "pay_code": "pay code|paycode|code|earnings code|earning code|earning|type|hour type|hours type|lohnart|pay type|"
    "absence code|earn code|category|art|time type|labor code|shift code",
    "rate": "rate|hourly rate|pay rate|stundensatz|rate of pay|stundenlohn|temp rate",
    "project": "project|job|job code|task|projekt|projet|proyecto|client|activity|job cost|work order|job no|job id",
    "comment": "comment|comments|note|notes|remarks|remark|bemerkung|bemerkungen|commentaire|observaciones|opmerking|"
    "description|reason|memo",
}  # fmt: skip
"""Field -> names of its column (or, where days are columns, of its row), separated by bars."""

HEADER: dict[str, str] = {
    "employee_id": COLUMNS["employee_id"].replace("|emp|", "|emp|employee id no|").replace("|file|", "|file|"),
    "employee_name": COLUMNS["employee_name"],
    "department": COLUMNS["department"] + "|dept name",
    "period_start": "week beginning|week starting|week commencing|week start|period start|period beginning|start date|"
    "pay period start|period begin|week of|wk beginning|w b|w c|from date|periode von|zeitraum von|beginning|"
    "pay period beginning|week start date|period from|begin date|period start date|pay period start date|for week of",
    "period_end": "week ending|week end|period end|period ending|end date|pay period end|pay period ending|wk ending|"
    "w e|to date|weekending|ending|week end date|period to|periode bis|zeitraum bis|period end date|"
    "pay period end date|for the week ending|week ended|period ended",
    "period": "pay period|period|zeitraum|periode|periodo|date range|dates|abrechnungszeitraum|payroll period|"
    "reporting period|timesheet period|week|pay period dates|semaine du|semana|kalenderwoche|kw|monat|month",
    "total": "total hours|total|total hrs|grand total|hours total|total hours worked|weekly total|week total|"
    "period total|gesamt|gesamtstunden|summe|total horas|total heures|totaal uren|sum|total for week|summe stunden|"
    "total for period|total weekly hours|hours worked|totals",
    "regular_total": COLUMNS["regular_hours"] + "|total regular|regular total|total regular hours|total reg",
    "overtime_total": COLUMNS["overtime_hours"] + "|total overtime|overtime total|total overtime hours|total ot",
    "approver_name": "approved by|supervisor|manager|approver|supervisor name|manager name|genehmigt|genehmigt von|"
    "vorgesetzter|approuve par|aprobado por|goedgekeurd door|foreman|authorised by|authorized by|freigegeben von|"
    "freigegeben durch|approving manager|reports to",
    "approval_status": "approved|approval|approval status|status|genehmigung",
    "company_name": "company|company name|client|employer|employer name|firma|arbeitgeber|empresa|entreprise|bedrijf",
}  # fmt: skip
"""Field -> labels beside which its value stands."""

EMPLOYEE_SIGNATURE = (
    "employee signature|signature of employee|signature employee|worker signature|unterschrift mitarbeiter|"
    "unterschrift arbeitnehmer|signature du salarie|firma del empleado|staff signature|employee sign|employee s "
    "signature|signed employee|associate signature|employee sig|handtekening medewerker|employee signature date|"
    "signature"
)  # fmt: skip
APPROVAL = (
    "supervisor approval|supervisor signature|manager signature|manager approval|approval|approved by|"
    "approval signature|authorised signature|authorized signature|unterschrift vorgesetzter|foreman signature|"
    "signature of supervisor|signature of manager|supervisor s signature|manager s signature|approver signature|"
    "genehmigt|client signature|client approval|supervisor|manager|supervisor sign|authorised by|authorized by|"
    "firma del supervisor|signature du responsable|handtekening leidinggevende"
)  # fmt: skip

_WEEKDAYS = (
    "mon monday mo montag lun lunes lundi ma maandag",
    "tue tues tuesday di dienstag mar martes mardi dinsdag",
    "wed weds wednesday mi mittwoch mie miercoles mer mercredi wo woensdag",
    "thu thur thurs thursday do donnerstag jue jueves jeu jeudi donderdag",
    "fri friday fr freitag vie viernes ven vendredi vr vrijdag",
    "sat saturday sa samstag sonnabend sab sabado sam samedi za zaterdag",
    "sun sunday so sonntag dom domingo dim dimanche zo zondag",
)
WEEKDAYS: dict[str, int] = {name: number for number, names in enumerate(_WEEKDAYS) for name in names.split()}
"""Name -> 0 for Monday to 6 for Sunday."""

TITLES = (
    "timesheet|time sheet|time card|timecard|time report|time record|stundenzettel|arbeitszeitnachweis|"
    "stundennachweis|stundenaufstellung|zeitnachweis|zeiterfassung|attendance record|punch report|hours report|"
    "feuille de temps|feuille d heures|releve d heures|hoja de horas|hoja de tiempo|parte de horas|urenstaat|"
    "urenregistratie|urenbriefje|attendance sheet|hours worked report|punch detail|time and attendance|"
    "record of hours|time log|tatigkeitsnachweis|rapportzettel|control de horas|registro de horas"
)  # fmt: skip
"""What such papers are called; within a longer title too (``Bi-weekly time report``)."""


def squeezed(text: str) -> str:
    """A label in the form in which labels are compared: ``Emp. No.:`` -> empno."""
    return "".join(folded(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)))


@lru_cache(maxsize=1)
def columns() -> dict[str, str]:
    """Squeezed column name -> field."""
    return _turned(COLUMNS)


@lru_cache(maxsize=1)
def header_labels() -> dict[str, str]:
    """Squeezed label -> header field."""
    return _turned(HEADER)


@lru_cache(maxsize=1)
def titles() -> tuple[str, ...]:
    """Squeezed titles."""
    return tuple(squeezed(one) for one in TITLES.split("|"))


def is_title(text: str) -> bool:
    """Whether a text says ``timesheet`` in one of its names."""
    folded = squeezed(text)
    return len(text) < 60 and any(one in folded for one in titles())


def phrases(text: str) -> frozenset[str]:
    """The squeezed forms of phrases that bars separate."""
    return frozenset(squeezed(one) for one in text.split("|"))


def column_of(text: str) -> str | None:
    """The field that a column's heading names, None for another one."""
    whole = squeezed(text.replace("#", " no "))
    bare = squeezed(text)
    inside = squeezed(re.sub(r"\([^)]*\)", " ", text))
    for one in (bare, whole, inside):
        if one in columns():
            found = columns()[one]
            minutes = found == "break_hours" and re.search(r"(?i)\bmin", text)
            return "break_minutes" if minutes else found
    return None


def near(text: str, known: Iterable[str]) -> str | None:
    """The known squeezed phrase that OCR meant: a letter off in short ones, a fifth in long ones."""
    if len(text) < 6:
        return None
    found = extractOne(text, list(known), scorer=Levenshtein.distance, score_cutoff=max(1, len(text) // 5))
    return str(found[0]) if found else None


def weekday_of(text: str) -> int | None:
    """The weekday that a text begins with, 0 for Monday, None for none."""
    parts = folded(text)
    return WEEKDAYS.get(parts[0]) if parts else None


def _turned(table: dict[str, str]) -> dict[str, str]:
    return {squeezed(one): field for field, several in reversed(table.items()) for one in several.split("|")}
