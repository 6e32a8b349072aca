"""Mapping files: all faults at once with their lines, and what is written is read back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.config.mapping import read_mapping, write_mapping
from annotator.core.standoff.mapping import LabelMapping
from tests.values import SCHEME

words = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
roles = st.sampled_from(["content", "source", "@ignore", ""])
mappings = st.builds(
    LabelMapping,
    st.dictionaries(words, roles, max_size=3),
    st.dictionaries(words, st.just({"stance": "denies"}), max_size=2),
    st.dictionaries(words, st.sampled_from(["cue", "responds_to", "@join", "@piece", "@ignore"]), max_size=3),
    st.just({"Haltung": "stance"}),
    st.just({"Haltung": {"\u202eja": "asserts", "nein": "denies", "?": "@ignore"}}),
    st.dictionaries(words, words, max_size=2),
)


@given(mappings)
def test_read_back(mapping: LabelMapping) -> None:
    """Whatever another tool calls things; and nothing in the file drives a terminal."""
    text = write_mapping(mapping, SCHEME)
    assert read_mapping(text, SCHEME, file="map.toml") == (mapping, [])
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]", text)


def test_written() -> None:
    """One entry a line, and above each table what may stand in it."""
    mapping = LabelMapping({"Claim": "content", "PER": ""}, relations={"Says": "source"})
    assert write_mapping(mapping, SCHEME) == (
        "# label = role: content, source, cue, or @ignore\n"
        '[roles]\nClaim = "content"\nPER = ""\n\n'
        "# relation = role of its other end: source, cue; type of link, responds_to; @join, @piece, or @ignore\n"
        '[relations]\nSays = "source"\n'
    )
    assert write_mapping(LabelMapping(), SCHEME) == ""


def test_all_faults_at_once() -> None:
    """Unknown tables and wrong types; keys that the scheme lacks, each with its line and the nearest key."""
    text = '[roles]\nClaim = 1\n[role]\nX = "content"\n[values]\nStance = "x"\n'
    _, faults = read_mapping(text, SCHEME, file="map.toml")
    assert [str(fault) for fault in faults] == [
        "map.toml:2: roles.Claim: 1 is no text; a key of the scheme in quotation marks.",
        'map.toml:3: role: there is no table "role"; known are roles, implied, relations, fields, values, speakers.',
        "map.toml:6: values.Stance: Stance is no table; [values.Stance] and one entry a line.",
    ]
    text = (
        '[roles]\nClaim = "contents"\n[relations]\nSays = "sauce"\n[fields]\nStance = "stance"\n'
        '[values.Stance]\nno = "deny"\n[implied.Claim]\nstand = "x"\nstance = "x"\n'
    )
    _, faults = read_mapping(text, SCHEME, file="map.toml")
    assert [(fault.line, fault.key) for fault in faults] == [
        (2, "roles.Claim"),
        (10, "implied.Claim.stand"),
        (11, "implied.Claim.stance"),
        (4, "relations.Says"),
        (8, "values.Stance.no"),
    ]
    assert "did you mean content? Known are content, source, cue, @ignore" in str(faults[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("roles", "map.toml:1: this is not TOML"),
        ("roles = 1", "roles is no table"),
        ("x = " + "9" * 5000, "this is not TOML that can be read"),
    ],
)
def test_no_mapping(text: str, expected: str) -> None:
    """Never a traceback."""
    mapping, faults = read_mapping(text, SCHEME, file="map.toml")
    assert mapping is None
    assert expected in str(faults[0])
