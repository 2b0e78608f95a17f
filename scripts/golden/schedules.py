"""Makes test/golden/fixtures/schedules.json: the rates of Keras' schedules, and of PyTorch's OneCycleLR, in float64.

    scripts/golden/run schedules

`schedule_cases.py` has the schedules and the steps. Of those of PyTorch (one_cycle.py) one point a step is kept, and no
step past the end, which PyTorch refuses. A rerun gives the same file.
"""

import json
import os
import platform
import subprocess
import sys
from importlib.metadata import version

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["JAX_ENABLE_X64"] = "1"

from keras_double import compute_in_double  # noqa: E402
from keras_schedule import FIXTURE, keras_schedule  # noqa: E402
from schedule_cases import CASES, POINTS, steps  # noqa: E402


def main() -> None:
    """Evaluates the schedules and writes the fixture."""
    compute_in_double()
    cycles = [spec for spec, _, _ in CASES if spec["type"] == "oneCycle"]
    made = subprocess.run(
        [sys.argv[1], os.path.join(os.path.dirname(__file__), "one_cycle.py")],
        input=json.dumps(cycles),
        capture_output=True,
        check=True,
        text=True,
    )
    torch = json.loads(made.stdout)
    entries = []
    for spec, edges, last in CASES:
        chosen = steps(spec, edges, last)
        if spec["type"] == "oneCycle":
            rates = torch["rates"][cycles.index(spec)]
        else:
            schedule = keras_schedule(spec)
            rates = [float(schedule(step)) for step in chosen]
            if len(chosen) < min(POINTS, last) or not set(edges) <= set(chosen):
                raise SystemExit(f"{spec}: {len(chosen)} points")
        entries.append({"spec": spec, "points": [list(point) for point in zip(chosen, rates, strict=True)]})
    versions = {package: version(package) for package in ("keras", "jax", "jaxlib")}
    record = {
        "entries": entries,
        "madeWith": {"python": platform.python_version(), **versions, "torch": torch["torch"].split("+")[0]},
        "madeBy": "scripts/golden/run schedules",
    }
    FIXTURE.write_text(json.dumps(record, separators=(",", ":")).replace('{"spec"', '\n{"spec"') + "\n")
    print(f"{FIXTURE.name}: {len(entries)} schedules, {FIXTURE.stat().st_size} bytes")


main()
