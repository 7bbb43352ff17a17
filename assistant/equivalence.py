"""Whether two versions of a file behave alike, as far as that can be proven."""

from __future__ import annotations

from assistant.tokens import tokenize
from backends.environment import Domain, Environment


async def same_behaviour(one: str, other: str, environment: Environment) -> bool:
    """True when the two are shown to behave alike; False when they differ or it could not be shown."""
    if [t.text for t in tokenize(one, environment.domain)] == [t.text for t in tokenize(other, environment.domain)]:
        return True
    if environment.domain is not Domain.VERILOG:
        return False
    return False
