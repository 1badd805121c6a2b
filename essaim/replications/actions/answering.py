"""The origin, or the programme, confirms a declaration or contests it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from essaim.accounts.actions import log, read_link, revoke_links, use_link
from essaim.accounts.models import MailLink
from essaim.base.exceptions import LinkNotValid, RuleBroken
from essaim.replications.actions.progress import ReasonMissing
from essaim.replications.emails import ANSWER_LINK, send_answered
from essaim.replications.models import Replication, Verification
from essaim.replications.permissions import Voice, voice_of, voice_of_address

Level = Replication.Level
Verdict = Verification.Verdict

# (voice, verdict) → (level given, levels it may replace). The programme settles what is disputed.
ANSWERS = {
    (Voice.ORIGIN, Verdict.CONFIRMED): (
        Level.CONFIRMED_BY_ORIGIN,
        [Level.DECLARED, Level.CONTESTED],
    ),
    (Voice.ORIGIN, Verdict.CONTESTED): (
        Level.CONTESTED,
        [Level.DECLARED, Level.CONFIRMED_BY_ORIGIN],
    ),
    (Voice.OPERATOR, Verdict.CONFIRMED): (
        Level.VERIFIED_BY_OPERATOR,
        [
            Level.DECLARED,
            Level.CONTESTED,
            Level.CONFIRMED_BY_ORIGIN,
            Level.EVIDENCED,
            Level.DISMISSED,
        ],
    ),
    (Voice.OPERATOR, Verdict.CONTESTED): (
        Level.DISMISSED,
        [
            Level.DECLARED,
            Level.CONTESTED,
            Level.CONFIRMED_BY_ORIGIN,
            Level.EVIDENCED,
            Level.VERIFIED_BY_OPERATOR,
        ],
    ),
}


class NotTheOrigin(RuleBroken):
    status = 403
    sentence = _(
        "Seules l’équipe d’origine de la fiche et l’équipe du programme peuvent répondre, "
        "et jamais la personne qui a déclaré la reprise."
    )


class AlreadyAnswered(RuleBroken):
    sentence = _("Une réponse a déjà été donnée sur cette reprise. Rien de plus n’est attendu.")


def answers_open_to(voice: Voice | None, replication: Replication) -> list[Verdict]:
    """The verdicts that this voice may give now."""
    return [
        verdict
        for (who, verdict), (_level, before) in ANSWERS.items()
        if who == voice and replication.verification in before
    ]


def confirm(replication: Replication, by, comment: str = "") -> Verification:
    """Say that the replication is real, as the origin or the programme."""
    return _answer_signed_in(replication, Verdict.CONFIRMED, comment, by)


def contest(replication: Replication, by, comment: str) -> Verification:
    """Say that it is not one, and why."""
    return _answer_signed_in(replication, Verdict.CONTESTED, comment, by)


def confirm_by_link(token: str, comment: str = "") -> Verification:
    """Like ``confirm``, by the link mailed at the declaration. Raises LinkNotValid."""
    return _answer_by_link(token, Verdict.CONFIRMED, comment)


def contest_by_link(token: str, comment: str) -> Verification:
    """Like ``contest``, by the link mailed at the declaration. Raises LinkNotValid."""
    return _answer_by_link(token, Verdict.CONTESTED, comment)


def replication_of_link(token: str) -> tuple[MailLink, Replication, Voice]:
    """What a mailed link is about, without consuming it. Raises LinkNotValid.

    A link stops working when its address no longer speaks for the origin or the programme.
    """
    link = read_link(token, ANSWER_LINK)
    key = link.ref.rpartition(":")[2]
    replication = Replication.objects.select_related("adopter", "declared_by").get(pk=key)
    voice = voice_of_address(link.email, replication)
    if voice is None:
        raise LinkNotValid(
            _("Cette adresse ne parle plus pour la fiche d’origine. Écrivez au programme.")
        )
    return link, replication, voice


@transaction.atomic
def _answer_signed_in(replication, verdict, comment, by) -> Verification:
    voice = voice_of(by, replication)
    if voice is None:
        raise NotTheOrigin()
    verification = Verification(replication=replication, verified_by=by, verifier_email=by.email)
    return _answer(verification, voice, verdict, comment, by)


@transaction.atomic
def _answer_by_link(token, verdict, comment) -> Verification:
    link, replication, voice = replication_of_link(token)
    use_link(link)
    verification = Verification(replication=replication, verifier_email=link.email)
    return _answer(verification, voice, verdict, comment, f"{voice.label} : {link.email}")


def _answer(verification, voice, verdict, comment, by) -> Verification:
    """One guarded UPDATE of the level, so that two answers cannot both win; then the traces."""
    comment = comment.strip()
    if verdict == Verdict.CONTESTED and not comment:
        raise ReasonMissing()
    replication = verification.replication
    level, before = ANSWERS[voice, verdict]
    was = replication.verification
    row = Replication.objects.filter(pk=replication.pk, verification=was)
    if was not in before or not row.update(verification=level, changed_at=timezone.now()):
        raise AlreadyAnswered()
    replication.verification = level
    verification.verdict, verification.level, verification.comment = verdict, level, comment
    verification.save()
    log(replication, "verify", by=by, note=comment, before=was, after=level)
    revoke_links(replication, ANSWER_LINK)
    send_answered(verification)
    return verification
