"""What the set-up of a real institution asks, a step at a time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils import timezone

from accounts.actions.setup import RESERVED_SLUGS
from accounts.enums import OrganisationKind, TimeZone, YearReset
from accounts.forms import CentreField
from common.fields import DayField, FullNameField
from documents.numbering import flaw_of
from programmes import roadmap_templates
from registry.queries.cycles import school_year_term


class SetupAccountForm(forms.Form):
    """The account of the one who sets the portal up."""

    name = FullNameField(
        label="Фамилия, имя, отчество",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    username = forms.SlugField(
        label="Логин",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
        help_text="Латинские буквы и цифры.",
    )
    password = forms.CharField(
        label="Пароль",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Не короче 8 знаков, не из одних цифр.",
    )
    again = forms.CharField(
        label="Пароль ещё раз",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        again = asked.pop("again", "")
        if asked.get("password") and again and again != asked["password"]:
            self.add_error("again", "Пароли не совпали. Напишите ещё раз.")
        return asked


class SetupOrganisationForm(forms.Form):
    """The institution and its requisites."""

    kind = forms.ChoiceField(label="Вид организации", choices=OrganisationKind.choices)
    name = forms.CharField(
        label="Полное наименование",
        max_length=400,
        help_text="Как в уставе, с кавычками-«ёлочками».",
    )
    short_name = forms.CharField(label="Краткое наименование", max_length=160)
    slug = forms.SlugField(
        label="Адрес на портале",
        max_length=40,
        help_text="Латинскими буквами, например: school-12. Войдёт в адрес страницы.",
    )
    locality = forms.CharField(
        label="Населённый пункт", max_length=160, help_text="Например: г. Светлогорье"
    )
    time_zone = forms.ChoiceField(
        label="Часовой пояс",
        choices=TimeZone.choices,
        initial=TimeZone.MOSCOW,
        required=False,
    )
    parent_id = CentreField()
    address = forms.CharField(label="Почтовый адрес", max_length=400, required=False)
    phone = forms.CharField(label="Телефон", max_length=60, required=False)
    email = forms.EmailField(label="Электронная почта", required=False)
    inn = forms.CharField(
        label="ИНН",
        required=False,
        validators=[RegexValidator(r"^\d{10}(\d{2})?$", "ИНН — это 10 или 12 цифр.")],
    )
    ogrn = forms.CharField(
        label="ОГРН",
        required=False,
        validators=[RegexValidator(r"^\d{13}(\d{2})?$", "ОГРН — это 13 или 15 цифр.")],
    )

    def clean_time_zone(self) -> TimeZone:
        return TimeZone(self.cleaned_data["time_zone"] or TimeZone.MOSCOW)

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].lower()
        if slug in RESERVED_SLUGS:
            raise ValidationError("Этот адрес занят порталом. Выберите другой.")
        return slug


class SetupDirectorForm(forms.Form):
    """The director in the cases papers need; proposed once, corrected by hand."""

    director_post = forms.CharField(
        label="Должность", max_length=200, initial="Директор"
    )
    director_name = FullNameField(label="Фамилия, имя, отчество")
    email = forms.EmailField(label="Электронная почта", required=False)


class SetupCasesForm(forms.Form):
    """The declined forms, to be looked at and corrected."""

    name_genitive = forms.CharField(
        label="Наименование организации (кого? чего?)",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),  # the whole of it has to be read
    )

    def clean_name_genitive(self) -> str:
        return " ".join(self.cleaned_data["name_genitive"].split())

    director_post_genitive = forms.CharField(label="Должность (кого?)", max_length=200)
    director_name_genitive = forms.CharField(label="ФИО (кого?)", max_length=200)


class SetupRegisterForm(forms.Form):
    """How orders are numbered, and from which number on."""

    number_format = forms.CharField(
        label="Вид номера",
        max_length=40,
        initial="{n}-ОД",
        help_text="{n} — порядковый номер, {yy} и {yyyy} — год. Например: {n}-ОД.",
    )
    resets = forms.ChoiceField(
        label="Нумерация начинается заново", choices=YearReset.choices
    )
    start = forms.IntegerField(
        label="Первый номер, который даст портал",
        min_value=1,
        initial=1,
        help_text="Если в этом году уже издано 45 приказов, напишите 46.",
    )

    def clean_number_format(self) -> str:
        text: str = self.cleaned_data["number_format"]
        flaw = flaw_of(text)
        if flaw:
            raise ValidationError(flaw)
        return text


class SetupCuratorForm(forms.Form):
    """Who runs the programme."""

    is_self = forms.BooleanField(label="Куратор — это я", required=False)
    name = FullNameField(label="Или пригласить: фамилия, имя, отчество", required=False)
    email = forms.EmailField(label="Электронная почта куратора", required=False)

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if not asked.get("is_self") and not asked.get("name"):
            self.add_error("name", "Отметьте себя или напишите, кого пригласить.")
        return asked


class SetupStaffForm(forms.Form):
    """The staff list as a table; may be put off."""

    upload = forms.FileField(
        label="Список сотрудников",
        required=False,
        help_text="Таблица XLSX, XLS, ODS или CSV со столбцами «ФИО» и «Должность».",
    )
    is_skipped = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if asked.get("is_skipped"):
            asked["upload"] = None
        elif "upload" not in self.errors and not asked.get("upload"):
            self.add_error("upload", "Выберите файл или нажмите «Пропустить».")
        return asked


class SetupCycleForm(forms.Form):
    """The first cycle and the plan to begin with; `template_code` is empty for an own one."""

    OWN = "own"

    title = forms.CharField(label="Название", max_length=160)
    starts_on = DayField(label="Начало")
    ends_on = DayField(label="Окончание")
    template_code = forms.ChoiceField(label="Дорожная карта", widget=forms.RadioSelect)

    def __init__(self, asked: QueryDict | None = None) -> None:
        first, last = school_year_term(timezone.localdate())
        super().__init__(
            asked,
            initial={
                "title": f"{first.year}/{last:%y} учебный год",
                "starts_on": first,
                "ends_on": last,
                "template_code": roadmap_templates.available()[0][0],
            },
        )
        self.fields["template_code"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            *roadmap_templates.choices(),
            (self.OWN, "У меня свой план: загружу файлом или вставлю таблицу"),
        ]

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        first, last = asked.get("starts_on"), asked.get("ends_on")
        if first and last and last <= first:
            self.add_error("ends_on", "Окончание должно быть позже начала.")
        if asked.get("template_code") == self.OWN:
            asked["template_code"] = ""
        return asked
