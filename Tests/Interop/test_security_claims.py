"""docs/security.md names tests as proof: each of them is there, and switched on."""

import re

import pytest
from roost_server import REPOSITORY

TESTS = REPOSITORY / "Tests"
CORPUS = TESTS / "Fuzz/Corpus"
LINES = (REPOSITORY / "docs/security.md").read_text().splitlines()
CLAIMS = {line.split(" | ")[0].strip("| "): line.split(" | ")[2].strip("| ") for line in LINES if line.count(" | ") == 2}
CLAIMS |= {line.split(" | ")[0].strip("| "): line.split(" | ")[1].strip("| ") for line in LINES if line.count(" | ") == 1}
PROOFS = {claim: proof for claim, proof in CLAIMS.items() if claim not in ("advisory", "claim") and not proof.startswith("none")}


def suite(name):
    """The source of a suite of Swift tests."""
    source = "".join(file.read_text() for file in TESTS.glob(f"*/{name}.swift"))
    assert "@Test" in source and "@Suite(.disabled" not in source, name
    return source


def python(name):
    """The source of the file of tests `name`, or nothing."""
    return "".join(file.read_text() for file in TESTS.glob(f"*/{name}.py"))


def is_there(name, source):
    """Whether there is a test, an input of the corpus, a kind of such inputs, a folder or a command called `name`."""
    if name.startswith("test_"):
        return any(f"\ndef {name}" in file.read_text() for file in (TESTS / "Interop").glob("test_*.py"))
    if name.startswith("make "):
        return f"\n{name.removeprefix('make ')}:" in (REPOSITORY / "Makefile").read_text()
    return bool(re.search(rf"@Test[^@]*?func {name}\(", source)) or (CORPUS / name).exists() or (REPOSITORY / name).exists()


@pytest.mark.parametrize("claim", PROOFS)
def test_the_named_tests_are_there(claim):
    found, source = 0, ""
    for quoted, word in re.findall(r"`([^`]+)`|(\w+)", PROOFS[claim]):
        if re.fullmatch(r"[A-Z]\w+Tests", word):
            source = suite(word)
        elif word.startswith("test_"):
            assert python(word) or is_there(word, ""), word
        elif quoted:
            name = quoted.removesuffix("...").removesuffix(" ")
            assert is_there(name, source), f"{name} is in no suite that is named before it"
        else:
            continue
        found += 1
    assert found, PROOFS[claim]


def test_all_claims_are_read():
    assert len(PROOFS) > 40
