"""Write constraints.txt anew: every dependency, with the versions that pip chooses today.

    python scripts/pin_constraints.py python3.11 python3.12 python3.13

Asks each interpreter named that starts here (they are left as they are), and notes which pin is for
which of them.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
HEADING = """\
# Written by scripts/pin_constraints.py: the versions that AFT Trainer is tested with.
# Where Pythons differ, the last line of a package also serves Pythons newer than those asked.
"""
#: Needed on Windows only, so that no run elsewhere meets them.
ELSEWHERE = {"colorama": "0.4.6"}
#: The last versions with a wheel for Intel Macs: newer ones would ask for a Rust compiler there.
INTEL_MACS = {"argon2-cffi-bindings": "25.1.0", "cryptography": "48.0.0"}
ON_INTEL_MACS = "sys_platform == 'darwin' and platform_machine == 'x86_64'"
ON_OTHERS = "sys_platform != 'darwin' or platform_machine != 'x86_64'"


def requirements() -> list[str]:
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
    return [*project["dependencies"], *project["optional-dependencies"]["dev"]]


def resolved_by(interpreter: str) -> tuple[str, dict[str, str]]:
    """The interpreter's version as “3.12”, and a version for each package it would install."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([interpreter, "-m", "venv", folder], check=True)
        python = str(Path(folder, "Scripts" if sys.platform == "win32" else "bin", "python"))
        pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        subprocess.run([*pip, "--upgrade", "pip"], check=True)
        answer = subprocess.run(
            [*pip, "--dry-run", "--ignore-installed", "--report", "-", *requirements()],
            check=True,
            stdout=subprocess.PIPE,
        )
    report = json.loads(answer.stdout)
    packages = (item["metadata"] for item in report["install"])
    return report["environment"]["python_version"], {
        package["name"].lower().replace("_", "-"): package["version"] for package in packages
    }


def lines(answers: dict[str, dict[str, str]]) -> list[str]:
    """One line a package; several, each for its Pythons, where they do not agree."""
    pythons = sorted(answers, key=lambda version: tuple(map(int, version.split("."))))
    found = []
    for name in sorted({name for answer in answers.values() for name in answer} | set(ELSEWHERE)):
        by_version: dict[str, list[str]] = {}
        for python in pythons:
            if name in answers[python]:
                by_version.setdefault(answers[python][name], []).append(python)
        version = next(iter(by_version), ELSEWHERE.get(name))
        if name in INTEL_MACS:
            found.append(f"{name}=={version} ; {ON_OTHERS}")
            found.append(f"{name}=={INTEL_MACS[name]} ; {ON_INTEL_MACS}")
            continue
        if len(by_version) <= 1:
            found.append(f"{name}=={version}")
            continue
        for version, its in by_version.items():
            markers = [f"python_version == '{python}'" for python in its if python != pythons[-1]]
            if pythons[-1] in its:
                markers.append(f"python_version >= '{pythons[-1]}'")
            found.append(f"{name}=={version} ; {' or '.join(markers)}")
    return found


def starts(interpreter: str) -> bool:
    found = shutil.which(interpreter)
    return (
        found is not None and subprocess.run([found, "-c", ""], capture_output=True).returncode == 0
    )


def main(interpreters: list[str]) -> None:
    answers = dict(resolved_by(interpreter) for interpreter in filter(starts, interpreters))
    print("Asked Python", ", ".join(answers))
    (TOP / "constraints.txt").write_text(HEADING + "\n".join(lines(answers)) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:] or [sys.executable])
