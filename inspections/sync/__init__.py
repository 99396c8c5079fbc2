"""What inspectors' devices send: answers, findings, photos, people present. Contract: docs/sync.md."""

from inspections.sync import answers, attendance, findings, photos

__all__ = ["answers", "attendance", "findings", "photos"]
