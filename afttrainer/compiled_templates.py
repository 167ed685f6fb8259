"""Templates as they were compiled, kept for the next start: after a restart the first screens are
drawn some seconds sooner."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

from afttrainer import __version__

_DIGEST_BYTES = sha256().digest_size


class CompiledTemplates(BytecodeCache):
    """In `folder`, which may be deleted at any time. What cannot be kept, or was damaged by a power
    cut, is compiled anew; nobody is told."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        #: What compiles them, and for which options: another version keeps its own.
        self._made_by = f"{__version__} {version('jinja2')}"

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(f"{self._made_by}\n{source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            kept = self._file(bucket).read_bytes()
            digest, code = kept[:_DIGEST_BYTES], kept[_DIGEST_BYTES:]
            # Half a code could take the whole server with it.
            if sha256(code).digest() == digest:
                bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        code = bucket.bytecode_to_string()
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            self._file(bucket).write_bytes(sha256(code).digest() + code)

    def _file(self, bucket: Bucket) -> Path:
        return self._folder / bucket.key
