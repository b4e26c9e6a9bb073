"""The page as a whole: one component a tab, in the order of the navigation."""

from collections.abc import Callable, Sequence
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING

from ui.text import LANGUAGES
from ui.web import (
    about,
    advice,
    articles,
    ask,
    figures,
    gaps,
    relations,
    shell,
    sparql,
    taking,
    verifying,
)
from ui.web.live import LiveBase
from ui.web.panel import build_panel

if TYPE_CHECKING:
    import gradio as gr

__all__ = ["build_page", "warming"]

# How many of a page's calls run at once; Gradio's own default is one.
_CALLS_AT_ONCE = 40

# What the first check is of: it loads what checking needs.
_TEXT = "El 50 % de los CIO confía en los datos."

_TABS: dict[str, ModuleType] = {
    "shell": shell,
    "ask": ask,
    "gaps": gaps,
    "figures": figures,
    "advice": advice,
    "verify": verifying,
    "relations": relations,
    "articles": articles,
    "sparql": sparql,
    "export": taking,
    "about": about,
}


def build_page(live: LiveBase) -> "gr.Blocks":
    """Return the page over a live base."""
    # Imported here because it takes seconds.
    import gradio as gr

    page: gr.Blocks
    with gr.Blocks(title="Puente", fill_width=True, analytics_enabled=False) as page:
        for name, tab in _TABS.items():
            build_panel(name, tab.functions(live))
    page.queue(api_open=False, default_concurrency_limit=_CALLS_AT_ONCE)
    return page


def warming(live: LiveBase) -> Sequence[Callable[[], object]]:
    """Return what the first visitor would wait for, the most likely first."""
    examples = ask.functions(live)["examples"]
    spanish, *others = (partial(examples, {"lang": language}) for language in LANGUAGES)
    return (
        spanish,
        partial(gaps.functions(live)["gaps"], {}),
        partial(figures.functions(live)["tables"], {}),
        partial(advice.functions(live)["advice"], {}),
        partial(relations.functions(live)["graph"], {}),
        *others,
        partial(verifying.functions(live)["check"], {"text": _TEXT}),
    )
