"""The page as a whole: one component a tab, in the order of the navigation."""

from typing import TYPE_CHECKING

from ui.web import about, articles, ask, figures, gaps, relations, shell, sparql
from ui.web.live import LiveBase
from ui.web.panel import build_panel

if TYPE_CHECKING:
    import gradio as gr

__all__ = ["build_page"]

# How many of a page's calls run at once; Gradio's own default is one.
_CALLS_AT_ONCE = 40

_TABS = {
    "shell": shell,
    "ask": ask,
    "gaps": gaps,
    "figures": figures,
    "relations": relations,
    "articles": articles,
    "sparql": sparql,
    "about": about,
}


def build_page(live: LiveBase) -> "gr.Blocks":
    """Return the page over a live base."""
    # Imported here because it takes seconds.
    import gradio as gr

    with gr.Blocks(title="Puente", fill_width=True, analytics_enabled=False) as page:
        for name, tab in _TABS.items():
            build_panel(name, tab.functions(live))
    page.queue(api_open=False, default_concurrency_limit=_CALLS_AT_ONCE)
    return page
