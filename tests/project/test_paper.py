"""Blocks on paper: the same in text and in Markdown, and no word from outside is markup."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from annotator.core.visible import visible
from annotator.project.paper.block import Block, Entry, Heading, Paragraph, Quote, Raw, Source, Table
from annotator.project.paper.markdown import escaped, markdown
from annotator.project.paper.text import plain

PAGE = (
    Heading("Title", 1),
    Paragraph("One thing is said here, and it is long enough to be wrapped on a page of 79 columns or fewer."),
    Table(("", "n"), (("ana", "3"), ("ben | cleo", "12"))),
    Heading("Part"),
    Entry("“words”", (("stance", "asserts"), ("", "a note"))),
)


def test_plain() -> None:
    """Indented, wrapped, with columns."""
    assert plain(PAGE).split("\n") == [
        "Title",
        "",
        "  One thing is said here, and it is long enough to be wrapped on a page of 79",
        "  columns or fewer.",
        "",
        "               n",
        "  ana          3",
        "  ben | cleo  12",
        "",
        "Part",
        "",
        "  “words”",
        "      stance: asserts",
        "      a note",
        "",
    ]


def test_markdown() -> None:
    """The same as Markdown."""
    assert markdown(PAGE).split("\n")[4:] == [
        "|  | n |",
        "|---|--:|",
        "| ana | 3 |",
        r"| ben \| cleo | 12 |",
        "",
        "## Part",
        "",
        "- “words”",
        "  - **stance:** asserts",
        "  - a note",
        "",
    ]


ROWS: list[tuple[Block, str, str]] = [
    (Heading("Point p1", 3, "p1"), "Point p1", '<a id="p1"></a>\n\n### Point p1'),
    (Quote("She said ", "“no”", ", and left."), "\n    She said ⟦“no”⟧, and left.", "> She said ⟦**“no”**⟧, and left."),
    (Quote("", "all", ""), "\n    ⟦all⟧", "> ⟦**all**⟧"),
    (Source("a = 1\nb = 2", "toml x"), "\n    a = 1\n    b = 2", "```toml x\na = 1\nb = 2\n```"),
    (Source("```\nx", "y"), "\n    ```\n    x", "````y\n```\nx\n````"),
    (Raw("# A\n\n- **b**"), "\n    # A\n\n    - **b**", "> # A\n>\n> - **b**"),
    (
        Table(("", "1"), (("content", "“x”"),), wordy=True),
        "\n             1\n  content  “x”",
        "|  | 1 |\n|---|---|\n| content | “x” |",
    ),
]


@pytest.mark.parametrize(("block", "text", "marked"), ROWS)
def test_each_block(block: Block, text: str, marked: str) -> None:
    """As text and as Markdown."""
    assert plain([block]) == text + "\n"
    assert markdown([block]) == marked + "\n"


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("a` ~\n"), max_size=20), st.text(st.sampled_from("a` ~\n#>"), max_size=20))
def test_nothing_gets_out_of_its_block(text: str, raw: str) -> None:
    """A source stays one fence and a passage one quotation, whatever is in them."""
    kinds = [token.type for token in PARSER.parse(markdown([Source(text, "x"), Raw(raw), Heading("End")]))]
    top = [kind for kind in kinds if kind in ("fence", "blockquote_open", "blockquote_close")]
    assert top[0] == "fence"
    assert kinds[-3:] == ["heading_open", "inline", "heading_close"]
    found = PARSER.parse(markdown([Source(text, "x")]))
    assert [token.content for token in found] == [text + "\n"]


PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
markup = st.text(st.sampled_from("ab1 .)-+=#*_`<>[]()|~&;!$\\/:\"'\n\t\x1b\u202e\u2028“é"), max_size=30)


def inline(tokens: list[Token]) -> list[Token]:
    """What stands inside of blocks."""
    return [child for token in tokens for child in token.children or ()]


@settings(max_examples=400, deadline=None)
@given(markup)
def test_no_word_is_markup(words: str) -> None:
    """A parser finds nothing but text, and it is the words."""
    shown = " ".join(visible(words, keep_newline=True).split())
    found = inline(PARSER.parse(escaped(words)))
    assert [token.type for token in found] == ["text"] * len(found)
    assert "".join(token.content for token in found) == shown


@settings(max_examples=200, deadline=None)
@given(markup.filter(str.strip))
def test_nor_in_a_table_or_list(words: str) -> None:
    """Cells and entries keep to themselves."""
    tokens = PARSER.parse(markdown([Table(("a", "b"), ((words, "2"),)), Entry(words, ((words, words),))]))
    kinds = [token.type for token in tokens]
    assert (kinds.count("td_open"), kinds.count("list_item_open"), kinds.count("table_open")) == (2, 2, 1)
    assert {token.type for token in inline(tokens)} == {"text", "strong_open", "strong_close"}
