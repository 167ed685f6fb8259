"""The certificate that a room in a clinic's network shows, and the authority behind it."""

from __future__ import annotations

import os
import ssl
import stat
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from afttrainer import authority, certificate

NAMES = ("192.168.7.20", "laptop.local", "localhost")
NOW = datetime.now(UTC)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def leaf_of(home: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificates((home / "tls" / "server.crt").read_bytes())[0]


def authority_of(home: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate((home / "tls" / "authority.crt").read_bytes())


def opens(home: Path, name: str) -> None:
    """A device that trusts the authority reaches the server under `name`. Raises SSLError."""
    device = ssl.create_default_context(cafile=str(home / "tls" / "authority.crt"))
    device.verify_flags |= ssl.VERIFY_X509_STRICT
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(home / "tls" / "server.crt", home / "tls" / "server.key")
    to_server, to_device = ssl.MemoryBIO(), ssl.MemoryBIO()
    asks = device.wrap_bio(to_device, to_server, server_hostname=name)
    answers = server.wrap_bio(to_server, to_device, server_side=True)
    waiting = [asks, answers, asks, answers]
    for side in waiting:
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue
    assert asks.getpeercert()


@pytest.mark.parametrize("name", NAMES)
def test_each_name_opens_for_a_device_that_trusts_the_authority(home: Path, name: str) -> None:
    certificate.ensure(home, NAMES)

    opens(home, name)


def test_a_name_that_was_not_asked_for_does_not_open(home: Path) -> None:
    certificate.ensure(home, NAMES)

    with pytest.raises(ssl.SSLCertVerificationError):
        opens(home, "192.168.7.21")


def test_addresses_stand_in_it_as_addresses_and_names_as_names(home: Path) -> None:
    certificate.ensure(home, NAMES)
    named = leaf_of(home).extensions.get_extension_for_class(x509.SubjectAlternativeName).value

    assert [str(ip) for ip in named.get_values_for_type(x509.IPAddress)] == ["192.168.7.20"]
    assert named.get_values_for_type(x509.DNSName) == ["laptop.local", "localhost"]


def test_the_authority_vouches_for_nothing_outside_the_clinic(home: Path) -> None:
    certificate.ensure(home, NAMES)
    kept = authority_of(home)

    for name in ("10.1.2.3", "172.31.0.9", "ward.lan", "fd00::5", "100.64.8.8"):
        assert authority.may_speak_for(kept, name)
    for name in ("8.8.8.8", "example.org", "notlocal", "172.32.0.1", "2001:db8::1"):
        assert not authority.may_speak_for(kept, name)


def signed_besides_it(home: Path, names: Sequence[str]) -> None:
    """As if somebody had stolen the authority's key, to stand in for another site."""
    folder = home / "tls"
    issuer, signs = authority.ensure(folder, NAMES, NOW)
    secret = ec.generate_private_key(ec.SECP256R1())
    leaf = certificate._leaf(issuer, signs, secret.public_key(), names, NOW)
    authority.keep_key(folder / "server.key", secret)
    pem = serialization.Encoding.PEM
    (folder / "server.crt").write_bytes(leaf.public_bytes(pem) + issuer.public_bytes(pem))


def test_a_phone_that_trusts_it_is_not_fooled_about_another_site(home: Path) -> None:
    certificate.ensure(home, NAMES)
    signed_besides_it(home, ["bank.example"])

    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        opens(home, "bank.example")


def test_an_address_that_is_not_private_gets_an_authority_for_it_alone(home: Path) -> None:
    certificate.ensure(home, NAMES)
    before = authority_of(home)
    certificate.ensure(home, [*NAMES, "192.0.2.2"])

    opens(home, "192.0.2.2")
    assert authority_of(home) != before
    assert not authority.may_speak_for(authority_of(home), "192.0.2.3")


def test_a_second_start_shows_the_same_certificate(home: Path) -> None:
    certificate.ensure(home, NAMES)
    before = leaf_of(home)
    certificate.ensure(home, NAMES[:2])

    assert leaf_of(home) == before


def test_in_another_network_it_is_made_anew_and_trusted_still(home: Path) -> None:
    certificate.ensure(home, NAMES)
    trusted = authority_of(home)
    certificate.ensure(home, ["10.0.0.4", "localhost"])

    assert authority_of(home) == trusted
    opens(home, "10.0.0.4")


def test_it_is_renewed_a_month_before_it_runs_out(home: Path) -> None:
    certificate.ensure(home, NAMES, NOW)
    before = leaf_of(home)
    runs_out = before.not_valid_after_utc

    certificate.ensure(home, NAMES, runs_out - timedelta(days=31))
    assert leaf_of(home) == before
    certificate.ensure(home, NAMES, runs_out - timedelta(days=29))
    assert leaf_of(home) != before


def test_phones_refuse_none_for_living_too_long(home: Path) -> None:
    certificate.ensure(home, NAMES)
    leaf = leaf_of(home)

    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc <= timedelta(days=398)
    assert leaf.not_valid_before_utc <= NOW - timedelta(hours=23), "a phone's clock may be behind"


@pytest.mark.parametrize("lost", ["authority.crt", "authority.key", "server.key", "server.crt"])
@pytest.mark.parametrize("how", ["gone", "broken"])
def test_what_was_lost_is_made_anew(home: Path, lost: str, how: str) -> None:
    certificate.ensure(home, NAMES)
    file = home / "tls" / lost
    if how == "gone":
        file.unlink()
    else:
        file.write_text("-----BEGIN")
    certificate.ensure(home, NAMES)

    opens(home, "localhost")


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such modes")
@pytest.mark.parametrize("key", ["server.key", "authority.key"])
def test_only_its_owner_reads_a_key(home: Path, key: str) -> None:
    certificate.ensure(home, NAMES)

    assert stat.S_IMODE((home / "tls" / key).stat().st_mode) == 0o600
