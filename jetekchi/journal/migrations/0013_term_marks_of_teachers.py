import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

VALUES = [('5', '5'), ('4', '4'), ('3', '3'), ('2', '2'), ('na', 'not attested'), ('exempt', 'exempt'), ('pass', 'passed'), ('fail', 'not passed')]
TERM_OR_YEAR = models.Q(models.Q(('term__isnull', False), ('year__isnull', True)), models.Q(('term__isnull', True), ('year__isnull', False)), _connector='OR')


class Migration(migrations.Migration):
    """Who set a term mark and when; marks of the year; the history of both."""

    dependencies = [
        ('journal', '0012_gaps_of_remarks_append_only'),
        ('organisation', '0009_import_of_lesson_marks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TermMarkChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old', models.CharField(blank=True, choices=VALUES, max_length=6)),
                ('new', models.CharField(blank=True, choices=VALUES, max_length=6)),
                ('is_conflict', models.BooleanField(default=False)),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('class_group', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organisation.classgroup')),
                ('run', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.importrun')),
                ('student', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organisation.student')),
                ('subject', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organisation.subject')),
                ('term', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.term')),
                ('year', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.schoolyear')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'indexes': [models.Index(fields=['student', 'subject'], name='changes_of_a_term_mark')],
                'constraints': [
                    models.CheckConstraint(condition=TERM_OR_YEAR, name='change_of_a_term_or_a_year'),
                    models.CheckConstraint(condition=models.Q(('by__isnull', False), ('run__isnull', False), _connector='OR'), name='who_changed_a_term_mark'),
                ],
            },
        ),
        migrations.AddField(
            model_name='termmark',
            name='given_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='termmark',
            name='given_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='termmark',
            name='year',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='organisation.schoolyear'),
        ),
        migrations.AlterField(
            model_name='termmark',
            name='term',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='organisation.term'),
        ),
        migrations.AddConstraint(
            model_name='termmark',
            constraint=models.UniqueConstraint(condition=models.Q(('year__isnull', False)), fields=('year', 'student', 'subject'), name='one_mark_a_subject_and_year'),
        ),
        migrations.AddConstraint(
            model_name='termmark',
            constraint=models.CheckConstraint(condition=TERM_OR_YEAR, name='mark_of_a_term_or_a_year'),
        ),
        migrations.AddConstraint(
            model_name='termmark',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('given_at__isnull', True), ('given_by__isnull', True)), models.Q(('given_at__isnull', False), ('given_by__isnull', False)), _connector='OR'), name='who_gave_a_mark_and_when'),
        ),
    ]
