"""What each collector answered, beside what counts as official: the papers read it too."""

from inspections.models.collected import Collected, OfficialRow, OfficialSheet, official_sheet

__all__ = ["Collected", "OfficialRow", "OfficialSheet", "official_sheet"]
