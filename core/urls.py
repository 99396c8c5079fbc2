"""Addresses of the `core` room."""

from django.urls import path

from core.audit.views import history
from core.saved.views import filter_edit, filter_remove, filter_restore, filter_save
from core.spreadsheets.urls import import_patterns
from core.sync import views as sync
from core.trash.views import trash, trash_restore
from core.views.design import design
from core.views.drafts import draft_save
from core.views.favicon import favicon
from core.views.files import file
from core.views.health import livez, readyz
from core.views.jobs import job, job_cancel, job_list, job_retry
from core.views.language import set_language
from core.views.notifications import (
    bell,
    notification_open,
    notifications,
    notifications_read,
)

app_name = "core"
urlpatterns = [
    path("design/", design, name="design"),
    path("favicon.ico", favicon, name="favicon"),
    path("livez", livez, name="livez"),
    path("readyz", readyz, name="readyz"),
    path("language/", set_language, name="set_language"),
    path("files/<uuid:pk>/", file, name="file"),
    path("drafts/", draft_save, name="draft_save"),
    path("jobs/", job_list, name="job_list"),
    path("jobs/<uuid:pk>/", job, name="job"),
    path("jobs/<uuid:pk>/cancel/", job_cancel, name="job_cancel"),
    path("jobs/<uuid:pk>/retry/", job_retry, name="job_retry"),
    path("notifications/", notifications, name="notifications"),
    path("notifications/bell/", bell, name="bell"),
    path("notifications/read/", notifications_read, name="notifications_read"),
    path("notifications/<int:pk>/", notification_open, name="notification_open"),
    path("filters/save/", filter_save, name="filter_save"),
    path("filters/restore/", filter_restore, name="filter_restore"),
    path("filters/<int:pk>/", filter_edit, name="filter_edit"),
    path("filters/<int:pk>/remove/", filter_remove, name="filter_remove"),
    path("history/<str:kind>/<str:pk>/", history, name="history"),
    path("trash/", trash, name="trash"),
    path("trash/<int:pk>/restore/", trash_restore, name="trash_restore"),
    path("sync/events/", sync.events, name="sync_events"),
    path("sync/files/<uuid:pk>/", sync.file, name="sync_file"),
    path("sync/receipt/", sync.receipt_view, name="sync_receipt"),
    path("sync/session/", sync.session, name="sync_session"),
    *import_patterns(),
]
