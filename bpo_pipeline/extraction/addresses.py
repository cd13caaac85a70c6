"""Postal addresses: the line with the town, the street above it, and blocks of lines that stand together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois"
    "|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri"
    "|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma"
    "|Oregon|Pennsylvania|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington"
    "|West Virginia|Wisconsin|Wyoming|District of Columbia"
)
_PROVINCES = (
    "Alberta|British Columbia|Manitoba|New Brunswick|Newfoundland and Labrador|Nova Scotia|Ontario"
    "|Prince Edward Island|Qu[eé]bec|Saskatchewan|Yukon|Nunavut"
)
_INDIAN = (
    "India|Andhra Pradesh|Assam|Bihar|Chandigarh|Chhattisgarh|Delhi|Goa|Gujarat|Haryana|Himachal Pradesh|Jharkhand"
    "|Karnataka|Kerala|Madhya Pradesh|Maharashtra|Odisha|Punjab|Rajasthan|Tamil Nadu|Telangana|Uttar Pradesh"
    "|Uttarakhand|West Bengal"
)
_TOWN_FIRST = re.compile(
    r"(?<![\w/])[^\W\d_][^\d\n|●•·;,]{1,40}?,?\s+(?:"
    r"[A-Z]{2},?\s+[0-9]{5}(?:-[0-9]{4})?"  # Seattle, WA 98109
    r"|[A-Z][0-9][0-9W]\s?[0-9A-Z]{4}"  # Dublin D01 F6X5
    r"|[A-Z]{1,2}[0-9][A-Z0-9]?\s[0-9][A-Z]{2}"  # London SW1A 1AA
    r"|[A-Z]{2},?\s+[A-Z][0-9][A-Z]\s?[0-9][A-Z][0-9]"  # Toronto ON M5V 2T6
    rf"|(?:{_STATES}),?\s+[0-9]{{5}}(?:-[0-9]{{4}})?"  # San Francisco, California 94104
    rf"|(?:{_PROVINCES}),?\s+[A-Z][0-9][A-Z]\s?[0-9][A-Z][0-9]"  # Toronto, Ontario M5V 2T6
    rf"|(?:[-–]\s?)?[1-9][0-9]{{2}}\s?[0-9]{{3}},?\s+(?:{_INDIAN})"  # Pune - 411004, Maharashtra
    r"|(?:NSW|VIC|QLD|SA|WA|TAS|ACT|NT)\s+[0-9]{4})(?![\w])"
)
_CODE_FIRST = re.compile(
    r"(?<![\w/])(?:"
    r"(?:[A-Z]{1,3}[- ])?[0-9]{4,5}(?:\s[A-Z]{2})?\s+[A-ZÀ-ÖØ-Þ'][^\n|●•·;]{1,40}"  # 80333 München, 3012 CN Rotterdam
    r"|[0-9]{4}-[0-9]{3}\s+[^\W\d_][^\n|●•·;]{1,40})(?![\w])"  # 1000-001 Lisboa
)
_BELOW_STREET = re.compile(r"[A-ZÀ-Þ][^\d,:]{2,30}(?:,\s*|\s+)[0-9]{5}|[0-9]{3,6}\s+[A-ZÀ-Þ][^\d:]{2,30}")
"""What is a town under a street though postcode and state are not whole: ``Pleasant Hill, 94523``."""
_BRITISH = re.compile(
    r"\b(?:England|Scotland|Wales|Northern Ireland|United Kingdom|UK),?\s+[A-Z]{1,2}[0-9][A-Z0-9]?\s[0-9A-Z]{3}\b"
)
_RATE = re.compile(r"[0-9] (?:EUR|USD|GBP|CHF)\b")
"""What a postcode and a town look like in ``1 EUR = 1.0834 USD``."""
_STREET = re.compile(
    r"\b[^\W\d_]{2,}.{0,40}\b[0-9]{1,5}\s?[a-zA-Z]?\b|^[0-9]{1,5}[a-zA-Z]?(?:[-–/][0-9]{1,4}[a-zA-Z]?)?,?\s.{0,40}[^\W\d_]{2,}"
    r"|\b(?:p\.?\s?o\.?\s?box|postfach|bp|apartado|stra(?:ß|ss)e|street|rue|avenue|road|lane|drive|quay|square|gasse"
    r"|allee|platz|chemin|boulevard|quai|calle|avenida|paseo|plaza|viale|corso|piazza|laan|plein|kade|gracht)\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"@|https?:|www\.|\b(?:tel|phone|fax|fon|telefon|telefax|mobile|e-?mail|tél|téléphone|teléfono|telefoon|kvk|iban|bic|siret|siren|gln|hrb|vat|ust|btw|nif|cif|ein)\b[.:\s-]",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s+[-–—|●•·*]\s*|\s*[|●•·]\s*|\s[-–—]\s")
COUNTRIES = frozenset(
    [
        "deutschland",
        "germany",
        "france",
        "frankreich",
        "united",
        "states",
        "usa",
        "us",
        "de",
        "fr",
        "nederland",
        "netherlands",
        "the",
        "netherlands",
        "belgie",
        "belgique",
        "belgium",
        "osterreich",
        "austria",
        "schweiz",
        "suisse",
        "switzerland",
        "espana",
        "spain",
        "italia",
        "italy",
        "portugal",
        "united",
        "kingdom",
        "uk",
        "great",
        "britain",
        "england",
        "gb",
        "nl",
        "be",
        "at",
        "es",
        "it",
        "pt",
        "ch",
        "ireland",
        "luxembourg",
        "hong",
        "kong",
        "canada",
        "australia",
        "hk",
        "espagne",
        "allemagne",
        "india",
        "malaysia",
        "singapore",
    ]
) | {
    "united states",
    "united kingdom",
    "the netherlands",
    "hong kong",
    "great britain",
    "united states of america",
    "etats unis",
    "états unis",
    "etats-unis",
    "états-unis",
    "royaume-uni",
    "royaume uni",
    "pays-bas",
    "pays bas",
    "vereinigte staaten",
    "niederlande",
    "spanien",
    "italien",
    "belgien",
    "frankrijk",
    "duitsland",
    "verenigde staten",
    "estados unidos",
    "reino unido",
    "alemania",
    "francia",
    "stati uniti",
    "germania",
    "spagna",
    "alemanha",
    "frança",
    "italie",
    "irlande",
    "danmark",
    "sverige",
    "norge",
    "polska",
    "suomi",
    "magyarország",
    "new zealand",
}


@lru_cache(maxsize=4096)
def town_in(text: str) -> str | None:
    """The part of a line with postcode and town, None when there is none."""
    if len(text) > 160:
        return None
    match = _BRITISH.search(text) or _TOWN_FIRST.search(text) or _CODE_FIRST.search(text)
    if match is None or _CONTACT.search(text[: match.end()]) or _RATE.search(match[0]):
        return None
    return match[0].strip(" ,-–")


def town_index(texts: Sequence[str], *, lines: bool = False) -> int | None:
    """Which of some lines, read downwards, is the town's: not a street that begins with a long house number.

    *lines*: they are lines of their own, in which what stands under a street is its town though the postcode is short.
    """
    for index, text in enumerate(texts):
        if lines and index and is_street(texts[index - 1]) and _BELOW_STREET.fullmatch(text):
            return index
        if index and town_in(text) is not None:
            following = texts[index + 1] if index + 1 < len(texts) else ""
            town_below = town_in(following) is not None or (lines and bool(_BELOW_STREET.fullmatch(following)))
            if not (is_street(text) and town_below and not is_street(texts[index - 1])):
                return index
    return None


@lru_cache(maxsize=4096)
def is_street(text: str) -> bool:
    """Whether a line looks like a street with its number, or a post-office box."""
    return len(text) <= 80 and bool(_STREET.search(text)) and not _CONTACT.search(text)


def is_contact(text: str) -> bool:
    """Whether a line holds telephone, mail, web or register entries."""
    return bool(_CONTACT.search(text[:200]))


def is_country(text: str) -> bool:
    """Whether a line is a country's name or code."""
    return text.casefold().strip(" .,-").replace("ñ", "n").replace("ë", "e").replace("ö", "o") in COUNTRIES


def pieces(text: str) -> tuple[str, ...]:
    """A sender line cut at its dots and dashes: name, street, town."""
    return tuple(one.strip(" ,") for one in _SPLIT.split(text[:240]) if one.strip(" ,"))
