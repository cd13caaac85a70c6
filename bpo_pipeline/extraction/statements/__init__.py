"""Bank statements from pages and tables as the record that camt.053 and OFX give too."""

from bpo_pipeline.extraction.statements.extract import extract_statement

__all__ = ["extract_statement"]
