import django.contrib.auth.models
import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from accounts.migrations import _guards


class Migration(migrations.Migration):

    replaces = [('accounts', '0001_initial'), ('accounts', '0002_guards'), ('accounts', '0003_form_keys_and_ended_delegations'), ('accounts', '0004_kindergartens')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='ФИО')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'учётная запись',
                'verbose_name_plural': 'учётные записи',
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('school', 'Школа'), ('kindergarten', 'Детский сад'), ('college', 'Колледж'), ('additional_education', 'Дополнительное образование'), ('municipal_centre', 'Муниципальный центр наставничества')], max_length=30, verbose_name='вид')),
                ('slug', models.SlugField(max_length=40, unique=True, verbose_name='адрес на портале')),
                ('name', models.CharField(max_length=400, verbose_name='полное наименование')),
                ('name_genitive', models.CharField(blank=True, max_length=400, verbose_name='полное наименование (кого? чего?)')),
                ('short_name', models.CharField(max_length=160, verbose_name='краткое наименование')),
                ('founder_line', models.CharField(blank=True, max_length=400, verbose_name='учредитель')),
                ('locality', models.CharField(blank=True, max_length=160, verbose_name='населённый пункт')),
                ('address', models.CharField(blank=True, max_length=400, verbose_name='почтовый адрес')),
                ('phone', models.CharField(blank=True, max_length=60, verbose_name='телефон')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='электронная почта')),
                ('site', models.URLField(blank=True, verbose_name='сайт')),
                ('inn', models.CharField(blank=True, max_length=12, validators=[django.core.validators.RegexValidator('^\\d{10}(\\d{2})?$', 'ИНН — это 10 или 12 цифр.')], verbose_name='ИНН')),
                ('ogrn', models.CharField(blank=True, max_length=15, validators=[django.core.validators.RegexValidator('^\\d{13}(\\d{2})?$', 'ОГРН — это 13 или 15 цифр.')], verbose_name='ОГРН')),
                ('director_name', models.CharField(blank=True, max_length=200, verbose_name='директор (ФИО)')),
                ('director_post', models.CharField(default='Директор', max_length=200, verbose_name='должность')),
                ('director_post_genitive', models.CharField(blank=True, max_length=200, verbose_name='должность (кого?)')),
                ('director_name_genitive', models.CharField(blank=True, max_length=200, verbose_name='директор (кого?)')),
                ('curator_contacts', models.CharField(blank=True, max_length=300, verbose_name='контакты куратора для сайта')),
                ('about', models.TextField(blank=True, verbose_name='о наставничестве у нас')),
                ('accent', models.CharField(default='#1f5fae', max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-fA-F]{6}$', 'Цвет — это # и 6 цифр.')], verbose_name='цвет')),
                ('time_zone', models.CharField(default='Europe/Moscow', max_length=40, verbose_name='часовой пояс')),
                ('signature_mode', models.CharField(choices=[('wet_ink', 'Собственноручная подпись на бумаге'), ('simple', 'Простая электронная подпись')], default='wet_ink', max_length=10, verbose_name='способ подписания')),
                ('requires_second_factor', models.BooleanField(default=True, verbose_name='второй фактор для директора и администратора')),
                ('setup_step', models.CharField(choices=[('organisation', 'Организация'), ('director', 'Директор'), ('registers', 'Журналы и номера'), ('curator', 'Куратор'), ('staff', 'Сотрудники'), ('cycle', 'Первый цикл'), ('done', 'Готово')], default='done', max_length=20)),
                ('is_demo', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='accounts.organisation', verbose_name='муниципальный центр')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('accent__regex', '^#[0-9a-fA-F]{6}$')), name='organisation_accent_is_a_colour', violation_error_message='Цвет записан неверно: нужен # и 6 цифр.')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('director', 'Директор'), ('deputy_director', 'Заместитель директора'), ('curator', 'Куратор'), ('role_model_curator', 'Куратор ролевой модели'), ('mentor', 'Наставник'), ('mentee', 'Наставляемый'), ('parent', 'Родитель (законный представитель)'), ('psychologist', 'Педагог-психолог'), ('department_head', 'Заведующий отделом'), ('class_teacher', 'Классный руководитель'), ('responsible', 'Ответственный за мероприятия'), ('partner_staff', 'Представитель партнёра'), ('system_administrator', 'Системный администратор'), ('municipal_coordinator', 'Координатор муниципального центра')], max_length=30, verbose_name='роль')),
                ('from_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='с')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='по')),
                ('granted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='accounts.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('to_on', None)), fields=('user', 'organisation', 'role'), name='membership_one_open_per_role', violation_error_message='Эта роль у человека уже есть.'), models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gte', models.F('from_on')), _connector='OR'), name='membership_ends_after_it_starts', violation_error_message='Роль не может закончиться раньше, чем началась.')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('director', 'Директор'), ('deputy_director', 'Заместитель директора'), ('curator', 'Куратор'), ('role_model_curator', 'Куратор ролевой модели'), ('mentor', 'Наставник'), ('mentee', 'Наставляемый'), ('parent', 'Родитель (законный представитель)'), ('psychologist', 'Педагог-психолог'), ('department_head', 'Заведующий отделом'), ('class_teacher', 'Классный руководитель'), ('responsible', 'Ответственный за мероприятия'), ('partner_staff', 'Представитель партнёра'), ('system_administrator', 'Системный администратор'), ('municipal_coordinator', 'Координатор муниципального центра')], max_length=30, verbose_name='роль')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='ФИО')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='электронная почта')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='accounts.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('accepted_at', None), ('accepted_by', None)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False)), _connector='OR'), name='invitation_accepted_at_and_by_together')],
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('post', models.CharField(default='И. о. директора', max_length=200, verbose_name='должность')),
                ('ground', models.CharField(max_length=200, verbose_name='основание')),
                ('from_on', models.DateField(verbose_name='с')),
                ('to_on', models.DateField(verbose_name='по')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='прекращено досрочно')),
                ('granted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='accounts.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on__gte', models.F('from_on'))), name='delegation_ends_after_it_starts', violation_error_message='Срок не может закончиться раньше начала.')],
            },
        ),
        migrations.CreateModel(
            name='FormKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('place', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'digest'), name='form_key_once', violation_error_message='Эта форма уже отправлена.')],
            },
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, db_index=True)),
                ('what', models.CharField(max_length=60)),
                ('object_kind', models.CharField(max_length=60)),
                ('object_ids', models.JSONField(default=list)),
                ('object_id', models.BigIntegerField(null=True)),
                ('field_names', models.JSONField(default=list)),
                ('salt', models.CharField(max_length=32)),
                ('digest', models.CharField(max_length=64)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='audit_events', to='accounts.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['object_kind', 'object_id'], name='audit_event_of_object')],
            },
        ),
        migrations.CreateModel(
            name='AuditDetail',
            fields=[
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='detail', serialize=False, to='accounts.auditevent')),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('remark', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='AuditLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveBigIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='link', to='accounts.auditevent')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'position'), name='audit_link_position_once')],
            },
        ),
        migrations.RunPython(_guards.create, _guards.drop),
    ]
