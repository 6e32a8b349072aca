"""Scheme files: all ready ones are sound, and every fault of a bad one is told at once, with its line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.config.guidelines import passage, slugs
from annotator.config.scheme import read_scheme, write_scheme
from annotator.core.commands import COMMANDS
from annotator.core.keymap import build
from annotator.core.scheme import Scheme, scheme_from_dict, scheme_to_dict, vanished

SCHEMAS = Path(__file__).parents[2] / "schemas"
READY = sorted(path.stem for path in SCHEMAS.glob("*.toml"))
CLAIMS = (SCHEMAS / "claims.toml").read_text("utf-8")


def sound(text: str) -> Scheme:
    """The scheme of a text without faults."""
    scheme, faults = read_scheme(text)
    assert scheme is not None, "\n".join(map(str, faults))
    return scheme


@pytest.mark.parametrize("name", READY)
def test_ready_schemes(name: str) -> None:
    """Each is sound, survives writing and the store's form, and none of its keys clash with a command."""
    scheme = sound((SCHEMAS / f"{name}.toml").read_text("utf-8"))
    assert scheme.id == name
    assert replace(sound(write_scheme(scheme)), whole="") == replace(scheme, whole="")
    assert scheme_from_dict(json.loads(json.dumps(scheme_to_dict(scheme)))) == scheme
    assert build(COMMANDS, scheme)[1] == []


def test_there_are_at_least_four() -> None:
    """The default and three that show the generality."""
    assert {"claims", "stwr", "rumour", "objects"} <= set(READY)


def test_guideline_slugs_exist() -> None:
    """Every guideline that the default scheme names is a passage of the guidelines that ship with it."""
    scheme = sound(CLAIMS)
    text = (SCHEMAS / "guidelines.md").read_text("utf-8")
    wanted = {item.guideline for item in (*scheme.roles, *scheme.fields)}
    assert "" not in wanted
    assert wanted <= set(slugs(text))
    assert all(len(passage(text, slug) or "") > 80 for slug in wanted)


FAULTS = [
    ('key = "hedges"\n  hotkey = "h"', 'key = "hedges"\n  hotkey = "a"', 58, "[[field]] stance.hedges.hotkey"),
    ('leader = "y"', 'leader = "t"', 80, "[[field]] evidence.leader"),
    ("threshold = 0.5", "threshold = 1.5", 8, "[scheme] threshold"),
    ('ties = ["speakers"', 'ties = ["speeker"', 9, "[scheme] ties"),
    ('label = "Cue"', 'lable = "Cue"', 35, "[[role]] cue.lable"),
    ("primary = true\n", "", 18, "[[role]] content"),
    ('type = "multi"', 'type = "set"', 143, "[[field]] flags.type"),
    ('default = "quotation"', 'default = "x"', 117, "[[field]] quote.default"),
    ('key = "prediction"\n  hotkey = "p"', 'key = "headline"\n  hotkey = "p"', 166, "[[field]] flags.headline.key"),
    ("minimum = 1\n", 'minimum = "one"\n', 209, "[[field]] confidence.minimum"),
]


def test_ten_faults_at_once() -> None:
    """Ten mistakes in one file are ten faults or more, each with its table, key and line."""
    text = CLAIMS
    for good, bad, _, _ in FAULTS:
        assert good in text, good
        text = text.replace(good, bad, 1)
    scheme, faults = read_scheme(text)
    assert scheme is None
    keys = {fault.key for fault in faults}
    assert {key for _, _, _, key in FAULTS} <= keys
    assert all(fault.line and fault.right and fault.file == "scheme.toml" for fault in faults)


@pytest.mark.parametrize(("good", "bad", "line", "key"), FAULTS)
def test_one_fault(good: str, bad: str, line: int, key: str) -> None:
    """One mistake is named by table and key, on the line where it stands."""
    text = CLAIMS.replace(good, bad, 1)
    faults = read_scheme(text)[1]
    found = [fault for fault in faults if fault.key == key]
    assert found, [str(fault) for fault in faults]
    name = key.rsplit(".", 1)[-1] if "." in key else ""
    shown = text.split("\n")[(found[0].line or 0) - 1]
    assert name in shown or "[[" in shown, (shown, line)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "scheme is missing"),
        ("[scheme", "not TOML"),
        ("scheme = 3", "scheme is not right"),
        ("[[field]]\n[[field]]\n", "missing"),
        ("role = 1\nfield = 2\n[scheme]\nid = 'x'\nversion = '1'", "role"),
        ("[scheme]\nid='x'\nversion='1'\n[[role]]\nkey='a'\nlabel=\"\\u0007\"\nprimary=true", "label"),
    ],
)
def test_hopeless_files(text: str, what: str) -> None:
    """Never a traceback, always a sentence."""
    scheme, faults = read_scheme(text)
    assert scheme is None
    assert what in "\n".join(map(str, faults))


SMALL = """\
[scheme]
id = "x"
version = "1"
[[role]]
key = "a"
label = "A"
primary = true
guideline = "spans"
[[field]]
key = "n"
label = "N"
type = "number"
hotkey = "n"
minimum = 0
maximum = 5
  [[field.value]]
  key = "1"
  hotkey = "o"
[[field]]
key = "s"
label = "S"
type = "nominal"
hotkey = "s"
  [[field.value]]
  key = "old"
  hotkey = "o"
  retired = true
  [[field.value]]
  key = "new"
  hotkey = "w"
[[change]]
version = "1"
action = "rename"
field = "s"
values = ["old"]
into = ["new"]
"""


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("minimum = 0", "minimum = nan", "14: [[field]] n.minimum: minimum is not right: NaN; it takes a number."),
        ("minimum = 0", "minimum = 6", "15: [[field]] n.maximum: maximum 5 is below minimum 6; it is at least"),
        ('key = "1"', 'key = "9"', '17: [[field]] n.9.key: the number field has no value "9"; a whole number from 0'),
        ('key = "1"', 'key = "one"', 'the number field has no value "one"; a whole number from 0 to 5.'),
        ('key = "1"', 'key = "²"', "the number field has no value"),
        ('type = "nominal"', 'type = "nominal"\nmaximum = 3', "[[field]] s.maximum: a nominal field has no maximum"),
        ('type = "number"', 'type = "text"', "[[field]] n.type: a text field has no values"),
        ('hotkey = "n"', 'hotkey = "\\u001b"', "13: [[field]] n.hotkey: hotkey is not right:"),
        ('hotkey = "n"', 'hotkey = "\\u0301"', "it takes one character that can be seen"),
        ('hotkey = "n"', 'hotkey = "7"', "it takes one character that can be seen, no blank, no digit"),
        ('hotkey = "n"', 'hotkey = ["n"]', "13: [[field]] n.hotkey: hotkey is not right:"),
        ('hotkey = "n"', 'hotkey = "@"', "13: [[field]] n.hotkey: r @ means the chain already"),
        ('hotkey = "n"', 'hotkey = "s"', "23: [[field]] s.hotkey: r s means n already"),
        ('version = "1"\n[[role', 'version = "\\u0007"\n[[role', "3: [scheme] version: version is not right:"),
        ('field = "s"', 'field = "t"', '34: [[change]] change 1.field: there is no field "t"'),
        ('values = ["old"]', 'values = ["odl"]', 'the field s has no value "odl"; did you mean old'),
        ('into = ["new"]', 'into = ["young"]', "36: [[change]] change 1.into: the field s has no value"),
        ('into = ["new"]', "intro = []", "36: [[change]] change 1.intro: intro is unknown here; did you mean into."),
        ('action = "rename"', 'action = "drop"', "33: [[change]] change 1.action: action is not right:"),
        (
            'key = "s"',
            'key = "split"',
            '[[field]] split.key: the key "split" is taken; another key; every claim has',
        ),
        ('key = "a"', 'key = "note"', '5: [[role]] note.key: the key "note" is taken'),
        ('key = "s"', 'key = "a"', '[[field]] a.key: the key "a" is that of a role; another key.'),
        ('guideline = "spans"', 'guideline = "span"', 'the guidelines have no heading "span"; did you mean spans.'),
    ],
)
def test_fault_rows(good: str, bad: str, said: str) -> None:
    """One mistake in a small scheme, and the sentence that answers it."""
    assert good in SMALL
    scheme, faults = read_scheme(SMALL.replace(good, bad, 1), guidelines="# Spans\n")
    assert scheme is None
    assert said in "\n".join(map(str, faults)), faults


def test_the_small_scheme_is_sound() -> None:
    """What the rows above break is whole before, with a limit of 0 that survives writing."""
    scheme, faults = read_scheme(SMALL, guidelines="# Spans\n")
    assert faults == []
    assert scheme is not None
    assert replace(sound(write_scheme(scheme)), whole="") == replace(scheme, whole="")


ODD = ["3", "[]", "[[1]]", "{}", "{a = 1}", '""', '"x"', "true", "nan", "1979-05-27", '["a", {}]', '"\\n"', '"??"']


@pytest.mark.parametrize("number", [n for n, line in enumerate(SMALL.split("\n")) if "=" in line])
def test_any_value_anywhere_is_answered(number: int) -> None:
    """Whatever stands behind a key, there is a scheme or there are faults with lines, and never a traceback."""
    for odd in ODD:
        lines = SMALL.split("\n")
        lines[number] = f"{lines[number].split('=')[0]}= {odd}"
        scheme, faults = read_scheme("\n".join(lines))
        assert (scheme is None) == bool(faults)
        assert all(fault.line and fault.right for fault in faults), [str(fault) for fault in faults]


def test_a_field_keeps_its_type() -> None:
    """Claims have values of the old type: another type is refused by name."""
    scheme = sound(SMALL)
    other = sound(SMALL.replace('type = "nominal"', 'type = "ordinal"'))
    assert [fault.key for fault in vanished(scheme, other)] == ["[[field]] s.type"]


def test_meaning_and_whole_hash() -> None:
    """A corrected help text changes the file's hash and not the meaning; another value changes both."""
    scheme = sound(CLAIMS)
    other = sound(CLAIMS.replace("no comment", "no answer"))
    assert other.meaning == scheme.meaning
    assert other.whole != scheme.whole
    more = sound(CLAIMS.replace('key = "declines"', 'key = "refuses"'))
    assert more.meaning != scheme.meaning


def test_values_retire_and_never_vanish() -> None:
    """A deleted value is refused by name; a retired one is not offered, yet still there."""
    scheme = sound(CLAIMS)
    gone = sound(CLAIMS.replace('key = "declines"', 'key = "refuses"'))
    assert ["declines" in str(fault) for fault in vanished(scheme, gone)] == [True]
    retired = sound(CLAIMS.replace('key = "declines"\n', 'key = "declines"\n  retired = true\n'))
    stance = retired.field_of("stance")
    assert stance is not None
    assert vanished(scheme, retired) == []
    assert stance.value("declines") not in stance.offered
    assert stance.value("declines") is not None


HUGE = "9" * 400


@pytest.mark.parametrize(
    "limits", [f"minimum = {HUGE}", f"minimum = 0\nmaximum = -{HUGE}", f"minimum = {HUGE}\nmaximum = 1"]
)
def test_numbers_beyond_all_numbers(limits: str) -> None:
    """They are faults of their line, and nothing is wrong inside."""
    field = f'[[field]]\nkey = "w"\ntype = "number"\nlabel = "W"\nhotkey = "w"\n{limits}\n'
    text = CLAIMS
    found, faults = read_scheme(f"{text}\n{field}")
    assert found is None
    assert any("minimum" in fault.key or "maximum" in fault.key for fault in faults)


def test_a_label_that_is_empty_is_written() -> None:
    """What is read is sound when it has been written."""
    text = CLAIMS.replace('label = "Cue"', 'label = ""')
    found, _ = read_scheme(text)
    assert found is not None
    assert read_scheme(write_scheme(found))[1] == []
