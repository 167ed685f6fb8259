"""AFT Trainer: a companion for alliance-focused group supervision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from afttrainer.places import MIGRATIONS, STATIC, TEMPLATES

if TYPE_CHECKING:
    from flask import Flask

    from config import Config

__version__ = "0.1.0"


def create_app(config: Config) -> Flask:
    """The whole application on `config`; its database must exist (see `afttrainer.storage`)."""
    # Imported here so that reading the version, or building the package, costs nothing.
    from inspect import iscoroutinefunction
    from threading import Lock

    from flask import Flask
    from werkzeug.middleware.proxy_fix import ProxyFix

    from afttrainer import accounts, clock, language
    from afttrainer.backup.round import Backups
    from afttrainer.compiled_templates import CompiledTemplates
    from afttrainer.content.scripts import load_scripts
    from afttrainer.database import engines_for, writer_for
    from afttrainer.extensions import compress, csrf, db, socketio
    from afttrainer.forms.lookup import form_of
    from afttrainer.live import doors as live_doors
    from afttrainer.live import film_state, workers
    from afttrainer.live.backlog import close_the_stalled
    from afttrainer.live.farewell import Farewell
    from afttrainer.live.incoming import take_in
    from afttrainer.live.packets import Strict, close_on_nonsense
    from afttrainer.live.unsaved_stops import made_for
    from afttrainer.static_files import Modules, fingerprint
    from afttrainer.web import blueprints, doors, refusals

    app = Flask(
        __name__,
        template_folder=str(TEMPLATES),
        static_folder=str(STATIC),
        # Every change of a file changes the address of all: browsers may keep them for ever.
        static_url_path=f"/static/{fingerprint(STATIC)}",
        instance_path=str(config.home),
    )
    app.testing = config.testing
    app.config.update(
        SECRET_KEY=config.ensure_secret_key(),
        SQLALCHEMY_ENGINES=engines_for(config),
        # A film may be larger; its door alone raises this, and only for those who may bring it in.
        MAX_CONTENT_LENGTH=4 * 1024**2,
        MAX_FORM_MEMORY_SIZE=1024**2,
        SEND_FILE_MAX_AGE_DEFAULT=365 * 24 * 3600,
        DEVICE_REMEMBERED=config.device_remembered,
        SIGN_IN_LINK_LIVES=config.sign_in_link_lives,
        WALL_LINK_LIVES=config.wall_link_lives,
        HTTPS=config.https,
        LANGUAGE=config.language,
        COMPRESS_MIMETYPES=[
            "text/css",
            "text/javascript",
            "application/javascript",
            "image/svg+xml",
        ],
        # Files are streamed, so without this none would be; films and pages are not in the list.
        COMPRESS_STREAMS=True,
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}

    db.init_app(app)
    # The library closes asynchronous sessions too, which we have none of: under a synchronous
    # server that would start an event loop on a thread of its own after every request.
    app.teardown_appcontext_funcs[:] = [
        close for close in app.teardown_appcontext_funcs if not iscoroutinefunction(close)
    ]
    with app.app_context():
        readers, writers = db.get_engine("default"), db.get_engine("writer")
        app.extensions["writer"] = writer_for(readers, writers, app.app_context)
    app.extensions["scripts"] = load_scripts([f for f in config.script_folders if f.is_dir()])
    app.extensions["settings"] = config
    if config.backup_days and not config.database_url:
        app.extensions["backups"] = Backups(app)
    app.extensions["pushes"], app.extensions["paces"] = {}, {}
    app.extensions["drawing"] = Lock()
    app.extensions["stops"] = made_for(config)
    #: Screens heard of since the last look, by socket: written down together (live/heartbeat.py).
    app.extensions["seen"] = {}

    language.init_app(app)
    app.jinja_env.bytecode_cache = CompiledTemplates(config.home / "compiled_templates")
    app.jinja_env.globals["form_of"] = form_of
    app.jinja_env.globals["modules"] = Modules(STATIC)
    app.jinja_env.globals["film_of"] = film_state.state_of
    app.jinja_env.globals["server_clock"] = clock
    csrf.init_app(app)
    compress.init_app(app)
    accounts.init_app(app)
    doors.init_app(app)
    refusals.init_app(app)
    blueprints.register(app)
    live_doors.register()
    socketio.init_app(
        app,
        async_mode="threading" if config.testing else "gevent",
        # One long-lived socket: nothing to stick to, and no event overtakes another.
        transports=["websocket"],
        async_handlers=False,
        ping_interval=5,
        ping_timeout=5,
        manage_session=False,
        cors_allowed_origins=None,
        serializer=Strict,
        client_manager=workers.manager_for(config),
    )
    close_on_nonsense(socketio.server)
    close_the_stalled(socketio.server)
    app.extensions["farewell"] = Farewell(socketio.server)
    take_in(socketio.server)
    if config.proxies:
        trusted = dict.fromkeys(("x_for", "x_proto", "x_host"), config.proxies)
        app.wsgi_app = ProxyFix(app.wsgi_app, **trusted)  # type: ignore[method-assign]
    return app


__all__ = ["MIGRATIONS", "create_app"]
