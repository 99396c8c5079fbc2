
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


KINDS = ("short_notice_reason", "off_day_reason")


def gather(apps, schema_editor):
    """The two reasons a visit had become entries of `excuses`."""
    visits = apps.get_model("plans", "Visit")
    for visit in visits.objects.exclude(short_notice_reason="", off_day_reason="").iterator():
        excuses = {kind: getattr(visit, kind) for kind in KINDS if getattr(visit, kind)}
        visits.objects.filter(pk=visit.pk).update(excuses=excuses)


def spread(apps, schema_editor):
    """And back."""
    visits = apps.get_model("plans", "Visit")
    for visit in visits.objects.exclude(excuses={}).iterator():
        words = {kind: visit.excuses.get(kind, "") for kind in KINDS}
        visits.objects.filter(pk=visit.pk).update(**words)


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0014_schedule_proposals'),
        ('units', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='inspectionplan',
            name='most_visits_a_day',
            field=models.PositiveSmallIntegerField(blank=True, default=4, help_text='More need a reason. Empty: as many as there is time for.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='visits of one team a day, at most'),
        ),
        migrations.AddField(
            model_name='visit',
            name='excuses',
            field=models.JSONField(blank=True, default=dict, editable=False, help_text='Why the visit stands where something is against it, by kind.', verbose_name='reasons'),
        ),
        migrations.RunPython(gather, spread),
        migrations.RemoveField(
            model_name='visit',
            name='off_day_reason',
        ),
        migrations.RemoveField(
            model_name='visit',
            name='short_notice_reason',
        ),
        migrations.CreateModel(
            name='OutsideInspection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('authority', models.CharField(max_length=200, verbose_name='authority')),
                ('subject', models.CharField(max_length=300, verbose_name='subject')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='known from (paper, telephone call)')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='to')),
                ('noted_at', models.DateTimeField(auto_now_add=True, verbose_name='noted at')),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noted by')),
                ('noted_for', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit', verbose_name='noted down by')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outside_inspections', to='units.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'inspection by another authority',
                'verbose_name_plural': 'inspections by other authorities',
                'ordering': ['-starts_on', 'unit', 'pk'],
                'indexes': [models.Index(fields=['unit', 'starts_on'], name='plans_outsi_unit_id_8f3610_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='outside_inspection_in_order', violation_error_message='It ends on the day it begins, or later.')],
            },
        ),
    ]
