"""The codebook: what annotators were told, once, in Markdown and LaTeX, whatever stands in it."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from annotator.config.guidelines import body, sections
from annotator.core.scheme import Change, Scheme
from annotator.core.text.latex import escape
from annotator.project.codebook.latex import latex
from annotator.project.codebook.markdown import markdown
from annotator.project.create import scheme_text
from tests.docs import READY, scheme

CLAIMS = scheme("claims")
GUIDE = scheme_text("claims")[1] or ""


def headings(text: str) -> list[str]:
    """All headings, with their level."""
    return re.findall(r"^#+ .*", text, re.M)


def test_everything_that_an_annotator_was_told_stands_in_it_once() -> None:
    """Roles, fields and values with their tests; every section of the guidelines, each passage in its place."""
    found = markdown(CLAIMS, GUIDE)
    assert headings(found)[:5] == [
        "# Codebook: Claims in news",
        "## What a claim is",
        "## What is marked",
        "### Content (`content`)",
        "### Source (`source`)",
    ]
    assert headings(found)[-3:] == ["## Speaker", "## Chains and links", "## How to work"]
    for field in CLAIMS.fields:
        assert f"### {field.label} (`{field.key}`)" in found
        assert all(value.help in found for value in field.values)
    assert found.count("A pronoun as content") == found.count("The cue does not decide it alone") == 1
    assert found.count("smallest text that states the whole proposition") == 1
    assert "Ordinal; required; counts in agreement by ordinal distance; the values are a scale, lowest first." in found
    assert "Number; optional; from 1 to 3; does not count in agreement." in found


@pytest.mark.parametrize("name", READY)
def test_of_every_ready_scheme(name: str) -> None:
    """Also without guidelines, and as LaTeX with balanced braces and environments."""
    found = scheme(name)
    for text in (latex(markdown(found)), latex(markdown(found, GUIDE))):
        bare = re.sub(r"\\[{}]", "", text)
        assert bare.count("{") == bare.count("}")
        assert text.count(r"\begin{") == text.count(r"\end{")
        assert all(
            f"({escape(field.key)})" in text.replace(r"\texttt{", "").replace("})", ")") for field in found.fields
        )


def test_retired_values_and_changes_are_said() -> None:
    """A codebook of version 2 says what version 1 had."""
    stance = CLAIMS.fields[0]
    values = (replace(stance.values[0], retired=True, label="Asserts"), *stance.values[1:])
    change = Change("2.0", "merge", "stance", ("asserts", "hedges"), ("claims",))
    grown = replace(CLAIMS, fields=(replace(stance, values=values),), changes=(change,))
    found = markdown(grown)
    assert "| Asserts (`asserts`) *(retired)* |" in found
    assert "- 2.0: merge in `stance`: asserts, hedges into claims" in found


ODD = 'A_b & 50 % of {x} \\ $y$ #1 ~ ^ <script> | *not* [link](javascript:x) "q" ≥'


def test_no_word_of_a_scheme_is_markup() -> None:
    """Neither in Markdown nor in LaTeX; a control character is shown, not sent."""
    odd = replace(CLAIMS, title=ODD, roles=(replace(CLAIMS.roles[0], label=ODD, help=ODD + "\x1b[31m"),), fields=())
    found = markdown(odd)
    assert "\x1b" not in found
    tokens = [child.type for token in MarkdownIt().parse(found) for child in token.children or []]
    assert not {"link_open", "em_open", "html_inline", "image"} & set(tokens)
    assert escape(ODD) in latex(found)


WORDS = st.text(st.sampled_from("ab \\{}$&#%_^~<>|*`[]()!\"'-+=.:é“”👩\n\x1b\u202e"), max_size=30)


@settings(max_examples=150)
@given(st.lists(st.sampled_from(["# a", "## b", "- c", "1. d", "> e", "| f | g |\n|---|---|", "```\nh", "\n"]) | WORDS))
def test_any_guidelines_become_balanced_latex(lines: list[str]) -> None:
    """Whatever is written there: braces and environments close, nothing outside of commands is active."""
    found = latex(markdown(CLAIMS, "\n".join(lines)))
    bare = re.sub(r"\\[{}\\%&#_$]", "", found)
    assert bare.count("{") == bare.count("}")
    begun, ended = (re.findall(rf"\\{word}{{(\w+)}}", found) for word in ("begin", "end"))
    assert sorted(begun) == sorted(ended)
    assert "\x1b" not in found
    assert not re.search(r"(?<!\\)[#^~]", found)


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_pdflatex_reads_it(tmp_path: Path) -> None:
    """The real thing, without an error."""
    (tmp_path / "book.tex").write_text(latex(markdown(CLAIMS, GUIDE)), "utf-8")
    (tmp_path / "doc.tex").write_text(
        "\\documentclass{article}\\usepackage{booktabs,longtable}\\begin{document}\\input{book}\\end{document}\n",
        "utf-8",
    )
    done = subprocess.run(
        ["pdflatex", "-draftmode", "-halt-on-error", "-interaction=nonstopmode", "doc.tex"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-800:]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("a & b_c", r"a \& b\_c"),
        ("50 % {x} #1 $y$", r"50 \% \{x\} \#1 \$y\$"),
        (
            "\\ ~ ^ <b> |",
            r"\textbackslash{} \textasciitilde{} \textasciicircum{} \textless{}b\textgreater{} \textbar{}",
        ),
        ("IoU ≥ .5 ± .1", r"IoU $\geq$ .5 $\pm$ .1"),
        ("two\nlines\x1b", "two lines␛"),
        ("[b] --- c-d", "{[}b{]} -{}-{}- c-d"),
    ],
)
def test_text_as_latex(text: str, source: str) -> None:
    """Every character prints as it is."""
    assert escape(text) == source


def test_sections_and_bodies() -> None:
    """The title is no section; headings inside are moved; fenced code is left alone."""
    text = "# T\n\n## A b\n\nx\n\n### in\n\n```\n## no\n```\n\n## C\n\ny"
    assert [slug for slug, _ in sections(text)] == ["a-b", "c"]
    assert body(sections(text)[0][1], 5) == "x\n\n##### in\n\n```\n## no\n```"
    assert sections("") == sections("only words") == []
    assert [slug for slug, _ in sections("# A\n\n# B")] == ["a", "b"]
    assert [slug for slug, _ in sections("# A")] == ["a"]


def test_a_scheme_is_described_without_fields() -> None:
    """The least that a scheme can be."""
    bare = Scheme("x", "1", "X", (replace(CLAIMS.roles[0], guideline=""),), (), speakers=False, note=False)
    assert headings(markdown(bare)) == [
        "# Codebook: X",
        "## What is marked",
        "### Content (`content`)",
        "## What is said about it",
    ]
