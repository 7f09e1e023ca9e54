"""From a scenario and its graph to a Plan: frozen, integer-indexed arrays that both engines read."""
