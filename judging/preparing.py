"""What a job needs before its first run: its language, its files by name, a validator."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from judging.contract import SourceFile
from judging.faults import LanguageMissing, RetryableFault
from judging.languages import UnknownLanguageError, language_table
from judging.limits import Limits
from judging.packages.test_package import TestPackage
from judging.sandbox.protocol import Sandbox
from judging.toolchains import InstalledLanguage
from judging.validating import CustomValidator, compile_validator


def installed_language(
    language_id: str, languages: Mapping[str, InstalledLanguage]
) -> InstalledLanguage:
    """The language on this host. Raises LanguageMissing."""
    if language_id in languages:
        return languages[language_id]
    try:
        name = language_table().get(language_id).name
    except UnknownLanguageError as error:
        raise LanguageMissing("contract", str(error)) from error
    raise LanguageMissing("worker", f"this judgehost has no {name}: install it or route jobs away")


def included_files(package: TestPackage, installed: InstalledLanguage) -> dict[str, str]:
    """What the package adds to a submission in this language. Raises RetryableFault."""
    try:
        return package.included_files(installed.language.package_code)
    except OSError as error:
        raise RetryableFault("package", f"the test package has lost a file: {error}") from error


def named_files(
    source_files: Sequence[SourceFile],
    installed: InstalledLanguage,
    included: Collection[str] = (),
) -> dict[str, str]:
    """A submission's files by name. A single one gets the name that its language wants.

    Where the problem has a file of that name (a main program of its own), it keeps the
    name that it was sent with, or is called ``solution``.
    """
    if len(source_files) == 1:
        file = source_files[0]
        names = (
            installed.language.source_file_name(file.text),
            file.name,
            f"solution{installed.language.extension}",
        )
        return {next((name for name in names if name not in included), names[0]): file.text}
    return {file.name: file.text for file in source_files}


def prepare_validator(
    sandbox: Sandbox,
    package: TestPackage,
    limits: Limits,
    languages: Mapping[str, InstalledLanguage],
    *,
    name: str,
    work_dir: Path,
    core: int | None,
) -> CustomValidator | None:
    """The package's own validator, compiled; None where the default one judges.

    ``name`` tells its boxes from others, ``core`` is the one that it runs on, if a certain one.
    Raises RetryableFault, ValidatorFault and SandboxError.
    """
    language_id = package.manifest.validation.language
    if language_id is None:
        return None
    installed = installed_language(language_id, languages)
    try:
        files = package.validator_files()
        program_dir = compile_validator(
            sandbox, installed, package, files, box_name=f"compile-validator-{name}"
        )
    except OSError as error:
        raise RetryableFault("package", f"the package's validator: {error}") from error
    return CustomValidator(
        sandbox,
        installed,
        package,
        limits,
        program_dir,
        files,
        box_name=f"validate-{name}",
        work_dir=work_dir,
        core=core,
    )
