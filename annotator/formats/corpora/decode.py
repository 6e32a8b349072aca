"""From the bytes of a file to its text: decoded once, with what was assumed said."""

from __future__ import annotations

from typing import NamedTuple

# Those of four bytes come first, because one of them begins like one of two.
_SIGNATURES = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


_ARCHIVES = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"(\xb5/\xfd", "zstd"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
)
_TAR = slice(257, 262)


def archive(head: bytes) -> str:
    """What kind of archive begins with these bytes; empty when none does. Archives are never opened.

    >>> archive(b"PK\\x03\\x04...."), archive(b"Rents fell.")
    ('zip', '')
    """
    if head[_TAR] == b"ustar":
        return "tar"
    return next((name for signature, name in _ARCHIVES if head.startswith(signature)), "")


FEW = 20
"""Characters beyond ASCII from which on a guess is worth something: with fewer, half of them are wrong."""
_WINDOWS = bytes((0x85, 0x91, 0x92, 0x93, 0x94, 0x96, 0x97, 0xA0, 0xAB, 0xBB))
"""Quotation marks, dashes and blanks, which are the same in all of cp1250 to cp1258."""


class Decoded(NamedTuple):
    """The text, or why there is none."""

    text: str = ""
    encoding: str = "utf-8"
    note: str = ""
    """What was assumed, as a clause; empty for plain UTF-8."""
    problem: str = ""
    """Why the bytes are refused, as a clause."""


def signature(head: bytes) -> tuple[bytes, str]:
    """The signature with which a file begins, and its encoding; both empty when there is none."""
    return next(((mark, encoding) for mark, encoding in _SIGNATURES if head.startswith(mark)), (b"", ""))


def decode(raw: bytes, *, declared: str = "") -> Decoded:
    """Strict UTF-8 (its signature dropped), else the declared encoding, else a guess that is said.

    Refused: nothing but blanks, binary data, and bytes that no encoding explains. Never with replacement characters.
    """
    if not raw.strip():
        return Decoded(problem="it is empty")
    if (kind := archive(raw)) and _is_binary(raw):
        return Decoded(problem=f"it is a {kind} archive, and none is opened; unpack it and add the files in it")
    mark, encoding = signature(raw)
    if encoding:
        try:
            text = raw[len(mark) :].decode(encoding)
        except UnicodeDecodeError as problem:
            at = len(mark) + problem.start
            return Decoded(problem=f"its signature says {encoding}, but byte {at} is not")
        return _sound(Decoded(text, encoding, "" if encoding == "utf-8" else f"read as {encoding}"))
    nul = raw.find(0)
    first = nul
    if nul < 0:
        try:
            return _sound(Decoded(raw.decode("utf-8")))
        except UnicodeDecodeError as problem:
            first = problem.start
            if problem.reason == "unexpected end of data" and not raw[:first].isascii() and not declared:
                return Decoded(problem=f"it ends in the middle of a character, at byte {first}; is all of it there?")
    if declared:
        try:
            return _sound(Decoded(raw.decode(declared), declared, f"read as {declared}, as declared"))
        except (LookupError, ValueError):
            return Decoded(problem=f"it is neither UTF-8 (byte {first}) nor {declared}")
    if nul >= 0:
        return Decoded(problem="it is binary, not text; if it is text, name its encoding with --encoding")
    try:
        raw.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return _guess(raw, first)
    return Decoded(problem=f"a lone surrogate stands at byte {first}, which no UTF-8 file can hold")


def _guess(raw: bytes, first: int) -> Decoded:
    from charset_normalizer import from_bytes

    odd = [byte for byte in raw if byte > 127]
    if all(byte in _WINDOWS for byte in odd) and not _is_binary(raw):
        return _sound(Decoded(raw.decode("cp1252"), "cp1252", "not UTF-8: read as cp1252, a guess"))
    if len(odd) < FEW and not _is_binary(raw):
        return Decoded(
            problem=f"byte {first} is not UTF-8, and so few bytes do not tell what it is{_tried(raw, first)}; "
            "name it with --encoding"
        )
    best = from_bytes(raw).best()
    if best is None or _is_binary(raw):
        return Decoded(problem=f"byte {first} is not UTF-8 and no other encoding fits; name it with --encoding")
    text = raw.decode(best.encoding)
    return _sound(Decoded(text, best.encoding, f"not UTF-8: read as {best.encoding}, a guess"))


def _tried(raw: bytes, at: int) -> str:
    """What the word around an odd byte would be in the likeliest encoding; empty where it would be none."""
    start, end = (raw.rfind(b" ", 0, at) + 1), raw.find(b" ", at)
    word = raw[max(start, at - 20) : end if 0 <= end < at + 20 else at + 20].decode("cp1252", "replace").split()
    return f" (in cp1252 it is “{word[0]}”)" if word and word[0].isprintable() and "\ufffd" not in word[0] else ""


def _is_binary(raw: bytes) -> bool:
    sample = raw[:4096]
    return sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in sample) > len(sample) // 50


def _sound(found: Decoded) -> Decoded:
    if not found.text.strip():
        return Decoded(problem="it is empty")
    if "\x00" in found.text:
        return Decoded(problem="it is binary, not text")
    controls = sum(char < " " and char not in "\t\n\r\f\v" for char in found.text[:4096])
    if controls > 40 and controls > len(found.text[:4096]) // 10:
        return Decoded(problem="it is binary, not text")
    return found
