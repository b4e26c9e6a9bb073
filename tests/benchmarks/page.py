"""How fast the page is: server start, first render, an answer, twenty people at once.

    python -m tests.benchmarks.page [BASE]

Without BASE, the articles that ship are built first, outside the time taken. Wall-clock seconds
of one machine, in a fresh browser context each time; the median of several where it says so.
"""

import json
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
ROUNDS = 5
PEOPLE = 20


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        base = Path(sys.argv[1]) if len(sys.argv) > 1 else build_shipped(Path(folder))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        began = time.perf_counter()
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.page", "--serve", str(base), str(port)],
            cwd=ROOT,
        )
        try:
            measure(f"http://127.0.0.1:{port}", began)
        finally:
            server.terminate()
            server.wait(timeout=20)


def build_shipped(folder: Path) -> Path:
    from corpus.reading import shipped_articles
    from index.building import build

    build(folder / "base", [shipped_articles()])
    return folder / "base"


def measure(address: str, began: float) -> None:
    while not state(address):
        time.sleep(0.05)
    print(f"start to a page that answers        {time.perf_counter() - began:6.2f} s")
    while state(address).get("base") != "ready":
        time.sleep(0.05)
    print(f"start to a base that is warm        {time.perf_counter() - began:6.2f} s")
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-background-networking"]
        )
        renders = [first_render(browser, address) for _ in range(ROUNDS)]
        print(f"first render, question box usable   {statistics.median(renders):6.2f} s, median")
        page = browser.new_page()
        page.goto(address)
        page.locator(".pu-example").first.wait_for()
        questions = page.locator(".pu-examples .pu-example").all_inner_texts()
        answers = [ask(page, question) for question in questions]
        print(f"an answer on the page               {statistics.median(answers):6.2f} s, median")
        print(f"the slowest of {len(answers)} answers            {max(answers):6.2f} s")
        browser.close()
    taken = crowd(address, questions)
    print(f"{PEOPLE} people at once                   {statistics.median(taken):6.2f} s, median")
    print(f"{PEOPLE} people at once, the last         {max(taken):6.2f} s")


def state(address: str) -> dict[str, object]:
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=5) as reply:
            found: dict[str, object] = json.load(reply)
            return found
    except (OSError, urllib.error.URLError):
        return {}


def first_render(browser: Browser, address: str) -> float:
    context = browser.new_context()
    page = context.new_page()
    began = time.perf_counter()
    page.goto(address)
    page.locator("#pu-question").wait_for()
    taken = time.perf_counter() - began
    context.close()
    return taken


def ask(page: Page, question: str) -> float:
    page.locator("#pu-question").fill(question)
    page.evaluate("document.querySelector('.pu-answer').replaceChildren()")
    began = time.perf_counter()
    page.keyboard.press("Enter")
    page.locator(".pu-answer :is(.pu-prose, .pu-none)").wait_for()
    return time.perf_counter() - began


def crowd(address: str, questions: list[str]) -> list[float]:
    """Ask as the page does, from many threads at once; seconds of each answer."""
    page = urllib.request.urlopen(address).read().decode()
    config = json.loads(page.partition("window.gradio_config = ")[2].partition(";</script>")[0])
    panel = next(c for c in config["components"] if "ask" in c["props"].get("server_fns", []))

    def one(turn: int) -> float:
        question = {"question": questions[turn % len(questions)], "lang": "es"}
        body = {"data": question, "component_id": panel["id"], "fn_name": "ask"}
        request = urllib.request.Request(
            f"{address}/gradio_api/component_server/",
            json.dumps({**body, "session_hash": f"bench{turn}"}).encode(),
            {"content-type": "application/json"},
        )
        began = time.perf_counter()
        with urllib.request.urlopen(request, timeout=120) as reply:
            if not json.load(reply)["ok"]:
                raise RuntimeError("an answer failed")
        return time.perf_counter() - began

    with ThreadPoolExecutor(PEOPLE) as people:
        return list(people.map(one, range(PEOPLE)))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        from ui.http import serve

        serve(Path(sys.argv[2]), "127.0.0.1", int(sys.argv[3]))
    else:
        main()
