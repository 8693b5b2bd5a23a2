"""The judge on the command line: `python -m judging --help`."""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from judging import doctor
from judging.bench import bench_judging
from judging.compile_cache import CompileCache
from judging.compiling import NO_AIDS, CompileAids
from judging.faults import RetryableFault
from judging.generating import tests_made, write_whole
from judging.languages import UnknownLanguageError, language_table
from judging.packages import PackageRefused, SourcePackage, export_package, read
from judging.packages.exporting import FORMATS
from judging.precompiled import PrecompiledHeaders
from judging.sandbox.bench import bench_spawn
from judging.sandbox.box import KeptBoxSandbox
from judging.sandbox.protocol import SandboxError
from judging.sandbox.truths import bench_truths
from judging.self_test import run_hello
from judging.statements import with_markdown
from judging.toolchains import InstalledLanguage, installed_languages
from judging.verify import (
    LanguageChoice,
    PackageVerifier,
    Tally,
    Verified,
    read_or_refusal,
)

EXIT_DISAGREES = 1
EXIT_CANNOT = 2
COMPILED_MAX_BYTES = 256 * 1024 * 1024


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status."""
    arguments = _parser().parse_args(argv)
    match arguments.command:
        case "verify":
            return _verify(arguments)
        case "export":
            return _export(arguments)
        case "generate":
            return _generate(arguments)
        case "languages":
            return _languages(as_json=arguments.json, checked=arguments.check)
        case "doctor":
            return doctor.main(["--json"] if arguments.json else [])
        case _:
            return _bench(as_json=arguments.json)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m judging", description="The judge, by hand.")
    commands = parser.add_subparsers(dest="command", required=True)
    verify = commands.add_parser(
        "verify",
        help="judge the example submissions of problem packages",
        description="Judges every example submission of each package and compares with what the "
        "package expects. Exits with 0 only if none disagrees.",
    )
    verify.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a folder or zip")
    verify.add_argument(
        "--language", metavar="IDS", help="only these, such as cpp,python3 or cpp17 (with commas)"
    )
    verify.add_argument("--jobs", type=_count, default=1, metavar="N", help="judge N at once")
    export = commands.add_parser(
        "export", help="write a problem package as a zip in one of the formats"
    )
    export.add_argument("path", type=Path, metavar="PATH", help="a folder or zip")
    export.add_argument("--format", choices=FORMATS, required=True)
    export.add_argument(
        "--markdown", action="store_true", help="with LaTeX statements turned into Markdown"
    )
    export.add_argument("--into", type=Path, required=True, metavar="DIR", help="a folder")
    generate = commands.add_parser(
        "generate", help="write a Polygon package with the tests that it only tells how to make"
    )
    generate.add_argument("path", type=Path, metavar="PATH", help="a folder or zip")
    generate.add_argument("--into", type=Path, required=True, metavar="DIR", help="a folder")
    doctor_parser = commands.add_parser("doctor", help="what isolation this host gives")
    languages = commands.add_parser("languages", help="the language table, and what is installed")
    languages.add_argument(
        "--check", action="store_true", help="run each one's hello-world program in a box"
    )
    bench_parser = commands.add_parser(
        "bench", help="what boxed runs and whole submissions cost here"
    )
    for command in (verify, doctor_parser, languages, bench_parser):
        command.add_argument("--json", action="store_true", help="machine-readable output")
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError("a number from 1 to 256 is wanted")
    return int(text)


def _export(arguments: argparse.Namespace) -> int:
    try:
        package = read(arguments.path, for_judging_only=True)
        if arguments.markdown:
            with KeptBoxSandbox() as sandbox:
                package = with_markdown(package, sandbox)
        exported = export_package(package, arguments.format, arguments.into)
    except SandboxError as error:
        print(f"{error}; see `python -m judging doctor`", file=sys.stderr)
        return EXIT_CANNOT
    except (PackageRefused, OSError) as error:
        print(f"{arguments.path}: refused\n{error}", file=sys.stderr)
        return EXIT_CANNOT
    for warning in exported.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    print(exported.path)
    return 0


def _generate(arguments: argparse.Namespace) -> int:
    try:
        package = read(arguments.path, for_judging_only=True, may_lack_tests=True)
        with KeptBoxSandbox() as sandbox, tests_made(package, sandbox) as whole:
            path = write_whole(whole, arguments.into)
    except SandboxError as error:
        print(f"{error}; see `python -m judging doctor`", file=sys.stderr)
        return EXIT_CANNOT
    except (PackageRefused, OSError) as error:
        print(f"{arguments.path}: refused\n{error}", file=sys.stderr)
        return EXIT_CANNOT
    print(path)
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    try:
        choice = LanguageChoice.parse(arguments.language)
    except UnknownLanguageError as error:
        print(f"--language: {error}; see `python -m judging languages`", file=sys.stderr)
        return EXIT_CANNOT
    try:
        tally = Tally()
        with KeptBoxSandbox() as sandbox:
            verifier = PackageVerifier(
                sandbox=sandbox,
                choice=choice,
                jobs=arguments.jobs,
                aids=_aids(sandbox),
                # A machine slower or faster than the author's says nothing of the verdicts.
                refuses_narrow_margins=False,
            )
            packages = [
                _verify_package(verifier, path, tally, quiet=arguments.json)
                for path in arguments.paths
            ]
    except SandboxError as error:
        print(f"{error}; see `python -m judging doctor`", file=sys.stderr)
        return EXIT_CANNOT
    if arguments.json:
        counts = {"agree": tally.agree, "disagree": tally.disagree, "skipped": tally.skipped}
        print(json.dumps({"packages": packages, **counts}, ensure_ascii=False, indent=2))
    else:
        print(tally)
    return EXIT_DISAGREES if tally.disagree else 0


def _aids(sandbox: KeptBoxSandbox) -> CompileAids:
    """Precompiled headers and what was compiled before in the user's cache, where one can be
    kept."""
    directory = Path.home() / ".cache" / "codedang"
    try:
        return CompileAids(
            precompiled=PrecompiledHeaders(directory / "precompiled", sandbox, waits=True),
            cache=CompileCache(directory / "compiled", max_bytes=COMPILED_MAX_BYTES),
        )
    except OSError:
        return NO_AIDS


def _verify_package(
    verifier: PackageVerifier, path: Path, tally: Tally, *, quiet: bool
) -> dict[str, Any]:
    package = read_or_refusal(path)
    if not isinstance(package, SourcePackage):
        # A package that is refused whole is one disagreement: its author expects it to be read.
        tally.disagree += 1
        if not quiet:
            print(f"{path}: refused", *(f"  {reason}" for reason in package), "", sep="\n")
        return _package_json(path, refused=list(package))
    warnings = [str(warning) for warning in package.warnings]
    if not quiet:
        print(_heading(path, package), *(f"  warning: {text}" for text in warnings), sep="\n")
    found = _package_json(path, refused=[], warnings=warnings)
    try:
        with tests_made(package, verifier.sandbox) as whole:
            _verify_whole(verifier, whole, tally, found, quiet=quiet)
    except (PackageRefused, RetryableFault) as error:
        # Test data are looked into only now: damage in a zip, and what validators say of them.
        tally.disagree += 1
        found["refused"] = str(error).splitlines()
        if not quiet:
            print(*(f"  refused: {reason}" for reason in found["refused"]), sep="\n")
    if not quiet:
        print()
    return found


def _verify_whole(
    verifier: PackageVerifier,
    package: SourcePackage,
    tally: Tally,
    found: dict[str, Any],
    *,
    quiet: bool,
) -> None:
    """What comes out goes to ``found`` as it is known. Raises PackageRefused, RetryableFault."""
    prepared = verifier.prepare(package)
    notes = [f"  warning: {warning}" for warning in prepared.warnings]
    found["warnings"] += map(str, prepared.warnings)
    if prepared.time_limit is not None:
        found["time_limit"] = str(prepared.time_limit)
        notes.append(f"  {prepared.time_limit}")
    if not quiet and notes:
        print(*notes, sep="\n", flush=True)
    for verified in verifier.verify(prepared.package, prepared.reports):
        tally.add(verified)
        found["submissions"].append(_as_json(verified))
        if not quiet:
            print(_line(verified), flush=True)


def _package_json(
    path: Path, *, refused: list[str], warnings: Sequence[str] = ()
) -> dict[str, Any]:
    return {
        "path": str(path),
        "refused": refused,
        "warnings": list(warnings),
        "time_limit": None,
        "submissions": [],
    }


def _heading(path: Path, package: SourcePackage) -> str:
    return (
        f"{path}: {package.format_version}, {len(package.test_cases)} test cases, "
        f"{package.limits.cpu_time_ms / 1000:g} s, {package.limits.memory_kib // 1024} MiB"
    )


def _line(verified: Verified) -> str:
    mark = {True: "ok  ", False: "FAIL", None: "skip"}[verified.agrees]
    line = (
        f"  {mark}  {verified.path}  [{verified.language or '?'}]  "
        f"expected {verified.expected}, got {verified.actual}"
    )
    report = verified.report
    if report is None:
        return line
    if report.runs:
        line += f"  {report.cpu_time_ms} ms, {report.memory_kib / 1024:.1f} MiB"
    if not verified.agrees:
        line += "".join(f"\n          {reason}" for reason in _reasons(verified))
    return line


def _reasons(verified: Verified) -> list[str]:
    """What helps to see why a submission fared otherwise than expected."""
    report = verified.report
    if report is None:
        return []
    if report.compile is not None and not report.compile.succeeded:
        return report.compile.message.splitlines()[:20]
    rejected = [run for run in report.runs if run.verdict != "AC"][:3]
    return [
        f"{run.test_case}: {run.verdict} after {run.cpu_time_ms} ms "
        f"(wall {run.wall_time_ms} ms, {run.memory_kib} KiB) {run.judge_message.strip()[:300]}"
        for run in rejected
    ]


def _as_json(verified: Verified) -> dict[str, Any]:
    report = verified.report
    return {
        "path": verified.path,
        "language": verified.language,
        "expected": verified.expected,
        "actual": verified.actual,
        "agrees": verified.agrees,
        "report": None if report is None else report.model_dump(mode="json"),
    }


def _bench(*, as_json: bool) -> int:
    try:
        figures = bench_spawn() | bench_truths() | bench_judging()
    except SandboxError as error:
        print(f"{error}; see `python -m judging doctor`", file=sys.stderr)
        return EXIT_CANNOT
    if as_json:
        print(json.dumps(figures, indent=2))
    else:
        for name, value in figures.items():
            print(f"{name:<32} {value:12,.2f}")
    return 0


def _languages(*, as_json: bool, checked: bool) -> int:
    installed = installed_languages()
    try:
        faults = _check(installed.values()) if checked else {}
    except SandboxError as error:
        print(f"{error}; see `python -m judging doctor`", file=sys.stderr)
        return EXIT_CANNOT
    rows: list[dict[str, Any]] = [
        {
            "id": language.id,
            "name": language.name,
            "extensions": list(language.extensions),
            "debian_packages": list(language.debian_packages),
            "basic": language.basic,
            "installed": language.id in installed,
            "version": installed[language.id].version if language.id in installed else None,
            **({"fault": faults.get(language.id)} if checked else {}),
        }
        for language in language_table().language
    ]
    if as_json:
        print(json.dumps({"languages": rows}, indent=2))
    else:
        for row in rows:
            state = row["version"] or f"not installed: {' '.join(row['debian_packages'])}"
            print(f"{row['id']:<12} {row['name']:<24} {state}")
        for language_id, fault in faults.items():
            print(f"\n{language_id} does not work: {fault}")
    return EXIT_DISAGREES if faults else 0


def _check(languages: Iterable[InstalledLanguage]) -> dict[str, str]:
    """What is wrong, by id, with the languages that don't work here. Raises SandboxError."""
    with KeptBoxSandbox() as sandbox:
        faults = {row.language.id: run_hello(sandbox, row) for row in languages}
    return {language_id: fault for language_id, fault in faults.items() if fault is not None}


if __name__ == "__main__":
    sys.exit(main())
