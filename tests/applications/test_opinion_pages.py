"""The direction's page: looking consumes nothing, a code is needed to act, nothing typed is lost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.accounts.models import MailCode, OutboxMail
from essaim.applications import actions
from essaim.applications.exceptions import ContentChanged, ForwardRefused
from essaim.applications.models import Endorsement, Member
from essaim.base.exceptions import LinkNotValid
from tests.accounts.mails import wrong
from tests.applications.mailbox import code_in_mail, last_mail, link_in, recipients
from tests.factories import UserFactory
from tests.personas import client_of

OPINION = {
    "verdict": "with_reserves",
    "comment": "Oui,\r\nà deux conditions.",
    "signatory": "Diane Guérin",
    "position": "DGS",
}


@pytest.fixture
def asked(filled, amel):
    filled.call.programme.support_months = 5
    filled.call.programme.save()
    filled.call.offer = "Cinq mois avec une équipe de designers."
    filled.call.save()
    actions.ask_endorsement(filled, "dgs@exemple.fr", "Merci Diane !", by=amel)
    return link_in("endorsement_request")


@pytest.fixture
def reader():
    return Client(enforce_csrf_checks=True)


def give_url(token):
    return reverse("applications:endorsement_give", args=[token])


def forward_url(token):
    return reverse("applications:endorsement_forward", args=[token])


def token_of(page) -> dict:
    return {"csrfmiddlewaretoken": str(page.context["csrf_token"])}


def type_opinion(reader, token, **changes):
    page = reader.get(give_url(token))
    seen = page.context["form"]["seen_sha256"].value()
    sent = {**OPINION, "seen_sha256": seen, **changes, **token_of(page)}
    return sent, reader.post(give_url(token), sent)


def test_looking_consumes_nothing(filled, asked):
    visitor = client_of(None)
    for _n in range(5):
        page = visitor.get(give_url(asked))
        assert page.status_code == 200
        visitor.head(give_url(asked))
    assert page["Referrer-Policy"] == "strict-origin"
    assert filled.endorsements.get().status == Endorsement.Status.REQUESTED
    assert not MailCode.objects.exists()


def test_the_page_says_what_is_asked_of_the_body(filled, asked, amel):
    page = client_of(None).get(give_url(asked)).text.replace("\u00a0", " ")
    for words in (
        "Amel Porteuse demande votre avis",
        amel.email,
        "Merci Diane",
        "environ 5 mois",
        "laisser publier une fiche",
        "partager avec les structures",
        "Cinq mois avec une équipe de designers.",
        "la structure connaît ce projet, le soutient",
        "Sans avis favorable, la candidature ne peut pas être déposée.",
        "Réponse contexte.",
    ):
        assert words in page, words


def test_the_opinion_is_recorded_with_the_code_of_the_same_mailbox(filled, asked, reader):
    sent, page = type_opinion(reader, asked)
    assert filled.endorsements.get().status == Endorsement.Status.REQUESTED
    assert recipients("mail_code") == ["dgs@exemple.fr"]
    assert "Favorable avec réserves" in page.text
    assert 'autocomplete="one-time-code"' in page.text
    digits = code_in_mail()
    answer = reader.post(give_url(asked), {**sent, "code": f"{digits[:3]} {digits[3:]}"})
    assert answer.status_code == 302
    given = filled.endorsements.get()
    assert given.status == Endorsement.Status.WITH_RESERVES
    assert given.comment == "Oui,\nà deux conditions."
    assert (given.signatory, given.position) == ("Diane Guérin", "DGS")
    assert "votre avis est enregistré" in reader.get(give_url(asked)).text


def test_the_hidden_fields_carry_every_word(asked, reader):
    """What the page of the code sends back is what was typed."""
    sent, page = type_opinion(reader, asked)
    hidden = {f.html_name: f.value() for f in page.context["form"]}
    assert hidden == {name: sent[name] for name in hidden}
    for name in hidden:
        assert f'type="hidden" name="{name}"' in page.text


def test_nothing_is_given_without_a_code(filled, asked, reader):
    sent, _page = type_opinion(reader, asked)
    page = reader.post(give_url(asked), {**sent, "code": ""})
    assert "Écrivez le code reçu." in page.text
    assert filled.endorsements.get().status == Endorsement.Status.REQUESTED
    assert OutboxMail.objects.filter(kind="mail_code").count() == 1


def test_a_wrong_code_loses_nothing_and_is_counted(filled, asked, reader):
    sent, _page = type_opinion(reader, asked)
    digits = code_in_mail()
    for left in (4, 3):
        page = reader.post(give_url(asked), {**sent, "code": wrong(digits)})
        assert f"Il reste {left} essais" in page.text
        assert "à deux conditions." in page.text
    for _try in range(3):
        page = reader.post(give_url(asked), {**sent, "code": wrong(digits)})
    assert "dernier essai" in page.text
    assert "Cinq essais" in reader.post(give_url(asked), {**sent, "code": digits}).text
    reader.post(give_url(asked), {**sent, "code": digits, "again": "1"})
    assert reader.post(give_url(asked), {**sent, "code": code_in_mail()}).status_code == 302


def test_an_expired_code_says_so(filled, asked, reader, time_machine):
    sent, _page = type_opinion(reader, asked)
    time_machine.move_to(timezone.now() + timedelta(minutes=11))
    page = reader.post(give_url(asked), {**sent, "code": code_in_mail()})
    assert "plus de dix minutes" in page.text
    assert filled.endorsements.get().status == Endorsement.Status.REQUESTED


def test_three_codes_an_hour_and_the_last_one_still_works(filled, asked, reader):
    sent, _page = type_opinion(reader, asked)
    for _again in range(2):
        reader.post(give_url(asked), {**sent, "code": "", "again": "1"})
    page = reader.post(give_url(asked), {**sent, "code": "", "again": "1"})
    assert "Trois codes" in page.text
    assert "à deux conditions." in page.text
    assert reader.post(give_url(asked), {**sent, "code": code_in_mail()}).status_code == 302


def test_going_back_to_the_answer_keeps_it(filled, asked, reader):
    sent, _page = type_opinion(reader, asked)
    page = reader.post(give_url(asked), {**sent, "code": "", "edit": "1"})
    assert page.status_code == 200
    assert "à deux conditions." in page.text
    assert "Réponse contexte." in page.text
    assert OutboxMail.objects.filter(kind="mail_code").count() == 1


def test_reserves_and_refusals_need_a_word(asked, reader):
    _sent, page = type_opinion(reader, asked, verdict="to_correct", comment=" ")
    assert "Écrivez en une phrase" in page.text
    assert not MailCode.objects.exists()


def test_an_opinion_is_about_what_was_on_the_page(filled, amel, asked, question, reader):
    sent, _page = type_opinion(reader, asked)
    actions.answer(filled, question("ailleurs"), "Ajouté entre-temps.", 0, by=amel)
    page = reader.post(give_url(asked), {**sent, "code": code_in_mail()})
    assert "a été modifiée pendant votre lecture" in page.text
    assert "Ajouté entre-temps." in page.text
    assert "à deux conditions." in page.text
    assert filled.endorsements.get().status == Endorsement.Status.REQUESTED
    with pytest.raises(ContentChanged):
        actions.send_opinion_code(asked, sent["seen_sha256"])
    seen = page.context["form"]["seen_sha256"].value()
    sent = {**sent, "seen_sha256": seen}
    reader.post(give_url(asked), sent)
    reader.post(give_url(asked), {**sent, "code": code_in_mail()})
    assert filled.endorsements.get().status == Endorsement.Status.WITH_RESERVES


def test_the_link_alone_is_not_enough_in_another_mailbox(filled, asked):
    """Whoever holds the link can have codes sent, but to the direction only."""
    thief = Client()
    seen = thief.get(give_url(asked)).context["form"]["seen_sha256"].value()
    thief.post(give_url(asked), {**OPINION, "seen_sha256": seen})
    assert recipients("mail_code") == ["dgs@exemple.fr"]


def test_an_answered_link_says_that_the_application_has_changed_since(
    ready, amel, question, asked_ready
):
    page = client_of(None).get(give_url(asked_ready))
    assert "a changé depuis" not in page.text
    actions.answer(ready, question("contexte"), "Tout autre.", 1, by=amel)
    page = client_of(None).get(give_url(asked_ready))
    assert "La candidature a changé depuis" in page.text


@pytest.fixture
def asked_ready(ready):
    """The link by which the opinion of ``ready`` was given."""
    return link_in("endorsement_request")


def test_a_closed_call_waits_for_no_opinion(filled, asked, time_machine):
    time_machine.move_to(filled.call.closes_at + timedelta(minutes=20))
    page = client_of(None).get(give_url(asked))
    assert page.status_code == 410
    assert "attend plus d’avis" in page.text


class TestForward:
    WHO = {"email": "Maire@Exemple.fr", "signatory": "Paul Maire", "message": "À toi, Paul."}

    def send(self, reader, token, **changes):
        page = reader.get(forward_url(token))
        sent = {**self.WHO, **changes, **token_of(page)}
        return sent, reader.post(forward_url(token), sent)

    def test_the_question_goes_to_another_signatory(self, filled, amel, asked, reader):
        sent, page = self.send(reader, asked)
        assert "maire@exemple.fr" in page.text.lower()
        assert filled.endorsements.count() == 1
        assert reader.post(forward_url(asked), {**sent, "code": code_in_mail()}).status_code == 302
        passed, first = filled.endorsements.all()
        assert first.status == Endorsement.Status.FORWARDED
        assert (passed.email, passed.forwarded_from) == ("maire@exemple.fr", first)
        assert passed.requested_by == amel
        assert recipients("endorsement_forwarded") == [amel.email]
        assert "maire@exemple.fr" in last_mail("endorsement_forwarded").text
        mail = last_mail("endorsement_forward")
        assert mail.recipient == "maire@exemple.fr"
        assert "À toi, Paul." in mail.text
        assert "dgs@exemple.fr" in mail.text
        assert "est transmise" in reader.get(give_url(asked)).text
        page = reader.get(give_url(link_in("endorsement_forward")))
        assert "qui vous la transmet" in page.text

    def test_the_new_signatory_answers(self, filled, asked):
        actions.send_forward_code(asked, "maire@exemple.fr")
        actions.forward_endorsement(asked, code_in_mail(), "maire@exemple.fr", "", "")
        token = link_in("endorsement_forward")
        actions.give_endorsement(token, "favourable", "", "Paul Maire", "maire")
        assert filled.endorsements.first().status == Endorsement.Status.FAVOURABLE
        with pytest.raises(LinkNotValid, match="déjà servi"):
            actions.give_endorsement(asked, "favourable", "", "Diane", "DGS")

    def test_a_code_for_the_opinion_does_not_pass_it_on(self, filled, asked, reader):
        type_opinion(reader, asked)
        digits = code_in_mail()
        sent, _page = self.send(reader, asked)
        page = reader.post(forward_url(asked), {**sent, "code": digits})
        if digits != code_in_mail():
            assert "pas le bon" in page.text
            assert filled.endorsements.count() == 1

    def test_a_wrong_code_keeps_the_word(self, filled, asked, reader):
        sent, _page = self.send(reader, asked)
        page = reader.post(forward_url(asked), {**sent, "code": wrong(code_in_mail())})
        assert "pas le bon" in page.text
        assert "À toi, Paul." in page.text
        assert filled.endorsements.count() == 1

    def test_never_to_an_author_nor_back(self, filled, amel, asked, reader):
        colleague = UserFactory(email="collegue@exemple.fr")
        actions.invite(filled, "collegue@mairie.fr", Member.Right.WRITE, by=amel)
        actions.accept_invitation(link_in("invitation"), by=colleague)
        for email in (amel.email, "collegue@mairie.fr", "Collegue@exemple.fr"):
            _sent, page = self.send(reader, asked, email=email)
            assert "écrit la candidature" in page.text, email
            assert "À toi, Paul." in page.text
        _sent, page = self.send(reader, asked, email="dgs@exemple.fr")
        assert "déjà passée par cette adresse" in page.text
        assert not MailCode.objects.exists()
        actions.send_forward_code(asked, "maire@exemple.fr")
        actions.forward_endorsement(asked, code_in_mail(), "maire@exemple.fr", "", "")
        with pytest.raises(ForwardRefused, match="déjà passée"):
            actions.send_forward_code(link_in("endorsement_forward"), "dgs@exemple.fr")

    def test_asking_someone_else_kills_the_forwarded_link(self, filled, amel, asked):
        actions.send_forward_code(asked, "maire@exemple.fr")
        actions.forward_endorsement(asked, code_in_mail(), "maire@exemple.fr", "", "")
        token = link_in("endorsement_forward")
        actions.ask_endorsement(filled, "autre@exemple.fr", "", by=amel)
        with pytest.raises(LinkNotValid):
            actions.give_endorsement(token, "favourable", "", "Paul", "maire")
