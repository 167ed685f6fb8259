"""What every screen must be for everybody: readable, reachable, and whole on a small phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.browser.screens import Screen

AXE = Path(__file__).parents[2] / ".cache/npm/node_modules/axe-core/axe.min.js"
#: For the devices that are looked at: axe draws with styles of its own, which our pages forbid.
MAY_BE_MEASURED: dict[str, Any] = {"bypass_csp": True}
GRAVE = ("serious", "critical")
_RUN = """async (rules) => {
  const only = rules ? { runOnly: rules } : {};
  const found = await axe.run(document, { ...only, preload: false, resultTypes: ["violations"] });
  const told = (node) => `${node.target.join(" ")} ${node.failureSummary}`;
  return found.violations.map(({ id, impact, nodes }) => (
    { id, impact, where: nodes.slice(0, 4).map(told) }));
}"""
_TOO_WIDE = """() => {
  const { scrollWidth, clientWidth } = document.scrollingElement;
  if (scrollWidth <= clientWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > clientWidth + 1)
    .slice(0, 5).map((one) => one.outerHTML.slice(0, 160));
}"""


def faults_of(screen: Screen, where: str) -> list[str]:
    """In words; empty where there is none. Looked at in light and in dark."""
    page = screen.page
    faults = [f"too wide: {each}" for each in page.evaluate(_TOO_WIDE)]
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    faults += _grave(page.evaluate(_RUN, None))
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    faults += [f"in the dark, {each}" for each in _grave(page.evaluate(_RUN, ["color-contrast"]))]
    page.emulate_media(color_scheme="light")
    return [f"{where}, {screen.name}: {fault}" for fault in faults]


def _grave(violations: list[dict[str, Any]]) -> list[str]:
    return [f"{v['id']} ({v['impact']}) {v['where']}" for v in violations if v["impact"] in GRAVE]
