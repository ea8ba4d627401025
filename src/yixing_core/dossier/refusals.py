"""What reading a dossier refuses, in words."""

from yixing_core.errors import Message, catalogue

catalogue({"dossier.line": Message("{why}。", "请向出具单位重新索取。")})
