"""Pay stubs from pages."""

from bpo_pipeline.extraction.pay_stubs.extract import extract_pay_stub

__all__ = ["extract_pay_stub"]
