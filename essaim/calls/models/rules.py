"""What a call asks and under which rules: both are versioned."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.calls.models.call import Call


class Rules(models.Model):
    """The règlement of a call, versioned: a change is a new version."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="rules")
    version = models.PositiveSmallIntegerField(default=1)
    text = models.TextField(_("texte"))
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("règlement")
        verbose_name_plural = _("règlements")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["call", "version"], name="one_rules_per_version")
        ]

    def __str__(self):
        return f"{self.call}, v{self.version}"


class QuestionSet(models.Model):
    """The questions of a call, versioned: each application keeps the version it answers."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="question_sets")
    version = models.PositiveSmallIntegerField(default=1)
    # None while it is prepared: the call is a draft, or an amendment is not out yet.
    published_at = models.DateTimeField(_("publié le"), null=True, blank=True)
    reason = models.TextField(_("raison du changement"), blank=True)

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["call", "version"], name="one_question_set_per_version")
        ]

    def __str__(self):
        return f"{self.call}, v{self.version}"

    @property
    def announced_minutes(self) -> int:
        """How long writing takes, said before one starts: rounded up to the quarter of an hour."""
        minutes = sum(MINUTES_PER_QUESTION[question.kind] for question in self.questions.all())
        return -(-minutes // 15) * 15


class Question(models.Model):
    """One question; its ``code`` is stable from one version and one call to the next."""

    class Kind(models.TextChoices):
        SHORT_TEXT = "short_text", _("texte court")
        LONG_TEXT = "long_text", _("texte long")
        CHOICE = "choice", _("choix")
        NUMBER = "number", _("nombre")
        DATE = "date", _("date")
        FILE = "file", _("fichier")
        ORGANISATION = "organisation", _("organisme")
        PEOPLE = "people", _("personnes")

    question_set = models.ForeignKey(QuestionSet, models.CASCADE, related_name="questions")
    code = models.SlugField()
    position = models.PositiveSmallIntegerField()
    section = models.CharField(_("partie"), max_length=80)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.LONG_TEXT)
    label = models.CharField(_("question"), max_length=250)
    help_text = models.TextField(_("aide"), blank=True)
    is_required = models.BooleanField(_("obligatoire"), default=True)
    max_length = models.PositiveIntegerField(_("caractères, au plus"), default=2000)
    choices = models.JSONField(_("choix"), default=list, blank=True)
    is_hidden_from_jury = models.BooleanField(_("cachée aux jurés"), default=False)
    # Asked only if the choice question of this code, in the same set, was answered by one of these.
    asked_if_code = models.SlugField(_("posée selon la réponse à"), blank=True)
    asked_if_values = models.JSONField(_("réponses qui la font poser"), default=list, blank=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["question_set", "code"], name="one_code_per_question_set"
            ),
            models.UniqueConstraint(
                fields=["question_set", "position"], name="one_question_per_position"
            ),
        ]

    def __str__(self):
        return self.label


# An estimate to be replaced by measures: a long answer is about a page read and rewritten.
MINUTES_PER_QUESTION = {
    Question.Kind.SHORT_TEXT: 3,
    Question.Kind.LONG_TEXT: 9,
    Question.Kind.CHOICE: 2,
    Question.Kind.NUMBER: 3,
    Question.Kind.DATE: 1,
    Question.Kind.FILE: 5,
    Question.Kind.ORGANISATION: 1,
    Question.Kind.PEOPLE: 4,
}
