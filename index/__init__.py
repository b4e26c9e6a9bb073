"""Passages and the graph in, hits and cited answers out."""
