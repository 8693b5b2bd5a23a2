from django.db import migrations
from django.db.models import F


def forwards(apps, schema_editor):
    """Until now each judgement counted from the moment when it was made."""
    apps.get_model("submissions", "Judgement").objects.update(effective_at=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [("submissions", "0013_rejudgings")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
