"""The rulebook: dated requirements with a citation in, findings a secretary can read out.

``catalogue`` is the closed list of gates and facts, ``load`` reads packs, ``evaluate`` answers a gate, ``explain`` says
why. Nothing here knows Django or a database.
"""
