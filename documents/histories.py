"""Whose history the documents room tells, and to whom."""

from core.audit.tellers import told
from documents.models import IssuedDocument, SigningAuthority, WordTemplate

told(IssuedDocument, IssuedDocument.objects.visible_to)
told(SigningAuthority, SigningAuthority.objects.visible_to)
told(WordTemplate, WordTemplate.objects.visible_to)
