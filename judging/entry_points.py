"""Finding where a program starts, from its source files alone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

# Each alternative also takes what is never closed, to the end of its line or file. Otherwise
# a hostile source of openings alone would be scanned to its end from each of them.
_JAVA_NOISE = re.compile(
    r'"""[\s\S]*?(?:"""|\Z)|"(?:\\.|[^"\\\n])*"?'
    r"|'(?:\\.|[^'\\\n])*'?"
    r"|//[^\n]*|/\*[\s\S]*?(?:\*/|\Z)"
)
_JAVA_TOKEN = re.compile(
    r"(?P<open>\{)|(?P<close>\})|(?P<end>;)|(?P<public>\bpublic\b)"
    r"|\b(?:class|interface|enum|record)\s+(?P<type>[^\W\d][\w$]*)"
    r"|(?P<main>\bvoid\s+main\s*\()"
)
_JAVA_PACKAGE = re.compile(r"^\s*package\s+([\w.]+)\s*;")
_KOTLIN_PACKAGE = re.compile(r"^[^\S\n]*package[^\S\n]+([\w.]+)", re.MULTILINE)
_KOTLIN_MAIN = re.compile(r"\bfun[^\S\n]+main[^\S\n]*\(")
_KOTLIN_JVM_NAME = re.compile(r'@file[^\S\n]*:[^\S\n]*JvmName\("(\w+)"\)')


@dataclass(frozen=True, kw_only=True)
class JavaUnit:
    """What one Java source file declares at its top level."""

    package: str = ""
    public_type: str | None = None
    main_types: tuple[str, ...] = ()
    first_type: str | None = None


def read_java_unit(text: str) -> JavaUnit:
    """Look through one Java source file. Broken source gives what could be seen of it."""
    code = _JAVA_NOISE.sub(" ", text)
    package = _JAVA_PACKAGE.match(code)
    depth = 0
    is_public = False
    public_type: str | None = None
    types: list[str] = []
    main_types: list[str] = []
    for token in _JAVA_TOKEN.finditer(code):
        kind = token.lastgroup
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
            is_public = False
        elif kind == "end" and depth == 0:
            is_public = False
        elif kind == "public" and depth == 0:
            is_public = True
        elif kind == "type" and depth == 0:
            types.append(token["type"])
            if is_public and public_type is None:
                public_type = token["type"]
        elif kind == "main" and depth == 1 and types:
            main_types.append(types[-1])
    return JavaUnit(
        package=package[1] if package else "",
        public_type=public_type,
        main_types=tuple(main_types),
        first_type=types[0] if types else None,
    )


def java_file_name(text: str, fallback: str) -> str:
    """The name that javac wants for this source: that of its public class."""
    unit = read_java_unit(text)
    main_type = unit.main_types[0] if unit.main_types else unit.first_type
    name = unit.public_type or main_type
    return f"{name}.java" if name and name.isascii() else fallback


def java_main_class(files: Mapping[str, str]) -> str:
    """The full name of the class to start: one with a ``main``, public or named Main first."""
    candidates: list[tuple[bool, bool, str]] = []
    for _, text in sorted(files.items()):
        unit = read_java_unit(text)
        for name in unit.main_types:
            full_name = f"{unit.package}.{name}" if unit.package else name
            candidates.append((name != unit.public_type, name != "Main", full_name))
    return min(candidates, default=(True, True, "Main"), key=lambda candidate: candidate[:2])[2]


def kotlin_main_class(files: Mapping[str, str]) -> str:
    """The full name of the class that Kotlin makes of the file with ``fun main``.

    Of several such files the first by name counts; without any, the first file.
    """
    with_main = [name for name in sorted(files) if _KOTLIN_MAIN.search(_without_noise(files[name]))]
    name = next(iter(with_main or sorted(files)), "main.kt")
    text = files.get(name, "")
    package = _KOTLIN_PACKAGE.search(_without_noise(text))
    given = _KOTLIN_JVM_NAME.search(text)
    stem = re.sub(r"\W", "_", PurePosixPath(name).stem)
    class_name = given[1] if given else f"{stem[:1].upper()}{stem[1:]}Kt"
    return f"{package[1]}.{class_name}" if package else class_name


def _without_noise(text: str) -> str:
    return _JAVA_NOISE.sub(" ", text)


def main_file(
    files: Mapping[str, str],
    preferred: str,
    *,
    extensions: Sequence[str] = (),
    library_pattern: str | None = None,
) -> str:
    """Of the source files of a program (name to text, not empty), the one to start.

    The one called ``preferred``, else one called ``main`` or ``__main__``, else the first by
    extension and name that is no library.
    """

    def rank(name: str) -> tuple[bool, bool, int, bool, int, str]:
        path = PurePosixPath(name)
        is_library = library_pattern is not None and bool(re.search(library_pattern, files[name]))
        usual = extensions.index(path.suffix) if path.suffix in extensions else len(extensions)
        is_main = path.stem.lower() in {"main", "__main__"}
        return name != preferred, not is_main, name.count("/"), is_library, usual, name

    return min(files, key=rank)
