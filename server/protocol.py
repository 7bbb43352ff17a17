"""JSON-RPC and LSP rules that pygls leaves open: every request gets exactly one response, whatever the client sends.

- Text that is not JSON, not a message, or has parameters of the wrong shape is answered with the error the
  specification names; pygls would drop it.
- Before ``initialize`` and after ``shutdown`` requests are refused, not ignored.
- Documents are kept by ``server.documents``, commands run as cancellable tasks, and ``exit`` ends one session, not the
  process; so pygls's own handlers for these are taken out.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Generator
from typing import Any

from cattrs import Converter
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException, JsonRpcInternalError
from pygls.protocol import LanguageServerProtocol, lsp_method
from pygls.protocol.json_rpc import MsgId
from pygls.server import JsonRPCServer

logger = logging.getLogger(__name__)

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
INVALID_PARAMS = -32602
SERVER_NOT_INITIALIZED = -32002

_REPLACED = (
    lsp.TEXT_DOCUMENT_DID_OPEN,
    lsp.TEXT_DOCUMENT_DID_CHANGE,
    lsp.TEXT_DOCUMENT_DID_CLOSE,
    lsp.NOTEBOOK_DOCUMENT_DID_OPEN,
    lsp.NOTEBOOK_DOCUMENT_DID_CHANGE,
    lsp.NOTEBOOK_DOCUMENT_DID_CLOSE,
    lsp.WORKSPACE_EXECUTE_COMMAND,
    lsp.WINDOW_WORK_DONE_PROGRESS_CANCEL,
    lsp.EXIT,
)


class HardsightProtocol(LanguageServerProtocol):
    """One client's conversation. ``on_exit`` is called with the exit status when the client says ``exit``."""

    def __init__(self, server: JsonRPCServer, converter: Converter) -> None:
        super().__init__(server, converter)  # type: ignore[arg-type]
        for method in _REPLACED:
            self.fm.builtin_features.pop(method, None)
        self.on_exit: Callable[[int], None] = sys.exit
        self._initialized = False
        self._answerable: set[MsgId] = set()
        self.unadvertised: set[str] = set()
        """Server capabilities (attribute names) that are left out of the answer to ``initialize``."""

    @lsp_method(lsp.INITIALIZE)
    def lsp_initialize(self, params: lsp.InitializeParams) -> Generator[Any, Any, lsp.InitializeResult]:
        result = yield from super().lsp_initialize(params)
        for name in self.unadvertised:
            setattr(result.capabilities, name, None)
        return result

    def handle_body(self, body: bytes | str) -> None:
        """Handle one message as it came from the wire. Never raises on bad input."""
        try:
            data = json.loads(body)
        except (ValueError, RecursionError) as error:
            self._refuse(None, PARSE_ERROR, f"Not JSON: {error}")
            return
        if not isinstance(data, dict) or data.get("jsonrpc") != "2.0":
            self._refuse(None, INVALID_REQUEST, "Not a JSON-RPC 2.0 message")
            return
        msg_id, method = data.get("id"), data.get("method")
        is_request = "id" in data and "method" in data
        if is_request and (not isinstance(msg_id, int | str) or not isinstance(method, str)):
            self._refuse(None, INVALID_REQUEST, "A request needs a string or integer id and a string method")
            return
        if "method" not in data and not ("id" in data and ("result" in data or "error" in data)):
            self._refuse(None, INVALID_REQUEST, "Neither a request, a notification nor a response")
            return
        if method == lsp.EXIT:
            self.on_exit(0 if self._shutdown else 1)
            return
        try:
            message = self._structured(data)
        except (JsonRpcException, RecursionError):
            logger.warning("Cannot read the parameters of %s", method)
            if is_request:
                self._refuse(msg_id, INVALID_PARAMS, f"The parameters of {method} do not have the specified shape")
            elif method is None:
                self._fail_own_request(msg_id)
            return
        if is_request and not self._may_ask(msg_id, method):  # type: ignore[arg-type]
            return
        if method is not None and not is_request and (self._shutdown or not self._initialized) and method != lsp.EXIT:
            logger.info("Ignoring %s outside a session", method)
            return
        self.handle_message(message)

    def _structured(self, data: dict[str, Any]) -> Any:
        try:
            return self.structure_message(data)
        except JsonRpcException:
            if data.get("method") != lsp.INITIALIZE or not isinstance(data.get("params"), dict):
                raise
        # A client newer than the protocol we know must not be turned away for one capability of an unknown shape.
        params = data["params"]
        kept: dict[str, Any] = {}
        for group, members in (params.get("capabilities") or {}).items():
            for name, value in members.items() if isinstance(members, dict) else ():
                candidate = {**kept, group: {**kept.get(group, {}), name: value}}
                if self._reads(data, {**params, "capabilities": candidate}):
                    kept = candidate
                else:
                    logger.warning("The capability %s.%s has a shape we do not know and is ignored", group, name)
        return self.structure_message({**data, "params": {**params, "capabilities": kept}})

    def _reads(self, data: dict[str, Any], params: dict[str, Any]) -> bool:
        try:
            self.structure_message({**data, "params": params})
        except JsonRpcException:
            return False
        return True

    def _may_ask(self, msg_id: MsgId, method: str) -> bool:
        if self._shutdown:
            self._refuse(msg_id, INVALID_REQUEST, "The server has been shut down")
        elif method == lsp.INITIALIZE:
            if self._initialized:
                self._refuse(msg_id, INVALID_REQUEST, "initialize may be sent only once")
                return False
            self._initialized = True
            return True
        elif not self._initialized:
            self._refuse(msg_id, SERVER_NOT_INITIALIZED, "The server has not been initialized")
        elif msg_id in self._answerable:
            self._refuse(msg_id, INVALID_REQUEST, f"A request with id {msg_id!r} is still being answered")
        else:
            return True
        return False

    def _refuse(self, msg_id: MsgId | None, code: int, message: str) -> None:
        logger.info("Refused: %s", message)
        self._send_data({"jsonrpc": "2.0", "id": msg_id, "error": {"code": code, "message": message}})

    def _fail_own_request(self, msg_id: Any) -> None:
        """The client answered a request of ours with something unreadable: whoever waits must not wait forever."""
        future = self._request_futures.pop(msg_id, None) if isinstance(msg_id, int | str) else None
        if future is not None and not future.done():
            future.set_exception(JsonRpcInternalError("unreadable response"))

    def _handle_request(self, msg_id: MsgId, method_name: str, params: Any) -> None:
        self._answerable.add(msg_id)
        super()._handle_request(msg_id, method_name, params)

    def _send_response(self, msg_id: MsgId, result: Any = None, error: lsp.ResponseError | None = None) -> None:
        if msg_id not in self._answerable:
            return
        self._answerable.discard(msg_id)
        super()._send_response(msg_id, result, error)

    def _handle_response(self, msg_id: MsgId, result: Any = None, error: lsp.ResponseError | None = None) -> None:
        future = self._request_futures.get(msg_id)
        if future is not None and future.done():  # we stopped waiting for it
            del self._request_futures[msg_id]
            return
        super()._handle_response(msg_id, result, error)

    def _handle_cancel_notification(self, msg_id: MsgId) -> None:
        if msg_id in self._answerable:
            super()._handle_cancel_notification(msg_id)

    def cancel_everything(self) -> None:
        """The client is gone: cancel what it asked for and fail what it was asked."""
        for future in list(self._request_futures.values()):
            future.cancel()
        self._request_futures.clear()
