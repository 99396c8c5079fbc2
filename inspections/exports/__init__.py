"""Excel lists of the `inspections` room: what is seen, each row with its link."""

from inspections.exports.inspections import contents_of, inspection_sheet
from inspections.exports.recommendations import recommendation_sheet

__all__ = ["contents_of", "inspection_sheet", "recommendation_sheet"]
