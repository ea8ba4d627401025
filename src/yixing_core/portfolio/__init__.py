"""Division of work: a problem in, the best division out, or the smallest reason why there is none.

Pure Python and HiGHS, no Django and no database. Modules: ``problem`` (what is asked), ``reading`` (JSON that may be
hostile), ``parse`` (the file ``P.json``), ``answer`` (the file ``PLAN.json``), ``check`` (judging any division without
the solver), ``shape`` and ``model`` (the problem as a mixed integer program), ``watch`` (time and stopping), ``engine``
(HiGHS), ``solve``, ``diagnose``, ``conflict`` and ``elastic`` (minimal conflict), ``loosen`` (what would help),
``change`` (somebody leaves, pins), ``compare`` (two divisions), ``cli``. Formats: ``docs/formats/portfolio.md``; the
model: ``docs/portfolio-model.md``.
"""
