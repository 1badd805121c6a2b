"""The applicant's way, page by page, without JavaScript: from the start to the receipt."""

import re

from django.urls import reverse

from essaim.applications.models import Application, Receipt
from tests.applications.mailbox import code_in_mail, last_mail, link_in, recipients
from tests.factories import OrganisationFactory, ThemeFactory
from tests.personas import client_of


def url(name, *args):
    return reverse(f"applications:{name}", args=args)


def hidden(response, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]+)"', response.text).group(1)


def test_from_the_start_to_the_receipt(call, amel, pdf):
    organisation = OrganisationFactory(name="Renac", insee_code="35237")
    theme = ThemeFactory(name="Accueil")
    client = client_of(amel)
    page = client.get(url("application_start", call.slug))
    assert "3 questions" in page.text
    client.post(url("application_start", call.slug), {"organisation": "35237"})
    draft = Application.objects.get(organisation=organisation)
    tasks = client.get(draft.get_absolute_url())
    assert "Brouillon – rien n’est encore déposé" in tasks.text
    assert "À commencer" in tasks.text

    page = client.get(url("application_describe", draft.public_id))
    answer = client.post(
        url("application_describe", draft.public_id),
        {"title": "Un accueil", "themes": [theme.pk], "version": hidden(page, "version")},
    )
    assert answer.url == url("answer_edit", draft.public_id, "contexte")
    for code in ("contexte", "probleme"):
        page = client.get(url("answer_edit", draft.public_id, code))
        answer = client.post(
            url("answer_edit", draft.public_id, code), {"value": "Voici.\r\n", "version": "0"}
        )
        assert answer.status_code == 302
    joined = client.post(
        url("attachment_list", draft.public_id), {"file": pdf("devis.pdf")}, follow=True
    )
    assert "devis.pdf" in joined.text

    client.post(url("endorsement_ask", draft.public_id), {"email": "dgs@exemple.fr"})
    check = client.get(url("application_check", draft.public_id))
    assert "demandé, pas encore donné" in check.text

    direction = client_of(None)
    letter = url("endorsement_give", link_in("endorsement_request"))
    page = direction.get(letter)
    assert "Un accueil" in page.text
    assert "Voici." in page.text
    opinion = {
        "verdict": "favourable",
        "signatory": "Diane Guérin",
        "position": "DGS",
        "seen_sha256": hidden(page, "seen_sha256"),
    }
    direction.post(letter, opinion)
    given = direction.post(letter, {**opinion, "code": code_in_mail()}, follow=True)
    assert "Merci, votre avis est enregistré" in given.text
    assert recipients("endorsement_given") == [amel.email]

    check = client.get(url("application_check", draft.public_id))
    key = hidden(check, "idempotency_key")
    done = client.post(
        url("application_submit", draft.public_id),
        {"idempotency_key": key, "confirmed": "on"},
        follow=True,
    )
    assert done.status_code == 200
    assert "Candidature déposée" in done.text
    receipt = Receipt.objects.get()
    assert receipt.number == "FMNT-8-0001"
    assert "FMNT-8-0001" in last_mail("receipt").subject
    assert receipt.version.sha256 in last_mail("receipt").text
    detail = client.get(draft.get_absolute_url())
    assert "Déposée le" in detail.text
    assert "Brouillon – rien" not in detail.text
    assert client.get(url("receipt_print", draft.public_id)).content.startswith(b"%PDF")
