"""GraphQL for staff: what is in a version."""

from collections import Counter

import strawberry
from django.urls import reverse
from django.utils.http import urlencode
from strawberry import relay
from strawberry.types import Info

from accounts.doors import signed_in_user
from common.graphql import node_number
from judging.packages.manifest import PackageManifest, ValidatorFlags
from judging.packages.test_groups import TestGroup
from problems.models import TestPackage
from problems.versions.reading import CaseShown, cases_read, package_managed


@strawberry.type(name="TestCaseFile")
class TestCaseFileType:
    """A test case's input or answer."""

    size_bytes: int
    preview: str = strawberry.field(description="Its first bytes as text.")
    url: str = strawberry.field(description="Where the whole is downloaded, over REST.")


@strawberry.type(name="DefaultValidatorFlags")
class ValidatorFlagsType:
    """How the default validator compares."""

    case_sensitive: bool
    space_change_sensitive: bool
    float_absolute_tolerance: float | None
    float_relative_tolerance: float | None

    @classmethod
    def of(cls, flags: ValidatorFlags) -> "ValidatorFlagsType":
        return cls(**flags.model_dump())


@strawberry.type(name="TestCase")
class TestCaseType:
    """A test case of a version."""

    ordinal: int = strawberry.field(description="In judging order, from 1.")
    name: str = strawberry.field(description="Such as secret/1-small/03.")
    is_sample: bool
    group: str = strawberry.field(description="Its directory, such as secret/1-small.")
    description: str
    args: list[str] = strawberry.field(description="Arguments of the program.")
    files: list[str] = strawberry.field(description="Files that the program finds.")
    validator_flags: ValidatorFlagsType
    validator_args: list[str] = strawberry.field(description="For a validator of its own.")
    input: TestCaseFileType
    answer: TestCaseFileType

    @classmethod
    def of(cls, package: TestPackage, shown: CaseShown) -> "TestCaseType":
        case = shown.case
        address = reverse("api:package_case_read", args=[package.pk])

        def file_of(part: str) -> TestCaseFileType:
            one = shown.input if part == "input" else shown.answer
            query = urlencode({"name": case.name, "part": part})
            return TestCaseFileType(
                size_bytes=one.size_bytes, preview=one.preview, url=f"{address}?{query}"
            )

        return cls(
            ordinal=shown.ordinal,
            name=case.name,
            is_sample=case.is_sample,
            group=case.name.rpartition("/")[0],
            description=case.description,
            args=list(case.args),
            files=list(case.files),
            validator_flags=ValidatorFlagsType.of(case.validator_flags),
            validator_args=list(case.validator_args),
            input=file_of("input"),
            answer=file_of("answer"),
        )


@strawberry.type(name="TestCasesPage")
class TestCasesPageType:
    """Some of a version's test cases, in judging order."""

    total_count: int
    items: list[TestCaseType]


@strawberry.type(name="TestGroup")
class TestGroupType:
    """How results within a test data group add up."""

    name: str = strawberry.field(description="Its directory; empty: all of it.")
    test_case_count: int
    score_rule: str = strawberry.field(description="sum, avg, min, max or all.")
    verdict_rule: str
    max_score: float | None
    accept_score: float | None = strawberry.field(description="Of each accepted test case in it.")
    required_groups: list[str]

    @classmethod
    def of(cls, group: TestGroup, manifest: PackageManifest) -> "TestGroupType":
        inside = [one for one in manifest.test_cases if one.name.startswith(f"{group.name}/")]
        return cls(
            name=group.name,
            test_case_count=len(inside) if group.name else len(manifest.test_cases),
            score_rule=group.score_rule,
            verdict_rule=group.verdict_rule,
            max_score=group.max_score,
            accept_score=group.accept_score,
            required_groups=list(group.required_groups),
        )


@strawberry.type(name="TestCaseDirectory")
class CaseDirectoryType:
    """A directory that test cases stand in."""

    name: str = strawberry.field(description="sample, secret, or such as secret/1-small.")
    test_case_count: int


@strawberry.type(name="TestPackageContents")
class PackageContentsType:
    """How a version judges, beside its test cases."""

    is_scoring: bool
    groups: list[TestGroupType] = strawberry.field(description="Empty: it has no rules of its own.")
    case_directories: list[CaseDirectoryType] = strawberry.field(
        description="In judging order; what `testCases` takes as `group`, and `setGroup` as `name`."
    )
    validation: str = strawberry.field(description="default, custom or interactive.")
    validator_language: str | None
    validator_files: list[str]
    passes: int
    output_limit_bytes: int
    source_limit_bytes: int
    compile_time_limit_ms: int
    export_urls: list[str] = strawberry.field(
        description="Where the package is downloaded, over REST: in 2025-09 and legacy-icpc."
    )


@strawberry.type
class PackageCasesQuery:
    @strawberry.field(
        description=(
            "Test cases of a version, at most 100 at a time, with the beginning of their files "
            "(at most 4096 bytes). `group` is a directory such as sample or secret/1-small. For "
            "staff of the problem. Errors: package_not_found."
        )
    )
    def test_cases(
        self,
        info: Info,
        package_id: relay.GlobalID,
        group: str = "",
        offset: int = 0,
        limit: int = 50,
        preview_bytes: int = 256,
    ) -> TestCasesPageType:
        package = _package(info, package_id)
        page = cases_read(
            package,
            directory=group.strip("/"),
            offset=offset,
            limit=limit,
            preview_bytes=preview_bytes,
        )
        return TestCasesPageType(
            total_count=page.total,
            items=[TestCaseType.of(package, one) for one in page.cases],
        )

    @strawberry.field(
        description=(
            "How a version judges, and where it is downloaded. For staff of the problem. Errors: "
            "package_not_found."
        )
    )
    def test_package_contents(self, info: Info, package_id: relay.GlobalID) -> PackageContentsType:
        package = _package(info, package_id)
        manifest = PackageManifest.model_validate(package.manifest)
        limits = manifest.limits
        address = reverse("api:package_export", args=[package.pk])
        return PackageContentsType(
            is_scoring=manifest.is_scoring,
            groups=[TestGroupType.of(one, manifest) for one in manifest.groups],
            case_directories=[
                CaseDirectoryType(name=name, test_case_count=count)
                for name, count in Counter(
                    one.name.rpartition("/")[0] for one in manifest.test_cases
                ).items()
            ],
            validation=manifest.validation.kind,
            validator_language=manifest.validation.language,
            validator_files=list(manifest.validation.files),
            passes=manifest.validation.passes,
            output_limit_bytes=limits.output_bytes,
            source_limit_bytes=limits.source_bytes,
            compile_time_limit_ms=limits.compile_time_ms,
            export_urls=[f"{address}?format={one}" for one in ("2025-09", "legacy-icpc")],
        )


def _package(info: Info, package_id: relay.GlobalID) -> TestPackage:
    return package_managed(
        signed_in_user(info.context.request), node_number(package_id, "TestPackage")
    )
