def from_stream(stream, most):
    """The words of a stream, not many more of them than ``most``, however long it is."""
    text = stream.read(16 * most + 1024).decode("ascii", "replace")
    return text.split()
