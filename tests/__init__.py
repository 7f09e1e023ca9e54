"""A package of its own: Ciw, against which benchmarks compare, installs one of the same name, which would hide a mere folder."""
