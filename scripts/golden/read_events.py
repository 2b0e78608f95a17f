"""Prints, as JSON, the scalars that TensorBoard's own reader finds in a folder of runs: {run: {tag: [[step, value], …]}}."""

import json
import sys

from tensorboard.backend.event_processing.event_multiplexer import EventMultiplexer

runs = EventMultiplexer().AddRunsFromDirectory(sys.argv[1])
runs.Reload()
found = {
    run: {tag: [[event.step, event.value] for event in runs.Scalars(run, tag)] for tag in tags["scalars"]}
    for run, tags in runs.Runs().items()
}
print(json.dumps(found))
