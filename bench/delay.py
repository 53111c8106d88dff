"""A proxy that makes a server as slow to reach as one far away."""

import asyncio
import threading


class Delay:
    """Started by `with`: passes on to a Unix socket what arrives at `port`, and back, each way late."""

    def __init__(self, socket: str, milliseconds: float):
        self.socket = socket
        self.seconds = milliseconds / 2000
        self.loop = asyncio.new_event_loop()
        self.port = 0

    def __enter__(self):
        ready = threading.Event()
        self.thread = threading.Thread(target=self.serve, args=(ready,), daemon=True)
        self.thread.start()
        ready.wait(10)
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)

    def serve(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self.loop)
        server = self.loop.run_until_complete(asyncio.start_server(self.accept, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        self.loop.run_forever()
        server.close()

    async def accept(self, reader, writer) -> None:
        far_reader, far_writer = await asyncio.open_unix_connection(self.socket)
        await asyncio.gather(self.carry(reader, far_writer), self.carry(far_reader, writer))

    async def carry(self, reader, writer) -> None:
        """Each piece is as late as the first; order is kept, since all are late by the same time."""
        while True:
            piece = await self.piece(reader)
            due = self.loop.time() + self.seconds
            if not piece:
                self.loop.call_at(due, writer.close)
                return
            self.loop.call_at(due, self.pass_on, writer, piece)

    @staticmethod
    async def piece(reader) -> bytes:
        try:
            return await reader.read(1 << 16)
        except ConnectionError:
            return b""

    @staticmethod
    def pass_on(writer, piece: bytes) -> None:
        if not writer.is_closing():
            writer.write(piece)
