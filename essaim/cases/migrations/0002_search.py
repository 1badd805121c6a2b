"""Where the search keeps its terms: an FTS5 table on SQLite, a tsvector column on PostgreSQL."""

from django.db import migrations

FORWARDS = {
    "sqlite": [
        "CREATE VIRTUAL TABLE cases_search USING fts5(title, opening, body, tokenize = 'ascii')"
    ],
    "postgresql": [
        "ALTER TABLE cases_catalogueentry ADD COLUMN document tsvector",
        "CREATE INDEX cases_search_document ON cases_catalogueentry USING gin (document)",
    ],
}
BACKWARDS = {
    "sqlite": ["DROP TABLE cases_search"],
    "postgresql": ["ALTER TABLE cases_catalogueentry DROP COLUMN document"],
}


def create(apps, schema_editor):
    for statement in FORWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in BACKWARDS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(create, remove)]
