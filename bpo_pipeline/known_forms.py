"""Write ``documents/known_forms/*.json`` from blank government forms: where words and boxes stand, nothing else.

``python -m bpo_pipeline.known_forms FOLDER`` takes the folder with the blanks (fw4_2025.pdf, fw9_2024-03.pdf ...).
Positions are facts and come from the forms' own AcroForm; where a form has no box for it (a signature line) the
place is written down here. The PDFs themselves stay outside of the repository.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

from bpo_pipeline.model.reading import Box, Page, Reading
from bpo_pipeline.reading.read import read_document, reading_from_json

TARGET = Path(__file__).parent / "documents" / "known_forms"


@dataclass(frozen=True)
class Source:
    """Which files a definition comes from, and what its boxes are called in our records."""

    document_type: str
    edition: str
    files: tuple[str, ...]
    """With several (filled ones), only the words that all of them share are the form's own."""
    names: dict[str, str]
    """Ending of the field's name in the PDF -> our name; ``field=option`` for a check box, ``field.2`` for a part."""
    extra: tuple[tuple[str, str, float, float, float, float], ...] = ()
    """Our name, kind, left, top, right, bottom of places without a box of their own."""
    signs: tuple[str, ...] = field(default=())
    """Words that this edition alone prints, e.g. its revision."""
    page: int = 1
    """Of the blank, from 1."""


_W9_CLASSES = ("individual", "c_corp", "s_corp", "partnership", "trust_estate", "llc", "other")
_LEAVE = ("annual_accrued", "annual_restored", "annual_advanced", "sick_accrued", "sick_advanced")
_LEAVE_MORE = ("comp_time", "other_paid", "lwop")
_PURPOSE = ("illness", "medical_exam", "family_care", "family_serious_condition", "other")
_MISC_BOXES = {
    8: "rents", 9: "royalties", 10: "other_income", 11: "federal_tax_withheld", 12: "fishing_boat_proceeds",
    13: "medical_payments", 14: "substitute_payments", 15: "crop_insurance",
    16: "attorney_proceeds", 17: "fish_purchased", 18: "deferrals_409a", 19: "golden_parachute",
    20: "nonqualified_deferred", 21: "state_tax_withheld", 22: "state_tax_withheld2", 23: "state_number",
    24: "state_number2", 25: "state_income", 26: "state_income2",
}  # fmt: skip

SOURCES: dict[str, Source] = {
    "w4_2025": Source(
        "w4",
        "2025",
        ("fw4_2025.pdf",),
        {
            "f1_01[0]": "first_name_mi", "f1_02[0]": "last_name", "f1_03[0]": "address", "f1_04[0]": "city_state_zip",
            "f1_05[0]": "ssn", "c1_1[0]": "filing_status=single", "c1_1[1]": "filing_status=married_jointly",
            "c1_1[2]": "filing_status=head_of_household", "c1_2[0]": "multiple_jobs", "f1_06[0]": "children_amount",
            "f1_07[0]": "other_dependents_amount", "f1_09[0]": "dependents_total", "f1_10[0]": "other_income",
            "f1_11[0]": "deductions", "f1_12[0]": "extra_withholding", "f1_13[0]": "employer",
            "f1_14[0]": "first_date_of_employment", "f1_15[0]": "employer_ein",
        },
        (
            ("signature", "signature", 105, 656, 440, 679),
            ("signature_date", "text", 457, 659, 573, 680),
            ("exempt_claim", "text", 300, 612, 573, 631),
        ),
        ("W-4 (2025)",),
    ),
    "w9_2024": Source(
        "w9",
        "2024-03",
        ("fw9_2024-03.pdf",),
        {
            "f1_01[0]": "name", "f1_02[0]": "business_name",
            **{f"c1_1[{number}]": f"tax_classification={name}" for number, name in enumerate(_W9_CLASSES)},
            "c1_2[0]": "foreign_partners", "f1_03[0]": "llc_code", "f1_04[0]": "other_classification",
            "f1_05[0]": "exempt_payee_code", "f1_06[0]": "fatca_code", "f1_07[0]": "address",
            "f1_08[0]": "city_state_zip", "f1_09[0]": "requester", "f1_10[0]": "account_numbers",
            "f1_11[0]": "ssn.1", "f1_12[0]": "ssn.2", "f1_13[0]": "ssn.3", "f1_14[0]": "ein.1", "f1_15[0]": "ein.2",
        },
        (("signature", "signature", 119, 577, 382, 599), ("signature_date", "text", 403, 579, 573, 600)),
        ("March 2024", "3-2024"),
    ),
    "w9_2018": Source(
        "w9",
        "2018-10",
        ("azure_fw9_1.pdf", "azure_fw9_2.pdf", "azure_fw9_3.pdf"),
        {
            "f1_1[0]": "name", "f1_2[0]": "business_name",
            **{f"c1_1[{number}]": f"tax_classification={name}" for number, name in enumerate(_W9_CLASSES)},
            "f1_3[0]": "llc_code", "f1_4[0]": "other_classification", "f1_5[0]": "exempt_payee_code",
            "f1_6[0]": "fatca_code", "f1_7[0]": "address", "f1_8[0]": "city_state_zip", "f1_9[0]": "requester",
            "f1_10[0]": "account_numbers", "f1_11[0]": "ssn.1", "f1_12[0]": "ssn.2", "f1_13[0]": "ssn.3",
            "f1_14[0]": "ein.1", "f1_15[0]": "ein.2",
        },
        (("signature", "signature", 119, 553, 382, 576), ("signature_date", "text", 403, 555, 573, 577)),
        ("October 2018", "10-2018"),
    ),
    "w8ben_2021": Source(
        "w8ben",
        "2021-10",
        ("azure_fw8ben_1.pdf", "azure_fw8ben_2.pdf", "azure_fw8ben_3.pdf"),
        {
            "f_1[0]": "name", "f_2[0]": "citizenship", "f_3[0]": "address",
            "f_4[0]": "city_state", "f_5[0]": "country", "f_6[0]": "mailing_address",
            "f_7[0]": "mailing_city_state", "f_8[0]": "mailing_country", "f_9[0]": "ssn",
            "f_10[0]": "foreign_tax_id", "f_11[0]": "reference_number", "f_12[0]": "date_of_birth",
            "f_13[0]": "treaty_country", "f_14[0]": "treaty_article", "f_15[0]": "treaty_rate",
            "f_16[0]": "income_type", "f_17[0]": "conditions.1", "f_18[0]": "conditions.2",
            "f_19[0]": "conditions.3", "f_20[0]": "signature", "Date[0]": "signature_date",
            "f_21[0]": "signer_name", "f_22[0]": "signer_capacity",
        },
    ),
    "i9_2017": Source(
        "i9",
        "07/17/17",
        ("i9_2017-07_fieldnames.pdf",),
        {
            "last_name": "last_name", "first_name": "first_name", "middle_initial": "middle_initial",
            "other_last_name": "other_last_names", "Address": "address", "apt_number": "apt", "city": "city",
            "state": "state", "zip": "zip", "dob": "date_of_birth",
            **{f"ssn{number}": f"ssn.{number}" for number in range(1, 10)},
            "employee_email": "email", "employee_telephone": "phone", "cb_citizen": "citizenship_status=citizen",
            "cb_noncitizine": "citizenship_status=noncitizen_national",
            "cb_permenant_resident": "citizenship_status=permanent_resident",
            "cb_alien_authorized": "citizenship_status=alien_authorized",
            "allen_registration_number": "alien_number.resident", "alien_registration_number": "alien_number.worker",
            "alien_authorized_date_exp": "work_auth_expiration", "i94_number": "i94_number",
            "foreign_passport_number": "foreign_passport_number",
            "foreign_passport_country": "foreign_passport_country", "today_date": "signature_date",
        },
        (("signature", "signature", 124, 513, 368, 539),),
        ("07/17/17",),
    ),
    "i9_2017_2": Source(
        "i9",
        "07/17/17",
        ("i9_2017-07_fieldnames.pdf",),
        {},
        (
            ("list_a_title", "text", 38, 185, 211, 197.5), ("list_a_expires", "text", 38, 251.5, 211, 265.5),
            ("list_b_title", "text", 221, 185, 395, 198), ("list_b_expires", "text", 221, 251.5, 395, 265.5),
            ("list_c_title", "text", 404, 185.5, 576, 198), ("list_c_expires", "text", 404, 251.5, 576, 265.5),
            ("first_day", "text", 286, 486, 364, 499.5), ("employer_signature", "signature", 38, 516.5, 266, 531),
            ("employer_date", "text", 268, 516.5, 378, 531), ("reverified_on", "text", 238, 731.5, 352, 745.5),
        ),
        ("07/17/17",),
        page=2,
    ),
    "opm71": Source(
        "leave_request",
        "2020-09",
        ("opm71_fillable.pdf",),
        {
            "Table1[0].Row2[0].TextField[0]": "employee_name",
            "Table1[0].Row2[0].TextField[1]": "employee_id_last4", "Table1[0].Row4[0].TextField[0]": "organization",
            **{f"CheckBox1[{number}]": f"leave_type={name}" for number, name in enumerate(_LEAVE)},
            **{f"CheckBox4[{number}]": f"leave_type={name}" for number, name in enumerate(_LEAVE_MORE)},
            **{f"CheckBox3[{number}]": f"sick_purpose={name}" for number, name in enumerate(_PURPOSE)},
            **{
                f"Table3[0].Row{row + 3}[0].DateTimeField{2 * row + 1 + end}[0]":
                f"{'to' if end else 'from'}_date.{name}"
                for row, name in enumerate(_LEAVE) for end in (0, 1)
            },
            **{
                f"Table3[1].Row{row + 3}[0].DateTimeField{(9 if row else 1) + 2 * row + end}[0]":
                f"{'to' if end else 'from'}_time.{name}" for row, name in enumerate(_LEAVE) for end in (0, 1)
            },
            **{f"Table4[0].Row{row + 2}[0].TextField[0]": f"total_hours.{name}" for row, name in enumerate(_LEAVE)},
            **{
                f"DateTimeField{19 + 2 * row + end}[0]": f"{'to' if end else 'from'}_date.{name}"
                for row, name in enumerate(_LEAVE_MORE) for end in (0, 1)
            },
            **{f"DateTimeField{27 + row}[0]": f"from_time.{name}" for row, name in enumerate(_LEAVE_MORE)},
            **{f"DateTimeField{30 + row}[0]": f"to_time.{name}" for row, name in enumerate(_LEAVE_MORE)},
            **{
                f"Table7[0].Row{row + 1}[0].TextField[0]": f"total_hours.{name}"
                for row, name in enumerate(_LEAVE_MORE)
            },
            "Table8[0].Row2[0].TextField[0]": "remarks", "Table8[0].Row5[0].SignatureField[0]": "signature",
            "DateTimeField25[0]": "signature_date", "CheckBox5[0]": "action=approved",
            "CheckBox5[1]": "action=disapproved", "Table8[0].Row8[0].TextField[0]": "disapproval_reason",
            "Table8[0].Row10[0].SignatureField[0]": "manager_signature", "DateTimeField26[0]": "manager_date",
        },
    ),
    "f1099misc_2020": Source(
        "1099-misc",
        "2020",
        ("azure_f1099msc_payer.pdf", "azure_f1099msc_recipient.pdf", "azure_f1099msc_state.pdf"),
        {
            "f2_1[0]": "payer", "f2_2[0]": "payer_tin", "f2_3[0]": "recipient_tin", "f2_4[0]": "recipient_name",
            "f2_5[0]": "recipient_address.1", "f2_6[0]": "recipient_address.2", "f2_7[0]": "account_number",
            "c2_2[0]": "fatca", "c2_3[0]": "second_tin_notice", "c2_4[0]": "direct_sales", "c2_1[0]": "void",
            "c2_1[1]": "corrected", **{f"f2_{number}[0]": name for number, name in _MISC_BOXES.items()},
        },
    ),
}  # fmt: skip


def read(path: Path) -> Reading:
    """The blank's text layer and boxes."""
    return reading_from_json(read_document(path.read_bytes(), {"ocr": False, "ignore_embedded_xml": True})[0])


def own_words(pages: list[Page]) -> list[list[object]]:
    """What all of them print at the same place."""
    places = [{(word.text, round(word.box.left), round(word.box.top)) for word in page.words} for page in pages]
    return [
        [word.text, *(round(side, 1) for side in (word.box.left, word.box.top, word.box.right, word.box.bottom))]
        for word in pages[0].words
        if all((word.text, round(word.box.left), round(word.box.top)) in one for one in places)
    ]


def definition(name: str, source: Source, folder: Path) -> dict[str, object]:
    """The form as JSON values."""
    readings = [read(next(folder.rglob(file))) for file in source.files]
    page = readings[0].pages[source.page - 1]
    boxes: list[list[object]] = []
    for ending, our_name in source.names.items():
        fits = [
            one for one in readings[0].form_fields if one.page == source.page and f".{one.name}".endswith(f".{ending}")
        ]
        if len(fits) != 1:
            sys.exit(f"{name}: {ending} fits {len(fits)} boxes")
        kind = "check" if "=" in our_name or fits[0].kind == "check" else fits[0].kind
        box = fits[0].box
        if kind == "check" and fits[0].kind == "text":  # the I-9 takes an X typed into the middle of its square
            box = Box(box.left - 1.5, box.top - 1.8, box.right + 2.2, box.bottom + 2.2)
        boxes.append([our_name, kind, *(round(s, 1) for s in (box.left, box.top, box.right, box.bottom)), ending])
    boxes += [[*one, ""] for one in source.extra]
    return {
        "name": name,
        "document_type": source.document_type,
        "edition": source.edition,
        "signs": source.signs,
        "width": page.width,
        "height": page.height,
        "words": own_words([one.pages[source.page - 1] for one in readings]),
        "boxes": boxes,
    }


def main(folder: Path) -> None:
    """Write every definition whose blank is in the folder."""
    for name, source in SOURCES.items():
        text = json.dumps(definition(name, source, folder), ensure_ascii=False)
        (TARGET / f"{name}.json").write_text(text.replace("]], ", "]],\n").replace("], [", "],\n[") + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
