"""What the README says is run, and what there is to know is in the README."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)
COMMANDS = [line for block in BLOCKS for line in block.splitlines() if line.strip()]
TARGETS = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def command_names() -> list[str]:
    """Return every command as a person types it, `base list` among them."""
    import typer

    from ui.cli import app

    names = []
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        parts = getattr(command, "commands", {})
        names += [f"{name} {part}" for part in parts] or [name]
    return names


def test_quickstart_is_there() -> None:
    assert any(line.startswith("make run") for line in COMMANDS)
    assert any(line.startswith("puente ask") for line in COMMANDS)


def test_commands_of_the_readme_work_in_order(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PUENTE_BASE": str(tmp_path / "base"),
    }
    for line in COMMANDS:
        if line.startswith("make "):
            assert line.split()[1] in TARGETS
            continue
        done = subprocess.run(
            ["bash", "-c", line], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        assert done.stdout or done.stderr or (tmp_path / "puente.ttl").is_file(), line


PYTHON = re.findall(r"^```python\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("code", PYTHON)
def test_python_of_the_readme_runs(base_path: Path, server: str, tmp_path: Path, code: str) -> None:
    shutil.copytree(base_path, tmp_path / ".puente")

    done = subprocess.run(
        [sys.executable, "-c", code.replace("http://127.0.0.1:7860", server)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("name", command_names())
def test_readme_tells_of_each_command(name: str) -> None:
    assert f"puente {name}" in README


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_readme_tells_of_each_make_target(target: str) -> None:
    assert f"make {target}" in README


@pytest.mark.parametrize("name", re.findall(r"\]\((?!http)([^)#]+)\)", README))
def test_links_of_the_readme_lead_somewhere(name: str) -> None:
    assert (ROOT / name).exists()


def test_requirements_pin_every_package_to_one_version() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]

    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", pin) for pin in pins)
    assert "torch==2.13.0" in pins
