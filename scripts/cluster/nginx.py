"""How nginx stands before the workers of a site. docs/operating.md shows the same for a clinic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
{films}    }}
"""
#: Where the site leaves its films to an encrypted disk. What a player asks for is cut into pieces,
#: which nginx fetches at a second door of its own, because it sends a part of a file only to who
#: has asked for a part. There the application is asked for its yes (an answer with the film's
#: place, and how long it holds: FOR_SO_LONG): nginx itself would send the rest of a film after a
#: no. Whatever is not a yes goes to the application, which says it in its own words.
FILMS = """\
        location ~ ^/(supervision/[0-9]+/clips/[0-9]+/(film|clip)|(films|patterns)/[0-9]+/film)$ {{
            slice 4m;
            proxy_buffers 8 256k;
            proxy_busy_buffers_size 512k;
            proxy_set_header Range $slice_range;
            proxy_set_header If-Range '';
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $remote_addr;
            proxy_set_header X-Forwarded-Host $http_host;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_set_header Connection '';
            proxy_pass http://afttrainer_films;
        }}
    }}
    upstream afttrainer_films {{
        server unix:{door};
        keepalive 32;
    }}
    proxy_cache_path {yes} keys_zone=afttrainer_yes:1m inactive=10s max_size=8m use_temp_path=off;
    map $afttrainer_film $afttrainer_file {{ ~^{location}(?<named>.+)$ /$named; default ''; }}
    server {{
        listen unix:{door};
        proxy_http_version 1.1;
        proxy_max_temp_file_size 0;
        proxy_connect_timeout 2s;
        proxy_set_header Host $http_host;
        proxy_set_header Connection '';
        location / {{
            auth_request /afttrainer-yes;
            auth_request_set $afttrainer_film $upstream_http_x_accel_redirect;
            error_page 401 403 500 = @afttrainer;
            root {store};
            try_files $afttrainer_file @afttrainer;
            types {{ video/mp4 mp4; video/webm webm; }}
            sendfile on;
            add_header Cache-Control 'private, no-store';
            add_header Content-Disposition inline;
            add_header X-Content-Type-Options nosniff;
            add_header Cross-Origin-Resource-Policy same-origin;
        }}
        location = /afttrainer-yes {{
            internal;
            proxy_pass http://afttrainer$request_uri;
            proxy_pass_request_body off;
            proxy_set_header Content-Length '';
            proxy_set_header Host $http_host;
            proxy_set_header Connection '';
            proxy_set_header Range bytes=0-0;
            proxy_set_header Authentication-Token '';
            proxy_ignore_headers X-Accel-Redirect Cache-Control Expires Set-Cookie Vary;
            proxy_cache afttrainer_yes;
            proxy_cache_key "$http_host $request_uri $http_cookie";
            proxy_cache_lock on;
        }}
        location @afttrainer {{
            proxy_pass http://afttrainer;
        }}
        location {location} {{
            internal;
            alias {store}/;
            sendfile on;
            add_header X-Content-Type-Options nosniff;
            add_header Cross-Origin-Resource-Policy same-origin;
        }}
"""
TLS = """ ssl;
        ssl_certificate {0};
        ssl_certificate_key {1};
        ssl_protocols TLSv1.2 TLSv1.3"""


@dataclass(frozen=True)
class Films:
    """Plain films that nginx sends: the folder of the store, a socket for the second door, a
    folder for the application's yes (cookies stand there: in memory, so /run), and what the
    workers' AFTTRAINER_FILMS_ACCEL says."""

    store: Path
    door: Path
    yes: Path
    location: str = "/afttrainer-films/"


def before(
    ports: Sequence[int],
    host: str,
    port: int,
    certificate: tuple[Path, Path] | None = None,
    films: Films | None = None,
) -> str:
    """What stands in nginx's `http { }` to share the site out among workers on these ports.

    `certificate` is (certificate file, key file); without it nginx speaks plain HTTP. Without
    `films` the workers send them.
    """
    upstream = "        server 127.0.0.1:{} max_fails=1 fail_timeout=1s;"
    return SITE.format(
        workers="\n".join(upstream.format(worker) for worker in ports),
        host=f"[{host}]" if ":" in host else host,
        port=port,
        tls=TLS.format(*certificate) if certificate else "",
        films=FILMS.format(**vars(films)) if films else "",
    )
