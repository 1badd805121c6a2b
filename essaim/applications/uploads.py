"""What is read of a request that carries files. 5 GB never reach the disk.

Up to five times the limit, a file that is too big is read to its end and none of it is kept, so that
its sender gets the page they had, with a sentence. Past that, the body is not read at all.
"""

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from essaim.applications.models import Attachment

STILL_READ = 5


def takes_files_of(most_bytes: int):
    """For a view whose files may be larger than a document of an application."""

    def decorate(view):
        view.most_bytes = most_bytes
        return view

    return decorate


def _most_bytes(request) -> int:
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return Attachment.MOST_BYTES
    return getattr(view, "most_bytes", Attachment.MOST_BYTES)


class BoundedUploads(TemporaryFileUploadHandler):
    """Writes no more than the limit to the disk; past it the file comes empty, with its real size."""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.most_bytes = _most_bytes(self.request)

    def receive_data_chunk(self, raw_data, start):
        if start + len(raw_data) <= self.most_bytes:
            super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size):
        if file_size > self.most_bytes:
            self.file.truncate(0)
        return super().file_complete(file_size)


def bounded_body(get_response):
    """Answer 413, unread, to a body that no page can need."""

    def middleware(request):
        announced = request.META.get("CONTENT_LENGTH") or "0"
        length = int(announced) if announced.isdigit() else 0
        # Nearly every request is small: only for the others is it worth finding whose body this is.
        is_large = length > STILL_READ * Attachment.MOST_BYTES
        if is_large and length > STILL_READ * _most_bytes(request):
            sentence = _("Cet envoi est beaucoup trop lourd : 20 Mo au plus pour un fichier.")
            return render(request, "refused.html", {"sentence": sentence}, status=413)
        return get_response(request)

    return middleware
