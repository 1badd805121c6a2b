from tests.personas import PERSONAS, client_of


def test_everyone_exists_and_can_sign_in(people):
    for persona in PERSONAS:
        user = getattr(people, persona)
        client = client_of(user)
        assert ("_auth_user_id" in client.session) == (user is not None)
