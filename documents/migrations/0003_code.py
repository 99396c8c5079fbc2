"""Every issued paper gets a code by which its holder can check it."""

from django.db import migrations, models

from documents.domain.checking import new_code
from documents.triggers import drop_triggers, install_triggers


def give_codes(apps, schema_editor):
    drop_triggers(schema_editor.connection)
    papers = apps.get_model("documents", "IssuedDocument").objects.exclude(state="draft")
    for pk in papers.values_list("pk", flat=True):
        papers.filter(pk=pk).update(code=new_code())


def install(apps, schema_editor):
    install_triggers(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_frozen")]
    operations = [
        migrations.AddField(
            model_name="issueddocument", name="code",
            field=models.CharField(
                editable=False, max_length=12, null=True, unique=True, verbose_name="code for checking"
            ),
        ),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]  # fmt: skip
