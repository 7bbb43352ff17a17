"""Every request gets exactly one response, whatever the client sends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from lsprotocol import types as lsp

from server.host import Host
from server.language_server import HardsightServer
from server.message_stream import FramingError, read_body


class Wire:
    """What the server has written, as messages."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    def write(self, data: bytes) -> None:
        self.messages.append(json.loads(data))

    def close(self) -> None:
        pass

    def errors(self) -> list[tuple[Any, int]]:
        return [(m["id"], m["error"]["code"]) for m in self.messages if "error" in m]

    def responses(self, number: int) -> list[dict[str, Any]]:
        return [m for m in self.messages if m.get("id") == number and "method" not in m]


class Conversation:
    def __init__(self, server: HardsightServer) -> None:
        self.server, self.wire = server, Wire()
        server.protocol.set_writer(self.wire, include_headers=False)

    async def say(self, message: Any) -> None:
        self.server.rpc.handle_body(message if isinstance(message, bytes) else json.dumps(message).encode())
        for _ in range(5):
            await asyncio.sleep(0)

    async def request(self, number: Any, method: str, params: Any = None) -> None:
        await self.say({"jsonrpc": "2.0", "id": number, "method": method, "params": params})


@pytest_asyncio.fixture
async def fresh() -> AsyncIterator[Conversation]:
    host = Host()
    server = HardsightServer(host)
    yield Conversation(server)
    await server.close()
    host.close()


@pytest_asyncio.fixture
async def ready(fresh: Conversation) -> Conversation:
    await fresh.request(0, "initialize", {"processId": None, "rootUri": None, "capabilities": {}})
    await fresh.say({"jsonrpc": "2.0", "method": "initialized", "params": {}})
    return fresh


@pytest.mark.parametrize(
    ("body", "number", "code"),
    [
        (b"{", None, -32700),
        (b"\xff\xfe", None, -32700),
        (b"[" * 100_000, None, -32700),
        (b"[]", None, -32600),
        (b"17", None, -32600),
        (b"{}", None, -32600),
        (b'{"jsonrpc": "2.0"}', None, -32600),
        (b'{"jsonrpc": "1.0", "id": 1, "method": "shutdown"}', None, -32600),
        (b'{"jsonrpc": "2.0", "id": null, "method": "shutdown"}', None, -32600),
        (b'{"jsonrpc": "2.0", "id": {"a": 1}, "method": "shutdown"}', None, -32600),
        (b'{"jsonrpc": "2.0", "id": 1, "method": 5}', None, -32600),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "textDocument/hover", "params": {"position": "x"}}', 7, -32602),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "textDocument/hover", "params": [1]}', 7, -32602),
        (b'{"jsonrpc": "2.0", "id": 7, "method": "no/such/method", "params": {}}', 7, -32601),
    ],
)
async def test_nonsense_is_answered_with_the_error_of_the_specification(
    ready: Conversation, body: bytes, number: int | None, code: int
) -> None:
    await ready.say(body)
    assert ready.wire.errors() == [(number, code)]


async def test_before_initialize_only_initialize_is_answered(fresh: Conversation) -> None:
    await fresh.request(1, "textDocument/hover", {})
    await fresh.say({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {}})
    uri = "file:///p/a.v"
    await fresh.request(2, "textDocument/documentSymbol", {"textDocument": {"uri": uri}})
    assert [e for e in fresh.wire.errors() if e[0] == 2] == [(2, -32002)]
    assert len(fresh.wire.responses(1)) == 1


async def test_initialize_counts_once(ready: Conversation) -> None:
    await ready.request(1, "initialize", {"processId": None, "rootUri": None, "capabilities": {}})
    assert ready.wire.errors() == [(1, -32600)]


async def test_after_shutdown_everything_is_refused_and_exit_ends_it(ready: Conversation) -> None:
    statuses: list[int] = []
    ready.server.rpc.on_exit = statuses.append
    await ready.request(1, "shutdown")
    await ready.request(2, "textDocument/documentSymbol", {"textDocument": {"uri": "file:///p/a.v"}})
    await ready.say({"jsonrpc": "2.0", "method": "exit"})
    assert ready.wire.responses(1)[0].get("result") is None
    assert ready.wire.errors() == [(2, -32600)]
    assert statuses == [0]


async def test_exit_without_shutdown_is_a_failure(ready: Conversation) -> None:
    statuses: list[int] = []
    ready.server.rpc.on_exit = statuses.append
    await ready.say({"jsonrpc": "2.0", "method": "exit"})
    assert statuses == [1]


async def test_a_cancelled_request_is_answered_once_and_its_work_ends(ready: Conversation) -> None:
    ended = asyncio.Event()

    async def slow(_: Any) -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    ready.server.protocol.fm.features[lsp.TEXT_DOCUMENT_HOVER] = slow
    place = {"textDocument": {"uri": "file:///p/a.v"}, "position": {"line": 0, "character": 0}}
    await ready.request(5, "textDocument/hover", place)
    await ready.say({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 5}})
    await ready.say({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 5}})
    assert ready.wire.errors() == [(5, -32800)] and ended.is_set()
    assert len(ready.wire.responses(5)) == 1


async def test_a_number_in_use_is_refused_and_both_are_answered(ready: Conversation) -> None:
    async def slow(_: Any) -> None:
        await asyncio.sleep(0.01)

    ready.server.protocol.fm.features[lsp.TEXT_DOCUMENT_HOVER] = slow
    place = {"textDocument": {"uri": "file:///p/a.v"}, "position": {"line": 0, "character": 0}}
    await ready.request(5, "textDocument/hover", place)
    await ready.request(5, "textDocument/hover", place)
    await asyncio.sleep(0.05)
    answers = ready.wire.responses(5)
    assert sorted("error" in a for a in answers) == [False, True]


async def test_a_handler_that_fails_is_answered_with_an_error(ready: Conversation) -> None:
    async def broken(_: Any) -> None:
        raise RuntimeError("a bug")

    ready.server.protocol.fm.features[lsp.TEXT_DOCUMENT_HOVER] = broken
    place = {"textDocument": {"uri": "file:///p/a.v"}, "position": {"line": 0, "character": 0}}
    await ready.request(5, "textDocument/hover", place)
    assert ready.wire.errors() == [(5, -32603)]


async def test_answers_nobody_asked_for_are_ignored(ready: Conversation) -> None:
    await ready.say({"jsonrpc": "2.0", "id": 99, "result": None})
    await ready.say({"jsonrpc": "2.0", "id": 99, "error": {"code": 1, "message": "no"}})
    await ready.say({"jsonrpc": "2.0", "id": "x", "result": {"jsonrpc": "2.0"}})
    await ready.request(1, "shutdown")
    assert len(ready.wire.responses(1)) == 1


async def test_edits_of_documents_that_are_not_open_are_ignored(ready: Conversation) -> None:
    document = {"uri": "file:///p/a.v", "version": 2}
    params = {"textDocument": document, "contentChanges": [{"text": "x"}]}
    await ready.say({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": params})
    await ready.say({"jsonrpc": "2.0", "method": "textDocument/didSave", "params": {"textDocument": document}})
    await ready.say({"jsonrpc": "2.0", "method": "textDocument/didClose", "params": {"textDocument": document}})
    await ready.request(1, "textDocument/hover", {"textDocument": document, "position": {"line": 0, "character": 0}})
    assert ready.wire.responses(1)[0].get("result") is None and not ready.wire.errors()


async def body_of(data: bytes) -> bytes | None:
    reader = asyncio.StreamReader()
    reader.feed_data(data)
    reader.feed_eof()
    return await read_body(reader)


@pytest.mark.parametrize(
    "data",
    [
        b"Content-Length: 2\r\n\r\n{}",
        b"content-length:2\n\n{}",
        b"\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 2\r\n\r\n{}",
    ],
)
async def test_headers_in_any_usual_form_are_read(data: bytes) -> None:
    assert await body_of(data) == b"{}"


@pytest.mark.parametrize("data", [b"", b"Content-Length: 5\r\n\r\n{}", b"Content-Length: 5\r\n"])
async def test_a_stream_that_ends_early_is_the_end(data: bytes) -> None:
    assert await body_of(data) is None


@pytest.mark.parametrize(
    "data",
    [
        b"POST / HTTP/1.1\r\n",
        b"Content-Length: -1\r\n\r\n",
        b"Content-Length: 99999999999999\r\n\r\n",
        b"Content-Length: ten\r\n\r\n",
        b"\x00\xff\r\n",
        b"A" * 200_000,
    ],
)
async def test_what_is_not_lsp_is_named_as_such(data: bytes) -> None:
    with pytest.raises(FramingError):
        await body_of(data)
