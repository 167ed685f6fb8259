"""The site's own certificate authority: trusted once by each phone, for little."""

from __future__ import annotations

import contextlib
import ipaddress
import os
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LIVES: Final = timedelta(days=3650)
RENEWED_BEFORE: Final = timedelta(days=400)
#: It can speak for private addresses and local names and nothing else, so that trusting it on a
#: phone gives nobody a way into the phone's other traffic.
PRIVATE: Final = (
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "fc00::/7",
    "fe80::/10",
    "::1/128",
)
LOCAL_NAMES: Final = ("localhost", "local", "lan", "home.arpa", "internal")

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Key = ec.EllipticCurvePrivateKey


def ensure(folder: Path, names: Iterable[str], now: datetime) -> tuple[x509.Certificate, Key]:
    """The authority in `folder`, made anew where there is none that may speak for all of `names`.

    A computer whose address is not private (some universities give such) gets one that may speak
    for that address besides, and for no other.
    """
    certificate, key = folder / "authority.crt", folder / "authority.key"
    if (kept := _kept(certificate, key)) is not None:
        lasts = now + RENEWED_BEFORE < kept[0].not_valid_after_utc
        if lasts and all(may_speak_for(kept[0], name) for name in names):
            return kept
    secret = ec.generate_private_key(ec.SECP256R1())
    made = _made(secret, names, now)
    keep_key(key, secret)
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return made, secret


def _kept(certificate: Path, key: Path) -> tuple[x509.Certificate, Key] | None:
    with contextlib.suppress(OSError, ValueError):
        secret = serialization.load_pem_private_key(key.read_bytes(), None)
        if isinstance(secret, Key):
            return x509.load_pem_x509_certificate(certificate.read_bytes()), secret
    return None


def _made(secret: Key, names: Iterable[str], now: datetime) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "AFT Trainer on this network")])
    allowed: list[x509.GeneralName] = [x509.IPAddress(ipaddress.ip_network(n)) for n in PRIVATE]
    allowed += [x509.DNSName(n) for n in LOCAL_NAMES]
    allowed += [_only(other) for other in names if not _within(allowed, other)]
    return (
        builder(name, name, secret.public_key(), now, LIVES)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage(signs=True), critical=True)
        .add_extension(x509.NameConstraints(allowed, None), critical=True)
        .sign(secret, hashes.SHA256())
    )


def may_speak_for(authority: x509.Certificate, name: str) -> bool:
    """Whether its constraints let it vouch for a host name or an IP address."""
    constraints = authority.extensions.get_extension_for_class(x509.NameConstraints).value
    return _within(constraints.permitted_subtrees or [], name)


def _within(allowed: Iterable[x509.GeneralName], name: str) -> bool:
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        domains = [str(one.value) for one in allowed if isinstance(one, x509.DNSName)]
        return any(name == domain or name.endswith(f".{domain}") for domain in domains)
    networks = (one.value for one in allowed if isinstance(one, x509.IPAddress))
    return any(address in network for network in networks if isinstance(network, Network))


def _only(name: str) -> x509.GeneralName:
    """A constraint that lets through this one name and no other."""
    try:
        return x509.IPAddress(ipaddress.ip_network(name))
    except ValueError:
        return x509.DNSName(name)


def builder(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    now: datetime,
    lives: timedelta,
) -> x509.CertificateBuilder:
    """What both kinds of certificate have."""
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        # A phone whose clock is behind should not refuse it.
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + lives)
        # RFC 5280, 4.2.1.2: strict readers (Python 3.13 is one) ask for it.
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        key_cert_sign=signs,
        crl_sign=signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def keep_key(path: Path, key: Key) -> None:
    """Readable by its owner only, from the first byte."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
