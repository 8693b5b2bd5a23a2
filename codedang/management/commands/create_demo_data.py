"""manage.py create_demo_data: people, a course, problems and sets to try the site with."""

from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from codedang.demo_course import demo_course_fill
from codedang.demo_practice import demo_practice_fill
from codedang.demo_sets import demo_sets_create
from common.errors import DomainError
from courses.models import Course, Role
from courses.services import membership_set
from judging.packages import PackageRefused
from problems.models import Problem, Visibility
from problems.services import problem_import


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody of the demo. The passwords are printed and known: never for a public site."""

    username: str
    password: str
    display_name: str
    role: Role | None = None
    is_operator: bool = False

    @property
    def email(self) -> str:
        return f"{self.username}@example.com"


PEOPLE = (
    Person(
        username="student",
        password="student-demo-1",  # noqa: S106 - known on purpose
        display_name="김민수",
        role=Role.STUDENT,
    ),
    Person(
        username="ta",
        password="ta-demo-pass-1",  # noqa: S106 - known on purpose
        display_name="이하나",
        role=Role.TA,
    ),
    Person(
        username="operator",
        password="operator-demo-1",  # noqa: S106 - known on purpose
        display_name="Operator",
        is_operator=True,
    ),
)
COURSE_SLUG = "swe2001"
COURSE_TITLE = "자료구조와 알고리즘"


class Command(BaseCommand):
    help = "Make demo accounts, a course, problems of the packages in a folder, and sets of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--known-passwords",
            action="store_true",
            help="agree to accounts whose passwords everybody knows, although DEBUG is off",
        )
        parser.add_argument(
            "--packages", type=Path, default=settings.BASE_DIR / "tests" / "packages"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEBUG or options["known_passwords"]):
            raise CommandError(
                "Demo accounts have known passwords: give --known-passwords, or set DEBUG=true."
            )
        with transaction.atomic():
            course, _ = Course.objects.get_or_create(
                slug=COURSE_SLUG, defaults={"title": COURSE_TITLE}
            )
            for person in PEOPLE:
                self._person(person, course)
        self._problems(options["packages"], course)
        self._practice()
        self._sets(course)
        self._course_life(course)
        for person in PEOPLE:
            self.stdout.write(f"{person.username:9} password {person.password}")

    def _person(self, person: Person, course: Course) -> None:
        user = User.objects.filter(username=person.username).first()
        if user is None:
            user = User.objects.create_user(
                username=person.username,
                email=person.email,
                password=person.password,
                display_name=person.display_name,
                is_staff=person.is_operator,
                is_superuser=person.is_operator,
            )
        EmailAddress.objects.get_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )
        if person.role is not None:
            membership_set(course=course, user=user, role=person.role)

    def _practice(self) -> None:
        problems = Problem.objects.filter(
            test_package__isnull=False, visibility=Visibility.PUBLIC
        ).select_related("test_package")
        student = User.objects.get(username=PEOPLE[0].username)
        if demo_practice_fill(problems=list(problems), student=student, now=timezone.now()):
            self.stdout.write("levels, tags and practice")

    def _sets(self, course: Course) -> None:
        problems = Problem.objects.filter(test_package__isnull=False).order_by("id")
        made = demo_sets_create(
            course=course,
            problems=list(problems),
            student=User.objects.get(username=PEOPLE[0].username),
            ta=User.objects.get(username=PEOPLE[1].username),
            now=timezone.now(),
        )
        for problem_set in made:
            self.stdout.write(f"{problem_set.kind} {problem_set.slug}")

    def _course_life(self, course: Course) -> None:
        problems = Problem.objects.filter(visibility=Visibility.PUBLIC).order_by("id")
        with transaction.atomic():
            is_new = demo_course_fill(
                course=course,
                ta=User.objects.get(username=PEOPLE[1].username),
                student=User.objects.get(username=PEOPLE[0].username),
                problem_slugs=list(problems.values_list("slug", flat=True)),
                now=timezone.now(),
            )
        if is_new:
            self.stdout.write(f"weeks, a notice and a question of {course.slug}")

    def _problems(self, folder: Path, course: Course) -> None:
        """Every package; the last by name belongs to the course, and the others are public."""
        paths = sorted(path for path in folder.glob("*") if (path / "problem.yaml").is_file())
        for path in paths:
            is_new_to_course = (
                path == paths[-1] and not Problem.objects.filter(course=course).exists()
            )
            try:
                imported = problem_import(path=path, course=course if is_new_to_course else None)
            except (PackageRefused, DomainError) as refusal:
                self.stderr.write(f"{path.name} was refused:\n{refusal}")
                continue
            self.stdout.write(f"problem {imported.problem.slug}: {imported.change.value}")
