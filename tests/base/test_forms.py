from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from essaim.base.forms import DayInput, MomentInput, RadiosWithHints


class Project(forms.Form):
    name = forms.CharField(label="Nom du projet", help_text="En peu de mots.", max_length=80)
    email = forms.EmailField(label="Adresse électronique", required=False)
    problem = forms.CharField(label="Le problème", widget=forms.Textarea, max_length=1500)
    held_on = forms.DateField(label="Jour", widget=DayInput())
    fidelity = forms.ChoiceField(
        label="Votre reprise",
        choices=[("inspired", "Je m’inspire"), ("adapted", "J’adapte")],
        widget=RadiosWithHints(hints={"adapted": "Le cœur est le même."}),
    )
    themes = forms.MultipleChoiceField(
        label="Thèmes",
        choices=[("a", "Accueil")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    place = forms.ChoiceField(label="Département", choices=[("33", "Gironde")])
    paper = forms.FileField(label="Pièce jointe")
    agrees = forms.BooleanField(label="J’ai lu le règlement")

    def clean(self):
        raise forms.ValidationError("L’appel se termine avant ce jour.")


def test_each_control_has_its_label_its_hint_and_its_class():
    html = str(Project())
    assert '<label class="govuk-label" for="id_name">Nom du projet</label>' in html
    assert 'id="id_name_helptext">En peu de mots.' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert 'class="govuk-input"' in html
    assert 'class="govuk-textarea"' in html
    assert 'class="govuk-select"' in html
    assert 'class="govuk-file-upload"' in html
    assert 'class="govuk-checkboxes__input"' in html


def test_optional_fields_say_so_in_words_and_nothing_is_left_to_the_browser():
    html = str(Project())
    assert html.count("(facultatif)") == 2
    assert "required" not in html
    assert "*" not in html


def test_a_search_form_does_not_repeat_that_everything_is_optional():
    class Search(forms.Form):
        marks_optional = False
        words = forms.CharField(label="Mots", required=False)

    assert "(facultatif)" not in str(Search())


def test_a_group_of_choices_is_a_fieldset_and_a_choice_can_have_its_own_hint():
    html = str(Project()["fidelity"].as_field_group())
    assert "<fieldset" in html
    assert "Votre reprise</legend>" in " ".join(html.split())
    assert 'aria-describedby="id_fidelity_1_hint"' in html
    assert 'id="id_fidelity_1_hint">Le cœur est le même.' in html
    assert "id_fidelity_0_hint" not in html


def test_a_long_text_announces_its_limit_and_never_blocks():
    html = Project()["problem"].as_field_group()
    assert "maxlength" not in html
    assert 'aria-describedby="id_problem_info"' in html
    assert 'data-count-max="1500"' in html


def test_an_error_says_which_field_and_what_to_do():
    form = Project({}, {})
    assert form["name"].errors == ["Remplissez ce champ : Nom du projet"]
    assert form["place"].errors == ["Choisissez une réponse : Département"]
    assert form["paper"].errors == ["Choisissez un fichier : Pièce jointe"]
    assert form["agrees"].errors == ["Cochez la case « J’ai lu le règlement »."]
    html = str(form)
    assert 'id="id_name_error"' in html
    assert "govuk-input--error" in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html


def test_a_sentence_chosen_by_the_form_is_kept():
    class Own(forms.Form):
        name = forms.CharField(error_messages={"required": "Comment s’appelle le projet ?"})

    assert Own({})["name"].errors == ["Comment s’appelle le projet ?"]


def test_general_errors_have_an_anchor_of_their_own():
    html = str(Project({}, {}))
    assert 'id="form-errors"' in html
    assert "L’appel se termine avant ce jour." in html
    assert 'id="mine-errors"' in str(Project({}, {}, prefix="mine"))


def test_dates_go_to_the_browser_in_its_own_format(settings):
    class Meeting(forms.Form):
        held_on = forms.DateField(widget=DayInput())
        starts_at = forms.DateTimeField(widget=MomentInput())

    data = {"held_on": "2026-05-24", "starts_at": "2026-05-24T18:30"}
    form = Meeting(data)
    assert form.is_valid()
    html = str(Meeting(initial=form.cleaned_data))
    assert 'type="date" name="held_on" value="2026-05-24"' in html
    assert 'type="datetime-local" name="starts_at" value="2026-05-24T18:30"' in html


def test_what_was_typed_is_escaped_and_given_back():
    html = str(Project({"name": '"><script>', "problem": "</textarea><b>"}, {}))
    assert "<script>" not in html
    assert "</textarea><b>" not in html
    assert "&lt;/textarea&gt;&lt;b&gt;" in html


def test_a_file_already_there_can_be_removed_only_if_optional():
    class Replace(forms.Form):
        paper = forms.FileField(label="Pièce", required=False)

    stored = SimpleUploadedFile("plan.pdf", b"x")
    stored.url = "/files/plan.pdf"
    html = str(Replace(initial={"paper": stored}))
    assert "plan.pdf" in html
    assert "Retirer ce fichier" in html
    assert "/files/plan.pdf" not in html
