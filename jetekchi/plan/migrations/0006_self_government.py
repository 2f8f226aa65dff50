import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0005_year_carried'),
        ('plan', '0005_events_append_only'),
        ('worklog', '0002_confirmation_written_down'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClassOffice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_ru', models.CharField(blank=True, max_length=120, verbose_name='name in Russian')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name in English')),
                ('kind', models.CharField(choices=[('office', 'office'), ('sector', 'sector')], default='sector', max_length=8, verbose_name='kind')),
                ('is_required', models.BooleanField(default=False, verbose_name='every class has it')),
                ('order', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                ('is_active', models.BooleanField(default=True, verbose_name='offered')),
            ],
            options={
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Election',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('vote_on', models.DateField(verbose_name='day of the vote')),
                ('term_from', models.DateField(verbose_name='term from')),
                ('term_until', models.DateField(verbose_name='term until')),
                ('chair', models.CharField(blank=True, max_length=120, verbose_name='chair of the meeting')),
                ('secretary', models.CharField(blank=True, max_length=120, verbose_name='secretary of the meeting')),
                ('state', models.CharField(choices=[('nominating', 'candidates are named'), ('open', 'voting is open'), ('closed', 'closed'), ('void', 'called off')], default='nominating', max_length=10, verbose_name='state')),
                ('outcome', models.CharField(blank=True, choices=[('elected', 'elected'), ('tie', 'equal votes, to be held again'), ('nobody', 'nobody was elected'), ('too_few', 'not held: too few voted')], max_length=8, verbose_name='outcome')),
                ('opened_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('on_roll', models.PositiveSmallIntegerField(default=0)),
                ('voted', models.PositiveSmallIntegerField(default=0)),
                ('counts', models.JSONField(blank=True, null=True)),
                ('void_reason', models.CharField(blank=True, max_length=400, verbose_name='why it is called off')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('class_group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.classgroup')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='elections', to='plan.classoffice', verbose_name='office')),
            ],
            options={
                'ordering': ['-vote_on', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['nominating', 'open'])), fields=('class_group', 'office'), name='one_running_election_a_seat'), models.CheckConstraint(condition=models.Q(('term_until__gte', models.F('term_from'))), name='an_elected_term_has_days'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), models.Q(models.Q(('outcome', ''), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='a_closed_election_has_an_outcome'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'void'), _negated=True), models.Q(('void_reason', ''), _negated=True), _connector='OR'), name='a_void_election_says_why'), models.CheckConstraint(condition=models.Q(('counts__isnull', True), models.Q(('outcome', 'too_few'), _negated=True), _connector='OR'), name='few_votes_show_no_counts')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('task', 'assignment'), ('report', 'report on the work of the office')], default='task', max_length=6, verbose_name='kind')),
                ('title', models.CharField(max_length=200, verbose_name='what')),
                ('details', models.TextField(blank=True, max_length=1000, verbose_name='details')),
                ('due_on', models.DateField(verbose_name='by when')),
                ('state', models.CharField(choices=[('given', 'given'), ('reported', 'reported'), ('accepted', 'accepted'), ('withdrawn', 'withdrawn')], default='given', max_length=9, verbose_name='state')),
                ('report', models.TextField(blank=True, max_length=4000, verbose_name='report')),
                ('reported_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['due_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['reported', 'accepted']), _negated=True), models.Q(models.Q(('report', ''), _negated=True), ('reported_at__isnull', False)), _connector='OR'), name='a_reported_assignment_says_what')],
            },
        ),
        migrations.CreateModel(
            name='AssignmentAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deed', models.CharField(choices=[('given', 'given'), ('reported', 'reported'), ('sent_back', 'sent back'), ('accepted', 'accepted'), ('withdrawn', 'withdrawn')], max_length=9)),
                ('text', models.TextField(blank=True, max_length=4000)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='plan.assignment')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Candidate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(blank=True, max_length=2000, verbose_name='own words')),
                ('place', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('student', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.student')),
            ],
            options={
                'ordering': ['place', 'student__person__sort_key', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Urn',
            fields=[
                ('election', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='urn', serialize=False, to='plan.election')),
                ('key_name', models.CharField(max_length=32)),
                ('sealed', models.BinaryField()),
            ],
        ),
        migrations.AddField(
            model_name='election',
            name='winner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plan.candidate'),
        ),
        migrations.AddField(
            model_name='candidate',
            name='election',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='candidates', to='plan.election'),
        ),
        migrations.CreateModel(
            name='Elector',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('has_voted', models.BooleanField(default=False)),
                ('by_slip', models.BooleanField(default=False)),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='electors', to='plan.election')),
                ('student', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.student')),
            ],
            options={
                'ordering': ['student__person__sort_key', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('election', 'student'), name='an_elector_stands_on_the_roll_once'), models.CheckConstraint(condition=models.Q(('has_voted', False), ('by_slip', False), _connector='OR'), name='one_way_to_vote_for_each')],
            },
        ),
        migrations.CreateModel(
            name='OfficeTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='from')),
                ('until_on', models.DateField(verbose_name='until')),
                ('basis', models.CharField(choices=[('election', 'secret ballot'), ('meeting', 'meeting of the class')], max_length=8, verbose_name='basis')),
                ('ended_because', models.CharField(blank=True, max_length=400, verbose_name='why it ended early')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('class_group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.classgroup')),
                ('election', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='term', to='plan.election')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='plan.classoffice', verbose_name='office')),
                ('student', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.student')),
            ],
            options={
                'ordering': ['office__order', 'from_on'],
                'indexes': [models.Index(fields=['class_group', 'office', 'from_on'], name='plan_office_class_g_b25f62_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on__gte', models.F('from_on'))), name='a_term_ends_after_it_began'), models.CheckConstraint(condition=models.Q(models.Q(('basis', 'election'), ('election__isnull', False)), models.Q(('basis', 'meeting'), ('election', None)), _connector='OR'), name='an_elected_term_names_its_election')],
            },
        ),
        migrations.AddField(
            model_name='assignment',
            name='term',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='plan.officeterm'),
        ),
        migrations.CreateModel(
            name='VotingSlip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('is_used', models.BooleanField(default=False)),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='plan.election')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('election', 'digest'), name='a_slip_is_printed_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='election',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'closed'), models.Q(('outcome', ''), ('winner', None), ('counts__isnull', True)), _connector='OR'), name='no_result_before_closing'),
        ),
        migrations.AddConstraint(
            model_name='election',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'elected'), _negated=True), ('winner__isnull', False), _connector='OR'), name='who_was_elected_is_named'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.UniqueConstraint(fields=('election', 'student'), name='a_candidate_stands_once'),
        ),
        migrations.AddConstraint(
            model_name='candidate',
            constraint=models.UniqueConstraint(fields=('election', 'place'), name='one_candidate_a_line'),
        ),
    ]
