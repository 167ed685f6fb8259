"""The bare server of `echo`, with a page that does nothing but connect, again and again.

`python -m tests.bench.live.bare PORT`.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    from gevent import monkey

    monkey.patch_all()

from flask import Flask, Response, send_file

from afttrainer import server
from tests.bench.live import echo
from tests.serving import TOP

LIBRARY = "/library.js"
#: With the library's own settings, but for the transport.
PAGE = f"""<!doctype html><title>Bare</title><script type="module">
import {{ io }} from "{LIBRARY}";
const socket = io({{ transports: ["websocket"], auth: {{ supervision: 1 }} }});
socket.on("connect", () => sessionStorage.setItem("seen again", Date.now()));
socket.on("disconnect", () => sessionStorage.setItem("lost", "yes"));
</script>"""


def make() -> Flask:
    app = echo.make()
    app.add_url_rule("/", "page", lambda: PAGE)
    app.add_url_rule(LIBRARY, "library", _library)
    return app


def _library() -> Response:
    return send_file(TOP / "static" / "vendor" / "socket.io.esm.min.js")


if __name__ == "__main__":
    server.serve(
        make,
        "127.0.0.1",
        int(sys.argv[1]),
        kind=server.usual(),
        certificate=None,
        ready=lambda app: print(echo.READY, flush=True),
        leaving=lambda app: None,
    )
