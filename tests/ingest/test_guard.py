"""What may be fetched: every spelling of every inner address is refused, by the rule that is named."""

import pytest

from tracker.ingest.found import Unreadable
from tracker.ingest.guard import Lab, target, vet

INNER = {
    "unspecified": ["0.0.0.0", "0.1.2.3"],
    "private": ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "100.100.100.200"],
    "loopback": ["127.0.0.1", "127.255.255.255", "::1"],
    "metadata": ["168.63.129.16"],
    "link-local": ["169.254.169.254", "fe80::1", "fe80::1%eth0"],
    "multicast": ["224.0.0.1", "239.255.255.250"],
    "reserved": [
        "192.0.0.192", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "240.0.0.1",
        "255.255.255.255", "::", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1",
        "64:ff9b:1::1", "100::1", "2001::1", "2001:0:7f00:1::", "2001:db8::1", "2002:7f00:1::1", "3fff::1", "fc00::1",
        "fd00:ec2::254", "fec0::1", "ff02::1", "5f00::1", "4000::1", "2606:4700::1%eth0", "not an address",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("rule", "address"), [(rule, each) for rule, found in INNER.items() for each in found])
def test_an_address_off_the_open_net_is_refused_by_its_rule(rule: str, address: str) -> None:
    with pytest.raises(Unreadable) as refused:
        vet(address=address, lab=Lab())
    assert (refused.value.why, refused.value.facts) == ("address_forbidden", {"rule": rule})


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "192.0.1.1", "2606:4700:4700::1111", "2a00:1450::1"]
)
def test_one_of_the_open_net_is_let_through(address: str) -> None:
    assert vet(address=address, lab=Lab()) == address


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://example.org/", "address_scheme"),
        ("file:///etc/passwd", "address_scheme"),
        ("gopher://example.org/", "address_scheme"),
        ("javascript:alert(1)", "address_scheme"),
        ("//example.org/", "address_scheme"),
        ("", "address_scheme"),
        ("http://", "address_host"),
        ("http:///path", "address_host"),
        ("http://[::1", "address_host"),
        ("http://[fe80::1%25eth0]/", None),
        ("http://exa mple.org/", "address_signs"),
        ("http://example.org\\@127.0.0.1/", "address_signs"),
        ("http://example.org/\r\nX: y", "address_signs"),
        ("http://user@example.org/", "address_user"),
        ("http://example.org@127.0.0.1/", "address_user"),
        ("http://example.org:8080/", "address_port"),
        ("http://example.org:22/", "address_port"),
        ("http://example.org:99999/", "address_host"),
        ("http://example.org:x/", "address_host"),
        ("http://" + "a" * 300 + ".org/", "address_host"),
        ("http://a..b/", "address_host"),
        ("http://exam*ple.org/", "address_host"),
        ("http://example.org/" + "a" * 2_000, "address_long"),
        *[
            (f"http://{host}/", "address_numeric")
            for host in (
                "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001", "127.1", "127.0.1", "0",
                "127.0.0.1.1", "127.0.0.0x1", "256.256.256.256", "①②⑦.1", "0x", "1.2.3.08",
            )
        ],
    ],
)  # fmt: skip
def test_an_address_that_is_no_plain_one_is_refused_by_its_rule(url: str, why: str | None) -> None:
    with pytest.raises(Unreadable) as refused:
        vet(address=target(url=url).host, lab=Lab())
    assert why in (None, refused.value.why)


@pytest.mark.parametrize("host", ["127.0.0.1", "127。0。0。1", "１２７.0.0.1", "①②⑦.⓪.⓪.①", "127.0.0.1."])
def test_an_inner_address_in_disguise_is_seen_for_what_it_is(host: str) -> None:
    with pytest.raises(Unreadable) as refused:
        vet(address=target(url=f"http://{host}/").host, lab=Lab())
    assert refused.value.why in ("address_forbidden", "address_numeric", "address_host")


def test_a_plain_one_is_taken_apart() -> None:
    found = target(url="HTTPS://WWW.Bücher.Example:443/a b/%20ü?q=ö&r=1#part".replace(" ", ""))
    assert (found.scheme, found.host, found.port, found.named) == (
        "https",
        "www.xn--bcher-kva.example",
        443,
        "www.xn--bcher-kva.example",
    )
    assert found.path == "/ab/%20%C3%BC?q=%C3%B6&r=1"
    assert target(url="http://연합.kr").url == "http://xn--h49aq5f.kr/" or target(url="http://연합.kr").host.startswith(
        "xn--"
    )
