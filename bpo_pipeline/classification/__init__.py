"""Classification: what a document is, how sure that is, and on which pages a new document begins."""

from bpo_pipeline.classification.classify import classify, points_of
from bpo_pipeline.classification.pages import place_of

__all__ = ["classify", "place_of", "points_of"]
