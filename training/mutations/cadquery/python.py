"""What goes wrong, or changes nothing, in any Python text."""

from __future__ import annotations

from backends.environment import Domain
from training.mutations.python_rewrites import python_rewrites
from training.mutations.python_syntax import python_mutations

MUTATIONS = (*python_mutations(Domain.CADQUERY), *python_rewrites(Domain.CADQUERY))
