"""Problem packages: reading those of the wider world, and the test package made from them.

``read`` a package, ``build_test_package`` from it; a judgehost calls
``extract_test_package``.
"""

from judging.packages.building import BuiltPackage, build_test_package
from judging.packages.exporting import Exported, export_package
from judging.packages.findings import PackageProblem, PackageRefused
from judging.packages.reader import read
from judging.packages.source import (
    ExampleSubmission,
    Sample,
    SourcePackage,
    SourceTestCase,
    Statement,
)
from judging.packages.test_package import PackageError, TestPackage, extract_test_package

__all__ = [
    "BuiltPackage",
    "ExampleSubmission",
    "Exported",
    "PackageError",
    "PackageProblem",
    "PackageRefused",
    "Sample",
    "SourcePackage",
    "SourceTestCase",
    "Statement",
    "TestPackage",
    "build_test_package",
    "export_package",
    "extract_test_package",
    "read",
]
