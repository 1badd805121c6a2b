"""Pages opened from a mailed link."""

from functools import wraps


def keep_token_here(view):
    """The address holds a secret: no other page, ours included, receives it as Referer.

    Not « no-referrer », with which browsers send « Origin: null » and the CSRF check fails.
    """

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "strict-origin"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return wrapped
