"""How the model that ships was made: `python -m index.training --data DIR --out FOLDER`."""
