"""A test package's limits beside its manifest: a job needs them, and a manifest may be long."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def copy_limits(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    packages = apps.get_model("problems", "TestPackage").objects
    for package in packages.iterator(chunk_size=100):
        package.limits = package.manifest["limits"]
        package.save(update_fields=["limits"])


class Migration(migrations.Migration):
    dependencies = [("problems", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="testpackage",
            name="limits",
            field=models.JSONField(default=dict, help_text="The manifest's, as in judging.limits."),
        ),
        migrations.RunPython(copy_limits, migrations.RunPython.noop),
    ]
