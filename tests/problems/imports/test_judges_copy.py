"""The judges' copy of a package, when the same bytes are imported twice at once."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from pytest_django import DjangoCaptureOnCommitCallbacks

from problems.archive import judge_package_name
from problems.imports.judges_copy import judges_copy_forget
from problems.imports.models import ImportState, PackageImport
from problems.imports.services import package_import_start
from tests.factories import NOON
from tests.problems.packages import write_package

pytestmark = pytest.mark.django_db


def test_an_import_finds_it_though_another_ended_meanwhile(
    tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    path = write_package(tmp_path / "sum_of_two")
    with django_capture_on_commit_callbacks(execute=True):
        started = package_import_start(path=path, now=NOON)
        # Before this one is committed, the other import ends and sees nobody who needs it.
        default_storage.delete(judge_package_name(started.source_sha256))

    assert default_storage.exists(judge_package_name(started.source_sha256))


def test_whoever_removes_it_looks_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = package_import_start(path=write_package(tmp_path / "sum_of_two"), now=NOON)
    imports = PackageImport.objects.filter(pk=started.pk)
    imports.update(state=ImportState.DONE)
    delete = default_storage.delete

    def another_begins(name: str, *args: Any) -> None:
        imports.update(state=ImportState.PENDING)
        delete(name, *args)

    monkeypatch.setattr(default_storage, "delete", another_begins)

    judges_copy_forget(started.source_sha256)

    assert default_storage.exists(judge_package_name(started.source_sha256))
