"""Invented office papers that are no bills: statements, pay stubs, year forms, remittance advice; with exact truth."""

from bpo_pipeline.generator.papers.papers import PLANTED, OfficePaper, office_papers

__all__ = ["PLANTED", "OfficePaper", "office_papers"]
