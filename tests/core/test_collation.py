"""The Vietnamese order of names."""

import random

import pytest

from core.search.collation import sort_key

IN_ORDER = [
    ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "h", "i", "k", "l", "m", "n", "o", "ô", "ơ",
     "p", "q", "r", "s", "t", "u", "ư", "v", "x", "y"],
    ["ma", "mà", "mả", "mã", "má", "mạ"],
    ["Châu Đốc", "Châu Phú", "Châu Thành", "Chi Lăng", "Chợ Mới"],
    ["TH số 1", "TH số 2", "TH số 10", "TH số 10 B"],
    ["An", "An Giang", "An Phú", "Ân"],
    ["Long Điền A", "Long Điền B", "Long Xuyên"],
    ["Hòa Bình", "Hòa Bình B", "Hòa Lạc"],
    ["Tân Lập", "Tân Lạp"][::-1],
]  # fmt: skip


@pytest.mark.parametrize("names", IN_ORDER, ids=lambda names: names[0])
def test_names_stand_in_the_order_of_the_vietnamese_alphabet(names):
    mixed = random.Random(7).sample(names, len(names))
    assert sorted(mixed, key=sort_key) == names


def test_one_name_has_one_key_however_it_is_written():
    assert sort_key("Nguyễn Bỉnh Khiêm") == sort_key("NGUYỄN  BỈNH KHIÊM")
    assert sort_key("Hòa") == sort_key("Ho\u0300a")


def test_the_key_is_plain_so_that_every_database_reads_it_alike():
    key = sort_key("Trường THCS&THPT Mỹ Hòa Hưng (số 2)")
    assert key.isascii()
    assert key.isalnum()
    assert key == key.lower()
