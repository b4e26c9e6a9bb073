"""Making the transformer that ships: `python -m index.training.contextual --help`."""
