"""What a job needs before its first run: its language, its files by name, a validator."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from judging.compiling import NO_AIDS, CompileAids
from judging.contract import SourceFile
from judging.faults import LanguageMissing, RetryableFault
from judging.languages import UnknownLanguageError, language_table
from judging.limits import Limits
from judging.package_programs import CompiledProgram, compile_validator
from judging.packages.test_package import TestPackage
from judging.sandbox.protocol import Sandbox
from judging.scripted import SCRIPTED
from judging.toolchains import SCRIPTED_INSTALLED, InstalledLanguage
from judging.validating import CustomValidator


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
    raise LanguageMissing("contract", f"no judgehost that took it has {name}: install it on one")


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
    aids: CompileAids = NO_AIDS,
) -> CustomValidator | None:
    """The package's own validator, compiled; None where the default one judges.

    ``name`` tells its boxes from others, ``core`` is the one that it runs on, if a certain one.
    Raises RetryableFault, ValidatorFault and SandboxError.
    """
    validation = package.manifest.validation
    if validation.language is None:
        return None
    maker = _ValidatorMaker(sandbox, package, limits, languages, name, work_dir, core, aids)
    try:
        program = maker.compile("validator", validation.language, package.validator_files())
        protocol = validation.protocol
        if validation.checker is not None:
            language_id = validation.checker.language
            checker = maker.compile("checker", language_id, package.checker_files())
            beside = maker.validator("check", checker, protocol)
            return maker.validator("validate", program, protocol, checker=beside)
        then: CustomValidator | None = None
        for index, other in reversed(list(enumerate(validation.others))):
            further = maker.compile(
                f"validator{index + 2}", other.language, package.other_validator_files(index)
            )
            then = maker.validator("validate", further, other.protocol, then=then)
    except OSError as error:
        raise RetryableFault("package", f"the package's validator: {error}") from error
    return maker.validator("validate", program, protocol, then=then)


@dataclass(frozen=True)
class _ValidatorMaker:
    sandbox: Sandbox
    package: TestPackage
    limits: Limits
    languages: Mapping[str, InstalledLanguage]
    name: str
    work_dir: Path
    core: int | None
    aids: CompileAids

    def validator(
        self,
        role: str,
        program: CompiledProgram,
        protocol: Literal["icpc", "testlib"],
        *,
        checker: CustomValidator | None = None,
        then: CustomValidator | None = None,
    ) -> CustomValidator:
        return CustomValidator(
            self.sandbox,
            program,
            self.package,
            self.limits,
            box_name=f"{role}-{self.name}",
            work_dir=self.work_dir,
            core=self.core,
            protocol=protocol,
            checker=checker,
            then=then,
        )

    def compile(self, kind: str, language_id: str, files: Mapping[str, str]) -> CompiledProgram:
        if language_id == SCRIPTED.id:
            installed = SCRIPTED_INSTALLED
        else:
            installed = installed_language(language_id, self.languages)
        directory = compile_validator(
            self.sandbox,
            installed,
            self.package,
            files,
            box_name=f"compile-{kind}-{self.name}",
            kind=kind,
            aids=self.aids,
        )
        return CompiledProgram(installed=installed, files=files, directory=directory)
