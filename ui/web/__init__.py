"""The page: one file a tab, each a component of Gradio fed by plain functions over the base."""
