"""Runs every notebook of examples/notebooks in JupyterLab in a headless Chromium, as a person would.

A notebook passes if all its cells run, none writes an error, and every table in its outputs is there on the page.
Needs laurels, jupyterlab and playwright in this Python's environment, and a Chromium on PATH. The notebooks run on
copies. Ends with a line that counts them.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

NOTEBOOKS = Path(__file__).resolve().parent.parent / "examples" / "notebooks"
MINUTES = 60_000  # milliseconds

OUTPUTS = "() => jupyterapp.shell.currentWidget.content.model.sharedModel.toJSON().cells"
# The page says that the kernel is idle before it has one; cells that are run then wait for ever.
CONNECTED = "() => jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.connectionStatus === 'connected'"
RUN_ALL = """() => {
    window.allRan = false;
    jupyterapp.commands.execute('notebook:run-all-cells').finally(() => { window.allRan = true; });
}"""
ALL_RAN = "() => window.allRan"


@contextmanager
def jupyterlab(folder: Path) -> Iterator[str]:
    """A server on a folder, with settings of its own; gives its address."""
    settings = folder.parent / "settings" / "@jupyterlab"
    for name, values in {
        "notebook-extension/tracker": {"windowingMode": "none"},
        "apputils-extension/notification": {"checkForUpdates": False, "fetchNews": "false"},
    }.items():
        path = settings / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")
    own = {
        "JUPYTERLAB_SETTINGS_DIR": settings.parent,
        "JUPYTERLAB_WORKSPACES_DIR": folder.parent / "workspaces",
        "JUPYTER_CONFIG_DIR": folder.parent / "config",
        "JUPYTER_RUNTIME_DIR": folder.parent / "runtime",
        "IPYTHONDIR": folder.parent / "ipython",
    }
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    log = folder.parent / "server.log"
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}"]
    command += ["--ServerApp.port_retries=0", "--IdentityProvider.token=", "--LabApp.expose_app_in_browser=True"]
    with log.open("w") as output:
        server = subprocess.Popen(
            command, cwd=folder, stdout=output, stderr=output, env=os.environ | {k: str(v) for k, v in own.items()}
        )
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/api", timeout=1).close()
                break
            except (urllib.error.URLError, OSError):
                if server.poll() is not None:
                    break
                time.sleep(0.5)
        else:
            server.kill()
        if server.poll() is not None:
            raise SystemExit(f"JupyterLab did not start:\n{log.read_text()[-2000:]}")
        yield address
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


def complaints(browser: Browser, address: str, notebook: str) -> list[str]:
    """What went wrong when the notebook ran; nothing, if all is well."""
    page = browser.new_page(viewport={"width": 1300, "height": 1000})
    try:
        page.goto(f"{address}/lab/tree/{notebook}?reset", timeout=2 * MINUTES)
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=2 * MINUTES)
        page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', timeout=2 * MINUTES)
        page.wait_for_function(CONNECTED, timeout=2 * MINUTES)
        page.evaluate(RUN_ALL)
        page.wait_for_function(ALL_RAN, timeout=5 * MINUTES)
        page.wait_for_timeout(1000)
        found = []
        tables = 0
        for number, cell in enumerate(page.evaluate(OUTPUTS), 1):
            if cell["cell_type"] != "code" or not "".join(cell["source"]).strip():
                continue
            if cell["execution_count"] is None:
                found.append(f"cell {number} did not run")
            for output in cell["outputs"]:
                if output["output_type"] == "error":
                    found.append(f"cell {number}: {output['ename']}: {output['evalue']}")
                elif output["output_type"] == "stream" and output["name"] == "stderr":
                    found.append(f"cell {number} wrote: {''.join(output['text'])[:500]}")
                else:
                    tables += "".join(output.get("data", {}).get("text/html", "")).count("<table")
        shown = page.locator(".jp-OutputArea table:visible").count()
        if shown < tables:
            found.append(f"{tables} tables were made, {shown} are on the page")
        return found
    finally:
        page.close()


def main() -> int:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("no Chromium on PATH")
    notebooks = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))
    failed = 0
    with tempfile.TemporaryDirectory(prefix="notebooks-") as temporary:
        folder = Path(temporary) / "notebooks"
        shutil.copytree(NOTEBOOKS, folder, ignore=shutil.ignore_patterns("*.laurels*", ".ipynb_checkpoints"))
        with jupyterlab(folder) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for notebook in notebooks:
                found = complaints(browser, address, notebook)
                failed += bool(found)
                print(f"{notebook}: {'; '.join(found) or 'all cells ran'}")
            browser.close()
    print(f"{len(notebooks) - failed} passed, {failed} failed")
    return 1 if failed or not notebooks else 0


if __name__ == "__main__":
    sys.exit(main())
