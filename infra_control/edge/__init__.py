"""The edge: which behaviour serves what, and forgetting what it keeps."""
