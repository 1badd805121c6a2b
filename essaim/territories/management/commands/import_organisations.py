from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.base.text import fold
from essaim.territories import directory
from essaim.territories.importing import FAMILIES, Importer, Report
from essaim.territories.lines import UnreadableFile, read_lines

BAD_LINES_SHOWN = 200


class Command(BaseCommand):
    help = (
        "Charge l’annuaire officiel livré avec Essaim ; avec --csv, ajoute les structures d’un "
        "fichier (colonnes : siren;nom;famille;departement;insee_commune;population)."
    )

    def add_arguments(self, parser):
        parser.add_argument("--csv", type=Path, metavar="FICHIER")
        parser.add_argument(
            "--family",
            default="",
            metavar="FAMILLE",
            help="famille des lignes qui ne la disent pas : " + ", ".join(FAMILIES.values()),
        )

    def handle(self, **options):
        if options["csv"]:
            report = self._import_csv(options["csv"], options["family"])
        elif directory.is_loaded():
            self.stdout.write(_("L’annuaire est déjà à jour (%s).") % directory.SOURCE)
            return
        else:
            self.stdout.write(_("Chargement de l’annuaire (%s)…") % directory.SOURCE)
            report = directory.load(self._show_progress)
        self._summarise(report)

    def _import_csv(self, path: Path, family_name: str) -> Report:
        family = FAMILIES.get(fold(family_name), "")
        if family_name and not family:
            raise CommandError(_("Famille inconnue : « %s ».") % family_name)
        try:
            lines = read_lines(path)
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        changed_on = datetime.fromtimestamp(path.stat().st_mtime, timezone.get_current_timezone())
        return Importer(path.name[:120], changed_on.date(), family).run(lines, self._show_progress)

    def _show_progress(self, seen: int) -> None:
        self.stdout.write(f"  {seen:,}".replace(",", " "))

    def _summarise(self, report: Report) -> None:
        self.stdout.write(
            _("%(created)s créées, %(updated)s mises à jour, %(unchanged)s déjà justes.")
            % {
                "created": report.created,
                "updated": report.updated,
                "unchanged": report.unchanged,
            }
        )
        if not report.bad_lines:
            return
        count = len(report.bad_lines)
        sentence = ngettext(
            "%s ligne n’a pas été importée :", "%s lignes n’ont pas été importées :", count
        )
        self.stderr.write(sentence % count)
        for number, reason in report.bad_lines[:BAD_LINES_SHOWN]:
            self.stderr.write(
                _("  ligne %(number)s : %(reason)s") % {"number": number, "reason": reason}
            )
        if count > BAD_LINES_SHOWN:
            self.stderr.write(_("  … et %s autres.") % (count - BAD_LINES_SHOWN))
