import django.db.models.deletion
import django.utils.timezone
import monitoring.reference
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('monitoring', '0001_initial'), ('monitoring', '0002_reminders')]

    initial = True

    dependencies = [
        ('accounts', '0001_first_release'),
        ('accounts', '__first__'),
        ('documents', '0001_first_release'),
        ('registry', '0001_first_release'),
    ]

    operations = [
        migrations.CreateModel(
            name='Nudge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('consents', 'Согласия, которых ещё нет'), ('answers', 'Ответы о предложенных парах'), ('measures', 'Мероприятия: сроки подходят или прошли')], max_length=20, verbose_name='о чём')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('recipients', models.JSONField(default=list)),
                ('left_out', models.PositiveIntegerField(default=0)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='название')),
                ('period_from', models.DateField(verbose_name='с')),
                ('period_to', models.DateField(verbose_name='по')),
                ('conclusions', models.TextField(blank=True, verbose_name='выводы')),
                ('suggestions', models.TextField(blank=True, verbose_name='предложения')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='registry.cycle')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='documents.document')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Survey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('satisfaction', 'Удовлетворённость программой')], max_length=20, verbose_name='вид')),
                ('audience', models.CharField(choices=[('mentors', 'Наставники'), ('mentees', 'Наставляемые')], max_length=10, verbose_name='кто отвечает')),
                ('title', models.CharField(max_length=200, verbose_name='название')),
                ('intro', models.TextField(blank=True, verbose_name='вступление')),
                ('status', models.CharField(choices=[('open', 'Открыт'), ('closed', 'Закрыт')], default='open', max_length=10, verbose_name='состояние')),
                ('opened_on', models.DateField(verbose_name='открыт')),
                ('closes_on', models.DateField(verbose_name='закроется')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='закрыт')),
                ('invited_count', models.PositiveIntegerField(default=0, verbose_name='опрашивали')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='surveys', to='registry.cycle')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'ordering': ['-opened_on', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'open')), fields=('cycle', 'kind', 'audience'), name='survey_one_open_per_kind', violation_error_message='Такой опрос уже открыт.'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('status', 'open')), models.Q(('closed_at__isnull', False), ('status', 'closed')), _connector='OR'), name='survey_closed_has_moment')],
            },
        ),
        migrations.CreateModel(
            name='Response',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('given_at', models.DateTimeField(auto_now_add=True)),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='registry.person')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='monitoring.survey')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('survey', 'person'), name='response_once', violation_error_message='Ответ на этот опрос уже дан.')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField()),
                ('code', models.SlugField(max_length=40)),
                ('kind', models.CharField(choices=[('scale_10', 'Шкала от 1 до 10'), ('yes_no', 'Да или нет'), ('choice', 'Один вариант'), ('text', 'Свободный ответ')], max_length=10)),
                ('text', models.TextField(verbose_name='вопрос')),
                ('choices', models.JSONField(blank=True, default=list)),
                ('is_required', models.BooleanField(default=True)),
                ('is_satisfaction', models.BooleanField(default=False)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='monitoring.survey')),
            ],
            options={
                'ordering': ['ordinal'],
                'constraints': [models.UniqueConstraint(fields=('survey', 'code'), name='question_code_once')],
            },
        ),
        migrations.CreateModel(
            name='MorningRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(null=True)),
                ('made_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation',), name='morning_round_one_per_organisation')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('keys', models.JSONField(default=list)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-day', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'recipient', 'day'), name='reminder_one_digest_a_day')],
            },
        ),
        migrations.CreateModel(
            name='ReminderRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('morning_hour', models.PositiveSmallIntegerField(default=7, verbose_name='писать с часа')),
                ('measure_days', models.JSONField(default=monitoring.reference.measure_days)),
                ('plan_row_days', models.JSONField(default=monitoring.reference.plan_row_days)),
                ('overdue_every_days', models.PositiveSmallIntegerField(default=7)),
                ('escalate_after_days', models.PositiveSmallIntegerField(default=14)),
                ('nudge_every_days', models.PositiveSmallIntegerField(default=3)),
                ('duties', models.JSONField(default=monitoring.reference.duties)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation',), name='reminder_rules_one_per_organisation'), models.CheckConstraint(condition=models.Q(('morning_hour__lte', 23), ('nudge_every_days__gte', 1), ('overdue_every_days__gte', 1)), name='reminder_rules_within_reason', violation_error_message='Час — от 0 до 23, дней — не меньше одного.')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.SmallIntegerField(null=True)),
                ('words', models.TextField(blank=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='monitoring.question')),
                ('response', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='monitoring.response')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('response', 'question'), name='answer_once')],
            },
        ),
        migrations.CreateModel(
            name='Summary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('submitted', 'Отправлена'), ('replaced', 'Заменена новой')], default='submitted', max_length=10)),
                ('as_of', models.DateField(verbose_name='по состоянию на')),
                ('figures', models.JSONField(default=dict)),
                ('submitted_at', models.DateTimeField(auto_now_add=True)),
                ('cycle', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='summaries', to='registry.cycle')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-as_of', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'submitted')), fields=('cycle',), name='summary_one_standing_per_cycle')],
            },
        ),
    ]
