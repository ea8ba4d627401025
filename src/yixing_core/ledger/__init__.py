"""The book: canonical entries, a Merkle log over them, signed checkpoints, export and offline verification.

Pure Python, no Django and no database: everything here can be recomputed by somebody who has nothing but an
export. Modules: ``canonical`` (bytes), ``entry`` (what an entry holds), ``merkle`` (RFC 6962), ``checkpoint``
(signed tree heads), ``rotation`` (change of the signing key), ``export`` (writing), ``verify`` (checking),
``cli`` (the command), ``standalone`` (the single file that travels with a dossier).
"""
