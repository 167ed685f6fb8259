"""Where the package's files lie: beside it in a checkout, inside it in a wheel."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

PACKAGE = Path(__file__).resolve().parent
TOP = PACKAGE if (PACKAGE / "config.py").is_file() else PACKAGE.parent

TEMPLATES = TOP / "templates"
STATIC = TOP / "static"
MIGRATIONS = PACKAGE / "migrations"
TRANSLATIONS = PACKAGE / "translations"


def settings() -> ModuleType:
    """The module `config.py`, under one name wherever it lies, so that it is read once."""
    name = "afttrainer.config"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, TOP / "config.py")
        if spec is None or spec.loader is None:
            raise ImportError(f"{TOP / 'config.py'} is missing: the installation is broken")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]
