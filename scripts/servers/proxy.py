"""An nginx of our own, with a configuration that is given to it."""

from __future__ import annotations

import signal
from pathlib import Path

from scripts.servers.debian import Program, on_path
from scripts.servers.server import Server

NGINX = Program("nginx", lambda: on_path("nginx"), ("nginx-light", "nginx"))

#: All that nginx writes lies in its folder, and not where the machine's own nginx writes.
MAIN = """\
daemon off;
pid {folder}/nginx.pid;
error_log stderr warn;
{user}events {{ worker_connections 4096; }}
http {{
    access_log off;
    client_body_temp_path {folder}/nginx-body;
    proxy_temp_path {folder}/nginx-proxy;
    fastcgi_temp_path {folder}/nginx-fastcgi;
    uwsgi_temp_path {folder}/nginx-uwsgi;
    scgi_temp_path {folder}/nginx-scgi;
{http}
}}
"""


class Nginx(Server):
    """`http` is what stands inside of nginx's `http { }`, listening at 127.0.0.1:`port`.

    The port is chosen before, so that it can be written there: Nginx(folder, port=port, http=…).
    """

    name = "nginx"

    def __init__(self, folder: Path, *, port: int, http: str) -> None:
        super().__init__(folder, port=port)
        self.http = http

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def configuration(self) -> Path:
        return self.folder / "nginx.conf"

    def reload(self, http: str) -> None:
        """Go over to another configuration; connections that are open stay."""
        self.http = http
        self._prepare()
        if self.process is not None:
            self.process.send_signal(signal.SIGHUP)

    def _prepare(self) -> None:
        super()._prepare()
        # As root its workers would otherwise be an account that may not read a site's films.
        user = "user root;\n" if _is_root() else ""
        folder = self.folder.resolve()
        self.configuration.write_text(MAIN.format(folder=folder, user=user, http=self.http))

    def _command(self) -> list[str]:
        return [NGINX.path(), "-p", str(self.folder.resolve()), "-c", str(self.configuration)]

    def _is_ready(self) -> bool:
        return self._answers()


def _is_root() -> bool:
    import os

    return hasattr(os, "geteuid") and os.geteuid() == 0
