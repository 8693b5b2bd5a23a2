"""Running a package's output validator over the outputs that it must accept or reject.

Whether it compiles at all is found here too, before any submission waits for it.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from judging.checkers import default as default_validator
from judging.compiling import NO_AIDS, CompileAids
from judging.package_programs import ValidatorFault
from judging.packages import (
    PackageProblem,
    PackageRefused,
    SourcePackage,
    TestPackage,
    build_test_package,
    extract_test_package,
)
from judging.packages.source import Grading, OutputTest
from judging.preparing import prepare_validator
from judging.sandbox.protocol import Sandbox
from judging.toolchains import installed_languages
from judging.validating import CustomValidator
from judging.verdicts import Verdict


def check_outputs(
    package: SourcePackage, sandbox: Sandbox, aids: CompileAids = NO_AIDS
) -> tuple[PackageProblem, ...]:
    """Compile the package's output validator, and have it judge the package's outputs.

    The answers that its samples show are outputs, too: 2025-09 demands that they are accepted,
    for the legacy formats it is worth a warning, which is returned. Raises PackageRefused where
    it doesn't compile, fails, or judges otherwise than the package says; RetryableFault where
    this host can't run it; and SandboxError.
    """
    if package.validator is None and not package.output_tests:
        return ()
    answers = tuple(_shown_answers(package))
    package = replace(package, output_tests=(*package.output_tests, *answers))
    with tempfile.TemporaryDirectory(prefix="output-check-") as name:
        directory = Path(name)
        tests = _tests_alone(package, directory)
        try:
            validator = prepare_validator(
                sandbox,
                tests,
                package.limits,
                installed_languages(),
                name="output-check",
                work_dir=directory,
                core=None,
                aids=aids,
            )
        except ValidatorFault as fault:
            raise PackageRefused([_problem(_place(package), str(fault))]) from fault
        if validator is not None and tests.manifest.validation.kind == "interactive":
            return ()
        found = dict(_disagreements(package, tests, validator))
    of_answers = {test.output_path for test in answers}
    demanded = [
        problem
        for path, problem in found.items()
        if package.format_version == "2025-09" or path not in of_answers
    ]
    if demanded:
        raise PackageRefused(demanded)
    return tuple(found.values())


def _shown_answers(package: SourcePackage) -> Iterator[OutputTest]:
    """The answers of samples that are shown as they are, for a validator of its own to judge."""
    validator = package.validator
    if validator is None or validator.kind == "interactive" or validator.passes > 1:
        return
    for case in package.test_cases:
        if case.is_sample and case.shown_answer_path is None:
            yield OutputTest(output_path=case.answer_path, case=case, must_be_accepted=True)


def _tests_alone(package: SourcePackage, directory: Path) -> TestPackage:
    """A test package of the tests only; without any, of one test case, for it must have one."""
    cases = [test.case for test in package.output_tests] or list(package.test_cases[:1])
    renamed = tuple(
        replace(case, name=f"secret/{number:04d}") for number, case in enumerate(cases, start=1)
    )
    built = build_test_package(replace(package, test_cases=renamed, grading=Grading()), directory)
    return extract_test_package(built.path, directory / "package", built.sha256)


def _disagreements(
    package: SourcePackage, tests: TestPackage, validator: CustomValidator | None
) -> Iterator[tuple[str, PackageProblem]]:
    # Without any tests there is a test case all the same.
    cases = tests.manifest.test_cases if package.output_tests else ()
    for test, case in zip(package.output_tests, cases, strict=True):
        output = package.tree.read_bytes(test.output_path)
        try:
            if validator is None:
                answer = package.tree.read_bytes(test.case.answer_path)
                compared = default_validator.compare(output, answer, case.validator_flags)
                is_accepted, message = compared.accepted, compared.message
            else:
                with validator.for_case(case) as validation:
                    judged = validation.check(output)
                is_accepted = judged.verdict is Verdict.ACCEPTED
                message = judged.judge_message
        except ValidatorFault as fault:
            yield test.output_path, _problem(test.output_path, str(fault))
            continue
        if is_accepted != test.must_be_accepted:
            yield test.output_path, _problem(test.output_path, _disagreement(test, message))


def _disagreement(test: OutputTest, message: str) -> str:
    said = f" ({' '.join(message.split())[:300]})" if message else ""
    if test.must_be_accepted:
        return f"the output validator rejects this valid output{said}"
    return f"the output validator accepts this invalid output{said}"


def _place(package: SourcePackage) -> str:
    files = package.validator.files if package.validator is not None else {}
    return min(files.values(), default="")


def _problem(path: str, message: str) -> PackageProblem:
    return PackageProblem(file=path, line=None, message=message)
