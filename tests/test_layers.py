import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ["corpus", "kg", "index", "ui"]  # each may import itself and those before it
FILES = [path for layer in LAYERS for path in sorted((ROOT / layer).rglob("*.py"))]
FILES = [path for path in FILES if "node_modules" not in path.parts]


def imported(path: Path) -> set[str]:
    """Return the names of all modules that a file imports, inside functions too."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides where it points"
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_point_one_way(path: Path) -> None:
    own = path.relative_to(ROOT).parts[0]
    allowed = LAYERS[: LAYERS.index(own) + 1]

    roots = {name.partition(".")[0] for name in imported(path)}

    assert roots & {*LAYERS, "tests"} <= set(allowed)


@pytest.mark.parametrize("layer", LAYERS)
def test_each_package_says_what_it_is_for(layer: str) -> None:
    tree = ast.parse((ROOT / layer / "__init__.py").read_text(encoding="utf-8"))

    assert ast.get_docstring(tree)


def test_help_loads_nothing_heavy() -> None:
    heavy = {
        *("faiss", "gradio", "networkx", "numpy", "pandas", "pyoxigraph", "pyshacl", "rdflib"),
        *("sentence_transformers", "tokenizers", "torch", "trafilatura", "yaml"),
    }
    code = (
        "import sys; from ui.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "sys.stderr.write('\\n'.join(sys.modules))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert "puente" in done.stdout
    assert heavy.isdisjoint(done.stderr.split())
