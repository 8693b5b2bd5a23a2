"""The language table and what it makes of sources."""

import time

import pytest

from judging.entry_points import read_java_unit
from judging.languages import Language, LanguageTable, UnknownLanguageError, language_table
from judging.limits import Limits

TABLE = language_table()


BASIC = {"c17", "cpp17", "cpp20", "cpp23", "java17", "python3", "javascript", "rust"}


def test_the_table_offers_what_the_site_promises() -> None:
    assert {row.id for row in TABLE.language if row.basic} == BASIC
    assert len(TABLE.language) >= 30


@pytest.mark.parametrize("row", TABLE.language, ids=lambda row: row.id)
def test_every_row_fills_all_its_placeholders(row: Language) -> None:
    files = {row.source_file_name(row.template): row.template}
    assert all(program.strip() for program in (row.template, row.hello))

    argvs = [row.compile_argv(files), row.run_argv(files, Limits())]

    for argv in argvs:
        assert argv[0].startswith("/")
        assert not any("{" in argument for argument in argv)
    assert row.extension in row.extensions
    assert row.source_file_name(row.template).endswith(row.extension)


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(UnknownLanguageError, match="'cobol'"):
        TABLE.get("cobol")


def test_a_table_with_two_defaults_for_one_code_is_refused() -> None:
    rows = [row.model_dump() | {"package_default": True} for row in TABLE.language]

    with pytest.raises(ValueError, match="package_default"):
        LanguageTable.model_validate({"language": rows})


@pytest.mark.parametrize(
    ("names", "language_id"),
    [
        (["a.cpp"], "cpp20"),
        (["a.cc", "b.h"], "cpp20"),
        (["A.C"], "cpp20"),
        (["a.c"], "c17"),
        (["A.java", "B.java"], "java17"),
        (["a.py", "data.txt"], "python3"),
        (["a.rs"], "rust"),
        (["a.kt"], "kotlin"),
        (["a.pl"], "perl"),
        (["a.c", "b.py"], "c17"),
        (["a.c", "b.py", "c.py"], "python3"),
        (["a.c", "b.cpp"], "cpp20"),
        (["lib/a.py", "main.py", "x.c"], "python3"),
        (["a.txt"], None),
        (["README"], None),
    ],
)
def test_example_submissions_are_known_by_extension(
    names: list[str], language_id: str | None
) -> None:
    language = TABLE.for_example_submission(names)

    assert (language.id if language else None) == language_id


def test_memory_for_the_runtime_comes_on_top() -> None:
    java, limits = TABLE.get("java17"), Limits(memory_kib=256 * 1024)

    assert "-Xmx256m" in java.run_argv({"A.java": ""}, limits)
    assert java.memory_kib(limits) == (256 + java.extra_memory_mib) * 1024


def test_all_sources_are_compiled_but_only_sources() -> None:
    argv = TABLE.get("cpp17").compile_argv({"b.cpp": "", "a.cc": "", "a.h": "", "notes.txt": ""})

    assert argv[-2:] == ("a.cc", "b.cpp")


@pytest.mark.parametrize(
    ("files", "main"),
    [({"z.py": "", "main.py": ""}, "main.py"), ({"z.py": "", "b.py": ""}, "b.py")],
)
def test_the_main_file_is_the_one_called_so(files: dict[str, str], main: str) -> None:
    assert TABLE.get("python3").run_argv(files, Limits())[-1] == f"/program/{main}"


@pytest.mark.parametrize(
    ("source", "file_name", "main_class"),
    [
        ("public class Foo { public static void main(String[] a) {} }", "Foo.java", "Foo"),
        ("class Foo { static void main(String[] a) {} }", "Foo.java", "Foo"),
        (
            "package a.b;\npublic class Foo { static void main(String[] a) {} }",
            "Foo.java",
            "a.b.Foo",
        ),
        ("class Helper {}\npublic class Run { void main(String[] a) {} }", "Run.java", "Run"),
        ("public class A {}\nclass B { static void main(String[] a) {} }", "A.java", "B"),
        ("// public class No\n/* class No */ class Yes { void main () {} }", "Yes.java", "Yes"),
        ('class S { String s = "class X { void main("; void main () {} }', "S.java", "S"),
        ("class S { char c = '}'; void main () {} }", "S.java", "S"),
        ("public final class F<T extends Number> { void main(String[] a) {} }", "F.java", "F"),
        ("public record R(int x) { static void main(String[] a) {} }", "R.java", "R"),
        ("public enum E { A; static void main(String[] a) {} }", "E.java", "E"),
        ("@interface X {}\nclass Y { void main(String[] a) {} }", "Y.java", "Y"),
        ("class Outer { class Inner { void main(String[] a) {} } }", "Outer.java", "Main"),
        ("public class 합계 { static void main(String[] a) {} }", "Main.java", "합계"),
        ("nonsense", "Main.java", "Main"),
        ("", "Main.java", "Main"),
    ],
)
def test_java_classes_are_found(source: str, file_name: str, main_class: str) -> None:
    java = TABLE.get("java17")

    assert java.source_file_name(source) == file_name
    assert java.run_argv({file_name: source}, Limits())[-1] == main_class


@pytest.mark.parametrize(
    ("files", "main_class"),
    [
        ({"main.kt": "fun main() {}"}, "MainKt"),
        ({"a-b.kt": "fun main(args: Array<String>) {}"}, "A_bKt"),
        ({"main.kt": "// package no\npackage a.b\n\nfun main() {}"}, "a.b.MainKt"),
        ({"main.kt": '@file:JvmName("Start")\nfun main() {}'}, "Start"),
        ({"a.kt": "class A // fun main()", "b.kt": "fun main() {}"}, "BKt"),
        ({"z.kt": "nonsense"}, "ZKt"),
    ],
)
def test_kotlin_classes_are_found(files: dict[str, str], main_class: str) -> None:
    assert TABLE.get("kotlin").run_argv(files, Limits())[-1] == main_class


def test_a_runtime_that_wants_a_module_name_gets_it() -> None:
    argv = TABLE.get("erlang").run_argv({"sums.erl": ""}, Limits())

    assert argv[argv.index("-run") + 1] == "sums"


def test_of_several_main_classes_the_public_one_starts() -> None:
    files = {
        "A.java": "class A { static void main(String[] a) {} }",
        "B.java": "public class B { static void main(String[] a) {} }",
    }

    assert TABLE.get("java17").run_argv(files, Limits())[-1] == "B"


@pytest.mark.parametrize(
    "piece", ["/*", '"\\', '"""', "'", "public ", "void main ", "class ", "{", "void", " ", "//"]
)
def test_a_hostile_source_takes_linear_time(piece: str) -> None:
    started = time.process_time()

    read_java_unit(piece * (256 * 1024 // len(piece)))

    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("language", "files", "main"),
    [
        ("python3", {"a.py": "", "main.py": ""}, "main.py"),
        ("python3", {"a.py": "", "__main__.py": ""}, "__main__.py"),
        ("python3", {"b.py": "", "a/a.py": ""}, "b.py"),
        ("python3", {"b.py": "", "a/main.py": ""}, "a/main.py"),
        ("javascript", {"a.mjs": "", "Main.mjs": ""}, "Main.mjs"),
        ("javascript", {"a.mjs": "", "b.js": ""}, "b.js"),
        ("pascal", {"a.pas": "{ x }\nunit a;\n", "b.pas": "program b;\n"}, "b.pas"),
        ("pascal", {"a.pas": "unit a;\n", "b.pas": "unit b;\n"}, "a.pas"),
        ("haskell", {"A.hs": "module  A where\n", "B.hs": "module  Main where\n"}, "B.hs"),
        ("ada", {"a.adb": "package body A is\n", "b.adb": "procedure B is\n"}, "b.adb"),
        ("perl", {"A.pm": "package A;\n1;\n", "run.pl": "use A;\n"}, "run.pl"),
    ],
)
def test_a_program_starts_at_its_main_file(language: str, files: dict[str, str], main: str) -> None:
    assert TABLE.get(language).main_file(files) == main


@pytest.mark.parametrize(
    "text", ["unit " * 60_000, "\n " * 120_000, "module " * 40_000, "1;\n" * 90_000]
)
def test_a_hostile_source_takes_no_time_to_look_through(text: str) -> None:
    began = time.process_time()
    for row in TABLE.language:
        row.main_file({f"a{row.extension}": text, f"b{row.extension}": text})

    assert time.process_time() - began < 1.0
