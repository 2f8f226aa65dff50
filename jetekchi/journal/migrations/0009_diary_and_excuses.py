import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who looked at the diary of a week, what was checked and written in it; excuses and what became of them."""

    dependencies = [
        ('core', '0004_cache'),
        ('journal', '0008_names_and_signs_of_kinds_of_work'),
        ('organisation', '0008_import_of_timetable'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Excuse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='from')),
                ('until_on', models.DateField(verbose_name='until')),
                ('first_lesson', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='from lesson')),
                ('last_lesson', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='until lesson')),
                ('kind', models.CharField(choices=[('ill', 'ill'), ('family', 'family circumstances'), ('other', 'another valid reason')], max_length=6, verbose_name='reason')),
                ('words', models.TextField(blank=True, max_length=1000, verbose_name='words')),
                ('is_paper', models.BooleanField(default=False)),
                ('sent_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('sent', 'waits'), ('accepted', 'accepted'), ('returned', 'returned'), ('withdrawn', 'withdrawn')], default='sent', max_length=9, verbose_name='state')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='excuses', to='core.attachment')),
                ('student', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='excuses', to='organisation.student')),
            ],
            options={
                'verbose_name_plural': 'excuses',
                'ordering': ['-sent_at', '-pk'],
                'indexes': [models.Index(fields=['student', 'from_on'], name='excuses_by_student_and_day'), models.Index(condition=models.Q(('state', 'sent')), fields=['sent_at'], name='excuses_that_wait')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='excuse_days_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('first_lesson', None), ('last_lesson', None)), models.Q(('first_lesson__range', (1, 12)), ('last_lesson__gte', models.F('first_lesson')), ('last_lesson__range', (1, 12)), ('until_on', models.F('from_on'))), _connector='OR'), name='excuse_lessons_of_one_day'), models.CheckConstraint(condition=models.Q(('state__in', ['sent', 'accepted', 'returned', 'withdrawn'])), name='known_excuse_state'), models.CheckConstraint(condition=models.Q(('kind__in', ['ill', 'family', 'other'])), name='known_excuse')],
            },
        ),
        migrations.CreateModel(
            name='ExcuseAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('sent', 'waits'), ('accepted', 'accepted'), ('returned', 'returned'), ('withdrawn', 'withdrawn')], max_length=9)),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='words')),
                ('settled', models.PositiveSmallIntegerField(default=0)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('excuse', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='journal.excuse')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('excuse', 'state'), name='one_act_a_state_of_an_excuse'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='a_returned_excuse_says_why')],
            },
        ),
        migrations.CreateModel(
            name='ExcusedLesson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('lesson', models.PositiveSmallIntegerField()),
                ('old', models.CharField(choices=[('ill', 'ill'), ('valid', 'valid reason'), ('unexcused', 'without a reason'), ('late', 'late'), ('unknown', 'absent, reason not known yet')], max_length=9)),
                ('new', models.CharField(choices=[('ill', 'ill'), ('valid', 'valid reason'), ('unexcused', 'without a reason'), ('late', 'late'), ('unknown', 'absent, reason not known yet')], max_length=9)),
                ('excuse', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lessons', to='journal.excuse')),
            ],
            options={
                'ordering': ['on', 'lesson'],
                'constraints': [models.UniqueConstraint(fields=('excuse', 'on', 'lesson'), name='excused_once')],
            },
        ),
        migrations.CreateModel(
            name='DiaryCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('week', models.DateField(verbose_name='week')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('class_group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='diary_checks', to='organisation.classgroup')),
            ],
            options={
                'ordering': ['week', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('class_group', 'week'), name='one_diary_check_a_week')],
            },
        ),
        migrations.CreateModel(
            name='DiaryRemark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('week', models.DateField(verbose_name='week')),
                ('text', models.CharField(max_length=500, verbose_name='to the family')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('class_group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.classgroup')),
                ('student', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='diary_remarks', to='organisation.student')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'indexes': [models.Index(fields=['student', 'week'], name='diary_remarks_by_week')],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='a_diary_remark_has_words')],
            },
        ),
        migrations.CreateModel(
            name='DiarySeen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('week', models.DateField(verbose_name='week')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('student', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='diary_seen', to='organisation.student')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('student', 'week', 'by'), name='seen_once_a_week')],
            },
        ),
    ]
