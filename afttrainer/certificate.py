"""A certificate for the clinic's own network, made here and told how to trust."""

from __future__ import annotations

import contextlib
import ipaddress
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_LIVES = timedelta(days=3650)
#: Phones refuse certificates that live longer than 398 days.
LEAF_LIVES = timedelta(days=390)
RENEWED_BEFORE = timedelta(days=30)
#: The site's own authority can speak for private addresses and local names and nothing else, so
#: that trusting it on a phone gives nobody a way into the phone's other traffic.
PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16")
LOCAL_NAMES = ("localhost", "local", "lan", "home.arpa", "internal")


def ensure(home: Path, names: list[str], now: datetime | None = None) -> tuple[Path, Path]:
    """(certificate file, key file) good for each of `names` (host names and IP addresses).

    Made anew when a name is missing or it is about to run out; the authority that signs it, whose
    certificate is `home/tls/authority.crt`, stays the same, so phones need to trust only once.
    """
    now = now or datetime.now(UTC)
    folder = home / "tls"
    folder.mkdir(parents=True, exist_ok=True)
    certificate, key = folder / "server.crt", folder / "server.key"
    if not _still_good(certificate, names, now):
        _make_leaf(folder, certificate, key, names, now)
    return certificate, key


def _still_good(path: Path, names: list[str], now: datetime) -> bool:
    if not path.exists():
        return False
    leaf = x509.load_pem_x509_certificates(path.read_bytes())[0]
    covered = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    have = {str(entry.value) for entry in covered}
    return set(names) <= have and now + RENEWED_BEFORE < leaf.not_valid_after_utc


def _authority(folder: Path, now: datetime) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    certificate, key = folder / "authority.crt", folder / "authority.key"
    if certificate.exists() and key.exists():
        loaded = serialization.load_pem_private_key(key.read_bytes(), None)
        assert isinstance(loaded, ec.EllipticCurvePrivateKey)  # noqa: S101 - we wrote it
        return x509.load_pem_x509_certificate(certificate.read_bytes()), loaded
    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "AFT Trainer on this network")])
    allowed: list[x509.GeneralName] = [x509.IPAddress(ipaddress.ip_network(n)) for n in PRIVATE]
    allowed += [x509.IPAddress(ipaddress.ip_network(n)) for n in ("fc00::/7", "fe80::/10", "::1")]
    allowed += [x509.DNSName(n) for n in LOCAL_NAMES]
    made = (
        _builder(name, name, secret.public_key(), now, AUTHORITY_LIVES)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.NameConstraints(allowed, None), critical=True)
        .sign(secret, hashes.SHA256())
    )
    _keep_key(key, secret)
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return made, secret


def _make_leaf(
    folder: Path, certificate: Path, key: Path, names: list[str], now: datetime
) -> None:
    authority, signs = _authority(folder, now)
    secret = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "AFT Trainer")])
    leaf = (
        _builder(subject, authority.subject, secret.public_key(), now, LEAF_LIVES)
        .add_extension(x509.SubjectAlternativeName([_general(n) for n in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(signs, hashes.SHA256())
    )
    _keep_key(key, secret)
    pem = serialization.Encoding.PEM
    certificate.write_bytes(leaf.public_bytes(pem) + authority.public_bytes(pem))


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    now: datetime,
    lives: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        # A phone whose clock is behind should not refuse it.
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + lives)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
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


def _general(name: str) -> x509.GeneralName:
    with contextlib.suppress(ValueError):
        return x509.IPAddress(ipaddress.ip_address(name))
    return x509.DNSName(name)


def _keep_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
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
