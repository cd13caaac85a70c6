"""Timesheets: from cells or from the words of a page to rows of hours, without a template per sender."""

from bpo_pipeline.extraction.timesheets.extract import TYPES, extract_timesheet

__all__ = ["TYPES", "extract_timesheet"]
