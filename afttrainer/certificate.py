"""A certificate for the clinic's own network, made here and told how to trust."""

from __future__ import annotations

import contextlib
import ipaddress
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from afttrainer import authority

#: Phones refuse certificates that live longer than 398 days.
LIVES = timedelta(days=390)
RENEWED_BEFORE = timedelta(days=30)


def ensure(home: Path, names: Sequence[str], now: datetime | None = None) -> tuple[Path, Path]:
    """(certificate file, key file) good for each of `names` (host names and IP addresses).

    Made anew when a name is missing or it is about to run out; the authority that signs it, whose
    certificate is `home/tls/authority.crt`, stays the same as long as it may speak for the names,
    so phones need to trust only once.
    """
    now = now or datetime.now(UTC)
    folder = home / "tls"
    folder.mkdir(parents=True, exist_ok=True)
    certificate, key = folder / "server.crt", folder / "server.key"
    issuer, signs = authority.ensure(folder, names, now)
    if not _still_good(certificate, key, issuer, names, now):
        secret = ec.generate_private_key(ec.SECP256R1())
        leaf = _leaf(issuer, signs, secret.public_key(), names, now)
        authority.keep_key(key, secret)
        pem = serialization.Encoding.PEM
        certificate.write_bytes(leaf.public_bytes(pem) + issuer.public_bytes(pem))
    return certificate, key


def _still_good(
    path: Path, key: Path, issuer: x509.Certificate, names: Sequence[str], now: datetime
) -> bool:
    with contextlib.suppress(OSError, ValueError, TypeError, InvalidSignature):
        leaf = x509.load_pem_x509_certificates(path.read_bytes())[0]
        leaf.verify_directly_issued_by(issuer)
        secret = serialization.load_pem_private_key(key.read_bytes(), None)
        if secret.public_key() != leaf.public_key():
            return False
        covered = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        have = {str(entry.value) for entry in covered}
        return set(names) <= have and now + RENEWED_BEFORE < leaf.not_valid_after_utc
    return False


def _leaf(
    issuer: x509.Certificate,
    signs: authority.Key,
    public: ec.EllipticCurvePublicKey,
    names: Sequence[str],
    now: datetime,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "AFT Trainer")])
    of_issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(signs.public_key())
    return (
        authority.builder(subject, issuer.subject, public, now, LIVES)
        .add_extension(of_issuer, critical=False)
        .add_extension(x509.SubjectAlternativeName([_general(n) for n in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(authority.usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(signs, hashes.SHA256())
    )


def _general(name: str) -> x509.GeneralName:
    with contextlib.suppress(ValueError):
        return x509.IPAddress(ipaddress.ip_address(name))
    return x509.DNSName(name)
