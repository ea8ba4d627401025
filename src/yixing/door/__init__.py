"""One door: the skeleton every change of state goes through."""
