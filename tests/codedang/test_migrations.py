"""A version can be taken back: every migration has a way back, or says why there is none."""

from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

SAYS_WHY = "Not reversible:"
"""Begins the sentence in the docstring of a migration without a way back."""


def test_every_migration_has_a_way_back() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    own = {
        app.label for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR
    }
    silent = []

    for (label, name), migration in loader.disk_migrations.items():
        if label not in own:
            continue
        stuck = [one for one in migration.operations if not one.reversible]
        document = import_module(migration.__module__).__doc__ or ""
        if stuck and SAYS_WHY not in document:
            silent.append(f"{label}.{name}: {stuck[0].describe()}")

    assert len(own) > 8
    assert silent == []
