from django.db import migrations

from problems.searching import index_write, problem_text, tokens_of


def make_table(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE TABLE problems_search (problem_id bigint PRIMARY KEY, tokens tsvector NOT NULL)"
        )
        schema_editor.execute(
            "CREATE INDEX problems_search_tokens ON problems_search USING gin (tokens)"
        )
    else:
        schema_editor.execute(
            "CREATE VIRTUAL TABLE problems_search USING fts5 (tokens, tokenize='unicode61')"
        )


def drop_table(apps, schema_editor):
    schema_editor.execute("DROP TABLE problems_search")


def fill(apps, schema_editor):
    problems = apps.get_model("problems", "Problem").objects
    for problem in problems.prefetch_related("statements", "tags").iterator(chunk_size=200):
        index_write(problem.pk, tokens_of(problem_text(problem)))


class Migration(migrations.Migration):
    dependencies = [("problems", "0004_practice")]

    operations = [
        migrations.RunPython(make_table, drop_table),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
