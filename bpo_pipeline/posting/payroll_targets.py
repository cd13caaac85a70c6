"""All layouts of payroll import files by the name that a contract gives them."""

from __future__ import annotations

from bpo_pipeline.model.payroll import PayrollBatch
from bpo_pipeline.model.payroll_terms import PayrollFile
from bpo_pipeline.posting.payroll_file import ImportFile, PayrollTarget, make_file
from bpo_pipeline.posting.targets.adp import Adp
from bpo_pipeline.posting.targets.gusto import Gusto
from bpo_pipeline.posting.targets.paychex import Paychex
from bpo_pipeline.posting.targets.payroll_csv import PayrollCsv

PAYROLL_TARGETS: dict[str, PayrollTarget] = {
    "adp": Adp(),
    "paychex": Paychex(),
    "gusto": Gusto(),
    "payroll_csv": PayrollCsv(),
}


def import_file(batch: PayrollBatch, terms: PayrollFile) -> ImportFile:
    """The batch as the file that the contract asks for. Raises Refused."""
    return make_file(batch, terms, PAYROLL_TARGETS[terms.kind])
