"""Addresses of the `documents` room."""

from django.urls import path

from documents.views import (
    batches,
    checking,
    issuing,
    laws,
    papers,
    registers,
    signing,
    templates,
    word,
)

app_name = "documents"

urlpatterns = [
    path("", papers.document_list, name="document_list"),
    path("print/", batches.batch, name="batch"),
    path("<int:pk>/", papers.document, name="document"),
    path("<int:pk>/paper/", papers.paper, name="paper"),
    path("<int:pk>/pdf/", papers.pdf, name="pdf"),
    path("<int:pk>/excel/", papers.excel, name="excel"),
    path("<int:pk>/word/", word.word, name="word"),
    path("<int:pk>/issue/", issuing.issue_document, name="issue"),
    path("<int:pk>/sign/", signing.sign, name="sign"),
    path("<int:pk>/revoke/", issuing.revoke_document, name="revoke"),
    path("preview/<str:key>/", papers.preview, name="preview"),
    path("preview/<str:key>/paper/", papers.preview_paper, name="preview_paper"),
    path("check/", checking.check, name="check"),
    path("check/<str:code>/", checking.checked, name="checked"),
    path("preview/<str:key>/word/", word.preview_word, name="preview_word"),
    path("register/", registers.register, name="register"),
    path("register/<int:pk>/", registers.register_book, name="register_book"),
    path("register/<int:pk>/print/", registers.register_print, name="register_print"),
    path("register/<int:pk>/excel/", registers.register_excel, name="register_excel"),
    path("signers/", registers.authority_list, name="authority_list"),
    path("signers/new/", registers.authority_new, name="authority_new"),
    path("signers/<int:pk>/", registers.authority, name="authority"),
    path("templates/", templates.template_list, name="template_list"),
    path("templates/new/", templates.template_new, name="template_new"),
    path("templates/example/<str:kind>/", templates.example, name="template_example"),
    path("templates/<int:pk>/preview/", templates.preview, name="template_preview"),
    path("templates/<int:pk>/activate/", templates.activate, name="template_activate"),
    path("templates/<int:pk>/retire/", templates.retire, name="template_retire"),
    path("laws/", laws.law_list, name="law_list"),
    path("laws/new/", laws.law_new, name="law_new"),
    path("laws/<int:pk>/", laws.law, name="law"),
    path("laws/<int:pk>/edit/", laws.law_edit, name="law_edit"),
    path("laws/<int:pk>/read/", laws.law_read, name="law_read"),
]
