"""GraphQL for staff: writing problems. The services decide who may."""

from dataclasses import fields
from typing import cast

import strawberry
import strawberry_django
from django.utils import timezone
from strawberry import relay
from strawberry.types import Info

from accounts.doors import signed_in_user
from accounts.models import User
from common.graphql import node_number
from problems import practice
from problems.authoring import restoring, services, texts
from problems.authoring.schema.types import AttachmentNode, StatementNode, StatementPictureNode
from problems.models import Problem, Visibility
from problems.schema import ProblemNode
from problems.selectors import problem_managed
from problems.uploads.services import upload_opened

strawberry.enum(Visibility, name="ProblemVisibility", description="Who may open a problem.")


@strawberry.input(description="A problem's title in one language.")
class TitleInput:
    language: str = strawberry.field(description="ko or en.")
    title: str


@strawberry.input(description="What to set of a problem; what is left out stays.")
class ProblemInput:
    slug: str | None = None
    visibility: Visibility | None = None
    allowed_languages: list[str] | None = None
    max_source_files: int | None = strawberry.field(
        default=None, description="How many files a solution may have; 1: one text."
    )
    difficulty: int | None = None
    tags: list[str] | None = None

    def read(self) -> services.ProblemChange:
        """The service's value of it, field by field."""
        names = [field.name for field in fields(services.ProblemChange)]
        return services.ProblemChange(**{name: getattr(self, name) for name in names})


def _user(info: Info) -> User:
    return signed_in_user(info.context.request)


def _number(problem_id: relay.GlobalID) -> int:
    return node_number(problem_id, "Problem")


def _problem(info: Info, problem_id: relay.GlobalID) -> Problem:
    return problem_managed(_user(info), _number(problem_id))


def _node(problem: Problem) -> ProblemNode:
    return cast("ProblemNode", problem)  # strawberry-django resolves the model by its fields


@strawberry.type
class AuthoringMutation:
    @strawberry_django.mutation(
        description=(
            "Make a problem, hidden unless said otherwise. It can be solved when it has a test "
            "package. For staff of the course; without a course it is one's own, which only "
            "operators may show to others. Errors: not_allowed, course_not_taught, "
            "course_archived, slug_taken, invalid."
        )
    )
    def create_problem(
        self,
        info: Info,
        slug: str,
        titles: list[TitleInput],
        course_slug: str | None = None,
        values: ProblemInput | None = None,
    ) -> ProblemNode:
        return _node(
            services.problem_create(
                actor=_user(info),
                slug=slug,
                titles={one.language: one.title for one in titles},
                course_slug=course_slug,
                change=(values or ProblemInput()).read(),
            )
        )

    @strawberry_django.mutation(
        description=(
            "Change a problem's settings. `baseRevision` is the latest revision that you have "
            "seen: a change since then refuses yours. For staff of the problem. Errors: "
            "problem_not_found, not_allowed, slug_taken, edited_meanwhile, invalid."
        )
    )
    def change_problem(
        self,
        info: Info,
        problem_id: relay.GlobalID,
        values: ProblemInput,
        summary: str = "",
        base_revision: int | None = None,
    ) -> ProblemNode:
        return _node(
            services.problem_change(
                actor=_user(info),
                problem_id=_number(problem_id),
                change=values.read(),
                summary=summary,
                base_revision=base_revision,
            )
        )

    @strawberry_django.mutation(
        description=(
            "Take a problem out of use: only its staff see it, and those in a set that has it. "
            "For staff of the problem. Errors: problem_not_found."
        )
    )
    def archive_problem(self, info: Info, problem_id: relay.GlobalID) -> ProblemNode:
        return _node(
            services.problem_archive(
                actor=_user(info),
                problem_id=_number(problem_id),
                is_archived=True,
                now=timezone.now(),
            )
        )

    @strawberry_django.mutation(
        description=(
            "Take a problem out of the archive. For staff of the problem. Errors: "
            "problem_not_found."
        )
    )
    def reopen_problem(self, info: Info, problem_id: relay.GlobalID) -> ProblemNode:
        return _node(
            services.problem_archive(
                actor=_user(info),
                problem_id=_number(problem_id),
                is_archived=False,
                now=timezone.now(),
            )
        )

    @strawberry_django.mutation(
        description=(
            "Copy a problem with its texts, files and live test package, hidden, into this or "
            "another course that one teaches. For staff of the problem. Errors: "
            "problem_not_found, course_not_taught, course_archived, slug_taken, invalid."
        )
    )
    def clone_problem(
        self,
        info: Info,
        problem_id: relay.GlobalID,
        slug: str,
        course_slug: str | None = None,
    ) -> ProblemNode:
        return _node(
            services.problem_clone(
                actor=_user(info),
                problem_id=_number(problem_id),
                slug=slug,
                course_slug=course_slug,
            )
        )

    @strawberry_django.mutation(
        description=(
            "Put one part of a problem back to what it was at a revision, as a new revision. "
            "For staff of the problem. Errors: problem_not_found, revision_not_found, invalid."
        )
    )
    def restore_problem_part(
        self, info: Info, problem_id: relay.GlobalID, revision: int
    ) -> ProblemNode:
        return _node(
            restoring.part_restore(
                actor=_user(info), problem_id=_number(problem_id), number=revision
            )
        )

    @strawberry_django.mutation(
        description=(
            "Write the statement in one language, in Markdown. `baseRevision` as in "
            "changeProblem. For staff of the problem. Errors: problem_not_found, "
            "edited_meanwhile, invalid."
        )
    )
    def write_statement(
        self,
        info: Info,
        problem_id: relay.GlobalID,
        language: str,
        title: str,
        source: str,
        summary: str = "",
        base_revision: int | None = None,
    ) -> StatementNode:
        return cast(
            "StatementNode",
            texts.statement_write(
                actor=_user(info),
                problem_id=_number(problem_id),
                language=language,
                title=title,
                source=source,
                summary=summary,
                base_revision=base_revision,
            ),
        )

    @strawberry_django.mutation(
        description=(
            "Take the statement in one language away; its text stays in the history. For staff "
            "of the problem. Errors: problem_not_found, no_statement, last_statement."
        )
    )
    def remove_statement(
        self, info: Info, problem_id: relay.GlobalID, language: str
    ) -> ProblemNode:
        return _node(
            texts.statement_remove(
                actor=_user(info), problem_id=_number(problem_id), language=language
            )
        )

    @strawberry_django.mutation(
        description=(
            "Give statements an uploaded picture (PNG, JPEG, GIF, WebP, SVG; at most 512 KiB), "
            "which they show by `![](name)`, in place of one of this name. For staff of the "
            "problem. Errors: problem_not_found, upload_not_found, too_large, too_many, invalid."
        )
    )
    def put_picture(
        self, info: Info, problem_id: relay.GlobalID, name: str, storage_key: str
    ) -> StatementPictureNode:
        user = _user(info)
        problem_managed(user, _number(problem_id))
        with upload_opened(user, storage_key) as path:
            return cast(
                "StatementPictureNode",
                texts.statement_file_put(
                    actor=user, problem_id=_number(problem_id), name=name, path=path
                ),
            )

    @strawberry_django.mutation(
        description=(
            "Give students an uploaded file (at most 64 MiB) beside the statement, in place of "
            "one of this name. For staff of the problem. Errors: problem_not_found, "
            "upload_not_found, too_large, too_many, invalid."
        )
    )
    def put_attachment(
        self, info: Info, problem_id: relay.GlobalID, name: str, storage_key: str
    ) -> AttachmentNode:
        user = _user(info)
        problem_managed(user, _number(problem_id))
        with upload_opened(user, storage_key) as path:
            return cast(
                "AttachmentNode",
                texts.attachment_put(
                    actor=user, problem_id=_number(problem_id), name=name, path=path
                ),
            )

    @strawberry_django.mutation(
        description=(
            "Take a picture of the statements away. For staff of the problem. Errors: "
            "problem_not_found, file_not_found."
        )
    )
    def remove_picture(self, info: Info, problem_id: relay.GlobalID, name: str) -> ProblemNode:
        return _node(
            texts.statement_file_remove(
                actor=_user(info), problem_id=_number(problem_id), name=name
            )
        )

    @strawberry_django.mutation(
        description=(
            "Take a file beside the statement away. For staff of the problem. Errors: "
            "problem_not_found, file_not_found."
        )
    )
    def remove_attachment(self, info: Info, problem_id: relay.GlobalID, name: str) -> ProblemNode:
        return _node(
            texts.attachment_remove(actor=_user(info), problem_id=_number(problem_id), name=name)
        )

    @strawberry_django.mutation(
        description=(
            "Make these the problem's hints, in this order, in Markdown. For staff of the "
            "problem. Errors: problem_not_found, invalid."
        )
    )
    def put_hints(self, info: Info, problem_id: relay.GlobalID, texts: list[str]) -> ProblemNode:
        problem = _problem(info, problem_id)
        practice.hints_set(actor=_user(info), problem=problem, texts=texts)
        return _node(problem)

    @strawberry_django.mutation(
        description=(
            "Write the editorial in one language, in Markdown; an empty text takes it away. For "
            "staff of the problem. Errors: problem_not_found, invalid."
        )
    )
    def write_editorial(
        self, info: Info, problem_id: relay.GlobalID, language: str, text: str
    ) -> ProblemNode:
        problem = _problem(info, problem_id)
        practice.editorial_set(actor=_user(info), problem=problem, language=language, text=text)
        return _node(problem)

    @strawberry_django.mutation(
        description=(
            "Open the editorials to all who may open the problem, or close them again to all but "
            "those who have solved it. For staff of the problem. Errors: problem_not_found."
        )
    )
    def release_editorials(
        self, info: Info, problem_id: relay.GlobalID, is_released: bool = True
    ) -> ProblemNode:
        problem = _problem(info, problem_id)
        now = timezone.now() if is_released else None
        return _node(practice.editorials_show(actor=_user(info), problem=problem, now=now))

    @strawberry_django.mutation(
        description=(
            "Write what solutions in one language begin with; lines from one with @locked to one "
            "with @unlocked can't be changed. Empty: no template. For staff of the problem. "
            "Errors: problem_not_found, unknown_language, template_invalid, invalid."
        )
    )
    def write_code_template(
        self, info: Info, problem_id: relay.GlobalID, language: str, source: str
    ) -> ProblemNode:
        problem = _problem(info, problem_id)
        practice.code_template_set(
            actor=_user(info), problem=problem, language=language, source=source
        )
        return _node(problem)
