"""The languages that most submissions are in, judged in real boxes for each kind of verdict."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from judging.contract import JudgeJob, JudgeReport, SourceFile
from judging.limits import Limits
from judging.packages import TestPackage, build_test_package, extract_test_package, read
from judging.runner import judge
from judging.sandbox.box import KeptBoxSandbox
from judging.toolchains import installed_languages
from tests.judging.packages.support import MODERN, write_package
from tests.judging.sandbox.support import needs_sandbox

pytestmark = pytest.mark.slow

LIMITS = Limits(cpu_time_ms=3_000, memory_kib=128 * 1024)

GOOD = {
    "c17": '#include <stdio.h>\nint main(void) { int a, b; scanf("%d %d", &a, &b);'
    ' printf("%d\\n", a + b); }',
    "cpp17": "#include <bits/stdc++.h>\nint main() { int a, b; std::cin >> a >> b;"
    " std::cout << a + b; }",
    "cpp20": "#include <iostream>\n#include <ranges>\nint main() { int a, b; std::cin >> a >> b;"
    " std::cout << a + b; }",
    "java17": "package deep.down; import java.util.*; public class Adder { record P(int a) {}"
    " public static void main(String[] x) { Scanner s = new Scanner(System.in);"
    " System.out.println(s.nextInt() + new P(s.nextInt()).a()); } }",
    "python3": "print(sum(map(int, input().split())))",
    "javascript": 'const [a, b] = require("fs").readFileSync(0, "utf8").split(" ").map(Number);'
    " console.log(a + b);",
    "rust": "use std::io; fn main() { let mut s = String::new(); io::stdin().read_line(&mut s)"
    '.unwrap(); println!("{}", s.split_whitespace().map(|w| w.parse::<i64>().unwrap())'
    ".sum::<i64>()); }",
}
BROKEN = {
    "c17": ("int main(void) { return x; }", "main.c:1:", "undeclared"),
    "cpp17": ("int main() { return x; }", "main.cpp:1:", "not declared"),
    "cpp20": ("int main() { return x; }", "main.cpp:1:", "not declared"),
    "java17": ("public class Foo { int x = y; }", "Foo.java:1:", "cannot find symbol"),
    "python3": ("def f(:\n    pass\n", "main.py", "SyntaxError"),
    "javascript": ("let let = 1;", "main.js:1", "SyntaxError"),
    "rust": ("fn main() { x }", "main.rs:1:", "cannot find value"),
}
CRASHING = {
    "c17": "#include <stdlib.h>\nint main(void) { abort(); }",
    "cpp17": '#include <stdexcept>\nint main() { throw std::runtime_error("x"); }',
    "cpp20": "int main() { int *p = nullptr; *(volatile int *)p = 1; }",
    "java17": "class Foo { public static void main(String[] a) { System.exit(3); } }",
    "python3": "raise SystemExit(1)",
    "javascript": "process.exit(2)",
    "rust": 'fn main() { panic!("x") }',
}
GREEDY = {
    "c17": "#include <stdlib.h>\n#include <string.h>\nint main(void) {"
    " for (;;) { char *p = malloc(1 << 20); if (p) memset(p, 1, 1 << 20); } }",
    "cpp17": "#include <vector>\nint main() { std::vector<int> v; for (;;) v.push_back(1); }",
    "java17": "import java.util.*; class Foo { public static void main(String[] a) {"
    " List<long[]> l = new ArrayList<>(); for (;;) l.add(new long[1 << 17]); } }",
    "python3": "x = []\nwhile True: x.append(bytearray(1 << 20))",
    "javascript": "const x = []; for (;;) x.push(new Array(1 << 17).fill(1.5));",
    "rust": "fn main() { let mut v = Vec::new(); loop { v.push(vec![1u8; 1 << 20]); } }",
}
DEEP = {
    "cpp17": "#include <iostream>\n"
    "int f(int n) { volatile int x = n; return n ? f(n - 1) + 1 + x - n : 0; }\n"
    "int main() { int a, b; std::cin >> a >> b; std::cout << f(500000) - 500000 + a + b; }",
    "java17": "import java.util.*; class Foo {"
    " static int f(int n) { return n == 0 ? 0 : f(n - 1) + 1; }"
    " public static void main(String[] x) { Scanner s = new Scanner(System.in);"
    " System.out.println(f(200000) - 200000 + s.nextInt() + s.nextInt()); } }",
    "javascript": "const f = (n) => (n === 0 ? 0 : f(n - 1) + 1);"
    ' const [a, b] = require("fs").readFileSync(0, "utf8").split(" ").map(Number);'
    " console.log(f(200000) - 200000 + a + b);",
    "python3": "import sys\nsys.setrecursionlimit(10**6)\n"
    "def f(n): return 0 if n == 0 else f(n - 1) + 1\n"
    "print(f(20000) - 20000 + sum(map(int, input().split())))",
}

installed = pytest.mark.parametrize("language", sorted(installed_languages().keys() & GOOD.keys()))


@pytest.fixture(scope="module")
def sandbox() -> Iterator[KeptBoxSandbox]:
    needs_sandbox()
    with KeptBoxSandbox() as made:
        yield made


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> TestPackage:
    folder = tmp_path_factory.mktemp("package")
    built = build_test_package(read(write_package(folder / "sums", MODERN)), folder)
    return extract_test_package(built.path, folder / "extracted", built.sha256)


class Judge:
    """Judges one text."""

    def __init__(self, sandbox: KeptBoxSandbox, package: TestPackage, work_dir: Path) -> None:
        self._sandbox = sandbox
        self._package = package
        self._work_dir = work_dir

    def __call__(self, language: str, text: str) -> JudgeReport:
        job = JudgeJob(
            submission_id=1,
            judgement_id=1,
            attempt_token="0" * 32,
            language=language,
            source_files=(SourceFile(name="upload", text=text),),
            package_sha256="0" * 64,
            limits=LIMITS,
        )
        return judge(
            job,
            self._package,
            self._sandbox,
            judgehost="test",
            delivery=1,
            on_progress=lambda news: None,
            work_dir=self._work_dir,
        )


@pytest.fixture
def judge_text(sandbox: KeptBoxSandbox, package: TestPackage, tmp_path: Path) -> Judge:
    return Judge(sandbox, package, tmp_path)


@installed
def test_a_right_program_is_accepted(judge_text: Judge, language: str) -> None:
    report = judge_text(language, GOOD[language])

    assert report.verdict == "AC", (report.compile, report.runs)


@installed
def test_a_broken_program_shows_the_compilers_words(judge_text: Judge, language: str) -> None:
    text, place, words = BROKEN[language]

    report = judge_text(language, text)

    assert report.verdict == "CE"
    assert report.compile is not None
    assert place in report.compile.message
    assert words in report.compile.message
    assert "/w/" not in report.compile.message


@installed
def test_a_crash_is_a_run_time_error(judge_text: Judge, language: str) -> None:
    assert judge_text(language, CRASHING[language]).verdict == "RTE"


@pytest.mark.parametrize("language", sorted(installed_languages().keys() & GREEDY.keys()))
def test_too_much_memory_is_called_so(judge_text: Judge, language: str) -> None:
    report = judge_text(language, GREEDY[language])

    assert report.verdict == "MLE", report.runs


@pytest.mark.parametrize("language", sorted(installed_languages().keys() & DEEP.keys()))
def test_deep_recursion_has_its_stack(judge_text: Judge, language: str) -> None:
    report = judge_text(language, DEEP[language])

    assert report.verdict == "AC", (report.compile, report.runs)
