"""PDF that do more than show their pages, each made on the spot, with what is told of them."""

import functools
import io
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, String

WORDS = b"BT /F1 12 Tf 20 20 Td (Le devis) Tj ET"


def _script(code: str = "app.alert(1)") -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String(code))


def _launch() -> Dictionary:
    return Dictionary(S=Name.Launch, F=String("cmd.exe"))


def _attached(pdf: pikepdf.Pdf) -> Dictionary:
    stream = pdf.make_stream(b"MZ", Type=Name.EmbeddedFile)
    return Dictionary(Type=Name.Filespec, F=String("a.exe"), EF=Dictionary(F=stream))


def _note(pdf, subtype, **keys) -> Dictionary:
    note = Dictionary(Type=Name.Annot, Subtype=subtype, Rect=Array([10, 10, 60, 30]), **keys)
    note = pdf.make_indirect(note)
    page = pdf.pages[0].obj
    page.Annots = Array([*page.get("/Annots", []), note])
    return note


def _field(pdf, **keys) -> Dictionary:
    field = _note(pdf, Name.Widget, FT=Name.Tx, T=String("total"), V=String("1200"), F=4, **keys)
    field.DA = String("/Helv 10 Tf 0 g")
    fonts = Dictionary(Helv=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([field]), DR=Dictionary(Font=fonts), DA=field.DA, NeedAppearances=True
    )
    return field


def _open_with(action) -> Callable:
    def change(pdf):
        pdf.Root.OpenAction = action(pdf)

    return change


def _names(**trees) -> Callable:
    def change(pdf):
        made = {f"/{key}": Dictionary(Names=Array(["a", tree(pdf)])) for key, tree in trees.items()}
        pdf.Root.Names = Dictionary(made)

    return change


def _linked(action) -> Callable:
    return lambda pdf: _note(pdf, Name.Link, A=action(pdf))


def _page_opens(pdf) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=_script())


def _closes(pdf) -> None:
    pdf.Root.AA = Dictionary(WC=_script(), DP=_script())


def _form_computes(pdf) -> None:
    _field(pdf, AA=Dictionary(C=_script("AFSimple_Calculate()"), K=_script("AFNumber_Format()")))


def _form_sends(pdf) -> None:
    url = Dictionary(FS=Name.URL, F=String("https://ailleurs.example/"))
    _field(pdf, A=Dictionary(S=Name.SubmitForm, F=url))


def _form_reads(pdf) -> None:
    _field(pdf, A=Dictionary(S=Name.ImportData, F=String("\\\\serveur\\a.fdf")))


def _xfa_parts(pdf) -> None:
    _field(pdf)
    parts = ["template", pdf.make_stream(b"<template/>"), "datasets", pdf.make_stream(b"<data/>")]
    pdf.Root.AcroForm.XFA = Array(parts)


def _xfa_whole(pdf) -> None:
    _field(pdf)
    pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp><script>xfa.host.messageBox('a')</script></xdp>")


def _portfolio(pdf) -> None:
    _names(EmbeddedFiles=_attached)(pdf)
    pdf.Root.Collection = Dictionary(Type=Name.Collection, View=Name.D)
    pdf.Root.PageMode = Name.UseAttachments


def _associated(pdf) -> None:
    pdf.Root.AF = Array([pdf.make_indirect(_attached(pdf))])
    pdf.pages[0].obj.AF = pdf.Root.AF


def _film(pdf) -> None:
    tree = Dictionary(Names=Array(["a", _attached(pdf)]))
    _note(pdf, Name.RichMedia, RichMediaContent=Dictionary(Assets=tree))


def _shown(pdf) -> None:
    rendition = Dictionary(S=Name.Rendition, OP=0, JS=String("app.alert(1)"))
    _note(pdf, Name.Screen, A=rendition)


def _bookmarks(pdf) -> None:
    second = pdf.make_indirect(Dictionary(Title=String("Deux"), A=_launch()))
    first = pdf.make_indirect(Dictionary(Title=String("Un"), A=_script(), Next=second))
    second.Prev = first
    outlines = pdf.make_indirect(Dictionary(First=first, Last=second, Count=2))
    first.Parent = second.Parent = outlines
    pdf.Root.Outlines = outlines


def _goes_then(following) -> Callable:
    """Goes to a page, as any table of contents does, then does something else."""

    def change(pdf):
        to_page = Array([pdf.pages[0].obj, Name.Fit])
        action = Dictionary(S=Name.GoTo, D=to_page, Next=following(pdf))
        bookmark = pdf.make_indirect(Dictionary(Title=String("Un"), A=action))
        pdf.Root.Outlines = pdf.make_indirect(Dictionary(First=bookmark, Last=bookmark, Count=1))

    return change


def _read_aloud(pdf) -> None:
    """The structure for those who listen refers to a note, which holds a script."""
    note = _note(pdf, Name.Link, A=_script())
    pdf.pages[0].obj.Annots = Array([])
    part = pdf.make_indirect(Dictionary(S=Name.Link, K=Dictionary(Type=Name.OBJR, Obj=note)))
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(K=part))


def _pressed(pdf) -> None:
    _field(pdf, A=_script(), AA=Dictionary(E=_launch()))


def _hidden_in_a_drawing(pdf) -> None:
    form = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    form.PieceInfo = Dictionary(a=Dictionary(Private=Array([Dictionary(OpenAction=_script())])))
    pdf.pages[0].obj.Resources.XObject = Dictionary(Fm=form)


CHANGES: dict[str, tuple[Callable, set[str]]] = {
    "ouverture-script": (_open_with(lambda pdf: _script()), {"script", "action"}),
    "ouverture-script-long": (
        _open_with(lambda pdf: Dictionary(S=Name.JavaScript, JS=pdf.make_stream(b"app.alert(1)"))),
        {"script", "action"},
    ),
    "ouverture-lance": (_open_with(lambda pdf: _launch()), {"launch", "action"}),
    "ouverture-lien": (
        _open_with(lambda pdf: Dictionary(S=Name.URI, URI=String("https://a.example/"))),
        {"action"},
    ),
    "ouverture-ailleurs": (
        _open_with(lambda pdf: pdf.make_indirect(_script())),
        {"script", "action"},
    ),
    "noms-script": (_names(JavaScript=lambda pdf: _script()), {"script"}),
    "noms-fichier": (_names(EmbeddedFiles=_attached), {"embedded"}),
    "noms-les-deux": (
        _names(JavaScript=lambda pdf: _script(), EmbeddedFiles=_attached),
        {"script", "embedded"},
    ),
    "page-s-ouvre": (_page_opens, {"script", "action"}),
    "document-se-ferme": (_closes, {"script", "action"}),
    "lien-script": (_linked(lambda pdf: _script()), {"script"}),
    "lien-lance": (_linked(lambda pdf: _launch()), {"launch"}),
    "lien-suites": (
        _linked(lambda pdf: Dictionary(S=Name.Named, N=Name.NextPage, Next=Array([_script()]))),
        {"script"},
    ),
    "champ-calcule": (_form_computes, {"script", "action"}),
    "champ-envoie": (_form_sends, {"sends"}),
    "champ-importe": (_form_reads, {"sends"}),
    "bouton": (_pressed, {"script", "launch", "action"}),
    "xfa-parties": (_xfa_parts, {"xfa"}),
    "xfa-entier": (_xfa_whole, {"xfa"}),
    "porte-documents": (_portfolio, {"embedded"}),
    "fichier-associe": (_associated, {"embedded"}),
    "fichier-epingle": (
        lambda pdf: _note(pdf, Name.FileAttachment, FS=_attached(pdf)),
        {"embedded"},
    ),
    "film": (_film, {"embedded"}),
    "ecran": (_shown, {"script"}),
    "signets": (_bookmarks, {"script", "launch"}),
    "signet-puis-script": (_goes_then(lambda pdf: _script()), {"script"}),
    "signet-puis-plusieurs": (
        _goes_then(lambda pdf: Array([pdf.make_indirect(_launch()), _script()])),
        {"script", "launch"},
    ),
    "lu-a-voix-haute": (_read_aloud, {"script"}),
    "dans-un-dessin": (_hidden_in_a_drawing, {"script"}),
}


@functools.cache
def active() -> dict[str, tuple[bytes, set[str]]]:
    """PDF by name, and what is told of each. The last ones are written otherwise by their tool."""
    made = {name: (_made(change), told) for name, (change, told) in CHANGES.items()}
    change, told = CHANGES["bouton"]
    locked = pikepdf.Encryption(user="", owner="secret")
    made["verrouille-a-l-ecriture"] = _made(change, encryption=locked), told
    packed = pikepdf.ObjectStreamMode.generate
    made["objets-ranges"] = _made(change, object_stream_mode=packed), told
    return made


def _made(change: Callable, **how) -> bytes:
    content = io.BytesIO()
    with pikepdf.new() as pdf:
        for _number in range(2):
            page = pdf.add_blank_page(page_size=(200, 200)).obj
            font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
            page.Resources = Dictionary(Font=Dictionary(F1=font))
            page.Contents = pdf.make_stream(WORDS)
        pdf.Root.Lang = String("fr")
        change(pdf)
        pdf.save(content, **how)
    return content.getvalue()
