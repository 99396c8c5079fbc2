"""Who may open files made on the ground floor."""

from typing import Any

from core.files.models import StoredFile
from core.files.owners import owner_rule
from core.jobs.models import Job


@owner_rule
def may_open_job_result(user: Any, stored: StoredFile) -> bool:
    """What a job made: whoever asked for it."""
    return Job.objects.filter(followers=user, result_file=stored).exists()
