"""Which addresses the server may fetch from: a page of the open web, and no machine behind or beside this one.

The registries are written out: `ipaddress.is_global` differs between Python versions, and calls several of these
global. Sources: IANA's special-purpose registries for IPv4 and IPv6, and the address of Azure's metadata service.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import quote, urlsplit

from tracker.ingest.found import Unreadable

PORTS: Final = frozenset((80, 443))
LONGEST: Final = 2_000
"""Characters of the longest address."""

_V4: Final = tuple(
    (ip_network(network), rule)
    for network, rule in (
        ("0.0.0.0/8", "unspecified"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "private"),  # shared by carriers; a metadata service too
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "metadata"),
        ("169.254.0.0/16", "link-local"),  # metadata services too
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "reserved"),
        ("192.31.196.0/24", "reserved"),
        ("192.52.193.0/24", "reserved"),
        ("192.88.99.0/24", "reserved"),  # 6to4 relays
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "reserved"),
        ("198.18.0.0/15", "reserved"),
        ("198.51.100.0/24", "reserved"),
        ("203.0.113.0/24", "reserved"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
_V6_OPEN: Final = ip_network("2000::/3")
"""All of IPv6 that is given to anybody on the open net. Outside: loopback, link-local, private, multicast, mapped and
compatible IPv4, NAT64."""

_V6: Final = tuple(
    (ip_network(network), rule)
    for network, rule in (
        ("2001::/23", "reserved"),  # Teredo among them
        ("2001:db8::/32", "reserved"),
        ("2002::/16", "reserved"),  # 6to4, which wraps any IPv4 address
        ("2620:4f:8000::/48", "reserved"),
        ("3fff::/20", "reserved"),
    )
)
_HOST: Final = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_][a-z0-9_-]{0,62})*")
_NUMERIC: Final = re.compile(r"([0-9]+|0x[0-9a-f]*)")
_BAD: Final = re.compile(r"[\x00-\x20\x7f\\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """What only tests may loosen: networks of their own servers, and who signed their certificates."""

    networks: tuple[str, ...] = ()
    authority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address taken apart: what to resolve, where to dial, what to ask for."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def named(self) -> str:
        """The Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == {"http": 80, "https": 443}[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.named}{self.path}"


def target(*, url: str, ports: frozenset[int] = PORTS) -> Target:
    """The parts of an address that may be fetched as far as it can be told without resolving it.

    Raises Unreadable, which names the rule.
    """
    if len(url) > LONGEST:
        raise Unreadable("address_long", most=LONGEST)
    if _BAD.search(url):
        raise Unreadable("address_signs")
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        raise Unreadable("address_host") from None
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https"):
        raise Unreadable("address_scheme")
    if "@" in parts.netloc:
        raise Unreadable("address_user")
    port = port if port is not None else 443 if scheme == "https" else 80
    if port not in ports:
        raise Unreadable("address_port", port=port)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]|") if parts.query else ""
    )
    return Target(scheme=scheme, host=_host(host, bracketed="[" in parts.netloc), port=port, path=path)


def vet(*, address: str, lab: Lab) -> str:
    """The address in its one spelling, when it is one of the open net. Raises Unreadable, which names the rule."""
    try:
        found = ip_address(address)
    except ValueError:
        raise Unreadable("address_forbidden", rule="reserved") from None
    if any(found in ip_network(network) for network in lab.networks):
        return str(found)
    rule = _rule(found)
    if rule:
        raise Unreadable("address_forbidden", rule=rule)
    return str(found)


def _rule(found: IPv4Address | IPv6Address) -> str:
    """Why this address is none of the open net's; empty when it is."""
    if isinstance(found, IPv4Address):
        return next((rule for network, rule in _V4 if found in network), "")
    if found.scope_id or found not in _V6_OPEN:
        return "loopback" if found.is_loopback else "link-local" if found.is_link_local else "reserved"
    return next((rule for network, rule in _V6 if found in network), "")


def _host(host: str, *, bracketed: bool) -> str:
    """The host in ASCII and lower case. One that looks like a number must be a plain IPv4 address."""
    if bracketed:
        try:
            return str(IPv6Address(host))
        except ValueError:
            raise Unreadable("address_host") from None
    try:
        plain = host.encode("idna").decode("ascii").lower().removesuffix(".") if host else ""
    except UnicodeError:
        raise Unreadable("address_host") from None
    if not _HOST.fullmatch(plain):
        raise Unreadable("address_host")
    if _NUMERIC.fullmatch(plain.rpartition(".")[2]):
        try:
            return str(IPv4Address(plain))
        except ValueError:
            raise Unreadable("address_numeric") from None
    return plain
