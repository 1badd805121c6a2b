from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Placeholder kept minimal until the sign-in pages land."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return True
