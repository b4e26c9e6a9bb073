"""Bytes to text: encodings settled, line ends made one, control characters dropped."""

import codecs
import re
import unicodedata

__all__ = ["clean", "decode", "is_binary"]

_MAGIC = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"OggS", b"ID3"),
    *(b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"SQLite format 3"),
    *(b"\x1f\x8b", b"BZh", b"Rar!", b"7z\xbc\xaf", b"\x7fELF", b"MZ\x90"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Line ends of every kind, and what is not text: C0 and C1 controls, soft hyphens, zero-width
# spaces, byte order marks and the marks that turn the direction of what a reader sees.
_LINE_END = re.compile("\r\n|[\r\v\x1c-\x1e\x85\u2028\u2029]")
_PAGE_END = re.compile("\f+")
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
# UTF-8 that was read as Windows-1252 and saved: "Ã¡", "Ã±", "â€œ".
_MOJIBAKE = re.compile("[ÃÂ][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]|â€[\u0080-\u00bf™œ\u009d“”˜¦]")
_LETTERED = re.compile(
    "(?<=[a-z])[áéíóúñüç](?=[a-z\\s,.;:)]|\\Z)|(?<=\\s)[áéíóúÁÉÍÓÚ](?=[a-z])|[¿¡](?=[A-ZÁÉÍÓÚa-z])|[«“](?=\\w)|(?<=\\w)[»”]"
)
_SAMPLE = 200_000  # characters enough to judge an encoding by


def is_binary(data: bytes) -> bool:
    """Say whether bytes are no text in any encoding that we read."""
    if data.startswith(_MAGIC):
        return True
    if any(data.startswith(bom) for bom, _ in _BOMS) or _wide(data):
        return False
    sample = data[:_SAMPLE]
    odd = sum(
        sample.count(bytes([code])) for code in range(32) if code not in b"\t\n\v\f\r\x1c\x1d\x1e"
    )
    return odd > 0.02 * len(sample) and odd > 4


def decode(data: bytes, declared: str | None = None) -> str:
    """Turn bytes into text as their writer meant it.

    Order: byte order mark, UTF-16 by its zero bytes, strict UTF-8, UTF-8 with a few stray
    bytes, the declared encoding, and the likeliest of Windows-1252, Mac Roman and DOS.

    Args:
        data: the file's bytes.
        declared: encoding that the file names itself (HTML), tried after UTF-8, since pages
            that are UTF-8 often claim to be Latin-1 and hardly ever the other way round.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(name, errors="replace").replace("\ufffd", "")
    wide = _wide(data)
    if wide:
        return data.decode(wide, errors="replace").replace("\ufffd", "")
    try:
        return _mended(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    mixed = data.decode("utf-8", errors="surrogateescape")
    stray = sum(0xDC80 <= ord(char) <= 0xDCFF for char in mixed)
    proper = sum(ord(char) > 0x7F for char in mixed) - stray
    if proper >= 2 * stray:
        return "".join(_one_byte(char) for char in mixed)
    if declared:
        try:
            return data.decode(declared)
        except (LookupError, ValueError):
            pass
    # The first of equals wins: Windows-1252 is by far the commonest.
    candidates = [_windows(data), data.decode("mac_roman"), data.decode("cp850")]
    return max(candidates, key=lambda text: len(_LETTERED.findall(text[:_SAMPLE])))


def _wide(data: bytes) -> str | None:
    """Return the byte order of UTF-16 without a mark, told by the zero bytes of Latin text."""
    sample = data[:4000]
    if len(sample) < 8 or len(data) % 2:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * len(sample) / 2 and even < 0.05 * len(sample):
        return "utf-16-le"
    if even > 0.7 * len(sample) / 2 and odd < 0.05 * len(sample):
        return "utf-16-be"
    return None


def _windows(data: bytes) -> str:
    """Decode Windows-1252, its five undefined bytes as Latin-1."""
    return data.decode("cp1252", errors="surrogateescape").translate(
        {0xDC00 + code: code for code in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
    )


def _one_byte(char: str) -> str:
    """Return the Windows-1252 character of a byte that is not UTF-8."""
    code = ord(char)
    if not 0xDC80 <= code <= 0xDCFF:
        return char
    return bytes([code - 0xDC00]).decode("cp1252", errors="ignore")


def _mended(text: str) -> str:
    """Undo a double encoding ("innovaciÃ³n") where the whole text bears it."""
    if len(_MOJIBAKE.findall(text[:_SAMPLE])) < 2:
        return text
    return _MOJIBAKE_RUN.sub(_undo, text)


_MOJIBAKE_RUN = re.compile("[\u0080-\u00ff‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸŽ€]{2,}")


def _undo(match: re.Match[str]) -> str:
    """Return the characters that a run of mojibake stands for, or the run itself."""
    try:
        raw = b"".join(
            bytes([ord(c)]) if ord(c) < 0xA0 else c.encode("cp1252") for c in match.group()
        )
        return raw.decode("utf-8")
    except ValueError:
        return match.group()


def clean(text: str) -> str:
    r"""Return text in NFC with `\n` line ends and without control characters."""
    text = _PAGE_END.sub("\n\n", _LINE_END.sub("\n", text))
    return unicodedata.normalize("NFC", _DROPPED.sub("", text))
