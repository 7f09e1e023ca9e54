"""What a run will ask for before it runs: offered load, size, memory, and whether it is admitted."""
