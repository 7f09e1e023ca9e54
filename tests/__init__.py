"""The proofs, as a package of its own name: some libraries install one called `tests` that would be found instead."""
