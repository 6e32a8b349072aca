"""The line of a table or key: the file is shown to a person, so a wrong line is worse than none."""

from __future__ import annotations

import pytest

from annotator.config.lines import line_of

TEXT = '''\
# a comment = with an equals sign
top = 1
[scheme]
id = "x"
ties = [
  "id = no key",
]
[[role]]
key = "a"
[[role]]
key = "b"
[[field]]
key = "f"
  [[field.value]]
  key = "v"
  [[ field . value ]]
  "key" = "w"
[[field]]
key = """
key = "inside a string"
[[role]]
"""
  [[field.value]]
  key = "z"
[features]
dotted.name = 2
"a tab\\tand \\u0000" = 3
'''


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("top",), 2),
        (("scheme",), 3),
        (("scheme", "id"), 4),
        (("scheme", "ties"), 5),
        (("scheme", "ties", 0), 5),
        (("scheme", "missing"), 3),
        (("role", 0), 8),
        (("role", 0, "key"), 9),
        (("role", 1, "key"), 11),
        (("role", 1, "missing"), 10),
        (("role", 2), None),
        (("field", 0, "key"), 13),
        (("field", 0, "value", 0, "key"), 15),
        (("field", 0, "value", 1), 16),
        (("field", 0, "value", 1, "key"), 17),
        (("field", 1, "key"), 19),
        (("field", 1, "value", 0, "key"), 24),
        (("field", 1, "value", 0, "missing"), 23),
        (("features", "dotted", "name"), 26),
        (("features", "dotted"), 26),
        (("features", "a tab\tand \x00"), 27),
        (("nowhere",), None),
        (("nowhere", "key"), None),
        ((), None),
    ],
)
def test_rows(place: tuple[str | int, ...], line: int | None) -> None:
    """The line of the key, else of the nearest table around it; never one inside a string."""
    assert line_of(TEXT, place) == line


@pytest.mark.parametrize("text", ["\ufeffa = 1\nb = 2", "a = 1\r\nb = 2\r\n", "a = '''x'''\nb = 2"])
def test_line_ends_marks_and_one_line_strings(text: str) -> None:
    """Byte order marks, CRLF and long strings that end on their line shift nothing."""
    assert (line_of(text, ("a",)), line_of(text, ("b",))) == (1, 2)


def test_inline_tables_have_the_line_of_their_key() -> None:
    """Tables written in one line are not looked into."""
    assert line_of('x = 1\nrole = [\n  { key = "a" },\n]', ("role", 0, "key")) == 2
