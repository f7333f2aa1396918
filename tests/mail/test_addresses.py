"""Addresses are typed in by people, and end up in mail headers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perdiem.mail.addresses import usable_address, usable_addresses


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("biller@example.org", "biller@example.org"),
        ("  biller@example.org\n", "biller@example.org"),
        ("Pat Biller <pat.o'brien+iop@billing.example.org>", "pat.o'brien+iop@billing.example.org"),
        ("data-quality@localhost", "data-quality@localhost"),
    ],
)
def test_an_address_is_found(text: str, address: str) -> None:
    assert usable_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "  ",
        "biller",
        "biller@",
        "@example.org",
        "biller@@example.org",
        "biller@example..org",
        "a@example.org, b@example.org",
        "a@example.org b@example.org",
        "billers: a@example.org;",
        "biller@example.org\r\nBcc: all@example.org",
        "biller@example.org\x00",
        '"biller\\"@example.org',
        "bïller@example.org",
        "=?utf-8?q?biller=0d=0aBcc=3a?=@example.org",
        f"{'b' * 250}@example.org",
        "(" * 250 + "@example.org",
        "(" * 10_000,
    ],
)
def test_what_is_no_single_plain_address_is_not_used(text: str | None) -> None:
    assert usable_address(text) is None


def test_each_mailbox_is_written_to_once_in_order() -> None:
    texts = ["z@example.org", None, "B@example.org", "b@example.org ", "nobody", "a@example.org"]
    assert usable_addresses(texts) == ("B@example.org", "a@example.org", "z@example.org")


@given(st.text(alphabet='ab@.<>"(),:;[]\\ =?-\t\r\n\x00é', max_size=20))
def test_no_text_breaks_out_of_a_header(text: str) -> None:
    address = usable_address(text)
    assert address is None or (address.isprintable() and address.count("@") == 1 and not set(address) & set(" ,;<>"))
