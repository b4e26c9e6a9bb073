"""Teaches the transformer to read a question and a passage together."""
