"""The Celery application: executor of `core.jobs`, never the truth about a job."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inspection_portal.settings")

app = Celery("inspection_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
