"""A mail received in answer to one of ours (RFC 5322): who writes, about which file, and their words.

Only text is kept: what is quoted under it, and the signature, are left out.
"""

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr
from html.parser import HTMLParser

# The first is the line at the top of our own mails, in any language.
CUTS = [
    re.compile(r"^\W*––– .+ –––\s*$"),
    re.compile(r"^-- ?$"),
    re.compile(r"^\s*Le .{3,200}\sa écrit\s*:\s*$"),
    re.compile(r"^\s*On .{3,200}\swrote\s*:\s*$"),
    re.compile(r"^\s*-{2,}\s*(Message d.origine|Original Message|Message transféré)\s*-{2,}", re.I),
    re.compile(r"^_{10,}\s*$"),
    re.compile(r"^\s*(De|From)\s?: .*(@|\[)"),
]
TOKEN = re.compile(r"\+([\w-]{43})@")
WHERE = ("X-Original-To", "Delivered-To", "Envelope-To", "To", "Cc")


@dataclass(frozen=True)
class Received:
    """``is_automatic``: an absence, a list or another machine, that nobody must answer."""

    token: str
    sender: str
    mail_id: str
    text: str
    has_files: bool
    is_automatic: bool


def read_mail(content: bytes, recipient: str = "") -> Received:
    """``recipient`` is the address that the mail server received it for, when it tells."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    return Received(
        token=_token([recipient, *_addresses(message)]),
        sender=parseaddr(_header(message, "From"))[1].strip().lower(),
        mail_id=_header(message, "Message-ID").strip()[:250],
        text=own_words(_text(message)),
        has_files=any(message.iter_attachments()) if message.is_multipart() else False,
        is_automatic=_is_automatic(message),
    )


def _header(message: EmailMessage, name: str) -> str:
    return str(message.get(name, ""))


def _addresses(message: EmailMessage) -> list[str]:
    headers = [str(value) for name in WHERE for value in message.get_all(name, [])]
    return [address for _name, address in getaddresses(headers)]


def _token(addresses: list[str]) -> str:
    found = (TOKEN.search(address) for address in addresses)
    return next((match.group(1) for match in found if match), "")


def _is_automatic(message: EmailMessage) -> bool:
    """RFC 3834, and what mail servers write in practice; a bounce has no sender."""
    answered = _header(message, "Auto-Submitted").strip().lower()
    bulk = _header(message, "Precedence").strip().lower() in ("bulk", "list", "junk", "auto_reply")
    from_nobody = _header(message, "Return-Path").strip() == "<>"
    return answered not in ("", "no") or bulk or from_nobody or "X-Autoreply" in message


def _text(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    try:
        content = body.get_content()
    except (LookupError, UnicodeDecodeError):  # a character set that Python does not know
        content = body.get_payload(decode=True).decode("utf-8", errors="replace")
    content = content.replace("\r\n", "\n").replace("\x00", "")
    return text_of_html(content) if body.get_content_subtype() == "html" else content


def own_words(text: str) -> str:
    """The text without what it quotes, from the first line that announces a quotation on."""
    kept: list[str] = []
    lines = text.split("\n")
    for number, line in enumerate(lines):
        folded = " ".join([line, *lines[number + 1 : number + 2]])
        starts_quote = line.lstrip().startswith(("Le ", "On ")) and "@" in folded
        if any(cut.search(line) for cut in CUTS) or (
            starts_quote and any(cut.search(folded) for cut in CUTS[2:4])
        ):
            break
        if not line.lstrip().startswith(">"):
            kept.append(line.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def text_of_html(html: str) -> str:
    reader = _Words()
    reader.feed(html)
    reader.close()
    return re.sub(r"[ \t]+", " ", "".join(reader.found)).strip()


class _Words(HTMLParser):
    """The words of a page, a line per block; what is quoted or never shown is skipped."""

    SKIPPED = ("script", "style", "head", "blockquote", "title")
    BLOCKS = ("p", "div", "br", "li", "tr", "h1", "h2", "h3")

    def __init__(self):
        super().__init__()
        self.found: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag, attrs):
        if tag in self.SKIPPED:
            self.depth += 1
        elif tag in self.BLOCKS:
            self.found.append("\n")

    def handle_endtag(self, tag):
        if tag in self.SKIPPED:
            self.depth = max(0, self.depth - 1)

    def handle_data(self, data):
        if not self.depth:
            self.found.append(" ".join(data.split("\n")))
