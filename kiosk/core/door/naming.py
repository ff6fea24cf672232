"""Names as they are looked for: without accents, and whatever the case."""

import unicodedata


def plain(name: str) -> str:
    """Return `name` in plain small letters, so that an accented letter stands beside its own."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def is_named(label: str, typed: str) -> bool:
    """Say whether a word of `label` begins as typed, and the words after it go on so."""
    words = plain(label).replace("-", " ").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()
    wanted = plain(typed).strip()
    return any(" ".join(words[n:]).startswith(wanted) for n in range(len(words)))
