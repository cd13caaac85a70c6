"""All rules, in the order in which a bookkeeper would look. To add one: copy a sibling, add a line to ``RULES``."""

from __future__ import annotations

from bpo_pipeline.qa.rules import (
    amounts,
    bank,
    characters,
    confidence,
    contents,
    dates,
    document_kind,
    en16931,
    gross_proof,
    identifiers,
    line_sums,
    people_forms,
    presence,
    suspicious_text,
    two_readings,
    vendor,
    visible_page,
)
from bpo_pipeline.qa.subject import Rule

RULES: tuple[Rule, ...] = (
    # the file
    document_kind.type_covered,
    document_kind.one_document,
    document_kind.reading_remarks,
    confidence.type_confidence,
    # what must be there, and how sure it is
    presence.required_fields,
    presence.norm_fields,
    confidence.field_confidence,
    two_readings.rereadings_agree,
    visible_page.xml_on_page,
    # the money
    amounts.printed_totals,
    amounts.totals_in_range,
    amounts.signs,
    amounts.currency_plausible,
    amounts.separators,
    line_sums.line_products,
    en16931.lines_and_net,
    en16931.allowances_and_charges,
    en16931.tax_total,
    en16931.gross_total,
    en16931.amount_due,
    en16931.tax_by_rate,
    en16931.tax_bases,
    line_sums.receipt_sums,
    gross_proof.computed_tax_shown,
    gross_proof.gross_proved,
    # dates and numbers
    dates.issue_date_plausible,
    dates.due_date_plausible,
    dates.dates_exist,
    dates.day_or_month,
    identifiers.tax_ids,
    identifiers.bank_codes,
    # who
    vendor.vendor_known,
    vendor.addressed_to_client,
    bank.bank_details,
    vendor.order_known,
    vendor.not_a_duplicate,
    # forms about people and payees
    *people_forms.FORM_RULES,
    # text that is not what it seems
    suspicious_text.markup,
    suspicious_text.formulas,
    suspicious_text.instructions,
    characters.control_characters,
    characters.confusable_characters,
    contents.field_lengths,
    contents.personal_numbers,
)
