from django.utils.http import url_has_allowed_host_and_scheme


def local_path(path: str) -> str:
    """The path when it stays on this site, "" when it leads elsewhere or is no path."""
    # « // » alone has no host, so Django takes it; a browser reads a host in what follows.
    is_local = path.startswith("/") and not path.startswith("//")
    is_local = is_local and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_local else ""
