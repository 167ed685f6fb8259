"""How nginx stands before the workers of a site. docs/operating.md shows the same for a clinic."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

#: No sticky sessions: any worker answers anybody. A worker that is gone is passed over at once and
#: asked again a second later. Nothing of a film is laid down on the way, and its size is the
#: application's to judge. A worker speaks to each screen every five seconds.
SITE = """\
    upstream afttrainer {{
        least_conn;
{workers}
        keepalive 32;
    }}
    map $http_upgrade $connection_upgrade {{ default upgrade; '' ''; }}
    server {{
        listen {host}:{port}{tls};
        client_max_body_size 0;
        proxy_http_version 1.1;
        proxy_request_buffering off;
        proxy_max_temp_file_size 0;
        proxy_connect_timeout 2s;
        proxy_next_upstream error timeout;
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Host $http_host;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $connection_upgrade;
        location / {{
            proxy_pass http://afttrainer;
        }}
        location /socket.io/ {{
            proxy_read_timeout 15s;
            proxy_pass http://afttrainer;
        }}
    }}
"""
TLS = """ ssl;
        ssl_certificate {0};
        ssl_certificate_key {1};
        ssl_protocols TLSv1.2 TLSv1.3"""


def before(
    ports: Sequence[int], host: str, port: int, certificate: tuple[Path, Path] | None = None
) -> str:
    """What stands in nginx's `http { }` to share the site out among workers on these ports.

    `certificate` is (certificate file, key file); without it nginx speaks plain HTTP.
    """
    upstream = "        server 127.0.0.1:{} max_fails=1 fail_timeout=1s;"
    return SITE.format(
        workers="\n".join(upstream.format(worker) for worker in ports),
        host=f"[{host}]" if ":" in host else host,
        port=port,
        tls=TLS.format(*certificate) if certificate else "",
    )
