"""The only reader of the environment: typed settings whose defaults run as they are."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import platformdirs

TOP = Path(__file__).resolve().parent
#: In a checkout the folders a clinician edits stand beside this file; in a wheel they are inside
#: the package and what the clinic adds lives in its own home.
IN_CHECKOUT = (TOP / "pyproject.toml").is_file()

SECRET_AT_LEAST = 32  # characters
PROXIES_AT_MOST = 9
_DIGITS_AT_MOST = 6


def default_home() -> Path:
    return TOP / "var" if IN_CHECKOUT else Path(platformdirs.user_data_dir("afttrainer", False))


@dataclass(frozen=True)
class Config:
    """Every setting of one running AFT Trainer.

    `home` holds the database, keys and certificates; `films` the film store with its `inbox`;
    `scripts` the folders of role-play scripts, later ones overriding earlier ones.
    """

    home: Path = field(default_factory=default_home)
    films: Path | None = None
    scripts: tuple[Path, ...] = ()
    host: str = "127.0.0.1"
    port: int = 8614
    #: The language of every screen of this site, as a BCP 47 tag with a translation in the package.
    language: str = "en"
    #: Whom to turn to at this site when somebody may be in danger: numbers, and who does what.
    site_help: str = ""
    #: The site's own list of names, one a line: where one stands in what is typed of a case or a
    #: film, its page says so.
    names_file: Path | None = None
    #: How long a device stays signed in without being asked for the passphrase again.
    device_remembered: timedelta = timedelta(days=90)
    sign_in_link_lives: timedelta = timedelta(days=7)
    wall_link_lives: timedelta = timedelta(minutes=10)
    upload_limit_bytes: int = 8 * 1024**3
    #: What the films of one group may take of the disk; 0 for as much as there is.
    group_films_bytes: int = 0
    #: The originals in the inbox stay there when their films have been taken in.
    inbox_keeps: bool = False
    #: A film is erased so many days after it came, or when its consent ends; 0 for no limit.
    film_days: int = 30
    #: And within so many days of a patient's withdrawal; until then it is barred.
    erased_within_days: int = 7
    #: What a presenter has said aloud into their phone goes so many days after; 0 for no limit.
    narration_days: int = 30
    #: Marks, ruptures and tries go so many years after the training year of their meeting has
    #: ended; 0 for no limit.
    marks_years: int = 1
    #: Month and day on which a training year begins.
    training_year_begins: tuple[int, int] = (9, 1)
    #: Of each of so many days the last copy of the database is kept; 0 for no copies.
    backup_days: int = 7
    #: Where they lie.
    backups: Path | None = None
    #: Under this share of a clip, in percent, the console is softly told how much nobody has seen.
    seen_at_least_percent: int = 75
    #: A consent that somebody gave in the patient's place wants a second person's yes.
    second_approver: bool = True
    #: The site's key, which opens the films' own keys, and the folder of these, each wrapped by it.
    film_key_file: Path | None = None
    film_key_folder: Path | None = None
    #: Unlocks the site's key, where its file is locked, and locks one that is made.
    film_passphrase: str = field(default="", repr=False)
    #: The disk is encrypted: films lie there as they are.
    films_plain: bool = False
    #: Where a proxy finds the film store, as an internal location of its own; for plain films only.
    films_accel: str = ""
    #: Whether a supervisor may take a clip away as a file: `no`, `marked` (with who took it, and
    #: when, in every picture) or `yes`. The patient's consent is asked besides.
    clip_export: str = "no"
    #: A PostgreSQL server's address where several workers share one site; else a file in `home`.
    database_url: str = ""
    #: A Valkey or Redis server's address: what one worker tells the screens of another goes there.
    messages_url: str = ""
    #: Where people reach the site, where that is not this worker's own address: a proxy's.
    address: str = ""
    #: How many proxies stand before the workers; what they say of who asks, and how, is believed.
    proxies: int = 0
    #: Workers that share no `home` share this.
    secret_key: str = ""
    https: bool = False
    testing: bool = False

    @property
    def backup_folder(self) -> Path:
        return self.backups or self.home / "backups"

    @property
    def film_folder(self) -> Path:
        return self.films or (TOP if IN_CHECKOUT else self.home) / "video_segments"

    @property
    def site_key_file(self) -> Path:
        return self.film_key_file or self.home / "film_key"

    @property
    def wrapped_keys(self) -> Path:
        return self.film_key_folder or self.home / "film_keys"

    @property
    def demo_folder(self) -> Path:
        return TOP / "video_segments" / "demo"

    @property
    def script_folders(self) -> tuple[Path, ...]:
        """The shipped scripts first, then the clinic's own."""
        return (TOP / "roleplay_scripts", self.home / "roleplay_scripts", *self.scripts)

    @property
    def database(self) -> Path:
        return self.home / "afttrainer.sqlite3"

    def ensure_secret_key(self) -> str:
        """The site's secret, made once and kept readable by its owner only."""
        if self.secret_key:
            return self.secret_key
        path = self.home / "secret_key"
        if not path.exists():
            self.home.mkdir(parents=True, exist_ok=True)
            _make_whole(path, secrets.token_urlsafe(48))
        return path.read_text().strip()


def _make_whole(path: Path, text: str) -> None:
    """A file for its owner only, which appears with all that is in it. Of workers that start at the
    same time the first one's stays."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    except OSError:  # A disk that knows no second name for a file.
        os.replace(draft, path)
    draft.unlink(missing_ok=True)


class BadSetting(ValueError):
    """A setting in the environment that cannot be used, said in words.

    `template` is the English sentence with its `%(name)s` gaps, `values` what fills them: whoever
    shows it translates it.
    """

    def __init__(self, template: str, **values: str) -> None:
        super().__init__(template % values)
        self.template = template
        self.values = values


def N_(message: str) -> str:  # noqa: N802 - the name that message extraction looks for
    """Mark a sentence for translation."""
    return message


def site_language(environ: Mapping[str, str] = os.environ) -> str:
    """The language that is asked for, good or not: it says what is wrong with other settings."""
    return (environ.get("AFTTRAINER_LANGUAGE") or Config.language).replace("_", "-")


def from_environment(environ: Mapping[str, str] = os.environ, **overrides: object) -> Config:
    """Settings from AFTTRAINER_* variables; `overrides` (command-line arguments) win.

    Raises BadSetting naming the variable and what it should be.
    """
    found: dict[str, object] = {}
    if home := environ.get("AFTTRAINER_HOME"):
        found["home"] = Path(home).expanduser().resolve()
    if films := environ.get("AFTTRAINER_FILMS"):
        found["films"] = Path(films).expanduser().resolve()
    if backups := environ.get("AFTTRAINER_BACKUPS"):
        found["backups"] = Path(backups).expanduser().resolve()
    if scripts := environ.get("AFTTRAINER_SCRIPTS"):
        found["scripts"] = tuple(Path(p).expanduser().resolve() for p in scripts.split(os.pathsep))
    if host := environ.get("AFTTRAINER_HOST"):
        found["host"] = host
    if environ.get("AFTTRAINER_LANGUAGE"):
        found["language"] = _known(site_language(environ))
    if port := environ.get("AFTTRAINER_PORT"):
        if not port.isdigit() or not 1 <= int(port) <= 65535:
            said = N_("AFTTRAINER_PORT is “%(value)s”: write a number from 1 to 65535.")
            raise BadSetting(said, value=port)
        found["port"] = int(port)
    if database := environ.get("AFTTRAINER_DATABASE"):
        found["database_url"] = _postgresql(database)
    if messages := environ.get("AFTTRAINER_MESSAGES"):
        found["messages_url"] = _valkey(messages)
    if address := environ.get("AFTTRAINER_ADDRESS"):
        found["address"] = _web_address(address)
    if proxies := environ.get("AFTTRAINER_PROXIES"):
        if not (proxies.isascii() and proxies.isdigit()) or int(proxies) > PROXIES_AT_MOST:
            said = N_("AFTTRAINER_PROXIES is “%(value)s”: write how many stand before it, 0 to 9.")
            raise BadSetting(said, value=proxies)
        found["proxies"] = int(proxies)
    found |= _film_settings(environ) | _keeping_settings(environ) | _clinic_settings(environ)
    if secret := environ.get("AFTTRAINER_SECRET"):
        if len(secret) < SECRET_AT_LEAST:
            said = N_("AFTTRAINER_SECRET is too short: write at least %(least)s characters.")
            raise BadSetting(said, least=str(SECRET_AT_LEAST))
        found["secret_key"] = secret
    found.update({key: value for key, value in overrides.items() if value is not None})
    return Config(**found)  # type: ignore[arg-type]  # keys are the field names above


def _film_settings(environ: Mapping[str, str]) -> dict[str, object]:
    """How films lie on the disk. Raises BadSetting."""
    found: dict[str, object] = {}
    for name, setting in (
        ("AFTTRAINER_KEY_FILE", "film_key_file"),
        ("AFTTRAINER_KEY_FOLDER", "film_key_folder"),
    ):
        if path := environ.get(name):
            found[setting] = Path(path).expanduser().resolve()
    if passphrase := environ.get("AFTTRAINER_KEY_PASSPHRASE"):
        found["film_passphrase"] = passphrase
    if plain := environ.get("AFTTRAINER_FILMS_PLAIN"):
        if plain not in ("yes", "no"):
            raise BadSetting(
                N_("AFTTRAINER_FILMS_PLAIN is “%(value)s”: write yes or no."), value=plain
            )
        found["films_plain"] = plain == "yes"
    if help_words := environ.get("AFTTRAINER_HELP"):
        found["site_help"] = help_words.replace("\\n", "\n")
    if export := environ.get("AFTTRAINER_CLIP_EXPORT"):
        if export not in ("no", "marked", "yes"):
            said = N_("AFTTRAINER_CLIP_EXPORT is “%(value)s”: write no, marked or yes.")
            raise BadSetting(said, value=export)
        found["clip_export"] = export
    if accel := environ.get("AFTTRAINER_FILMS_ACCEL"):
        if not (accel.startswith("/") and accel.endswith("/")) or not found.get("films_plain"):
            raise BadSetting(
                N_(
                    "AFTTRAINER_FILMS_ACCEL is “%(value)s”: write a location such as %(one)s, and "
                    "AFTTRAINER_FILMS_PLAIN=yes beside it."
                ),
                value=accel,
                one="/afttrainer-films/",
            )
        found["films_accel"] = accel
    return found


def _keeping_settings(environ: Mapping[str, str]) -> dict[str, object]:
    """What films may take, and how long they stay. Raises BadSetting."""
    found: dict[str, object] = {}
    for name, setting, unit in (
        ("AFTTRAINER_FILM_LIMIT_GB", "upload_limit_bytes", 10**9),
        ("AFTTRAINER_GROUP_LIMIT_GB", "group_films_bytes", 10**9),
        ("AFTTRAINER_FILM_DAYS", "film_days", 1),
        ("AFTTRAINER_ERASED_WITHIN_DAYS", "erased_within_days", 1),
        ("AFTTRAINER_NARRATION_DAYS", "narration_days", 1),
        ("AFTTRAINER_BACKUP_DAYS", "backup_days", 1),
    ):
        if wanted := environ.get(name):
            if not (wanted.isascii() and wanted.isdigit()) or len(wanted) > _DIGITS_AT_MOST:
                said = N_("%(name)s is “%(value)s”: write a whole number, 0 or more.")
                raise BadSetting(said, name=name, value=wanted)
            found[setting] = int(wanted) * unit
    if keeps := environ.get("AFTTRAINER_INBOX_KEEPS"):
        if keeps not in ("yes", "no"):
            said = N_("AFTTRAINER_INBOX_KEEPS is “%(value)s”: write yes or no.")
            raise BadSetting(said, value=keeps)
        found["inbox_keeps"] = keeps == "yes"
    return found


def _clinic_settings(environ: Mapping[str, str]) -> dict[str, object]:
    """What clinics hold differently. Raises BadSetting."""
    found: dict[str, object] = {}
    for name, setting, most in (
        ("AFTTRAINER_SEEN_AT_LEAST", "seen_at_least_percent", 100),
        ("AFTTRAINER_MARKS_YEARS", "marks_years", 99),
    ):
        if wanted := environ.get(name):
            is_number = wanted.isascii() and wanted.isdigit() and len(wanted) <= _DIGITS_AT_MOST
            if not is_number or int(wanted) > most:
                said = N_("%(name)s is “%(value)s”: write a whole number from 0 to %(most)s.")
                raise BadSetting(said, name=name, value=wanted, most=str(most))
            found[setting] = int(wanted)
    if begins := environ.get("AFTTRAINER_TRAINING_YEAR"):
        found["training_year_begins"] = _day_of_year(begins)
    if names := environ.get("AFTTRAINER_NAMES"):
        found["names_file"] = _text_file(names)
    if second := environ.get("AFTTRAINER_SECOND_APPROVER"):
        if second not in ("yes", "no"):
            said = N_("AFTTRAINER_SECOND_APPROVER is “%(value)s”: write yes or no.")
            raise BadSetting(said, value=second)
        found["second_approver"] = second == "yes"
    return found


def _text_file(path: str) -> Path:
    """Raises BadSetting for what cannot be read: a list that is not looked at would be a comfort
    and no help."""
    file = Path(path).expanduser().resolve()
    try:
        with file.open("rb"):
            return file
    except OSError:
        said = N_("AFTTRAINER_NAMES is “%(value)s”: write where a text file lies that can be read.")
        raise BadSetting(said, value=path) from None


def _day_of_year(day: str) -> tuple[int, int]:
    """Raises BadSetting for what no year has; the 29th of February only some have."""
    try:
        found = datetime.strptime(f"2001-{day}", "%Y-%m-%d")  # noqa: DTZ007 - no instant
    except ValueError:
        said = N_("AFTTRAINER_TRAINING_YEAR is “%(value)s”: write its first day, such as 09-01.")
        raise BadSetting(said, value=day) from None
    return found.month, found.day


def _postgresql(url: str) -> str:
    """As SQLAlchemy writes it. Raises BadSetting for any other kind of database, without repeating
    an address that may hold a password."""
    scheme, mark, rest = url.partition("://")
    if not mark or not rest or scheme not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise BadSetting(
            N_(
                "AFTTRAINER_DATABASE is no address of a PostgreSQL server: "
                "write one such as %(one)s."
            ),
            one="postgresql://afttrainer@/afttrainer",
        )
    return f"postgresql+psycopg://{rest}"


def _valkey(url: str) -> str:
    """Raises BadSetting for what is neither Valkey nor Redis."""
    scheme, mark, rest = url.partition("://")
    if not mark or not rest or scheme not in ("redis", "rediss", "unix", "valkey", "valkeys"):
        raise BadSetting(
            N_(
                "AFTTRAINER_MESSAGES is no address of a Valkey or Redis server: "
                "write one such as %(one)s."
            ),
            one="redis://127.0.0.1:6379/0",
        )
    return f"{scheme.replace('valkey', 'redis')}://{rest}"


def _web_address(address: str) -> str:
    """Without a slash at its end. Raises BadSetting for what no browser could be given."""
    scheme, mark, rest = address.rstrip("/").partition("://")
    if not mark or scheme not in ("http", "https") or not rest or set(rest) & set("/?#@ "):
        said = N_("AFTTRAINER_ADDRESS is “%(value)s”: write an address such as %(one)s.")
        raise BadSetting(said, value=address, one="https://supervision.clinic.example")
    return f"{scheme}://{rest}"


def _known(language: str) -> str:
    """Raises BadSetting for a language in which nobody has told how to write a date."""
    # Imported late: slow beside all else that a short command does, and most sites need it not.
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        said = N_("AFTTRAINER_LANGUAGE is “%(value)s”: write a language, such as en, de or pt-BR.")
        raise BadSetting(said, value=language) from None
    return language
