"""The header for testlib programs: real ones, compiled and run in boxes."""

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from judging import testlib
from judging.compiling import BOX_ENV, PROGRAM_DIR, compile_submission
from judging.limits import Limits
from judging.sandbox.box import KeptBoxSandbox
from judging.sandbox.protocol import BoxSpec, Command, Mount, Outcome, RunLimits
from judging.toolchains import installed_languages
from tests.judging.sandbox.support import needs_sandbox

LIMITS = RunLimits(cpu_time_ms=2_000, wall_time_ms=8_000, memory_kib=256 * 1024)


class Workshop:
    """Compiles each program once for the whole module."""

    def __init__(self, sandbox: KeptBoxSandbox, directory: Path) -> None:
        self._sandbox = sandbox
        self._directory = directory
        self._made: dict[tuple[str, str], Path] = {}

    def run(
        self,
        source: str,
        *args: str,
        stdin: str = "",
        files: Mapping[str, str] | None = None,
        language: str = "cpp17",
    ) -> Outcome:
        program = self._compiled(source, language)
        spec = BoxSpec(name="testlib", mounts=(Mount(source=program, target=PROGRAM_DIR),))
        with self._sandbox.open_box(spec) as box:
            return box.run(
                Command(
                    argv=("/program/program", *args),
                    limits=LIMITS,
                    stdin=stdin.encode(),
                    env=BOX_ENV,
                    files={name: text.encode() for name, text in (files or {}).items()},
                )
            )

    def check(self, source: str, output: str, answer: str, data: str = "") -> Outcome:
        files = {"in": data, "out": output, "ans": answer}
        return self.run(source, "in", "out", "ans", files=files)

    def _compiled(self, source: str, language: str) -> Path:
        key = (source, language)
        if key not in self._made:
            into = Path(tempfile.mkdtemp(dir=self._directory))
            compilation = compile_submission(
                self._sandbox,
                installed_languages()[language],
                {"main.cpp": source},
                Limits(),
                box_name="compile-testlib",
                into=into,
                is_of_package=True,
            )
            assert compilation.verdict is None, compilation.report.message
            self._made[key] = into
        return self._made[key]


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    needs_sandbox()
    with KeptBoxSandbox() as sandbox:
        yield Workshop(sandbox, tmp_path_factory.mktemp("testlib"))


VALIDATOR = r"""
#include "testlib.h"
int main(int argc, char *argv[]) {
    registerValidation(argc, argv);
    int n = inf.readInt(1, 1000000, "n");
    inf.readSpace();
    inf.readToken("[a-z]{1,5}|(ab|cd){3}[0-9]?|\\-x", "word");
    inf.readEoln();
    inf.readInts(n, -5, 5, "a");
    inf.readEoln();
    inf.readLine("[^#]{0,3}", "line");
    inf.readStrictDouble(0, 1, 1, 3, "p");
    inf.readEoln();
    if (validator.group() == "small") inf.ensuref(n < 3, "n is %d in a small group", n);
    inf.readEof();
}
"""

VALID = ("3 abc\n1 2 3\nxyz\n0.5\n", "1 ababcd\n-5\n\n0.125\n", "1 cdcdab7\n0\n a \n1.0\n")
INVALID = {
    "1 abcdef\n1\nx\n0.5\n": "doesn't correspond to pattern \"[a-z]{1,5}",
    "1  abc\n1\nx\n0.5\n": "Unexpected white-space",
    " 1 abc\n1\nx\n0.5\n": "Unexpected white-space",
    "1 abc \n1\nx\n0.5\n": "Expected EOLN",
    "1 abc\r\n1\nx\n0.5\n": "Expected EOLN",
    "2 abc\n1 6\nx\n0.5\n": "a[2]] equals to 6, violates the range [-5, 5] (stdin, line 2)",
    "2 abc\n1\nx\n0.5\n": "Unexpected character '\\n'",
    "01 abc\n1\nx\n0.5\n": 'but "01" found',
    "+1 abc\n1\nx\n0.5\n": 'but "+1" found',
    "99999999999 abc\n": "int32",
    "1 abc\n1\n#\n0.5\n": "Line [name=line]",
    "1 abc\n1\nx\n.5\n": "strict double",
    "1 abc\n1\nx\n0.5": "Expected EOLN",
    "1 abc\n1\nx\n0.5\n\n": "Expected EOF",
    "": "end of file",
    "1000001 abc\n": "violates the range [1, 10^6]",
}


@pytest.mark.parametrize("text", VALID)
def test_a_validator_accepts_what_its_rules_allow(workshop: Workshop, text: str) -> None:
    outcome = workshop.run(VALIDATOR, stdin=text)

    assert (outcome.exit_code, outcome.stderr) == (0, b"")


@pytest.mark.parametrize("text", INVALID)
def test_a_validator_says_what_is_wrong_and_where(workshop: Workshop, text: str) -> None:
    outcome = workshop.run(VALIDATOR, stdin=text)

    assert outcome.exit_code == 3
    assert outcome.stderr.startswith(b"FAIL ")
    assert INVALID[text] in outcome.stderr.decode()


def test_a_validator_knows_the_group_of_its_test(workshop: Workshop) -> None:
    outcome = workshop.run(VALIDATOR, "--group", "small", stdin=VALID[0])

    assert outcome.exit_code == 3
    assert b"n is 3 in a small group" in outcome.stderr


def test_a_validator_must_look_at_the_end(workshop: Workshop) -> None:
    forgetful = '#include "testlib.h"\nint main() { registerValidation(); inf.readInt(); }'

    outcome = workshop.run(forgetful, stdin="1\n")

    assert outcome.exit_code == 3
    assert b"readEof" in outcome.stderr


CHECKER = r"""
#include "testlib.h"
void show() { std::ifstream report("report"); std::cout << report.rdbuf(); }
int main(int argc, char *argv[]) {
    setName("a checker for %d things", 1);
    registerTestlibCmd(argc, argv);
    std::string how = inf.readToken();
    double expected = ans.readDouble(), found = ouf.readDouble(-100, 100, "x");
    if (how == "show") std::atexit(show);
    if (how == "points") quitp(2.5, "of %d", 5);
    if (how == "part") quitf(_pc(40), "some of it");
    if (how == "dirt") quitf(_dirt, "dirty");
    if (how == "fail") quitf(_fail, "the jury is wrong");
    if (how == "silent") return 0;
    quitif(how == "wrong", _wa, "said %s", how.c_str());
    if (how == "case") { setTestCase(7); ouf.readInt(); }
    if (!doubleCompare(expected, found, 1e-6))
        expectedButFound(_wa, expected, found, "%d%s", 2, englishEnding(2).c_str());
    quitf(_ok, "%s", vtos(found).c_str());
}
"""
CHECKS = {
    ("fine", "1.5", "1.5000001"): (0, "ok 1.5"),
    ("fine", "1e2", "100"): (0, "ok 100"),
    ("fine", "2", "1"): (1, "wrong answer 2nd: expected '1', but found '2'"),
    ("fine", "200", "1"): (1, "wrong answer Double parameter [name=x] equals to 200, violates"),
    ("fine", "x", "1"): (2, 'wrong output format Expected double, but "x" found'),
    ("fine", "nan", "1"): (2, "wrong output format"),
    ("fine", "inf", "1"): (2, "wrong output format"),
    ("fine", "", "1"): (2, "unexpected eof"),
    ("fine", "1 1", "1"): (4, "wrong output format Extra information in the output file"),
    ("fine", "1\n \n\n", "1"): (0, "ok 1"),
    ("fine", "1", "x"): (3, 'FAIL Expected double, but "x" found (ans)'),
    ("fine", "1", ""): (3, "FAIL"),
    ("points", "1", "1"): (7, "points 2.5 of 5"),
    ("part", "1", "1"): (40, "partially correct (40) some of it"),
    ("dirt", "1", "1"): (4, "wrong output format dirty"),
    ("fail", "1", "1"): (3, "FAIL the jury is wrong"),
    ("silent", "1", "1"): (3, "FAIL The checker must end with quit or quitf call"),
    ("wrong", "1", "1"): (1, "wrong answer said wrong"),
    ("case", "1 x", "1"): (2, 'wrong output format test case 7: Expected int32, but "x" found'),
}


@pytest.mark.parametrize("case", CHECKS)
def test_a_checker_ends_with_the_code_and_word_of_its_verdict(
    workshop: Workshop, case: tuple[str, str, str]
) -> None:
    how, output, answer = case

    outcome = workshop.check(CHECKER, output, answer, how)

    code, words = CHECKS[case]
    assert outcome.exit_code == code
    assert outcome.stderr.decode().startswith(words)


def test_a_checker_writes_its_report_where_it_is_asked_to(workshop: Workshop) -> None:
    files = {"in": "show", "out": "1", "ans": "1"}

    plain = workshop.run(CHECKER, "in", "out", "ans", "report", files=files)
    marked = workshop.run(CHECKER, "in", "out", "ans", "report", "-appes", files=files)

    assert plain.stdout == b"1\n"
    assert b'<result outcome = "accepted">1</result>' in marked.stdout


INTERACTOR = r"""
#include "testlib.h"
int main(int argc, char *argv[]) {
    registerInteraction(argc, argv);
    int secret = inf.readInt(), most = ans.readInt();
    for (int turn = 1; turn <= most; ++turn) {
        int guess = ouf.readInt(1, 100, "guess");
        std::cout << (guess == secret ? "yes" : guess < secret ? "more" : "less") << std::endl;
        if (guess == secret) {
            tout << turn << std::endl;
            quitf(_ok, "after %d", turn);
        }
    }
    quitf(_wa, "not after %d", most);
}
"""


@pytest.mark.parametrize(
    ("said", "code", "heard", "words"),
    [
        ("3\n7\n", 0, "more\nyes\n", "ok after 2"),
        ("3\n9\n8\n", 1, "more\nless\nless\n", "wrong answer not after 3"),
        ("3\n", 2, "more\n", "unexpected eof"),
        ("300\n", 1, "", "wrong answer Integer parameter [name=guess]"),
        ("seven\n", 2, "", 'wrong output format Expected int32, but "seven" found'),
    ],
)
def test_an_interactor_talks_and_judges(
    workshop: Workshop, said: str, code: int, heard: str, words: str
) -> None:
    files = {"in": "7\n", "ans": "3\n"}

    outcome = workshop.run(INTERACTOR, "in", "tout", "ans", stdin=said, files=files)

    assert (outcome.exit_code, outcome.stdout.decode()) == (code, heard)
    assert outcome.stderr.decode().startswith(words)


GENERATOR = r"""
#include "testlib.h"
using namespace std;
int main(int argc, char *argv[]) {
    registerGen(argc, argv, 1);
    int n = opt<int>("n");
    println(n, opt<string>("name", "none"), has_opt("flag"), opt<double>("p", 0.5));
    for (int i = 0; i < 300; ++i) {
        ensuref(0 <= rnd.next(n) && rnd.next(1, n) <= n && rnd.next(1LL, 1LL << 60) >= 1, "range");
        double part = rnd.next();
        ensure(0 <= part && part < 1);
        ensure(pattern("[a-c]{2,4}(x|yz)").matches(rnd.next("[a-c]{2,4}(x|yz)")));
        ensure(rnd.wnext(1, n, 5) >= 1 && rnd.wnext(1, n, -50) <= n);
    }
    vector<int> order = rnd.perm(n, 1), sorted = order;
    sort(sorted.begin(), sorted.end());
    for (int i = 0; i < n; ++i) ensure(sorted[i] == i + 1);
    shuffle(order.begin(), order.end());
    vector<int> some = rnd.distinct(n, 1, 2 * n), parts = rnd.partition(n, 100, 2);
    ensure((int)set<int>(some.begin(), some.end()).size() == n);
    ensure(accumulate(parts.begin(), parts.end(), 0) == 100);
    ensure(*min_element(parts.begin(), parts.end()) >= 2);
    println(order);
    println(rnd.any(order), rnd.next(1000000), rnd.next("%s{3}", "[a-z]"));
}
""".replace("using namespace std;", "#include <numeric>\nusing namespace std;")


@pytest.mark.parametrize("args", [("-n=5",), ("--n=5",), ("-n", "5"), ("-n5",)])
def test_a_generators_options_may_be_written_in_four_ways(
    workshop: Workshop, args: tuple[str, ...]
) -> None:
    outcome = workshop.run(GENERATOR, *args, "-flag", "-name=x")

    assert outcome.exit_code == 0, outcome.stderr
    assert outcome.stdout.startswith(b"5 x 1 0.5\n")


def test_a_generator_makes_the_same_of_the_same_command(workshop: Workshop) -> None:
    once = workshop.run(GENERATOR, "-n=9", "-p=0.1")
    again = workshop.run(GENERATOR, "-n=9", "-p=0.1")
    other = workshop.run(GENERATOR, "-n=9", "-p=0.2")

    assert once.exit_code == 0
    assert once.stdout == again.stdout
    assert once.stdout.splitlines()[1:] != other.stdout.splitlines()[1:]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((), "unknown key 'n'"),
        (("-n=x",), "expected integer"),
        (("-n=5", "-typo=1"), "unused key 'typo'"),
    ],
)
def test_a_generator_refuses_a_command_that_it_does_not_understand(
    workshop: Workshop, args: tuple[str, ...], words: str
) -> None:
    outcome = workshop.run(GENERATOR, *args)

    assert outcome.exit_code == 3
    assert words in outcome.stderr.decode()


def test_random_numbers_are_those_of_java(workshop: Workshop) -> None:
    # As java.util.Random(42): nextInt(10), nextInt(10), nextDouble().
    source = (
        '#include "testlib.h"\nint main(int argc, char *argv[]) { registerGen(argc, argv, 1); '
        "rnd.setSeed(42); int a = rnd.next(10), b = rnd.next(10); "
        'printf("%d %d %.15f", a, b, rnd.next()); }'
    )

    outcome = workshop.run(source)

    assert outcome.stdout == b"0 3 0.683223471759845"


TEXTS = r"""
#include "testlib.h"
using namespace std;
int main() {
    disableFinalizeGuard();
    cout << compress(string(100, 'a')).size() << ' ' << englishEnding(1) << englishEnding(12)
         << englishEnding(23) << ' ' << trim(" x ") << upperCase("ab") << lowerCase("CD") << ' '
         << join(split("a,b,,c", ','), '|') << ' ' << join(tokenize("a,b,,c", ','), '|') << ' '
         << format("%03d", 7) << ' ' << vtos(0.5) << ' ' << toHumanReadableString(1000000) << ' '
         << doubleDelta(10, 11) << doubleCompare(1e9, 1e9 + 1, 1e-6);
}
"""


@pytest.mark.parametrize("language", ["cpp17", "cpp23"])
def test_the_small_helpers_work_in_every_standard(workshop: Workshop, language: str) -> None:
    outcome = workshop.run(TEXTS, language=language)

    assert outcome.stdout == b"64 stth" + b"rd xABcd a|b||c a|b|c 007 0.5 10^6 0.11"


STANDARD = {
    ("fcmp", "a  b\nc\n", "a  b\nc\n"): 0,
    ("fcmp", "a b\nc\n", "a  b\nc\n"): 1,
    ("lcmp", "a   b\nc", "a b\nc\n"): 0,
    ("lcmp", "a b c\n", "a b\nc\n"): 1,
    ("uncmp", "3 1 2", "1 2 3"): 0,
    ("uncmp", "3 1 1", "1 2 3"): 1,
    ("casencmp", "Case 1: 5 6\nCase 2: 7\n", "Case 1: 5 6\nCase 2: 7\n"): 0,
    ("casencmp", "Case 1: 5\nCase 2: 7\n", "Case 1: 5 6\nCase 2: 7\n"): 1,
    ("casencmp", "case 1: 5 6\nCase 2: 7\n", "Case 1: 5 6\nCase 2: 7\n"): 2,
    ("hcmp", "123456789012345678901234567890", "123456789012345678901234567890"): 0,
    ("hcmp", "-0", "0"): 2,
    ("nyesno", "yes NO", "YES no"): 0,
    ("nyesno", "yes maybe", "YES no"): 2,
    ("wcmp", "A", "a"): 1,
    ("rncmp", "1.00001 2", "1 2"): 0,
    ("pointscmp", "3", "1"): 7,
}


def all_checkers() -> str:
    """All of them as one program, for they take a second each to compile."""
    parts, choices = ['#include "testlib.h"'], []
    for name in testlib.standard_checkers():
        source = testlib.standard_checker(name)
        assert source is not None
        parts.append(f"namespace {name}_ {{\n{source.decode()}\n}}")
        choices.append(f'if (!strcmp(argv[1], "{name}")) return {name}_::main(argc - 1, argv + 1);')
    return "\n".join([*parts, "int main(int argc, char *argv[]) {", *choices, "return 99; }"])


@pytest.mark.parametrize("case", STANDARD)
def test_the_standard_checkers_judge(workshop: Workshop, case: tuple[str, str, str]) -> None:
    name, output, answer = case
    files = {"in": "", "out": output, "ans": answer}

    outcome = workshop.run(all_checkers(), name, "in", "out", "ans", files=files)

    assert outcome.exit_code == STANDARD[case]


def test_a_submission_has_no_testlib(tmp_path: Path) -> None:
    needs_sandbox()
    with KeptBoxSandbox() as sandbox:
        compilation = compile_submission(
            sandbox,
            installed_languages()["cpp17"],
            {"main.cpp": '#include "testlib.h"\nint main() {}'},
            Limits(),
            box_name="compile",
            into=tmp_path,
        )

    assert not compilation.report.succeeded
    assert "testlib.h" in compilation.report.message


NUMBERS_OF_TOKENS = r"""
#include "testlib.h"
int main(int argc, char *argv[]) {
    registerTestlibCmd(argc, argv);
    std::string token, line;
    ouf.readWordTo(token);
    long long n = stringToLongLong(ouf, token);
    ouf.readTokenTo(token, "[0-9.]{1,9}", "x");
    double x = stringToStrictDouble(ouf, token, 1, 2);
    unsigned long long u = stringToUnsignedLongLong(ouf, ouf.readToken());
    double y = stringToDouble(ouf, ouf.readToken().c_str());
    ouf.readLineTo(line);
    quitif(!ouf.seekEof(), _pe, "more than %d tokens", 4);
    if (__testlib_max(1, 2) + __testlib_min(3, 4) + __testlib_abs(-1) != 6) quitf(_fail, "maths");
    if (n + x + y + (double)u < 10) quitp(0.25, "%.2f only", n + x + y + (double)u);
    quit(_ok, "fine");
}
"""


@pytest.mark.parametrize(
    ("output", "status", "said"),
    [
        ("4 3.5 2 1e1\n", 0, "ok fine"),
        ("1 1.0 1 -1\n", 7, "points 0.25 2.00 only"),
        ("x 1.0 1 1\n", 2, 'Expected integer, but "x" found'),
        ("1 1.000 1 1\n", 2, "strict double"),
        ("1 1.0 -1 1\n", 2, "unsigned integer"),
        ("1 1.0 1 nan\n", 2, "double"),
        ("1 1.0 1 1\n5\n", 2, "more than 4 tokens"),
    ],
)
def test_numbers_of_tokens_in_hand(workshop: Workshop, output: str, status: int, said: str) -> None:
    outcome = workshop.check(NUMBERS_OF_TOKENS, output, "")

    assert (outcome.exit_code, said in outcome.stderr.decode()) == (status, True), outcome.stderr
