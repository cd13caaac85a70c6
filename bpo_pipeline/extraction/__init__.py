"""Extraction: a Reading and its document type become a Draft, without a template per vendor."""

from bpo_pipeline.extraction.corrections import apply_corrections
from bpo_pipeline.extraction.extract import extract
from bpo_pipeline.extraction.key_values import pairs_of
from bpo_pipeline.extraction.layouts import layout_of
from bpo_pipeline.extraction.learned.calibration import CALIBRATION, calibrated, thresholds
from bpo_pipeline.extraction.prediction import prediction
from bpo_pipeline.extraction.remembered import judged, remembered
from bpo_pipeline.extraction.timesheets.people import with_employees

__all__ = [
    "CALIBRATION",
    "apply_corrections",
    "calibrated",
    "extract",
    "judged",
    "layout_of",
    "pairs_of",
    "prediction",
    "remembered",
    "thresholds",
    "with_employees",
]
