"""How a file goes wrong: bytes, lines, cells, values and names, as disks, editors, other tools, enemies leave them."""

from __future__ import annotations

import json
import random
from typing import Any

Files = dict[str, bytes]
"""Path inside of a folder → bytes."""

NESTED = "[" * 100_000
WORDS = (
    *("", " ", "x", "ana", "gold", "@rule", "main", "nul\0", "\x1b]0;owned\x07", "\x9b2J", "\u202eevil", "\u2028"),
    *("\ufeff", "C:\\Users\\ana\\labels", "CON", "../../etc/passwd", "/", "..", "-rf", "=cmd|' /C calc'!A0"),
    *(
        "@SUM(1+1)",
        "+1",
        "家族👩🏽\u200d🔬",
        "e\u0301" * 50,
        "x" * 70_000,
        "[/b]",
        "[@click=app.quit]x[/]",
        "2026-02-31",
    ),
    *("9" * 30, "NaN", "a\tb", "a\r\nb", "%s{0}", "stance=denies", "80/10/10", "speaker.type=person", "date>=2026"),
)
NUMBERS = (
    *("9" * 5000, "-" + "9" * 400, "1e999", "-1e400", "NaN", "Infinity", "-Infinity", "0.1e-400", "1.0", "-0.0"),
    *("9007199254740993", "0x10", "1_000", "00"),
)
VALUES = (
    *(
        *NUMBERS,
        "null",
        "true",
        "[]",
        "{}",
        "[[]]",
        "[null]",
        '{"a":1,"a":2}',
        '{"id":"x"}',
        '"\\ud800"',
        "-1",
        "0",
        "1",
    ),
    *("3", '"\\udc00\\ud800"', '"\\u0000"', NESTED, "[" * 65 + "]" * 65),
)
"""As they stand in a file; what no writer of JSON would write is among them."""
TOML = (
    *(*NUMBERS, "[]", "{}", "[[]]", '""', '"x"', "'", '"""', "true", "1979-05-27T07:32:00Z", "07:32:00", "inf", "nan"),
    *("[" * 3000, '"\\uD800"', '"\\u001b[31m"', '"\\u0000"', "[1, 'a', {}]", "{ a = 1, a = 2 }"),
)
BYTES = (
    *(b"", b"\0", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xef\xbb\xbf", b"\r", b"\r\n", b"\n"),
    *(b"\x1b", b'"', b"'", b"\\", b",", b";", b"\t", b"[", b"]", b"{", b"}", b"=", b"#", b"\xe2\x80\xa8", b"9" * 500),
    b"\\ud800",
)
NAMES = ("\x1b[31m.txt", "-rf.jsonl", "e\u0301.ann", "x" * 200 + ".txt", "a b.json", ".hidden.toml")
LINES = (b"", b" ", b"{}", b"[]", b"null", b"[[x]]", b"x = ", b"\t", NESTED.encode(), b"T1\tx 0 1\t")
TABLES = (
    *(b"[x]", b"[[field]]", b"[field]", b"[scheme]", b"[[role]]", b"x = 1", b"[", b"[[", b"[a.b.c]", b"format = 2"),
    b"[keys]",
)
OURS = ("article", "layer", "claims", "record", "offsets")
"""Keys in which an export travels through other tools; without them a file looks as if others had made it."""
_HOLE = "\ue000hole\ue001"


def mutated(files: Files, dice: random.Random, others: Files) -> Files:
    """A copy in which one to three things are wrong. `others` are files from which parts may come."""
    made = dict(files)
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        if not made:
            break
        name = dice.choice(sorted(made))
        if dice.random() < 0.06:
            _folder(made, name, dice, others)
        else:
            made[name] = file(name, made[name], dice, others)
    return made


def file(name: str, data: bytes, dice: random.Random, others: Files) -> bytes:
    """One file with one thing wrong, by its ending where that says what is in it."""
    ways = [_bytes, _bytes, _lines]
    if name.endswith((".jsonl", ".json")) or data[:1] in (b"{", b"["):
        ways += [_json] * 5
    elif name.endswith((".toml", ".md")):
        ways += [_toml] * 5
    elif name.endswith((".csv", ".ann", ".txt", ".conf", ".tsv", ".conllu")):
        ways += [_cells] * 3
    return dice.choice(ways)(data, dice, others)


def _folder(files: Files, name: str, dice: random.Random, others: Files) -> None:
    way = dice.randrange(5)
    if way == 0:
        del files[name]
    elif way == 1:
        files[name] = b""
    elif way == 2:
        other = dice.choice(sorted(files))
        files[name], files[other] = files[other], files[name]
    elif way == 3:
        files[dice.choice(NAMES)] = files[name]
    elif others:
        files[name] = others[dice.choice(sorted(others))]


def _bytes(data: bytes, dice: random.Random, others: Files) -> bytes:
    held = bytearray(data)
    at = dice.randrange(len(held) + 1)
    way = dice.randrange(6)
    if way == 0 and held:
        for _ in range(dice.choice((1, 1, 3, 20))):
            held[dice.randrange(len(held))] ^= 1 << dice.randrange(8)
    elif way == 1:
        del held[at:]
    elif way == 2:
        end = min(len(held), at + dice.choice((1, 2, 7, 512)))
        held[at:end] = dice.choice((b"", bytes(end - at)))
    elif way == 3:
        held[at:at] = held[at : at + dice.choice((1, 30, 3000))]
    else:
        held[at : at + dice.choice((0, 0, 1, 5))] = dice.choice(BYTES)
    return bytes(held)


def _lines(data: bytes, dice: random.Random, others: Files) -> bytes:
    lines = data.split(b"\n")
    one, two = dice.randrange(len(lines)), dice.randrange(len(lines))
    way = dice.randrange(7)
    if way == 0:
        lines[one], lines[two] = lines[two], lines[one]
    elif way == 1:
        lines.insert(one, lines[two])
    elif way == 2:
        del lines[one]
    elif way == 3 and others:
        lines.insert(one, dice.choice(others[dice.choice(sorted(others))].split(b"\n")))
    elif way == 4:
        return data.replace(b"\n", dice.choice((b"\r\n", b"\r", b"\n\n", b"\xe2\x80\xa8", b" ")))
    elif way == 5:
        return dice.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"PK\x03\x04", b"\n\n", b"#", b"\0")) + data
    else:
        lines[one] = dice.choice(LINES)
    return b"\n".join(lines)


def _json(data: bytes, dice: random.Random, others: Files) -> bytes:
    """A value anywhere is another, a key is missing, has another name, or stands twice."""
    lines = data.split(b"\n")
    at = dice.randrange(len(lines))
    if (whole := _parsed(data)) is not None:
        lines, at = [data], 0
    elif (whole := _parsed(lines[at])) is None:
        return _bytes(data, dice, others)
    whole = _foreign(whole) if dice.random() < 0.2 else whole
    text = json.dumps(_touched(whole, dice), ensure_ascii=dice.random() < 0.5)
    lines[at] = text.replace(f'"{_HOLE}"', dice.choice(VALUES)).encode("utf-8", "surrogatepass")
    return b"\n".join(lines)


def _foreign(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _foreign(held) for key, held in value.items() if key not in OURS}
    return [_foreign(each) for each in value] if isinstance(value, list) else value


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _touched(value: Any, dice: random.Random) -> Any:
    if not isinstance(value, (dict, list)) or not value:
        return _new(value, dice)
    here = value
    while True:
        key = dice.choice(sorted(here)) if isinstance(here, dict) else dice.randrange(len(here))
        inner = here[key]
        if not (isinstance(inner, (dict, list)) and inner) or dice.random() < 0.12:
            break
        here = inner
    way = dice.random()
    if isinstance(here, list) and way < 0.2:
        here.insert(key, inner)  # type: ignore[arg-type]
    elif way < 0.3:
        del here[key]  # type: ignore[arg-type]
    elif isinstance(here, dict) and way < 0.4:
        here[dice.choice((*WORDS, *here))] = here.pop(key)
    elif isinstance(here, dict) and way < 0.45:
        here[dice.choice(WORDS)] = _new(inner, dice)
    else:
        here[key] = _new(inner, dice)  # type: ignore[index]
    return value


def _new(old: Any, dice: random.Random) -> Any:
    way = dice.random()
    if isinstance(old, int) and not isinstance(old, bool) and way < 0.5:
        return old + dice.choice((-1, 1, 2, 1000, 2**31, 2**53))
    if isinstance(old, str) and way < 0.5:
        at = dice.randrange(len(old) + 1)
        return old[:at] + dice.choice(WORDS) + old[at:] if way < 0.25 else dice.choice(WORDS)
    return _HOLE


def _toml(data: bytes, dice: random.Random, others: Files) -> bytes:
    lines = data.split(b"\n")
    at = dice.randrange(len(lines))
    kept = [number for number, line in enumerate(lines) if b"=" in line]
    way = dice.random()
    if way < 0.5 and kept:
        at = dice.choice(kept)
        key = lines[at].partition(b"=")[0]
        lines[at] = key + b"= " + dice.choice(TOML).encode("utf-8", "surrogatepass")
    elif way < 0.7 and kept:
        at = dice.choice(kept)
        key, _, value = lines[at].partition(b"=")
        word = json.dumps(dice.choice(WORDS), ensure_ascii=dice.random() < 0.5)
        lines[at] = (key + b"= " + word.encode()) if dice.random() < 0.7 else word.encode() + b" =" + value
    elif way < 0.85:
        lines.insert(at, dice.choice(TABLES))
    else:
        lines.insert(at, lines[dice.randrange(len(lines))])
    return b"\n".join(lines)


def _cells(data: bytes, dice: random.Random, others: Files) -> bytes:
    lines = data.split(b"\n")
    at = dice.randrange(len(lines))
    mark = dice.choice((b"\t", b",", b" ", b";", b":"))
    cells = lines[at].split(mark)
    cell = dice.randrange(len(cells))
    way = dice.randrange(5)
    if way == 0:
        cells[cell] = dice.choice((*WORDS, *NUMBERS)).encode("utf-8", "surrogatepass")
    elif way == 1:
        del cells[cell]
    elif way == 2:
        cells.insert(cell, cells[dice.randrange(len(cells))])
    elif way == 3:
        other = lines[dice.randrange(len(lines))].split(mark)
        cells[cell] = dice.choice(other)
    else:
        cells[cell] = b'"' + cells[cell] + dice.choice((b'"', b'""', b""))
    lines[at] = mark.join(cells)
    return b"\n".join(lines)
