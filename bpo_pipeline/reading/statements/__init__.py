"""Bank statements as data: camt.053 (ISO 20022) and OFX, both as the record of ``documents/bank_statement.py``."""

from bpo_pipeline.reading.statements.camt import is_camt, read_camt
from bpo_pipeline.reading.statements.ofx import OFX, read_ofx

__all__ = ["OFX", "is_camt", "read_camt", "read_ofx"]
