"""The division of work for other solvers: one textbook model, generated from the problem, the same for all."""
