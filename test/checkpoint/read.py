"""Reads our .safetensors file with Python's own reader, says what it found as JSON, and writes it anew.

    python read.py OURS.safetensors THEIRS.safetensors

Used by reader.test.ts. Values are told as SHA-256 over the little-endian bytes, so that bits are compared.
"""

import hashlib
import json
import sys

from safetensors import safe_open
from safetensors.numpy import save_file

ours, theirs = sys.argv[1:]
with safe_open(ours, framework="numpy") as file:
    metadata = file.metadata()
    tensors = {name: file.get_tensor(name) for name in file.keys()}


def described(value):
    """dtype, shape and bits of a tensor."""
    bits = value.astype(value.dtype.newbyteorder("<")).tobytes()
    return {"dtype": str(value.dtype), "shape": list(value.shape), "sha256": hashlib.sha256(bits).hexdigest()}


save_file(tensors, theirs, metadata)
print(json.dumps({"metadata": metadata, "tensors": {name: described(value) for name, value in tensors.items()}}))
