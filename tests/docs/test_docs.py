"""The documents: what they link to, and the files, tests, commands and reasons that they name, are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from perdiem import config
from perdiem.alerts.reasons import IN_SHORT

ROOT = config.PROJECT_ROOT
README, RULES = ROOT / "README.md", ROOT / "docs" / "rules.md"

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`]+)`")
FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)


def files() -> list[str]:
    """Every file of the repository by its path, but for hidden folders: what tools leave there is not ours."""
    entries = [path for path in ROOT.iterdir() if not path.name.startswith(".")]
    found = [path for entry in entries for path in (entry, *entry.rglob("*")) if path.is_file()]
    return sorted(str(path.relative_to(ROOT)) for path in found if "__pycache__" not in path.parts)


FILES = files()
DOCUMENTS = [name for name in FILES if name.endswith(".md")]


def prose(document: Path) -> str:
    """What a document says outside of its blocks of code."""
    return FENCE.sub("", document.read_text(encoding="utf-8"))


def anchors(document: Path) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", prose(document), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(document: Path) -> list[str]:
    """The relative links of a document that lead to no file, or to no heading of one."""
    broken = []
    for link in LINK.findall(prose(document)):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = document.parent / name if name else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    return broken


def rows(document: Path, heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, without its head and its rows that are titles."""
    below = document.read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2]
    table = re.search(r"(?:^\|.*\n)+", below, re.MULTILINE)
    assert table, heading
    cells = [[cell.strip() for cell in line[1:-1].split("|")] for line in table.group().splitlines()[2:]]
    return [row for row in cells if any(row[1:])]


def named(path: str) -> list[str]:
    """The files of the repository whose path ends so."""
    return [name for name in FILES if name == path or name.endswith(f"/{path}")]


def unit_tests() -> set[str]:
    """The names of dbt's unit tests."""
    suites = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in config.DBT_PROJECT.rglob("models/**/*.yml"))
    return {test["name"] for suite in suites for test in suite.get("unit_tests", ())}


UNIT_TESTS = unit_tests()


def why_no_proof(proof: str) -> str | None:
    """Why what a document calls a proof is none: a file, a test of one (or how it begins), a unit test of dbt's."""
    path, _, function = proof.partition("::")
    if not re.search(r"\.\w+$", path):
        return None if path in UNIT_TESTS else "no unit test"
    if len(named(path)) != 1:
        return f"{len(named(path))} files"
    source = (ROOT / named(path)[0]).read_text(encoding="utf-8")
    begins = f"def {function.removesuffix('...')}" if function.endswith("...") else f"def {function}("
    return None if not function or begins in source else "no such test in it"


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    document = tmp_path / "a.md"
    document.write_text("# A day's end\n[a](b.md) [b](#a-days-end) [c](#b) [d](a.md#a-days-end) [e](https://f.org/g)\n")
    assert broken_links(document) == ["b.md", "#b"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_somewhere(name: str) -> None:
    assert broken_links(ROOT / name) == []


def test_a_proof_that_is_none_is_found() -> None:
    assert why_no_proof("docs/test_docs.py::test_a_proof_that_is_none_is_found") is None
    assert why_no_proof("docs/test_docs.py::test_of_nothing") == "no such test in it"
    assert why_no_proof("test_of_nothing.py") == "0 files"
    assert why_no_proof("a_rule_nobody_has") == "no unit test"


def test_every_file_and_proof_of_the_rules_is_there() -> None:
    table = rows(RULES, "Each rule, its file, its proof")
    held = [(CODE.findall(files), CODE.findall(proofs)) for _, files, proofs in table]
    assert all(files and proofs for files, proofs in held)
    assert {path: named(path) for files, _ in held for path in files if len(named(path)) != 1} == {}
    assert {proof: why for _, proofs in held for proof in proofs if (why := why_no_proof(proof))} == {}


def test_every_test_that_a_document_names_is_there() -> None:
    proofs = {
        (document, proof)
        for document in DOCUMENTS
        for proof in re.findall(r"`([\w/]*test_\w+\.py(?:::[\w.]+)?)`", prose(ROOT / document))
    }
    assert proofs
    assert {(document, proof, why) for document, proof in proofs if (why := why_no_proof(proof))} == set()


def test_every_path_that_a_document_names_in_full_is_there() -> None:
    top = {name.split("/")[0] for name in FILES if "/" in name}
    missing = {
        (document, path)
        for document in DOCUMENTS
        for path in re.findall(r"`([\w./-]+)`", prose(ROOT / document))
        if path.split("/")[0] in top and "/" in path and not (ROOT / path).exists()
    }
    assert missing == set()


def test_every_command_that_a_document_names_is_a_target() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    commands = {
        (document, target)
        for document in DOCUMENTS
        for target in re.findall(r"(?:`|^ *|=\S+ )make ([a-z-]+)", (ROOT / document).read_text(encoding="utf-8"), re.M)
    }
    assert {("README.md", "run"), ("README.md", "test"), ("README.md", "docs")} <= commands
    assert {(document, target) for document, target in commands if target not in targets} == set()


def test_the_readme_begins_with_make_run_and_make_test() -> None:
    assert re.findall(r"^make \w+", README.read_text(encoding="utf-8"), re.MULTILINE) == ["make run", "make test"]


def test_the_readme_tells_of_each_reason_what_the_product_tells() -> None:
    told = rows(README, "What billers are told, and what to do")
    assert {reason.strip("`"): what_to_do for reason, _, what_to_do in told} == dict(IN_SHORT)
    assert [reason.strip("`") for reason, _, _ in told] == list(IN_SHORT)


def test_each_section_of_the_rules_ends_with_a_worked_day() -> None:
    *sections, table = re.split(r"^## ", RULES.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert table.startswith("Each rule, its file, its proof")
    assert {section.partition("\n")[0] for section in sections if section.count("**A worked day.**") != 1} == set()


def test_nothing_published_is_described_twice() -> None:
    described = re.findall(r"^`([a-z]+\.[a-z_]+)`:", RULES.read_text(encoding="utf-8"), re.MULTILINE)
    assert "marts.dim_authorizations" in described
    assert len(described) == len(set(described))
