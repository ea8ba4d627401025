"""决策全过程档案: the file that carries everything about one decision, or about a year's, with its proofs.

Pure Python, no Django and no database. Modules: ``format`` (names and limits), ``write`` (the file, the same bytes
every time), ``archive`` (reading a zip that may be hostile), ``entries`` (proofs), ``verify`` (checking), ``report``
(the answer). The format is described in ``docs/formats/dossier.md``.
"""
