"""Minutes and the signatures under them."""

from django.urls import path

from inspections.views import records, signing

urlpatterns = [
    path("<int:pk>/record/", records.record, name="record"),
    path("<int:pk>/record/new/", records.record_new, name="record_new"),
    path("<int:pk>/record/edit/", records.record_edit, name="record_edit"),
    path("<int:pk>/record/paper/", records.record_paper, name="record_paper"),
    path("<int:pk>/record/reopen/", records.record_reopen, name="record_reopen"),
    path("<int:pk>/record/step/<slug:step>/", records.record_step, name="record_step"),
    path("<int:pk>/record/file/<slug:kind>/", records.record_file, name="record_file"),
    path("<int:pk>/record/sign/", signing.record_sign, name="record_sign"),
    path("<int:pk>/record/refuse/", signing.record_refuse, name="record_refuse"),
]  # fmt: skip
