import json
from pathlib import Path

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from essaim.accounts.models import User
from essaim.applications import actions
from essaim.applications.actions.imports import FETCH_FILES, TELL_OWNERS, read_run
from essaim.applications.mapping import guess
from essaim.applications.mapping.report import Outcome, counts, read_report
from essaim.applications.models import Application, ImportMapping
from essaim.base.exceptions import RuleBroken
from essaim.calls.models import Call, TeamMember


class Command(BaseCommand):
    help = (
        "Reprend des candidatures reçues par un autre outil. Sans --apply, dit ce qui serait créé, "
        "ligne par ligne, et n’écrit rien d’autre."
    )

    def add_arguments(self, parser):
        parser.add_argument("--call", required=True, help="l’adresse courte de l’appel")
        parser.add_argument("--source", required=True, choices=["ds", "csv"])
        parser.add_argument("--file", required=True, type=Path, help="JSON ou CSV")
        parser.add_argument("--zip", type=Path, help="les fichiers joints, dans un ZIP")
        parser.add_argument("--mapping", type=Path, help="JSON : {champ: titre, structure…}")
        parser.add_argument("--by", help="adresse de la personne au nom de qui la reprise se fait")
        parser.add_argument("--apply", action="store_true", help="créer les candidatures")
        parser.add_argument("--tell-owners", action="store_true", help="un mail à chaque porteur")
        parser.add_argument(
            "--fetch-files", action="store_true", help="chercher les fichiers joints"
        )

    def handle(self, **options):
        try:
            self._run(options)
        except (OSError, ValueError, RuleBroken) as error:
            raise CommandError(str(error)) from error

    def _run(self, options: dict) -> None:
        call = Call.objects.filter(slug=options["call"]).first()
        if call is None:
            raise CommandError(f"Aucun appel « {options['call']} ».")
        by = self._manager(call, options["by"])
        run = self._received(call, by, options)
        for sentence in read_run(run).notes:
            self.stdout.write(sentence)
        run = actions.try_import(run, self._fields(run, options["mapping"]), by)
        if options["apply"]:
            asked = {TELL_OWNERS: options["tell_owners"], FETCH_FILES: options["fetch_files"]}
            run = actions.apply_import(run, by, [name for name, wanted in asked.items() if wanted])
            while actions.bring_documents():
                pass
            run.refresh_from_db()
        self._tell(run)

    def _manager(self, call: Call, email: str | None) -> User:
        team = User.objects.filter(
            team_roles__programme=call.programme, team_roles__role=TeamMember.Role.MANAGER
        )
        found = list(team.filter(email=email.strip().lower()) if email else team)
        if len(found) != 1:
            raise CommandError("Dites avec --by quelle personne de l’équipe du fonds reprend.")
        return found[0]

    def _received(self, call: Call, by: User, options: dict):
        with options["file"].open("rb") as file:
            upload = File(file, name=options["file"].name)
            if options["zip"] is None:
                return actions.receive_import(call, options["source"], upload, by)
            with options["zip"].open("rb") as archive:
                return actions.receive_import(call, options["source"], upload, by, File(archive))

    def _fields(self, run, path: Path | None) -> dict[str, str]:
        """What is asked, else what was kept for the call, else what the words suggest."""
        if path:
            fields = json.loads(path.read_text("utf-8"))
            if not isinstance(fields, dict):
                raise CommandError("La correspondance est un objet JSON : {champ: réponse}.")
            return {str(key): str(target) for key, target in fields.items()}
        kept = ImportMapping.objects.filter(call=run.call, source=run.source).first()
        questions = run.call.questions_asked.questions.all()
        return kept.fields if kept else guess(read_run(run).fields, questions)

    def _tell(self, run) -> None:
        lines = read_report(run.report)
        for line in lines:
            said = [*line.problems, *line.remarks]
            said += [f"{d.name} : {d.coming_label} {d.why}".strip() for d in line.documents]
            self.stdout.write(f"{line.place:>5} {line.number:<12} {line.outcome_label}")
            for sentence in said:
                self.stdout.write(f"      {sentence}")
        found = counts(lines).items()
        summary = ", ".join(f"{Outcome(outcome).label} : {n}" for outcome, n in found)
        self.stdout.write(f"{Application.Source(run.source).label}, {run.name} : {summary}")
