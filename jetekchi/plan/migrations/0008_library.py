import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0005_year_carried'),
        ('plan', '0007_one_holder_a_seat'),
        ('worklog', '0002_confirmation_written_down'),
    ]

    operations = [
        migrations.CreateModel(
            name='LibraryRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('library', models.CharField(choices=[('lyceum', 'library of the lyceum'), ('university', 'library of the university'), ('other', 'another library')], max_length=10, verbose_name='library')),
                ('library_name', models.CharField(blank=True, max_length=160, verbose_name='name of the library')),
                ('theme', models.CharField(max_length=200, verbose_name='theme')),
                ('details', models.TextField(blank=True, max_length=1000, verbose_name='details')),
                ('needed_on', models.DateField(verbose_name='needed by')),
                ('state', models.CharField(choices=[('asked', 'waits for an answer'), ('answered', 'answered'), ('withdrawn', 'withdrawn')], default='asked', max_length=9, verbose_name='state')),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('class_group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.classgroup')),
            ],
            options={
                'ordering': ['needed_on', 'pk'],
                'indexes': [models.Index(fields=['class_group', 'state'], name='plan_librar_class_g_febc7f_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('library', 'other'), _negated=True), models.Q(('library_name', ''), _negated=True), _connector='OR'), name='another_library_is_named')],
            },
        ),
        migrations.CreateModel(
            name='LibraryAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=4000, verbose_name='answer')),
                ('answered_on', models.DateField(verbose_name='answered on')),
                ('answered_by', models.CharField(max_length=160, verbose_name='who answered')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='plan.libraryrequest')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='LibraryVisit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('library', models.CharField(choices=[('lyceum', 'library of the lyceum'), ('university', 'library of the university'), ('other', 'another library')], max_length=10, verbose_name='library')),
                ('library_name', models.CharField(blank=True, max_length=160, verbose_name='name of the library')),
                ('on', models.DateField(verbose_name='day')),
                ('purpose', models.CharField(max_length=200, verbose_name='what for')),
                ('state', models.CharField(choices=[('planned', 'planned'), ('done', 'done'), ('dropped', 'dropped')], default='planned', max_length=7, verbose_name='state')),
                ('outcome', models.TextField(blank=True, max_length=2000, verbose_name='what came of it')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('class_group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.classgroup')),
                ('entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='worklog.workentry')),
                ('students', models.ManyToManyField(blank=True, related_name='+', to='organisation.student')),
            ],
            options={
                'ordering': ['-on', '-pk'],
                'indexes': [models.Index(fields=['class_group', 'on'], name='plan_librar_class_g_3bab0e_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('library', 'other'), _negated=True), models.Q(('library_name', ''), _negated=True), _connector='OR'), name='a_visited_library_is_named'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), ('entry__isnull', False), _connector='OR'), name='a_visit_made_stands_in_the_record')],
            },
        ),
        migrations.CreateModel(
            name='ReadingList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('theme', models.CharField(choices=[('medicine', 'medicine'), ('career', 'choice of a profession'), ('subject', 'a school subject'), ('fiction', 'fiction'), ('upbringing', 'upbringing and health')], max_length=10, verbose_name='theme')),
                ('title', models.CharField(max_length=160, verbose_name='name of the list')),
                ('for_whom', models.CharField(blank=True, max_length=160, verbose_name='for whom')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('class_group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.classgroup')),
                ('request', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reading_lists', to='plan.libraryrequest')),
            ],
            options={
                'ordering': ['theme', 'title', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReadingTitle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=240, verbose_name='author and title')),
                ('place', models.PositiveSmallIntegerField(default=1)),
                ('reading_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='titles', to='plan.readinglist')),
            ],
            options={
                'ordering': ['place', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('reading_list', 'title'), name='a_book_stands_on_a_list_once')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('student', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.student')),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='plan.readingtitle')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('book', 'student'), name='a_book_is_read_once')],
            },
        ),
    ]
