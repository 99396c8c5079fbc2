"""Who may open files made on the ground floor."""

from typing import Any

from core.files.models import StoredFile
from core.files.owners import owner_rule
from core.jobs.models import Job
from core.sync.models import JournalFile, JournalFileConflict


@owner_rule
def may_open_job_result(user: Any, stored: StoredFile) -> bool:
    """What a job made: whoever asked for it."""
    return Job.objects.filter(followers=user, result_file=stored).exists()


@owner_rule
def may_open_what_one_sent(user: Any, stored: StoredFile) -> bool:
    """A photo from one's own device, before anything on the portal shows it."""
    mine = {"user": user, "file": stored}
    return (
        JournalFile.objects.filter(**mine).exists()
        or JournalFileConflict.objects.filter(**mine).exists()
    )
