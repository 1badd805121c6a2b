"""What an applicant and a file must meet before anyone judges the project."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.calls.models.call import Call


class EligibilityQuestion(models.Model):
    """One question of the self-test that one takes before starting: answered by yes or no."""

    class Expected(models.TextChoices):
        YES = "yes", _("oui")
        NO = "no", _("non")

    call = models.ForeignKey(Call, models.CASCADE, related_name="eligibility_questions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("question"), max_length=250)
    help_text = models.TextField(_("aide"), blank=True)
    expected = models.CharField(
        _("réponse attendue"), max_length=3, choices=Expected, default=Expected.YES
    )
    explanation = models.TextField(_("ce que l’on dit à qui répond autrement"))
    is_blocking = models.BooleanField(
        _("sans cela, la candidature serait irrecevable"), default=True
    )

    class Meta:
        verbose_name = _("question d’éligibilité")
        verbose_name_plural = _("questions d’éligibilité")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.text


class AdmissibilityCriterion(models.Model):
    """One line of the checklist that the team goes through for each deposited file."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="admissibility_criteria")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("ce qui est vérifié"), max_length=250)
    rule = models.CharField(_("article du règlement"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("critère de recevabilité")
        verbose_name_plural = _("critères de recevabilité")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.text
