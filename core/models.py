"""Every model of the ground floor, gathered for Django's registry."""

from core.audit.models import AuditEntry, AuditHead
from core.drafts.models import EditDraft
from core.files.models import StoredFile
from core.jobs.models import Job, Pulse
from core.notifications.models import Message
from core.saved.models import SavedFilter, SavedFilterReader
from core.spreadsheets.models import ColumnMapping, ImportBatch, ImportChange, ImportRow
from core.sync.models import JournalConflict, JournalEvent, JournalFile, JournalFileConflict
from core.trash.models import TrashedItem
from core.workflow.models import WorkflowStep

__all__ = [
    "AuditEntry",
    "AuditHead",
    "ColumnMapping",
    "EditDraft",
    "ImportBatch",
    "ImportChange",
    "ImportRow",
    "Job",
    "JournalConflict",
    "JournalEvent",
    "JournalFile",
    "JournalFileConflict",
    "Message",
    "Pulse",
    "SavedFilter",
    "SavedFilterReader",
    "StoredFile",
    "TrashedItem",
    "WorkflowStep",
]
