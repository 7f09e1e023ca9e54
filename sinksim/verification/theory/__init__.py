"""Exact expected values from queueing theory, to compare a simulator against.

Rates are per time unit and times are in that same unit, whichever it is; loads are in Erlangs.
``markov`` M/M/c and M/M/c/K · ``loss`` Erlang loss and overflow · ``moments`` laws of time · ``general`` M/G/1 ·
``abandonment`` patience · ``priority`` classes · ``networks`` Jackson · ``transient`` demand that varies over time ·
``shifts`` staff that varies too · ``batches`` · ``breakdowns`` · ``rendezvous`` fork, join and assembly.
"""
