"""The table of the language's functions is that of the installed triton."""

from __future__ import annotations

import json

from backends.triton.api_table import LANGUAGE, TABLE, api_table
from backends.triton.generate_api_table import describe_installed


def test_the_table_is_not_stale() -> None:
    written = json.loads(TABLE.read_text("utf-8"))
    assert written == json.loads(json.dumps(describe_installed())), "run: python -m backends.triton.generate_api_table"


def test_functions_have_their_parameters() -> None:
    load = api_table().function(f"{LANGUAGE}.load")
    assert load is not None
    assert [p.name for p in load.parameters if p.required] == ["pointer"]
    assert {p.name for p in load.parameters if p.keyword_only} >= {"cache_modifier", "volatile"}


def test_removed_functions_say_what_to_use() -> None:
    removed = api_table().function(f"{LANGUAGE}.make_block_ptr")
    assert removed is not None and "tensor descriptor" in removed.removed


def test_a_name_is_found_in_other_modules() -> None:
    assert api_table().places_of("tanh") == ("triton.language.extra.libdevice",)
    assert "num_warps" in api_table().options and "waves_per_eu" in api_table().options
