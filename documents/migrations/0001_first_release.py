import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from documents.migrations import _guards


class Migration(migrations.Migration):

    replaces = [('documents', '0001_initial'), ('documents', '0002_guards'), ('documents', '0003_errand_due'), ('documents', '0004_decision_recalled')]

    initial = True

    dependencies = [
        ('accounts', '0001_first_release'),
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='DocumentKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True)),
                ('number', models.CharField(blank=True, max_length=10, verbose_name='№ по перечню')),
                ('title', models.CharField(max_length=300, verbose_name='вид документа')),
                ('stages', models.JSONField(default=list, verbose_name='этапы')),
                ('prepared_by', models.CharField(blank=True, max_length=160, verbose_name='готовит')),
                ('signed_by', models.CharField(blank=True, max_length=160, verbose_name='подписывает')),
                ('register', models.CharField(blank=True, choices=[('orders', 'Приказы по основной деятельности'), ('acts', 'Локальные акты, положения, планы'), ('protocols', 'Протоколы'), ('reports', 'Отчёты и справки')], max_length=20, verbose_name='журнал')),
                ('is_publishable', models.BooleanField(default=False, verbose_name='публикуется на странице')),
            ],
            options={
                'ordering': ['number', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(upload_to='attachments/%Y/%m')),
                ('name', models.CharField(max_length=200, verbose_name='имя файла')),
                ('content_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('uploaded_at', models.DateTimeField(auto_now_add=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Register',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(choices=[('orders', 'Приказы по основной деятельности'), ('acts', 'Локальные акты, положения, планы'), ('protocols', 'Протоколы'), ('reports', 'Отчёты и справки')], max_length=20, verbose_name='журнал')),
                ('number_format', models.CharField(default='{n}', max_length=40, verbose_name='вид номера')),
                ('resets', models.CharField(choices=[('calendar', 'С 1 января'), ('school', 'С 1 сентября')], default='calendar', max_length=10, verbose_name='нумерация начинается заново')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'code'), name='register_one_per_code', violation_error_message='Такой журнал уже есть.'), models.CheckConstraint(condition=models.Q(('number_format__contains', '{n}')), name='register_format_has_the_counter', violation_error_message='В виде номера должно быть {n} — счётчик.')],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('errand_state', models.CharField(choices=[('none', 'Не требуется'), ('waiting', 'В очереди'), ('running', 'Выполняется'), ('done', 'Готово'), ('failed', 'Не удалось')], default='none', max_length=10)),
                ('errand_attempts', models.PositiveSmallIntegerField(default=0)),
                ('errand_seen_at', models.DateTimeField(blank=True, null=True)),
                ('errand_due_at', models.DateTimeField(blank=True, null=True)),
                ('errand_failure', models.TextField(blank=True)),
                ('title', models.CharField(max_length=400, verbose_name='заголовок')),
                ('status', models.CharField(choices=[('draft', 'Проект'), ('submitted', 'На подписании'), ('returned', 'Возвращён с замечанием'), ('signed', 'Подписан'), ('annulled', 'Утратил силу')], default='draft', max_length=12, verbose_name='состояние')),
                ('payload', models.JSONField(default=dict)),
                ('payload_digest', models.CharField(blank=True, max_length=64)),
                ('search_text', models.TextField(blank=True)),
                ('check_code', models.CharField(max_length=32, unique=True)),
                ('year', models.PositiveSmallIntegerField(null=True)),
                ('serial', models.PositiveIntegerField(null=True, verbose_name='порядковый номер')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='номер')),
                ('signed_on', models.DateField(null=True, verbose_name='дата')),
                ('signed_at', models.DateTimeField(null=True)),
                ('is_external', models.BooleanField(default=False, verbose_name='издан вне портала')),
                ('confirmed_on', models.DateField(null=True, verbose_name='подписан на бумаге')),
                ('pdf', models.FileField(blank=True, upload_to='documents')),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('is_public', models.BooleanField(default=False, verbose_name='показывать на странице')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('amends', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='documents.document')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('scan', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='documents.attachment')),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='documents.documentkind')),
                ('register', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.register')),
            ],
            options={
                'ordering': ['-created_at'],
                'constraints': [models.UniqueConstraint(fields=('register', 'year', 'serial'), name='document_number_once', violation_error_message='Этот номер уже занят.'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['signed', 'annulled']), _negated=True), models.Q(models.Q(('number', ''), _negated=True), ('signed_on__isnull', False)), _connector='OR'), name='document_signed_has_number_and_day', violation_error_message='У подписанного документа есть номер и дата.'), models.CheckConstraint(condition=models.Q(('status__in', ['signed', 'annulled']), ('number', ''), _connector='OR'), name='document_number_only_when_signed', violation_error_message='Номер даётся при подписании.'), models.CheckConstraint(condition=models.Q(models.Q(('signed_at', None), ('signed_by', None)), models.Q(('signed_at__isnull', False), ('signed_by__isnull', False)), _connector='OR'), name='document_signed_at_and_by_together'), models.CheckConstraint(condition=models.Q(('serial', None), models.Q(('register__isnull', False), ('year__isnull', False)), _connector='OR'), name='document_serial_in_a_register')],
                'indexes': [models.Index(fields=['organisation', 'status'], name='document_by_status')],
            },
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('start', models.PositiveIntegerField(default=1)),
                ('last', models.PositiveIntegerField(default=0)),
                ('register', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counters', to='documents.register')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('register', 'year'), name='counter_one_per_year')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('submitted', 'Представлен на подпись'), ('returned', 'Возвращён с замечанием'), ('recalled', 'Отозван до подписи'), ('signed', 'Подписан'), ('confirmed', 'Подписан на бумаге'), ('annulled', 'Утратил силу')], max_length=12)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('remark', models.TextField(blank=True, verbose_name='замечание')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='documents.document')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'returned'), _negated=True), models.Q(('remark', ''), _negated=True), _connector='OR'), name='decision_returned_says_why', violation_error_message='Напишите, что исправить.')],
            },
        ),
        migrations.RunPython(_guards.create, _guards.drop),
    ]
