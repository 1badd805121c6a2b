"""Personal links of a subscriber: signed, without account, valid as long as the subscription.

They stay in old letters, so they carry no expiry and no address; whoever was forwarded a letter can
at worst change these choices or stop the sending, which the person can start again.
"""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from essaim.base.exceptions import LinkNotValid
from essaim.outreach.models import Subscriber

_signer = Signer(salt="outreach.subscriber", sep=".")


def token_of(subscriber: Subscriber) -> str:
    return _signer.sign(subscriber.public_id)


def subscriber_of(token: str) -> Subscriber:
    """The subscriber a link belongs to. Raises LinkNotValid for a wrong or an erased one."""
    try:
        public_id = _signer.unsign(token)
    except BadSignature:
        public_id = ""
    subscriber = Subscriber.objects.filter(public_id=public_id).first()
    if subscriber is None:
        raise LinkNotValid(
            _("Ce lien n’est pas valable. Reprenez-le en entier dans la dernière lettre reçue.")
        )
    return subscriber


def stop_url(subscriber: Subscriber) -> str:
    path = reverse("outreach:subscription_stop", args=[token_of(subscriber)])
    return f"{settings.SITE_URL}{path}"


def choices_url(subscriber: Subscriber) -> str:
    path = reverse("outreach:subscription_choices", args=[token_of(subscriber)])
    return f"{settings.SITE_URL}{path}"
