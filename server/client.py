"""What the client at the other end can do, read once from ``initialize``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lsprotocol import types as lsp
from pygls.capabilities import get_capability

DRAW_PICTURES = ("code", "codium", "cursor", "windsurf")
"""Clients by these names draw pictures in a hover; others are asked whether they allow ``img``."""


class DiagnosticChannel(StrEnum):
    """How diagnostics get to the client. Never the same one twice: editors show pushed and pulled ones side by side."""

    PUSH = "push"
    PULL = "pull"
    """The client asks, and can be told to ask again. One that cannot would learn too late what the real tools said."""


@dataclass(frozen=True, slots=True)
class Client:
    name: str = ""
    diagnostics: DiagnosticChannel = DiagnosticChannel.PUSH
    related_documents: bool = False
    related_information: bool = False
    code_descriptions: bool = False
    work_done_progress: bool = False
    configuration: bool = False
    registers_configuration: bool = False
    registers_watchers: bool = False
    lens_refresh: bool = False
    inlay_refresh: bool = False
    markdown: bool = False
    pictures: bool = False
    show_document: bool = False
    apply_edit: bool = False
    versioned_edits: bool = False
    code_action_literals: bool = False
    code_action_resolve: bool = False
    code_action_disabled: bool = False

    @classmethod
    def of(cls, params: lsp.InitializeParams) -> Client:
        capabilities = params.capabilities

        def has(name: str) -> bool:
            return bool(get_capability(capabilities, name, False))

        pulls = get_capability(capabilities, "text_document.diagnostic", None) is not None
        refreshes = has("workspace.diagnostics.refresh_support")
        resolvable = get_capability(capabilities, "text_document.code_action.resolve_support.properties", None) or []
        formats = get_capability(capabilities, "text_document.hover.content_format", None) or []
        tags = get_capability(capabilities, "general.markdown.allowed_tags", None)
        name = params.client_info.name if params.client_info else ""
        return cls(
            name=name,
            diagnostics=DiagnosticChannel.PULL if pulls and refreshes else DiagnosticChannel.PUSH,
            related_documents=has("text_document.diagnostic.related_document_support"),
            related_information=has("text_document.publish_diagnostics.related_information")
            or has("text_document.diagnostic.related_information"),
            code_descriptions=has("text_document.publish_diagnostics.code_description_support"),
            work_done_progress=has("window.work_done_progress"),
            configuration=has("workspace.configuration"),
            registers_configuration=has("workspace.did_change_configuration.dynamic_registration"),
            registers_watchers=has("workspace.did_change_watched_files.dynamic_registration"),
            lens_refresh=has("workspace.code_lens.refresh_support"),
            inlay_refresh=has("workspace.inlay_hint.refresh_support"),
            markdown=lsp.MarkupKind.Markdown in formats,
            pictures=any(word in name.lower() for word in DRAW_PICTURES) or bool(tags and "img" in tags),
            show_document=has("window.show_document.support"),
            apply_edit=has("workspace.apply_edit"),
            versioned_edits=has("workspace.workspace_edit.document_changes"),
            code_action_literals=get_capability(
                capabilities, "text_document.code_action.code_action_literal_support", None
            )
            is not None,
            code_action_resolve="edit" in resolvable,
            code_action_disabled=has("text_document.code_action.disabled_support"),
        )
