"""Search keys: what a person types without diacritics must find what is written with them."""

import re
import unicodedata

_STROKED = str.maketrans({"đ": "d", "Đ": "D"})
_JOINERS = re.compile(r"[^a-z0-9]+")

# Abbreviations people type, spelled out once so that both spellings meet in one key.
_ABBREVIATIONS = {
    "truong tieu hoc": "th",
    "tieu hoc": "th",
    "truong trung hoc co so": "thcs",
    "trung hoc co so": "thcs",
    "truong trung hoc pho thong": "thpt",
    "trung hoc pho thong": "thpt",
    "truong mam non": "mn",
    "mam non": "mn",
    "trung tam giao duc thuong xuyen": "tt gdtx",
    "giao duc thuong xuyen": "gdtx",
    "giao duc va dao tao": "gddt",
    "gd dt": "gddt",
    "thanh pho": "tp",
    "thi xa": "tx",
    "uy ban nhan dan": "ubnd",
}


def normalise(text: str) -> str:
    """NFC, without stray spaces: the form in which every name is stored."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def search_key(text: str) -> str:
    """Lower-case ASCII words of `text`, abbreviations folded.

    NFD stripping alone leaves đ and Đ in place, so they are mapped first.
    "Trường THCS và THPT Mỹ Hòa Hưng" and "thcs&thpt my hoa hung" give the same key.
    """
    plain = unicodedata.normalize("NFD", text.translate(_STROKED))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).lower()
    words = f" {_JOINERS.sub(' ', plain).strip()} "
    for long, short in _ABBREVIATIONS.items():
        words = words.replace(f" {long} ", f" {short} ")
    kept = [word for word in words.split() if word not in {"truong", "va"}]
    return " ".join(kept)
