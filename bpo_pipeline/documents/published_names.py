"""What others call the fields of our records: a prediction carries both names, so that it fits published labels.

Sources: Azure's W-9, W-8BEN and 1099 training labels (Azure-Samples/cognitive-services-REST-api-samples).
The boxes of a W-2 keep their names and are shown as printed. ``name=option`` stands for a tick: true when that option
is among the ticked ones.
"""

from __future__ import annotations

PUBLISHED_NAMES: dict[str, dict[str, str]] = {
    "w9": {
        "Name": "name", "BusinessName": "business_name", "Address": "address", "CityStateZip": "city_state_zip",
        "TaxClassifyIndividual": "tax_classification=individual", "TaxClassifyCCorp": "tax_classification=c_corp",
        "TaxClassifySCorp": "tax_classification=s_corp", "TaxClassifyPartnership": "tax_classification=partnership",
        "TaxClassifyTrust": "tax_classification=trust_estate", "TaxClassifyLLC": "tax_classification=llc",
        "TaxClassifyOther": "tax_classification=other", "LLC_Classification": "llc_code",
        "ExemptPayeeCode": "exempt_payee_code", "FATCA_Code": "fatca_code", "RequesterNameAddress": "requester",
        "AccountNumbers": "account_numbers", "SSN": "ssn", "EIN": "ein", "revision": "form_revision",
    },
    "w8ben": {
        "Name": "name", "Citizenship": "citizenship", "PermanentStreetAddress": "address",
        "PermanentCityState": "city_state", "PermanentCountry": "country", "MailingStreetAddress": "mailing_address",
        "MailingCityState": "mailing_city_state", "MailingCountry": "mailing_country", "SSN_ITIN": "ssn",
        "ForeignTaxIdentifyingNumber": "foreign_tax_id", "ReferenceNumber": "reference_number",
        "DateOfBirth": "date_of_birth", "ClaimBenefitResident": "treaty_country", "ArticleParagraph": "treaty_article",
        "Rate": "treaty_rate", "TypeOfIncome": "income_type", "AdditionialConditions": "conditions",
        "Date": "signature_date", "NameOfSigner": "signer_name", "CapacityActing": "signer_capacity",
    },
    "1099-misc": {
        "PayerName": "payer_name", "PayerAddress": "payer_address", "PayerTIN": "payer_tin",
        "RecipientTIN": "recipient_tin", "RecipientName": "recipient_name", "RecipientAddress": "recipient_address",
        "AccountNumber": "account_number", "FATCA": "fatca", "2ndTIN": "second_tin_notice",
        "DirectSale5000": "direct_sales", "Rents": "rents", "Royalties": "royalties", "OtherIncome": "other_income",
        "FederalIncomeTaxWithheld": "federal_tax_withheld", "FishingBoatProceeds": "fishing_boat_proceeds",
        "MedicalHealthCarePayments": "medical_payments", "SubstitutePayments": "substitute_payments",
        "CropInsuranceProceeds": "crop_insurance", "GrossProceedsAttorney": "attorney_proceeds",
        "FishPurchased": "fish_purchased", "409ADeferrals": "deferrals_409a",
        "ExcessGoldenParachutePayments": "golden_parachute",
        "NonqualifiedDeferredCompensation": "nonqualified_deferred", "StateTaxWithheld": "state_tax_withheld",
        "StateNo": "state_number", "StateIncome": "state_income",
    },
    "w2": {
        name: name
        for name in (
            "box1_wages", "box2_federal_tax", "box3_ss_wages", "box4_ss_tax", "box5_medicare_wages",
            "box6_medicare_tax", "box7_ss_tips", "box8_allocated_tips", "box10_dependent_care", "box11_nonqualified",
        )
    },
}  # fmt: skip

PUBLISHED_ROWS: dict[str, dict[str, tuple[str, ...]]] = {
    "w2": {
        "box12": ("code", "amount"),
        "state_local": (
            "state",
            "employer_state_id",
            "state_wages",
            "state_tax",
            "local_wages",
            "local_tax",
            "locality",
        ),
    },
}
"""Lists that are shown as one field too, each value as printed: pairs as lists, longer rows by name."""

PUBLISHED_TICKS: dict[str, dict[str, dict[str, str]]] = {
    "w2": {
        "box13": {
            "statutory": "statutory_employee",
            "retirement": "retirement_plan",
            "sick_pay": "third_party_sick_pay",
        }
    },
}
"""Ticks that are shown together as one field: its name for each of ours."""
