"""Working days with their exchanges (调休), and deadlines as the office words them.

``calendar`` (which days are worked, arithmetic), ``deadline`` (words → date, words kept), ``recurrence`` (每月25日前).
The calendar is data: the table beside this module, replaced year by year when the notice of the State Council's office
comes out. Today is always an argument.
"""
