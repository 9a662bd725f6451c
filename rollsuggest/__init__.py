"""rollsuggest: the good moments of your photos, found and made on your own computer."""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # should an onnxruntime that reports usage ever be here

__version__ = "0.1.0"
