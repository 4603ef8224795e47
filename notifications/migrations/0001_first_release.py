import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('notifications', '0001_initial'), ('notifications', '0002_reminders'), ('notifications', '0003_errand_due')]

    initial = True

    dependencies = [
        ('accounts', '0001_first_release'),
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='LetterSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(choices=[('daily', 'Каждый рабочий день, когда есть о чём'), ('weekly', 'Раз в неделю, в первый рабочий день'), ('never', 'Не присылать на почту, только на портале')], default='daily', max_length=10, verbose_name='письмо о сроках')),
                ('not_by_email', models.JSONField(default=list)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letter_settings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'user'), name='letter_settings_once')],
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('errand_state', models.CharField(choices=[('none', 'Не требуется'), ('waiting', 'В очереди'), ('running', 'Выполняется'), ('done', 'Готово'), ('failed', 'Не удалось')], default='none', max_length=10)),
                ('errand_attempts', models.PositiveSmallIntegerField(default=0)),
                ('errand_seen_at', models.DateTimeField(blank=True, null=True)),
                ('errand_due_at', models.DateTimeField(blank=True, null=True)),
                ('errand_failure', models.TextField(blank=True)),
                ('address', models.EmailField(blank=True, max_length=254)),
                ('channel', models.CharField(choices=[('inbox', 'На портале'), ('email', 'По электронной почте')], max_length=10)),
                ('letter', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=200)),
                ('subject', models.CharField(max_length=200)),
                ('text', models.TextField()),
                ('search_text', models.TextField(blank=True)),
                ('path', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('recipient', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notifications', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key', 'channel'), name='notification_once_per_key'), models.CheckConstraint(condition=models.Q(('recipient__isnull', False), models.Q(('address', ''), _negated=True), _connector='OR'), name='notification_has_somebody')],
                'indexes': [models.Index(fields=['recipient', 'read_at'], name='notification_unread')],
            },
        ),
    ]
