"""Downloads that are sent while they are read: Django would gather a plain iterator whole."""

from collections.abc import AsyncIterator, Callable, Iterator

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse

from common.caching import PRIVATE


class _Chunks:
    """An iterator of bytes, read in threads. Django calls ``close`` when the response is over."""

    def __init__(self, chunks: Iterator[bytes], close: Callable[[], None]) -> None:
        self._chunks = chunks
        self.close = close

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = sync_to_async(self._next, thread_sensitive=False)
        while (chunk := await read()) is not None:
            yield chunk

    def _next(self) -> bytes | None:
        return next(self._chunks, None)


def download(
    chunks: Iterator[bytes],
    *,
    size_bytes: int,
    file_name: str,
    content_type: str = "application/octet-stream",
    close: Callable[[], None] = lambda: None,
) -> StreamingHttpResponse:
    """A file of this size to keep, for the asker alone.

    ``file_name`` is plain ASCII without quotes. ``close`` gives back what ``chunks`` read from;
    it is called when all is sent or the client is gone.
    """
    return StreamingHttpResponse(
        _Chunks(chunks, close),
        content_type=content_type,
        headers={
            "Content-Length": str(size_bytes),
            "Content-Disposition": f'attachment; filename="{file_name}"',
            "Cache-Control": PRIVATE,
        },
    )
