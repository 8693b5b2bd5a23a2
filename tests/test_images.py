"""The images that production runs."""

import ast
import re
import subprocess
import sys
from fnmatch import fnmatch
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

from infra_control.blueprint.shape import PRODUCTION, Image
from judging.languages import language_table

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "images"


def pins(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text().splitlines()
    found = [line.split("==") for line in lines if re.match(r"[a-z0-9A-Z_.-]+==", line)]
    return {package.lower(): version for package, version in found}


def copied(name: str) -> list[str]:
    """What comes from the checkout into an image's last stage."""
    last = re.split(r"^FROM ", (IMAGES / name).read_text(), flags=re.M)[-1]
    return [line.split()[1] for line in last.splitlines() if re.match(r"COPY (?!--from)", line)]


def test_the_linter_finds_nothing() -> None:
    linter = Path(sys.executable).with_name("hadolint")
    files = sorted(IMAGES.glob("*.Dockerfile"))

    done = subprocess.run([linter, *files], capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (0, "")
    assert len(files) == 2


@pytest.mark.parametrize("name", ["web.Dockerfile", "judge.Dockerfile"])
def test_what_is_copied_is_there_and_not_ignored(name: str) -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    kept = {line[1:] for line in ignored if line.startswith("!")}
    sources = re.findall(r"^COPY (?!--from)(.+) \S+$", (IMAGES / name).read_text(), re.M)

    for source in " ".join(sources).split():
        assert (ROOT / source).exists(), source
        assert any(fnmatch(source.rstrip("/"), f"{one}*") for one in kept), source


def test_every_room_of_the_web_side_is_in_its_image() -> None:
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "scripts"}

    assert rooms <= set(copied("web.Dockerfile"))


def test_the_web_runs_as_nobody_in_particular() -> None:
    last = (IMAGES / "web.Dockerfile").read_text().rsplit("USER ", 1)[1]

    assert last.startswith("10001\n")
    assert "RUN" not in last


def test_the_judges_image_holds_nothing_of_the_web_side() -> None:
    assert copied("judge.Dockerfile") == ["judging"]
    assert not {"django", "psycopg", "redis"} & set(pins("requirements-judge.txt"))


def test_the_judges_image_holds_all_that_the_judge_imports() -> None:
    distributions = packages_distributions()
    pinned = pins("requirements-judge.txt")

    for path in (ROOT / "judging").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if isinstance(node, ast.Import):
                modules = [alias.name for alias in node.names]
            for module in modules:
                top = module.split(".")[0]
                if top in {"judging", *sys.stdlib_module_names}:
                    continue
                names = {name.lower().replace("_", "-") for name in distributions[top]}
                assert names & set(pinned), (path, module)


def test_both_images_hold_the_same_versions() -> None:
    web = pins("requirements.txt")

    assert {**web, **pins("requirements-judge.txt")} == web


def test_services_run_what_their_image_has() -> None:
    for service in PRODUCTION.services:
        module = " ".join(service.command)
        if service.image is Image.JUDGE:
            assert "judging" in module
        else:
            assert service.command[0] in {"uvicorn", "celery", "python"}


def test_the_judges_languages_come_from_its_table() -> None:
    text = (IMAGES / "judge.Dockerfile").read_text()
    command = re.search(r'\$\(python -c "(.+)"\)', text)
    assert command

    done = subprocess.run(
        [sys.executable, "-c", command[1]], cwd=ROOT, capture_output=True, text=True, check=True
    )

    packages = set(done.stdout.split())
    assert packages == {one for row in language_table().language for one in row.debian_packages}


@pytest.mark.parametrize(
    ("what", "asked"),
    [
        ("files", ["s3 sync"]),
        ("page", ["s3 cp", "cloudfront create-invalidation"]),
        ("", ["s3 sync", "s3 cp", "cloudfront create-invalidation"]),
    ],
)
def test_the_front_ends_files_are_put_before_the_page(
    what: str, asked: list[str], tmp_path: Path
) -> None:
    aws = tmp_path / "aws"
    aws.write_text('#!/bin/sh\n[ "$1" = cloudformation ] && echo it || echo "$1 $2" >> "$0.log"\n')
    aws.chmod(0o755)
    command = [str(ROOT / "scripts/publish-frontend"), "dist", *([what] if what else [])]

    subprocess.run(command, env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, check=True)
    assert (tmp_path / "aws.log").read_text().splitlines() == asked

    aws.write_text("#!/bin/sh\nexit 255\n")
    done = subprocess.run(command, env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, check=False)
    assert done.returncode == (0 if what == "files" else 1), "before there is a stack"


def test_workflows_and_scripts_name_what_is_there() -> None:
    for path in (ROOT / ".github/workflows").glob("*.yml"):
        text = path.read_text()
        assert set(yaml.safe_load(text)) >= {"name", "jobs", "permissions"}, path
        for named in re.findall(
            r"(?:scripts|images|\.ci)/[\w.-]+(?<!\.)", text.replace("${{ matrix.image }}", "web")
        ):
            assert (ROOT / named).exists(), (path, named)
    for script in ("migrate-on-ecs", "publish-frontend"):
        subprocess.run(["sh", "-n", ROOT / "scripts" / script], check=True)
