"""Who may vote, whether enough are there, and whether it is carried: one computation from the rule of that day.

Pure functions over counts and dated seats; the sentences are those that stand on the result sheet. ``rule`` (what a
body has adopted), ``electorate`` (应到会, recusal, alternates), ``poll`` (quorum and result), ``papers`` (accounting of
ballot papers). Sources and choices: ``docs/voting.md``.
"""
