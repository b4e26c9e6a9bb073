"""A language model that words an answer, where a user sets one up: checked, never trusted."""

from index.llm.endpoint import Endpoint, EndpointError
from index.llm.writing import write_with

__all__ = ["Endpoint", "EndpointError", "write_with"]
