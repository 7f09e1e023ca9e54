"""What the compiled engine makes of a plan before it runs: flat tables, ranks of cases, and the state that a run begins with."""
